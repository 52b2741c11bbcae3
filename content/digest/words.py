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
_RIGHT_TO_LEFT, _LEFT_TO_RIGHT = "\u200f", "\u200e"
_WORDS_APART = re.compile("\u2068[^\u2068\u2069]*\u2069")
_SIDES = {"L": "L", "R": "R", "AL": "R"}
_TAG = re.compile(r"<[^>]+>|&\w+;")


def directed(html: str, say: Speaker) -> str:
    """Return Telegram-HTML whose every line begins on the side of the language of `say`.

    A line that begins with a number, a sign or somebody's words may begin on the other one.
    """
    is_rtl = say.language.direction == "rtl"
    mark = _RIGHT_TO_LEFT if is_rtl else _LEFT_TO_RIGHT
    return "\n".join(mark + line if line and _may_turn(line, is_rtl=is_rtl) else line for line in html.split("\n"))


def _may_turn(line: str, *, is_rtl: bool) -> bool:
    """Tell whether a phone may begin a line on the wrong side: some look at words that stand apart, some do not."""
    shown = _TAG.sub("", line)
    sides = {_first_side(shown), _first_side(_WORDS_APART.sub("", _WORDS_APART.sub("", shown)))}
    return sides != {"R"} if is_rtl else "R" in sides


def _first_side(text: str) -> str:
    """Return L or R, the side from which the first letter is written, or "" when there is no letter."""
    sides = (_SIDES.get(unicodedata.bidirectional(sign), "") for sign in text)
    return next((side for side in sides if side), "")


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
