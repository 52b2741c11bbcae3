"""Telegram on this machine, so that the whole bot can be tried, tested and measured without a token."""
