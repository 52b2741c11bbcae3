"""Keeps prices fresh: asks the sources that are due, has the guards judge, writes down what is believed.

It holds up nobody: sources are asked side by side, each with its deadline, and one that fails is left alone for longer.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

import httpx
import structlog

from bot.clock import Clock
from bot.logs import where
from bot.settings import Settings
from content.errors import SettingFlaw
from content.market.minerals import MINERALS
from content.market.prices.bodies import Unusable
from content.market.prices.calendar import is_spot_open
from content.market.prices.choosing import AHEAD, Weighed, mixed_up_sources, order, peg_rate, weigh
from content.market.prices.edge import Edge, Unreachable
from content.market.prices.money import CODES, per_dollar
from content.market.prices.quote import Accepted, Down, Quote
from content.market.prices.reading import needed
from content.market.prices.sources import SOURCES, Source
from handlers.staff.price_doubts import ask_settlers
from storage.database import StoreDown
from storage.outbox import Staged
from storage.price_sources import Asked
from storage.quotes import Doubt, State, new_doubt
from storage.session import Session
from storage.store import Store

log = structlog.get_logger()

NOBODY: Final = "none"
FIRST_RETRY: Final = timedelta(minutes=15)
# However long a source fails, it is asked again after this long, or half of its own interval.
LAST_RETRY: Final = timedelta(hours=1)
# For all requests to one source together; meanwhile nobody waits but the next refresh.
PATIENCE_S: Final = 60.0
# While the market rests spot prices don't move.
AT_REST: Final = timedelta(hours=1)
_DOUBTS: Final[Mapping[str, State]] = {
    "quarantine_ask_operator": "waiting",
    "need_second_source": "unconfirmed",
    "disagree_keep_last_good": "unconfirmed",
}


@dataclass(frozen=True)
class Heard:
    """What came of asking one source: its quotes, how many requests it took, and its fault, "" for none."""

    source: Source
    quotes: tuple[Quote, ...]
    requests: int
    fault: str


class PriceFeed:
    """Refreshes prices through `client`; without one (the sandbox) it asks nobody.

    `offer` is handed the questions to administrators that were staged; without it (a visitor of the database) none is.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        settings: Settings,
        client: httpx.AsyncClient | None,
        offer: Callable[[Sequence[Staged]], None] | None = None,
    ) -> None:
        self._store, self._clock, self._client, self._offer = store, clock, client, offer
        self._keys = keys_of(settings)
        self._sources = enabled(settings, self._keys)
        self._missed: set[str] = set()

    async def refresh(self, *, at_once: bool = False) -> list[Heard]:
        """Ask the sources that are due, or `at_once` all of them; return what they said.

        While the store is down nothing is asked: what could not be kept would be asked for again and again.
        """
        if self._client is None:
            return []
        now = self._clock.now()
        try:
            async with self._store.read() as r:
                asked = await r.price_sources.all()
            due = [one for one in self._sources if at_once or one.key not in asked or asked[one.key].next_at <= now]
            heard = await asyncio.gather(*(self._ask(one, self._client, now) for one in due))
            for one in heard:
                await self._write_down(one, asked.get(one.source.key))
            await self._judge({quote.series for one in heard for quote in one.quotes})
        except StoreDown:
            return []
        return heard

    async def _ask(self, source: Source, client: httpx.AsyncClient, now: datetime) -> Heard:
        http = Edge(client)
        try:
            async with asyncio.timeout(PATIENCE_S):
                answers = await source.load()(http, self._keys.get(source.key, ""), now.date())
        except TimeoutError:
            return Heard(source, (), http.requests, f"not done within {PATIENCE_S:g} s")
        except (Unreachable, Unusable) as error:
            return Heard(source, (), http.requests, str(error))
        except Exception as error:
            # A parser that fails in a way that nobody foresaw must not stop the others.
            log.error("prices.failed", kind=source.key, error=type(error).__name__, where=where(error))
            return Heard(source, (), http.requests, type(error).__name__)
        quotes = per_dollar(quote for answer in answers if isinstance(answer, tuple) for quote in answer)
        faults = [answer.reason for answer in answers if isinstance(answer, Down)]
        sound = tuple(one for one in quotes if one.as_of <= now + AHEAD)
        if len(sound) < len(quotes):
            # Kept, a stray row of next year would be the newest until next year.
            faults.append("a date in the future")
        return Heard(source, sound, http.requests, faults[0] if faults else "")

    async def _write_down(self, heard: Heard, before: Asked | None) -> None:
        now, source = self._clock.now(), heard.source
        is_useful = bool(heard.quotes)
        failures = 0 if is_useful else (before.failures if before else 0) + 1
        self._tell(heard, failures)
        asked = Asked(
            source=source.key,
            next_at=now + pause(source, failures, is_open=is_spot_open(now)),
            failures=failures,
            day=now.date(),
            requests=heard.requests,
            worked_at=now if is_useful else None,
            fault=heard.fault,
        )
        async with self._store.write() as w:
            await w.price_sources.record(asked)
            await w.quotes.keep(heard.quotes, now)

    async def _judge(self, series: Collection[str]) -> None:
        """Weigh what is new only when all who were asked have answered: half of them could outvote the rest."""
        if not series:
            return
        staged: list[Staged] = []
        async with self._store.write() as w:
            doubts = await believe(w, series, self._clock.now())
            if self._offer and (waiting := await w.quotes.quarantined()):
                # All that wait, not only the new ones: someone may have joined the team since, or a visitor found one.
                staged = await ask_settlers(w, waiting, self._clock.now())
        for doubt in doubts:
            log.warning("prices.quarantined", kind=doubt.series)
        if self._offer:
            self._offer(staged)

    def _tell(self, heard: Heard, failures: int) -> None:
        """Log the first failure of a row, and once which of our currencies a source of rates does not know."""
        if failures == 1:
            log.warning("prices.source_failed", kind=heard.source.key, reason=heard.fault)
        codes = {one.currency for one in heard.quotes if not one.mineral}
        if len(codes) > 1 and heard.source.key not in self._missed:
            self._missed.add(heard.source.key)
            if missing := sorted(set(CODES) - codes):
                log.info("prices.missing", kind=heard.source.key, count=len(missing), reason=" ".join(missing))


def enabled(settings: Settings, keys: Mapping[str, str]) -> list[Source]:
    """Return the sources to ask: the free ones, those named in PRICE_SOURCES, those with a key; or nobody.

    Raises SettingFlaw for a name that is none of a source that needs naming.
    """
    named = {name.strip() for name in settings.price_sources.split(",")} - {""}
    known = {one.key for one in SOURCES.values() if one.needs == "consent"} | {NOBODY}
    if unknown := named - known:
        raise SettingFlaw(
            f"PRICE_SOURCES names {', '.join(sorted(unknown))}; expected: some of {', '.join(sorted(known))}. "
            "Mend it in the environment or in .env."
        )
    if NOBODY in named:
        return []
    return [one for one in SOURCES.values() if one.needs == "nothing" or one.key in {*keys, *named}]


def keys_of(settings: Settings) -> dict[str, str]:
    """Return the operator's keys by source; those that are not set are left out."""
    keys = {
        "metals_dev": settings.metals_dev_key,
        "metalpriceapi": settings.metalpriceapi_key,
        "currencylayer": settings.currencylayer_key,
        "fred": settings.fred_key,
    }
    return {source: quote(key.get_secret_value(), safe="") for source, key in keys.items() if key.get_secret_value()}


def pause(source: Source, failures: int, *, is_open: bool) -> timedelta:
    """Return how long to leave a source alone: its interval, or after failures a growing pause of its own."""
    if not failures:
        return source.every if is_open else max(source.every, AT_REST)
    first, most = min(source.every, FIRST_RETRY), max(LAST_RETRY, source.every / 2)
    return min(most, first * (1 << min(failures - 1, 10)))


async def believe(w: Session, series: Iterable[str], now: datetime) -> list[Doubt]:
    """Weigh `series` and write down what is believed of each; return what an operator must be asked anew."""
    names = order(series)
    held = await w.quotes.held()
    mixed_up = mixed_up_sources(held)
    latest = await w.quotes.latest(set(names) | needed((), (one for one in names if one not in MINERALS)))
    believed, doubted = [], []
    for one in names:
        rate = peg_rate(one, latest)
        weighed = weigh(one, held.get(one, ()), latest.get(one), now, mixed_up=mixed_up, peg_rate=rate)
        accepted = _accepted(weighed, now)
        if accepted is not None and _is_new(accepted, latest.get(one)):
            latest[one] = accepted
            believed.append(accepted)
        elif doubt := _doubt(weighed, latest.get(one), now):
            doubted.append(doubt)
    await w.quotes.accept(*believed)
    return await w.quotes.doubt(*doubted)


def _accepted(weighed: Weighed, now: datetime) -> Accepted | None:
    verdict = weighed.verdict
    if not verdict.is_accepted or verdict.value is None or weighed.as_of is None:
        return None
    return Accepted(weighed.series, verdict.value, weighed.as_of, weighed.kind, verdict.decision, weighed.sources, now)


def _is_new(accepted: Accepted, last: Accepted | None) -> bool:
    return last is None or (last.value, last.as_of, last.sources) != (
        accepted.value,
        accepted.as_of,
        accepted.sources,
    )


def _doubt(weighed: Weighed, last: Accepted | None, now: datetime) -> Doubt | None:
    verdict = weighed.verdict
    state = _DOUBTS.get(verdict.decision)
    if state is None or last is None or verdict.proposed is None or weighed.as_of is None:
        return None
    return new_doubt(
        weighed.series, verdict.proposed, last.value, weighed.as_of, weighed.kind, weighed.sources, state, now
    )
