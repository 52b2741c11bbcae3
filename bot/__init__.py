"""Puts the pieces together; the only package that knows all the others."""

import os

# PTB then gives pauses as timedelta; without it every read of RetryAfter warns.
os.environ.setdefault("PTB_TIMEDELTA", "1")
