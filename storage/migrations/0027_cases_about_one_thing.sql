CREATE INDEX cases_subject ON cases (subject, kind);
