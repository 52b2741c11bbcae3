"""What is learned from example wordings: one linear model, used by the emergency check and by the ranking."""
