"""What the team does with a story: look at it, decide about it, write words for it, ask about it, translate it."""
