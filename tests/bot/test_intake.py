"""Nothing that Telegram has handed over is lost: kept before it is confirmed, whatever it is and whatever fails."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.intake import Intake, Kept
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.search.emergency import alarm
from storage.database import StoreDown
from storage.inbox import Received
from tests.bot.conftest import Until
from tests.bot.notices import meet
from tests.journeys.conversing import from_bot
from tests.reliability.seams import Gate, pass_by

Break = Callable[[], Callable[[], None]]


async def _states(shop: Workshop) -> dict[str, int]:
    async with shop.store.read() as r:
        return await r.inbox.counts()


def _private(person: Person, **fields: Any) -> dict[str, Any]:
    return {
        "message": {
            "message_id": 900_001,
            "date": 1_795_435_200,
            "chat": {"id": person.id, "type": "private", "first_name": ""},
            "from": person.face,
            **fields,
        }
    }


async def test_while_the_store_is_down_telegram_keeps_the_update_and_it_is_answered_later(
    shop: Workshop, grace: Person, until: Until, break_store: Break
) -> None:
    await meet(shop, grace)
    mend = break_store()
    grace.say("how do I burn amalgam safely")
    await until(lambda: not shop.app.intake.is_open)
    assert len(shop.local.world.updates) == 1
    assert (await shop.app.health())["ok"] is False
    before = len(from_bot(grace))
    mend()
    await shop.clock.turn(timedelta(seconds=15))
    await until(lambda: shop.app.intake.is_open)
    await shop.idle()
    assert len(from_bot(grace)) > before
    assert (await shop.app.health())["ok"] is True
    assert set(await _states(shop)) == {"done"}


async def test_health_is_red_while_no_update_can_be_kept(
    shop: Workshop, grace: Person, until: Until, break_store: Break
) -> None:
    await meet(shop, grace)
    transport = httpx.ASGITransport(app=shop.app.web())
    async with httpx.AsyncClient(transport=transport, base_url="http://pitwise") as client:
        assert (await client.get("/healthz")).status_code == 200
        mend = break_store()
        grace.say("hello")
        await until(lambda: not shop.app.intake.is_open)
        assert (await client.get("/healthz")).status_code == 503
        mend()
        await shop.clock.turn(timedelta(seconds=15))
        await until(lambda: shop.app.intake.is_open)
        assert (await client.get("/healthz")).status_code == 200


async def test_a_batch_whose_commit_only_seemed_to_fail_is_handled_once(
    shop: Workshop, grace: Person, gate: Gate, until: Until
) -> None:
    await meet(shop, grace)
    before = len(from_bot(grace))

    def lose_answer(crossing: str) -> None:
        if crossing == "committed":
            gate.cross = pass_by
            raise StoreDown("the answer to COMMIT was lost")

    gate.cross = lose_answer
    grace.say("/privacy")
    await until(lambda: not shop.app.intake.is_open)
    await shop.clock.turn(timedelta(seconds=15))
    await until(lambda: len(from_bot(grace)) > before)
    await shop.idle()
    assert len(from_bot(grace)) == before + 1
    assert set(await _states(shop)) == {"done"}


POISON: list[dict[str, Any]] = [
    {"message": {"message_id": "x"}},
    {"message": {"message_id": 1, "date": "yesterday", "chat": 7}},
    {"message": {"chat": {"type": "group"}, "reply_to_message": {"from": "nobody"}}},
    {"callback_query": {"id": 3, "from": []}},
    {"my_chat_member": None, "message": []},
    {"message": {"message_id": 2, "date": 10**18, "chat": {"id": 5, "type": "private"}}},
]


async def test_what_cannot_be_read_ends_as_dead_letters_and_the_rest_flows(shop: Workshop, grace: Person) -> None:
    grace.say("/help")
    for poison in POISON:
        shop.local.inject(dict(poison))
        grace.say("/help")
    await shop.idle()
    assert len(from_bot(grace)) == 1 + len(POISON)
    states = await _states(shop)
    assert states.pop("done") >= 1 + len(POISON)
    assert set(states) == {"dead"}
    assert states["dead"] >= 3


async def test_what_has_no_id_or_is_no_object_is_dropped_without_stopping_anything(
    shop: Workshop, grace: Person
) -> None:
    for update_id in ("7", -3, 2**70, True, None, 1.5):
        shop.local.inject({"update_id": update_id, **_private(grace, text="/help")})
    grace.say("/help")
    await shop.idle()
    assert len(from_bot(grace)) == 1


async def test_an_unknown_kind_of_update_ends_without_an_answer(shop: Workshop, grace: Person) -> None:
    shop.local.inject({"telepathy": {"from": {"id": grace.id}}})
    grace.say("/help")
    await shop.idle()
    assert len(from_bot(grace)) == 1
    assert set(await _states(shop)) == {"done"}


async def test_the_same_update_five_times_is_handled_once(shop: Workshop, grace: Person) -> None:
    await meet(shop, grace)
    before = len(from_bot(grace))
    again = {"update_id": 900_000_000, **_private(grace, text="/privacy")}
    for _ in range(5):
        await shop.app.intake.accept([again, again])
    await shop.idle()
    assert len(from_bot(grace)) == before + 1


@pytest.mark.parametrize("text", ["\ud83d", "how do I \ud83d burn amalgam", "\x00", "‏" * 50, "\ud83d" * 4096])
async def test_text_that_is_no_text_is_answered_all_the_same(shop: Workshop, grace: Person, text: str) -> None:
    await meet(shop, grace)
    before = len(from_bot(grace))
    await shop.app.intake.accept([{"update_id": 900_000_000, **_private(grace, text=text)}])
    await shop.idle()
    assert len(from_bot(grace)) > before
    assert set(await _states(shop)) == {"done"}


async def test_talk_in_groups_that_is_not_for_us_is_never_kept(shop: Workshop, grace: Person, amina: Person) -> None:
    group = shop.local.add_group("Miners", members=[grace, amina])
    await shop.idle()
    before = sum((await _states(shop)).values())
    grace.say("the price is bad today", chat=group)
    grace.say("/ask@some_other_bot what now", chat=group)
    await shop.idle()
    assert sum((await _states(shop)).values()) == before
    name = shop.local.me["username"]
    grace.say(f"/help@{name}", chat=group)
    await shop.idle()
    assert sum((await _states(shop)).values()) == before + 1


class _Memory:
    """A store that keeps what it is given."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.inbox = self
        self.facts = SimpleNamespace(put=self._put)

    @asynccontextmanager
    async def write(self, *, urgent: bool) -> AsyncIterator["_Memory"]:
        yield self

    async def _put(self, name: str, content: str) -> None:
        assert name == "last_update_at"

    async def accept(self, batch: Sequence[Received]) -> set[int]:
        assert all(json.loads(one.body)["update_id"] == one.update_id for one in batch)
        self.ids += [one.update_id for one in batch]
        return {one.update_id for one in batch}


KEYS = st.sampled_from(
    ["chat", "from", "text", "caption", "type", "id", "reply_to_message", "message", "entities", "username", "location"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(["message", "edited_message", "channel_post", "callback_query", "my_chat_member", "x"])


@given(st.dictionaries(KINDS, JSON, max_size=3))
async def test_no_body_whatever_breaks_the_intake_or_what_comes_with_it(body: dict[str, Any]) -> None:
    memory, queued = _Memory(), list[Kept]()

    async def answer(_body: object) -> bool:
        raise AssertionError

    intake = Intake(
        store=memory,  # type: ignore[arg-type]  # what intake uses of it
        clock=SystemClock(),
        me={"id": 1, "username": "pitwise"},
        is_alarm=lambda text: alarm(text) is not None,
        enqueue=queued.extend,
        answer_from_memory=answer,
        answer_inline=lambda _query: None,
    )
    good = {"update_id": 8, "message": {"chat": {"id": 1, "type": "private"}, "text": "hello"}}
    await intake.accept([{"update_id": 7, **body}, good, "junk", None])
    assert memory.ids in ([8], [7, 8])
    assert [one.update_id for one in queued] == memory.ids
