"""How a danger near a group is told: what it is in our words, what a member wrote, and that it is not certain. Pure."""

from collections.abc import Sequence
from html import escape

from content.digest.news import Hazard
from content.digest.words import apart, beginning, plain_words
from content.languages import Speaker

MOST_TOLD, MOST_OVER = 3, 3
# Our own sentences are shorter; what comes from elsewhere is cut here.
_LONGEST = 200


def say_hazards(hazards: Sequence[Hazard], say: Speaker, excerpt: int) -> list[str]:
    """Return dangers, then what is over, as Telegram-HTML; at most `excerpt` signs of what somebody wrote."""
    told = [one for one in hazards if not one.is_over][:MOST_TOLD]
    over = [one for one in hazards if one.is_over][:MOST_OVER]
    return [line for one in told for line in _told(one, say, excerpt)] + [_over(one, say) for one in over]


def _told(one: Hazard, say: Speaker, excerpt: int) -> list[str]:
    text, place = beginning(one.text, _LONGEST), plain_words(one.place)
    head = say("⚠️ Danger near {place}: {text}", place=place, text=text) if place else say("⚠️ Danger: {text}", text=text)
    lines = [f"<b>{_html(head)}</b>"]
    if one.words:
        tongue = say("(in {language})", language=one.tongue) if one.tongue else ""
        quoted = f"“{apart(beginning(one.words, excerpt), say)}”"
        lines.append(_html(" ".join(part for part in (quoted, tongue) if part)))
    if one.checked_on:
        day = say.date(one.checked_on)
        lines.append(_html(say("A member reported it; our team looked at it on {day}. It is not certain.", day=day)))
    return lines


def _over(one: Hazard, say: Speaker) -> str:
    text, place = beginning(one.text, _LONGEST), plain_words(one.place)
    told = (
        say("✅ No more danger near {place}: {text}", place=place, text=text)
        if place
        else say("✅ No more danger: {text}", text=text)
    )
    return _html(told)


def _html(text: str) -> str:
    return escape(text, quote=False)
