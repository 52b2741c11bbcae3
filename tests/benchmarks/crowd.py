"""People at the sandbox who each write their next question when the last one is answered."""

import asyncio
import itertools
import time

from bot.sandbox.events import Event
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram
from tests.benchmarks.questions import plain_questions

PATIENCE_S = 30.0
QUIET_S = 0.2
# This share of messages more than questions may come; two for each question would be another measurement.
MOST_UNASKED = 0.02


class Crowd:
    """Everyone who writes to one bot; once they have met it, each question is answered with one message."""

    def __init__(self, local: LocalTelegram) -> None:
        self._local = local
        self._people: list[Person] = []
        self._texts = itertools.cycle(plain_questions())
        self._asking: dict[int, Person] = {}
        self._waiting: set[int] = set()
        self._changed = asyncio.Event()
        self._unasked = 0
        self.answered = 0
        local.subscribe(self._hear)

    async def gather(self, count: int) -> None:
        """Let so many people have met the bot: a first answer is longer than all later ones."""
        for _ in range(count - len(self._people)):
            person = self._local.add_person(first_name="Person", language_code="en")
            self._people.append(person)
            self._write(person)
        await self._quiet()
        self._unasked = 0

    async def rate(self, chats: int, seconds: float) -> float:
        """Return the answers a second of `chats` people who ask on and on."""
        await self.gather(chats)
        self._asking = {person.id: person for person in self._people[:chats]}
        for person in self._asking.values():
            self._write(person)
        await asyncio.sleep(seconds / 4)
        began_s, before = time.perf_counter(), self.answered
        await asyncio.sleep(seconds)
        rate = (self.answered - before) / (time.perf_counter() - began_s)
        self._asking = {}
        await self._quiet()
        if self._unasked > MOST_UNASKED * (self.answered - before):
            raise AssertionError(f"{self._unasked} messages more than questions: this rate compares nothing")
        return rate

    def _write(self, person: Person) -> None:
        self._waiting.add(person.id)
        person.say(next(self._texts))

    def _hear(self, event: Event) -> None:
        if event.kind != "message" or event.message is None or event.message.get("from") is not self._local.me:
            return
        self._changed.set()
        if event.chat_id not in self._waiting:
            self._unasked += 1
            return
        self._waiting.discard(event.chat_id)
        self.answered += 1
        if person := self._asking.get(event.chat_id):
            self._write(person)

    async def _quiet(self) -> None:
        """Wait until everybody is answered and nothing more comes."""
        async with asyncio.timeout(PATIENCE_S):
            while self._waiting:
                self._changed.clear()
                await self._changed.wait()
            while True:
                self._changed.clear()
                try:
                    await asyncio.wait_for(self._changed.wait(), QUIET_S)
                except TimeoutError:
                    return
