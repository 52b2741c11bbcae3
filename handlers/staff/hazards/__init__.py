"""What the team does with a reported danger: look at it, let groups near hear of it, say that it is over."""
