"""The methods of the Bot API, one module a noun; each takes the world and the call's parameters."""
