-- Prices are thinned out by their day: without an index each sweep would read all of them.

CREATE INDEX quotes_by_day ON quotes (day);

CREATE INDEX accepted_by_day ON accepted (day);
