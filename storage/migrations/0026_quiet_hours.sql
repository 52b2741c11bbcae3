-- Nothing but what is about safety disturbs quiet hours: what was staged for someone knows theirs ("Africa/Accra 21 7"),
-- and a digest that became late in them is composed when they are over.

ALTER TABLE outbox ADD COLUMN quiet TEXT;
ALTER TABLE subscriptions ADD COLUMN held_until BIGINT;
DROP INDEX subscriptions_next_due_at;
CREATE INDEX subscriptions_next_due_at ON subscriptions (next_due_at, target, held_until) WHERE state = 'active';
