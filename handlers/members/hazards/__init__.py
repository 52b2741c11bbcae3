"""Dangers that members report: asked for step by step, told to the team, followed by who reported them."""
