-- Which open questions an edition asked, as a list of gaps in the order of their numbers: "/open 2" opens the second.

ALTER TABLE editions ADD COLUMN gaps TEXT;
