"""How long a message may be, in the units that Telegram counts: an emoji is two of them."""

from collections.abc import Sequence

# Of the 4,096 units of one message; the rest is for our own words around it.
LONGEST_QUOTATION = 3500


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int = LONGEST_QUOTATION) -> str:
    """Return the beginning of `text` that is at most `most` units long; half a character is dropped."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def newest(parts: Sequence[str], separator: str, most: int = LONGEST_QUOTATION) -> str:
    """Join as many of the last `parts` as `most` units hold; "…" stands for those left out."""
    kept: list[str] = []
    left = most - units("…" + separator)
    for part in reversed(parts):
        left -= units(part + separator)
        if left < 0:
            return separator.join(["…", *kept])
        kept.insert(0, part)
    return separator.join(kept)
