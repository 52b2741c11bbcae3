-- Who works here, by the members' own ids and a small number, never by a name; and what was done, by role and number.
-- A grant is a role with its field ("doctor") or language, else ''. An invitation is known by its hash only.

CREATE TABLE staff (
    member BIGINT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    languages TEXT NOT NULL,
    zone TEXT NOT NULL,
    from_hour BIGINT NOT NULL,
    to_hour BIGINT NOT NULL,
    daily_cap BIGINT NOT NULL,
    on_duty BIGINT NOT NULL,
    distress_day BIGINT NOT NULL,
    distress_seen BIGINT NOT NULL
);

CREATE TABLE grants (
    member BIGINT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (member, role, scope)
);
CREATE INDEX grants_role ON grants (role, scope);

CREATE TABLE invitations (
    hash TEXT PRIMARY KEY,
    grants TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX invitations_expires_at ON invitations (expires_at);

CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    act TEXT NOT NULL,
    role TEXT NOT NULL,
    staff BIGINT NOT NULL,
    subject TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);
