"""One life of the program inside this process. It dies at a crossing as a process does: nothing of it runs on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, TypeVar

import httpx
import pytest

from bot.assembly import Pitwise, build
from bot.clock import TurnableClock
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.transport import LocalRequest
from bot.settings import load_settings
from content.guidance.library import Library
from content.search.answer import Finder
from storage.store import Store, open_store
from storage.vault import Vault
from tests.conftest import NO_PACE
from tests.reliability.seams import Gate, SeamedRequest, seamed_store

T = TypeVar("T")
VAULT = Vault({1: b"k" * 32})
PATIENCE_S = 20
# Two dozen menus are set at each start, each as often as one likes; to die at every one of them shows nothing new.
UNCOUNTED = frozenset({"before setMyCommands", "accepted setMyCommands"})


class Died(BaseException):
    """The program is gone. Not an Exception, so that nothing of it may catch this and go on."""


class Fate:
    """Counts crossings. At number `deadline` the program dies, and so does whatever of it crosses afterwards.

    With a `blow`, that is what strikes it at the deadline, and it has to live on.
    """

    def __init__(self, deadline: int | None = None, blow: Callable[[str], None] | None = None) -> None:
        self.crossed: list[str] = []
        self.death = asyncio.Event()
        self._deadline, self._blow = deadline, blow

    def __call__(self, name: str) -> None:
        """Cross, or die."""
        self.check()
        if name in UNCOUNTED:
            return
        self.crossed.append(name)
        if len(self.crossed) == self._deadline:
            if self._blow:
                self._blow(name)
                return
            self.death.set()
            self.check()

    def check(self, _name: str = "") -> None:
        """Raise Died when the program is dead."""
        if self.death.is_set():
            raise Died(self.crossed[-1])

    async def unless_dead(self, work: Coroutine[Any, Any, T]) -> T:
        """Do `work`; raise Died as soon as anything of the program has died."""
        task, death = asyncio.ensure_future(work), asyncio.ensure_future(self.death.wait())
        try:
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.wait({task, death}, return_when=asyncio.FIRST_COMPLETED)
            self.check()
            return task.result()
        finally:
            task.cancel()
            death.cancel()


@cache
def _content() -> tuple[Library, Finder]:
    library = Library.load()
    return library, Finder.load(library)


async def _built(
    local: LocalTelegram, url: str, clock: TurnableClock, gate: Gate, http: httpx.AsyncClient | None
) -> tuple[Store, Pitwise]:
    library, finder = _content()
    with seamed_store(gate), pytest.MonkeyPatch.context() as patch:
        patch.setattr(Library, "load", lambda *_: library)
        patch.setattr(Finder, "load", lambda *_, **__: finder)
        store = await open_store(url, vault=VAULT, now=clock.now)
        settings = load_settings(telegram_token=local.token, price_sources="goldprice", **NO_PACE)
        telegram = SeamedRequest(LocalRequest(local), gate)
        return store, await build(settings, store=store, telegram=telegram, clock=clock, http=http)


def _bury(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say nothing of what died with the program: nobody is left to ask what became of it."""
    if not isinstance(context.get("exception"), Died):
        loop.default_exception_handler(context)


@asynccontextmanager
async def life(
    local: LocalTelegram, url: str, clock: TurnableClock, fate: Fate, http: httpx.AsyncClient | None = None
) -> AsyncIterator[Pitwise]:
    """Let the program live on a database; when it dies inside, nothing is closed, stopped or written any more.

    With `http` it asks price sources through that.
    """
    before = asyncio.all_tasks()
    asyncio.get_running_loop().set_exception_handler(_bury)
    gate = Gate(fate)
    gate.reads = fate.check
    app: Pitwise | None = None
    try:
        store, app = await fate.unless_dead(_built(local, url, clock, gate, http))
        await fate.unless_dead(app.start())
        yield app
        await app.stop()
        await store.close()
    finally:
        await _end(asyncio.all_tasks() - before)
        for database in gate.databases:
            # What is not committed is taken back, as the system and the server do for a process that is gone.
            await database.close()


async def die(
    local: LocalTelegram,
    url: str,
    clock: TurnableClock,
    deadline: int | None,
    act: Callable[[Pitwise, Fate], Coroutine[Any, Any, None]],
) -> str:
    """Let the program live and `act` until its `deadline`-th crossing; returns where it died, "" if it lived on."""
    fate = Fate(deadline)
    try:
        async with life(local, url, clock, fate) as app:
            await fate.unless_dead(act(app, fate))
    except Died as death:
        return str(death)
    return ""


async def _end(tasks: set[asyncio.Task[Any]]) -> None:
    while tasks:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        tasks = {task for task in asyncio.all_tasks() - tasks if task.get_coro().__qualname__.startswith("Lanes.")}
