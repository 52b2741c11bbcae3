-- What the clockwork looks for every few seconds, and a person now and then, among all that was sent in a week.

CREATE INDEX outbox_withdrawn ON outbox (target, kind) WHERE state = 'cancelled' AND why = 'withdrawn';
CREATE INDEX outbox_not_arrived ON outbox (ended_at) WHERE state IN ('unknown', 'failed');
