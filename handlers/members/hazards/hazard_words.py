"""How a reported danger is called: its kind, its coarse place, and what groups are told of it. Pure."""

from datetime import date
from typing import Any

from content.digest import news
from content.hazards import KINDS, Kind
from content.languages import Speaker
from handlers.regions import place_name, region_name
from storage.hazards import Hazard, Reach

WORDS, ASKED = "words", "asked"
_OTHER = "other"


def kind_of(one: Hazard) -> Kind:
    """Return what is known of its kind; one that an older program named is another danger."""
    return KINDS.get(one.kind, KINDS[_OTHER])


def place_named(say: Speaker, one: Hazard, reach: Reach = "region") -> str:
    """Return its place as coarse as it is kept: "Geita, Tanzania"; of the whole country only that."""
    return place_name(say, one.country, one.region if reach == "region" else "")


def words_of(content: Any) -> str:
    """Return the written words of a report, "" for a voice that nobody has written down."""
    words = content.get(WORDS) if content else None
    return words if isinstance(words, str) else ""


def voice_of(one: Hazard) -> str:
    """Return Telegram's id of the voice note of a report that waits, or ""."""
    words = one.answers.get(WORDS)
    return str(words["voice"]) if isinstance(words, dict) else ""


def as_news(one: Hazard, say: Speaker, words: str, reach: Reach, checked_on: date | None) -> news.Hazard:
    """Return what groups are told of it in a language; `words` are left in the member's own, marked as such."""
    is_own = one.language == say.language.code
    return news.Hazard(
        text=say(kind_of(one).told),
        place=_near(say, one, reach),
        words=words,
        tongue="" if is_own or not words else say.tongue(one.language),
        checked_on=checked_on,
        is_wide=reach == "country",
    )


def as_over(one: Hazard, say: Speaker) -> news.Hazard:
    """Return what groups that heard of it are told when it is over or was taken back."""
    return news.Hazard(say(kind_of(one).label), _near(say, one, one.reach or "region"), is_over=True)


def _near(say: Speaker, one: Hazard, reach: Reach) -> str:
    """Return the place as those who live in that country call it."""
    region = region_name(say, one.country, one.region) if reach == "region" else ""
    return region or say.country(one.country)
