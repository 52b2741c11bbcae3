"""Words of people on their way into a group: nobody is called, nothing is linked, no direction is turned."""

import re
import unicodedata

from content.languages import Speaker, has_rtl

# Stands where Telegram would otherwise make a mention, a hashtag, a command or a link of what someone wrote.
_JOINER = "\u2060"
# Marks inside words and pictures; all other invisible signs may turn the direction or hide something.
_KEPT = "\u200c\u200d"
_LINK = re.compile(r"(?:\w+://|\bwww\.|\bt(?:elegram)?\.me/)\S+", re.IGNORECASE)
_CALLING = re.compile(r"(?<!\w)([@#/$])(?=\w)|(?<=\w)(@)(?=\w)|(?<=\w)(\.)(?=[^\W\d])")
_ELLIPSIS = "…"
_RIGHT_TO_LEFT, _APART, _END_APART = "\u200f", "\u2068", "\u2069"
_TAG = re.compile(r"<[^>]+>|&\w+;")


def directed(html: str, say: Speaker) -> str:
    """Return Telegram-HTML in which every line of a right-to-left language begins on the right.

    A line that begins with a number, a sign or somebody's words would begin on the left.
    """
    if say.language.direction == "ltr":
        return html
    return "\n".join(_RIGHT_TO_LEFT + line if line and not _begins_right(line) else line for line in html.split("\n"))


def _begins_right(line: str) -> bool:
    """Tell whether the first letter outside of what stands apart is written from right to left."""
    depth = 0
    for sign in _TAG.sub("", line):
        depth += {_APART: 1, _END_APART: -1}.get(sign, 0)
        direction = unicodedata.bidirectional(sign)
        if depth == 0 and direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def plain_words(text: str) -> str:
    """Return one line of `text` in which Telegram finds nobody and nothing to press."""
    seen = "".join(sign if sign in _KEPT or unicodedata.category(sign)[0] != "C" else " " for sign in text)
    line = " ".join(_LINK.sub(_ELLIPSIS, seen).split())
    return _CALLING.sub(lambda found: f"{found[0]}{_JOINER}", line)


def apart(text: str, say: Speaker) -> str:
    """Return words of someone so that their direction turns nothing around them."""
    return f"\u2068{text}\u2069" if has_rtl(text) or say.language.direction == "rtl" else text


def beginning(text: str, most: int) -> str:
    """Return `plain_words` of a text, cut at a word so that at most `most` characters stand there."""
    line = plain_words(text)
    if len(line) <= most:
        return line
    head = line[: most - 1]
    word = head.rfind(" ")
    return head[: word if word > most // 2 else most - 1].rstrip(" ,;:.\u200d") + _ELLIPSIS
