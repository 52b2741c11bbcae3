-- By what a gap is found again when the same is asked: its bare wording as a keyed stamp, and what it is about.
-- Without these every gap would have to be opened for each question that nobody can answer.

ALTER TABLE gaps ADD COLUMN stamp TEXT;
CREATE INDEX gaps_stamp ON gaps (stamp) WHERE stamp IS NOT NULL;

CREATE TABLE gap_concepts (
    concept TEXT NOT NULL,
    gap BIGINT NOT NULL,
    PRIMARY KEY (concept, gap)
);
CREATE INDEX gap_concepts_gap ON gap_concepts (gap);
