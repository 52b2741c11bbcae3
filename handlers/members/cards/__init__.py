"""What we know, as a member meets it: a question answered by a card, the card itself, shelves, what is kept at hand."""
