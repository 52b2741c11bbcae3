"""The numbers behind the action of a button or in a link, read with care: anyone can forge them."""

MOST_ID = 2**63 - 1


def read_number(text: str, most: int) -> int | None:
    """Return a whole number in any digits; None for anything else, and above `most`."""
    is_short = text.isdecimal() and len(text) <= len(str(most))
    number = int(text) if is_short else None
    return None if number is None or number > most else number


def read_id(text: str) -> int:
    """Return the id that is named; 0, that nothing has, for what is none or fits into no column."""
    return read_number(text, MOST_ID) or 0


def is_revision(text: str, revision: int) -> bool:
    """Tell whether a button belongs to this revision of what it is about."""
    return read_number(text, MOST_ID) == revision
