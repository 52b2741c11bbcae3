"""Names what a member's text may contain that a person must look at before it is published: dangers, people. Pure.

It answers nobody and gives no advice; content/privacy marks what is personal where a pattern finds it.
"""

from content.review.finding import Flag, flags
from content.review.rules import Severity

__all__ = ["Flag", "Severity", "flags"]
