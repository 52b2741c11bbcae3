"""What of a digest is counted over all people: which cards they looked for, and why stories are not shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.digest.news import FEWEST_COUNTED, Theme, Withheld
from content.guidance.library import Card, Library
from content.languages import Speaker
from storage.experiences import CASE_KIND
from storage.session import Session

# Whom numbers serve: those who look after others. Who digs reads shorter news.
KINDS = frozenset({"women", "cooperative", "researchers"})
WEEK = timedelta(days=7)
# Why a story was not passed on, in the words of the team's buttons, and what groups are told of it.
_WHY = {"danger": "unsafe", "hate": "unsafe", "crime": "unsafe", "person": "personal", "face": "personal"}


@dataclass(frozen=True)
class Looked:
    """What people of a country ("": of all) looked for: cards with how many did, the most first."""

    country: str
    cards: tuple[tuple[Card, int], ...]

    def about(self, topics: Sequence[str]) -> "Looked":
        """Return the same for groups of cards only; none means all."""
        return Looked(self.country, tuple(one for one in self.cards if not topics or one[0].group in topics))

    def themes(self, say: Speaker) -> tuple[Theme, ...]:
        """Return it in words."""
        return tuple(
            Theme(card.pictogram, card.text(say.language.code)[0].title, people) for card, people in self.cards
        )


async def read_looked(r: Session, country: str, library: Library, now: datetime) -> Looked:
    """Return what was looked for in a country; where too few did, in all of them together."""
    told = await r.themes.told(country or None, now.date(), FEWEST_COUNTED)
    if not told and country:
        return await read_looked(r, "", library, now)
    cards = [(library.cards[id], people) for id, people in told if id in library.cards]
    return Looked(country, tuple((card, people) for card, people in cards if not card.is_held))


async def read_withheld(r: Session, now: datetime) -> Withheld:
    """Count the stories that no group is shown, by why."""
    found = {"waiting": await r.cases.count_open(CASE_KIND)}
    for reason, times in (await r.cases.rejected(CASE_KIND, now - WEEK)).items():
        why = _WHY.get(reason, "unfit")
        found[why] = found.get(why, 0) + times
    return Withheld(**found, elsewhere=await r.experiences.count_kept_from("groups", now - WEEK))
