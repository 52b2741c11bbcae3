"""The one place where Pitwise is constructed. Tests, the sandbox and the program all build it here."""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

import httpx
import structlog
from telegram.request import BaseRequest

from bot.alerts import Alerts
from bot.api import BotApi, TokenRevoked
from bot.clock import Clock
from bot.deaf import deaf_application
from bot.delivery import Delivery
from bot.digests import Digests
from bot.indexing import follow, write_down
from bot.inline import InlineAnswers
from bot.intake import Intake
from bot.introduction import introduce
from bot.jobs import Jobs, clockwork
from bot.logs import where
from bot.opinion import Opinion, opinion_of
from bot.pace import Pace
from bot.polling import AnotherPoller, poll
from bot.presses import PressAnswers
from bot.prices import PriceFeed
from bot.reviewing import Reviewing
from bot.settings import Settings
from bot.turns import Turns
from bot.warmup import warm_up
from content.guidance.holding import withhold
from content.guidance.library import Library
from content.languages import CODES, speaker
from content.search.answer import Finder
from content.search.emergency import alarm
from handlers.hearing import spoken
from handlers.memory import emergency_call
from handlers.services import Services
from storage.database import StoreDown
from storage.facts import ME
from storage.store import Store

log = structlog.get_logger()


class Pitwise:
    """The running program: start it, wait for idleness (tests, the terminal), stop it."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        api: BotApi,
        clock: Clock,
        services: Services,
        opinion: Opinion | None = None,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self._settings, self._clock, self._opinion = settings, clock, opinion
        self.store, self.api, self.services = store, api, services
        self.delivery = Delivery(
            store, api, clock, _pace(settings), concurrency=settings.send_concurrency, plan_changed=self.wake_jobs
        )
        self.presses = PressAnswers(api, clock)
        self.jobs = self._planned(http)
        self._application = deaf_application(settings.telegram_token.get_secret_value(), services.me)
        self.turns = Turns(
            self._application,
            services,
            self.delivery,
            self.presses,
            clock,
            places=settings.lanes,
            timeout_s=settings.handler_timeout_s,
            member_per_minute=settings.member_per_minute,
            plan_changed=self.wake_jobs,
        )
        self.inline = InlineAnswers(
            api, clock, services, per_minute=settings.member_per_minute, held=lambda: self.turns.held
        )
        self.intake = self._door()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ticks: set[asyncio.Task[None]] = set()
        self.ended: asyncio.Future[None] | None = None

    def _planned(self, http: httpx.AsyncClient | None) -> Jobs:
        """Return all that is done by the clock."""
        store, services, delivery, clock = self.store, self.services, self.delivery, self._clock
        prices = PriceFeed(store, clock, self._settings, http, delivery.offer)
        reviewing = Reviewing(store, services, delivery, clock)
        digests, alerts = Digests(store, services, delivery, clock), Alerts(store, delivery, clock)
        return Jobs(store, self.api, delivery, clock, prices, services.experiences, reviewing, digests, alerts)

    def _door(self) -> Intake:
        """Return where updates come in."""
        return Intake(
            store=self.store,
            clock=self._clock,
            me=self.services.me,
            is_alarm=lambda text: alarm(spoken(text)) is not None,
            enqueue=self.turns.lanes.put,
            answer_from_memory=self._answer_from_memory,
            answer_inline=self.inline.take,
        )

    async def start(self, *, polls: bool = True) -> None:
        """Undone updates first, then unsent replies, then new updates. `polls=False` leaves fetching to the webhook."""
        self.ended = asyncio.get_running_loop().create_future()
        await self.api.open()
        await self._application.initialize()
        async with self.store.write() as w:
            await w.jobs.release()
        await self.turns.restore()
        await self.delivery.restore()
        self._watch(self.delivery.run())
        self._watch(introduce(self.api, self._settings, self.store, self.services.me, self._clock))
        self._watch(follow(self.store, self.services.experiences, self._clock))
        self._watch(warm_up(self._clock))
        if self._opinion:
            self._watch(self._opinion.prepare())
        self._watch(clockwork(self.jobs))
        if polls:
            self._watch(poll(self.api, self.intake, self._clock, timeout_s=self._settings.poll_timeout_s))

    async def serve(self) -> None:
        """Wait until the program can't go on; raise why (TokenRevoked, AnotherPoller)."""
        if self.ended is not None:
            await self.ended

    async def stop(self) -> None:
        """End within a few seconds; what is not done stays in the store."""
        for task in (*self._tasks, *self._ticks):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._ticks, return_exceptions=True)
        await self.turns.stop()
        await self.delivery.stop()
        await self.presses.stop()
        await self.inline.stop()
        if self._opinion:
            await self._opinion.close()
        await self._application.shutdown()
        await self.api.close()

    async def idle(self) -> None:
        """Wait until inbox and outbox are empty and nothing runs."""
        while True:
            await self.turns.idle()
            await asyncio.gather(*self._ticks)
            await self.delivery.idle()
            await self.presses.idle()
            await self.inline.idle()
            await write_down(self.services.experiences)
            if not self.turns.lanes.waiting and not self._ticks:
                return

    def wake_jobs(self) -> None:
        """Run what is due now instead of at the next tick."""
        tick = asyncio.create_task(self.jobs.tick())
        self._ticks.add(tick)
        tick.add_done_callback(self._ticks.discard)

    async def health(self) -> Mapping[str, Any]:
        """Say how it goes, in numbers: what /healthz shows."""
        now = self._clock.now()
        try:
            return await self._health(now)
        except StoreDown:
            return {"ok": False, "accepting": False, "reason": "the store can't be read"}

    async def _health(self, now: datetime) -> Mapping[str, Any]:
        async with self.store.read() as r:
            seen = await r.facts.get("last_update_at")
            oldest_update = await r.inbox.age_of_oldest(now)
            oldest_due = await r.outbox.oldest_due(now)
        age = (now - datetime.fromisoformat(seen)).total_seconds() if seen else None
        return {
            "ok": self.intake.is_open and not self.delivery.is_revoked,
            "accepting": self.intake.is_open,
            "last_update_age_s": age,
            "oldest_unanswered_age_s": oldest_update.total_seconds() if oldest_update else None,
            "oldest_due_notice_age_s": oldest_due.total_seconds() if oldest_due else None,
            "waiting": self.turns.lanes.waiting,
        }

    @cached_property
    def metrics(self) -> Any:
        """Return the registry of the numbers that /metrics shows."""
        from bot.metrics import metrics_of

        return metrics_of(self)

    def web(self) -> Any:
        """Return the web app: webhook, /healthz, /metrics. Only who serves it needs its libraries in memory."""
        from bot.web import web_app

        return web_app(
            self.intake,
            webhook_url=self._settings.webhook_url,
            secret=self._settings.webhook_secret.get_secret_value(),
            health=self.health,
            metrics=self.metrics,
        )

    def _watch(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._watched)

    def _watched(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None or self.ended is None or self.ended.done():
            return
        if not isinstance(error, TokenRevoked | AnotherPoller):
            log.error("program.failed", error=type(error).__name__, where=where(error))
        self.ended.set_exception(error)

    async def _answer_from_memory(self, body: Mapping[str, Any]) -> bool:
        """The store is down: send the emergency card straight, nothing kept. Raises what the transport raises."""
        calls = emergency_call(body, withhold(self.services.library, self.turns.held), self._clock.now())
        for call in calls:
            fields = dict(call)
            await self.api.call(str(fields.pop("method")), fields)
        return bool(calls)


def _pace(settings: Settings) -> Pace:
    return Pace(
        per_second=settings.send_per_second,
        per_chat_per_second=settings.send_per_chat_per_second,
        per_group_per_minute=settings.send_per_group_per_minute,
    )


async def build(
    settings: Settings, *, store: Store, telegram: BaseRequest, clock: Clock, http: httpx.AsyncClient | None = None
) -> Pitwise:
    """Construct Pitwise on an open store and a PTB transport; nothing runs yet; without `http` no price is fetched.

    Raises ContentFlaw when a card, glossary or catalogue is wrong.
    """
    library = Library.load()
    finder = Finder.load(library)
    for code in CODES:
        speaker(code)
    token = settings.telegram_token.get_secret_value()
    async with store.read() as r:
        known = await r.facts.get(ME)
    head = token.partition(":")[0]
    me: dict[str, Any] = json.loads(known) if known else {"id": int(head) if head.isdecimal() else 0}
    opinion = opinion_of(settings, library, clock)
    api = BotApi(token, telegram, url=settings.telegram_api_url)
    services = Services(
        store=store,
        library=library,
        finder=finder,
        me=me,
        second_opinion=opinion,
        download=api.download,
        membership=api.membership,
        operator=(settings.operator_name, settings.operator_contact),
    )
    return Pitwise(settings, store, api, clock, services, opinion, http)
