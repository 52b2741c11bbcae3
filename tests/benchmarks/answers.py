"""How long an answer is computed, from the words to the message: no engine, no network, no waiting."""

import gc
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import psutil

from bot.deaf import deaf_application
from content.guidance.library import Library
from content.guidance.shelves import shelves
from content.languages import CODES
from content.search.answer import Finder
from content.search.emergency import alarm
from content.search.experiences import ExperienceIndex
from content.search.tongue import guess
from handlers.context import CURRENT, Context, Turn
from handlers.hearing import Hearing
from handlers.members.cards import ask, card, topics
from handlers.services import Services
from tests.benchmarks.questions import questions
from tests.benchmarks.shelf import Decides, Shelf
from tests.benchmarks.stories import stories

LONGEST_TEXT = 4096
ROUNDS = 3
STORIES, STORIES_READ = 100_000, 500


@dataclass(frozen=True)
class Time:
    """How long answers of one kind took, in milliseconds; `is_usual` when the median is held to a budget."""

    kind: str
    p50_ms: float
    p99_ms: float
    is_usual: bool


@dataclass(frozen=True)
class Filling:
    """What an index of STORIES experiences takes: seconds to build and to commit one more, and memory."""

    built_s: float
    committed_ms: float
    memory_mb: float


def answer_times() -> tuple[list[Time], Filling]:
    """Measure every kind, and the index of experiences that the questions go through."""
    library = Library.load()
    shelf: Any = Shelf(stories(STORIES_READ))
    services: Any = Services(store=shelf, library=library, finder=Finder.load(library))
    application = deaf_application("1:benchmark", {"id": 1})
    times = [
        _timed("a question", _questions(services, application)),
        _timed("the emergency check of 4,096 characters", _long_texts(), is_usual=False),
        _timed("browsing", _browsing(services, application)),
    ]
    filling = _fill(services.experiences)
    return [*times, _timed(f"a question, {STORIES:,} experiences", _questions(services, application))], filling


def _fill(index: ExperienceIndex) -> Filling:
    told = list(stories(STORIES))
    gc.collect()
    process = psutil.Process()
    before, began_s = process.memory_info().rss, time.perf_counter()
    index.fill(told)
    built_s = time.perf_counter() - began_s
    memory_mb = (process.memory_info().rss - before) / 1e6
    index.add(told[0])
    began_s = time.perf_counter()
    index.commit()
    return Filling(built_s, (time.perf_counter() - began_s) * 1000, memory_mb)


def _timed(kind: str, works: Iterator[Callable[[], object]], *, is_usual: bool = True) -> Time:
    times_ms = []
    for work in works:
        began_s = time.perf_counter()
        work()
        times_ms.append((time.perf_counter() - began_s) * 1000)
    times_ms.sort()
    return Time(kind, times_ms[len(times_ms) // 2], times_ms[len(times_ms) * 99 // 100], is_usual)


def _questions(services: Services, application: Any) -> Iterator[Callable[[], object]]:
    for _ in range(ROUNDS):
        for language, text in questions():
            yield partial(_answer, services, application, language, text)


def _answer(services: Services, application: Any, usual: str, text: str) -> None:
    """What happens between hearing a question and the transaction: its language, its danger, its answer."""
    language = guess(text, default=usual)
    is_calm = alarm(text) is None
    found = services.finder.find(text, language=language, is_calm=is_calm, experiences=services.experiences)
    if any(hit.kind == "tool" for hit in found.hits):
        # What a tool says it reads from the store, which is none of these times.
        return
    with turn_of(services, language) as turn:
        _end(ask.answer(Context(application), found))
        if not turn.replies:
            raise AssertionError("a question without an answer")


def _long_texts() -> Iterator[Callable[[], object]]:
    """Texts of the greatest length that Telegram lets through, made of what people ask, in each language."""
    for language in CODES:
        asked = itertools.cycle(text for spoken, text in questions() if spoken == language)
        for number in range(10 * ROUNDS):
            # Each differs from all others: the last answers are recalled.
            text = f"{number} "
            while len(text) < LONGEST_TEXT:
                text += next(asked) + " "
            yield partial(alarm, text[:LONGEST_TEXT])


def _browsing(services: Services, application: Any) -> Iterator[Callable[[], object]]:
    """Every shelf and every card in every language, as pressed."""
    for language in CODES:
        for name in shelves():
            yield partial(_press, services, application, language, topics.group, f"group:{name}:0")
        for number in services.library.by_number:
            yield partial(_press, services, application, language, card.open_card, f"card:{number}")


def _press(
    services: Services, application: Any, language: str, show: Callable[[Context], Awaitable[None]], action: str
) -> None:
    with turn_of(services, language, action) as turn:
        _end(show(Context(application)))
        if not turn.replies:
            raise AssertionError("a press without an answer")


def _end(answering: Awaitable[object]) -> None:
    """Run what waits for nothing to its end, or until it decides."""
    with suppress(StopIteration, Decides):
        answering.send(None)  # type: ignore[attr-defined]  # a coroutine that waits for nothing ends at once


@contextmanager
def turn_of(services: Services, language: str, action: str | None = None) -> Iterator[Turn]:
    """Be in the turn of a private message in a language, or of a press."""
    hearing = Hearing(
        kind="press" if action else "message",
        chat_kind="private",
        chat_id=1,
        person_id=1,
        message_id=1,
        sent_at=None,
        member=None,
        group=None,
        language=language,
        written_in=language,
        action=action,
    )
    turn = Turn(services=services, hearing=hearing, update_id=1, now=datetime.now(UTC))
    token = CURRENT.set(turn)
    try:
        yield turn
    finally:
        CURRENT.reset(token)
