"""Secrets that links carry: 128 random bits, of which only the hash is stored."""

import hashlib
import secrets

TOKEN_BYTES = 16
LONGEST_TOKEN = 60


def new_token() -> str:
    """Return a new token of letters, digits, _ and -."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
