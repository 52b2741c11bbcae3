"""What every conversation may use; built once by bot/assembly.py."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from content.countries import Country, load_countries
from content.guidance.library import Library
from content.places import Places
from content.search.answer import Finder
from content.search.experiences import ExperienceIndex
from content.search.second_opinion import SecondOpinion
from handlers.charts import Charts
from handlers.repeats import Repeats
from handlers.shown import Shown
from handlers.tries import Tries
from storage.store import Store


@dataclass(frozen=True)
class Services:
    """The store, what we know, how it is found, and who the bot is (`me` is filled in place when Telegram tells).

    `membership` asks Telegram what someone (chat id, person's id) is in a chat now, in Telegram's words;
    `download` fetches a file of Telegram by its id and the most bytes it may have, None where nothing can be fetched;
    `operator` is who runs and pays for the bot and where a person of theirs is reached, each "" when it is not said.
    """

    store: Store
    library: Library
    finder: Finder
    me: dict[str, Any] = field(default_factory=dict)
    repeats: Repeats = field(default_factory=Repeats)
    shown: Shown = field(default_factory=Shown)
    countries: Mapping[str, Country] = field(default_factory=load_countries)
    places: Places = field(default_factory=Places.load)
    charts: Charts = field(default_factory=Charts)
    experiences: ExperienceIndex = field(default_factory=ExperienceIndex)
    second_opinion: SecondOpinion | None = None
    download: Callable[[str, int], Awaitable[bytes]] | None = None
    membership: Callable[[int, int], Awaitable[str]] | None = None
    operator: tuple[str, str] = ("", "")
    tries: Tries = field(default_factory=Tries)

    def link(self, payload: str) -> str:
        """Return a deep link that opens the bot with `payload`; empty while the bot's name is not known."""
        name = self.me.get("username")
        return f"https://t.me/{name}?start={payload}" if name else ""
