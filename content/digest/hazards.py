"""How a danger near a group is told: what it is in our words, what a member wrote, and that it is not certain. Pure."""

from collections.abc import Sequence
from datetime import date
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


def headline(one: Hazard, say: Speaker) -> str:
    """Return what the danger is and where, as plain text."""
    text, place = beginning(one.text, _LONGEST), plain_words(one.place)
    if not place:
        return say("⚠️ Danger: {text}", text=text)
    if one.is_wide:
        return say("⚠️ Danger in {place}: {text}", place=place, text=text)
    return say("⚠️ Danger near {place}: {text}", place=place, text=text)


def checked(day: date, say: Speaker) -> str:
    """Return how far one may trust it, as plain text."""
    return say("A member reported it; our team looked at it on {day}. It is not certain.", day=say.date(day))


def _told(one: Hazard, say: Speaker, excerpt: int) -> list[str]:
    lines = [f"<b>{_html(headline(one, say))}</b>"]
    if one.words:
        tongue = say("(in {language})", language=one.tongue) if one.tongue else ""
        quoted = f"“{apart(beginning(one.words, excerpt), say)}”"
        lines.append(_html(" ".join(part for part in (quoted, tongue) if part)))
    if one.checked_on:
        lines.append(_html(checked(one.checked_on, say)))
    return lines


def _over(one: Hazard, say: Speaker) -> str:
    """Say that a warning has ended; that nothing is dangerous any more nobody can say."""
    text, place = beginning(one.text, _LONGEST), plain_words(one.place)
    told = (
        say("✅ The warning near {place} has ended: {text}. Be careful all the same.", place=place, text=text)
        if place
        else say("✅ A warning has ended: {text}. Be careful all the same.", text=text)
    )
    return _html(told)


def _html(text: str) -> str:
    return escape(text, quote=False)
