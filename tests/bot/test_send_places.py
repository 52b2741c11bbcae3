"""How many sends are under way at once, and how soon one gives up its place to the next."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.clock import TurnableClock
from bot.sandbox.workshop import Workshop, workshop
from tests.bot.notices import meet, received, sends_soon, stage, words
from tests.conftest import NO_PACE


async def test_no_more_than_the_places_are_under_way_at_once(tmp_path: Path, clock: TurnableClock) -> None:
    async with workshop(tmp_path / "few", clock=clock, send_concurrency=2, **NO_PACE) as shop:
        people = [shop.local.add_person(first_name=str(n), language_code="en") for n in range(6)]
        await meet(shop, *people)
        spy = _Slow(shop)
        for person in people:
            await stage(shop, person, words("all"))
        await spy.full.wait()
        assert not await sends_soon(shop, shop.local.world.calls["sendMessage"])
        spy.go_on.set()
        await shop.idle()
        assert spy.most == 2
        assert all("all" in received(person) for person in people)


async def test_the_commit_that_writes_down_what_arrived_claims_what_goes_next(
    tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with workshop(tmp_path / "one", clock=clock, send_concurrency=1, **NO_PACE) as shop:
        people = [shop.local.add_person(first_name=str(n), language_code="en") for n in range(6)]
        await meet(shop, *people)
        for person in people:
            await stage(shop, person, words("all"), offered=False)
        writes, write = Counter[str](), shop.store.write
        monkeypatch.setattr(shop.store, "write", lambda **more: writes.update(["all"]) or write(**more))
        shop.app.delivery.recover()
        await shop.idle()
        assert all("all" in received(person) for person in people)
        assert writes["all"] == len(people) + 1


class _Slow:
    """Lets calls wait for each other and counts how many are under way at once."""

    def __init__(self, shop: Workshop) -> None:
        self.under_way = self.most = 0
        self.full, self.go_on = asyncio.Event(), asyncio.Event()
        call = shop.app.api.call

        async def counted(*arguments: Any, **more: Any) -> Any:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            if self.under_way == 2:
                self.full.set()
            await self.go_on.wait()
            try:
                return await call(*arguments, **more)
            finally:
                self.under_way -= 1

        shop.app.api.call = counted  # type: ignore[method-assign]  # a spy
