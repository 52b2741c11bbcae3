"""Tells a cry for help from a question, and which emergency card fits; the README beside it says how.

From memory only: no file is read after the first call, nothing of a text is kept, nothing is raised.
"""

from content.search.emergency.verdict import Alarm, alarm

__all__ = ["Alarm", "alarm"]
