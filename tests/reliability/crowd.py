"""People who follow scripts on a Telegram of this machine, and what they read there: in order, once, or again."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field

from bot.sandbox.events import Event
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram
from tests.journeys.conversing import text_of
from tests.reliability.scripts import Known, act

# Which life of the program made the call that is being answered.
LIFE: ContextVar[int] = ContextVar("life", default=0)


@dataclass
class Miner:
    """One person: how far they are in their script, and in which lives of the program each text came to them."""

    person: Person
    known: Known
    steps: int = 0
    came: dict[str, list[int]] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._texts = [text for step in self.known.texts for text in step]

    @property
    def due(self) -> list[str]:
        """The texts that the steps so far should have brought."""
        return self._texts[: sum(map(len, self.known.texts[: self.steps]))]

    @property
    def unread(self) -> list[str]:
        """Those of them that have not come."""
        return [text for text in self.due if text not in self.came]

    @property
    def is_ready(self) -> bool:
        """Whether this person would type or press now."""
        return self.steps < len(self.known.script.steps) and not (self.known.script.waits and self.unread)

    @property
    def is_in_order(self) -> bool:
        """Whether each text came first after those before it."""
        return list(self.came) == [text for text in self._texts if text in self.came]

    def act(self) -> None:
        """Do the next step."""
        act(self.person, self.known.script.steps[self.steps])
        self.steps += 1

    def hear(self, text: str, life: int) -> None:
        """Read what has come, for the first time or again."""
        if text in self.due:
            self.came.setdefault(text, []).append(life)
        else:
            self.strange.append(text)


class Crowd:
    """Enough people to make about `updates` updates."""

    def __init__(self, local: LocalTelegram, known: Sequence[Known], updates: int) -> None:
        self.miners: list[Miner] = []
        planned = 0
        while planned < updates:
            one = known[len(self.miners) % len(known)]
            person = local.add_person(first_name="Amina", language_code=one.script.language)
            self.miners.append(Miner(person, one))
            planned += len(one.script.steps)
        self._by_chat = {miner.person.id: miner for miner in self.miners}
        self._next = 0
        self._bot_id = local.me["id"]
        local.subscribe(self._told)

    def _told(self, event: Event) -> None:
        message = event.message
        if event.kind in ("message", "edited") and message and message.get("from", {}).get("id") == self._bot_id:
            self._by_chat[event.chat_id].hear(text_of(message), LIFE.get())

    def release(self, most: int) -> int:
        """Let at most `most` steps be done by those who are ready, in turns; return how many were."""
        done = 0
        for _ in self.miners:
            miner = self.miners[self._next % len(self.miners)]
            self._next += 1
            while miner.is_ready and done < most:
                miner.act()
                done += 1
                if miner.known.script.waits:
                    break
            if done == most:
                break
        return done

    @property
    def updates(self) -> int:
        """How many updates were made."""
        return sum(miner.steps for miner in self.miners)

    @property
    def unread(self) -> int:
        """How many texts should have come and did not."""
        return sum(len(miner.unread) for miner in self.miners)

    @property
    def is_through(self) -> bool:
        """Whether everybody did all steps and read all answers."""
        return all(miner.steps == len(miner.known.script.steps) for miner in self.miners) and not self.unread

    def effects(self) -> dict[str, int]:
        """Return what everybody's whole script leaves in the store."""
        names = self.miners[0].known.effects
        return {name: sum(miner.known.effects[name] for miner in self.miners) for name in names}
