"""Who goes first when not everything can be sent at once."""

EMERGENCY, REPLY, SAFETY_ALERT, REVIEW, DIGEST = range(5)
