-- In which edition (its local day) a group heard of a danger: what did not arrive is told again.

ALTER TABLE hazards_heard ADD COLUMN period BIGINT;
