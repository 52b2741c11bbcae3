"""Finds in a member's text what could tell who someone is or where, and takes it out. Pure; it stores nothing."""

from content.privacy.finding import personal
from content.privacy.marks import KINDS, Kind, Mark, mask, shown, without

__all__ = ["KINDS", "Kind", "Mark", "mask", "personal", "shown", "without"]
