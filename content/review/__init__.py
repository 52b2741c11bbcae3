"""Names the dangers that a member's text may contain, so that a person looks before it is published. Pure.

It answers nobody and gives no advice; what is personal in a text is found by content/privacy.
"""

from content.review.finding import Flag, flags
from content.review.rules import Severity

__all__ = ["Flag", "Severity", "flags"]
