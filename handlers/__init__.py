"""What someone can say and what we answer: one module is one conversation."""
