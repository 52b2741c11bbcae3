"""What is kept of prices on both engines: each source's word, what was believed of it, what waits for an operator."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from content.market.currencies import CURRENCIES
from content.market.prices.quote import Accepted, metal_quote, rate_quote
from content.market.prices.reading import Price, latest, needed
from storage.price_sources import Asked
from storage.quotes import new_doubt
from storage.statements import MOST_ROWS, Queries
from storage.store import Store
from tests.storage.conftest import NOON

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def gold(value: str, as_of: datetime = NOON, decision: str = "accept", at: datetime | None = None) -> Accepted:
    return Accepted("gold", Decimal(value), as_of, "live", decision, ("gold_api", "goldprice"), at or as_of)


async def test_each_sources_newest_figure_is_held_with_since_when_it_says_the_same(store: Store) -> None:
    said = [("4200", 0), ("4210", 1), ("4200", 2), ("4200.0", 3), ("4200", 4)]
    async with store.write() as w:
        for value, hour in said:
            quote = metal_quote("gold", Decimal(value), NOON + hour * HOUR, "gold_api", "live")
            await w.quotes.keep([quote], NOON)
        await w.quotes.keep([rate_quote("TZS", Decimal("0.000403"), NOON, "metals_dev", is_inverse=True)], NOON)
    async with store.read() as r:
        held = await r.quotes.held()
    [one] = held["gold"]
    assert (one.quote.value, one.quote.as_of, one.quote.unit) == (Decimal("4200"), NOON + 4 * HOUR, "USD/ozt")
    assert one.unchanged_since == NOON + 2 * HOUR
    [rate] = held["TZS"]
    assert rate.quote.is_coarse and rate.quote.unit == "TZS per USD"


async def test_a_source_that_corrects_a_moment_is_believed_in_its_last_word(store: Store) -> None:
    async with store.write() as w:
        for value in ("4200", "4150"):
            await w.quotes.keep([metal_quote("gold", Decimal(value), NOON, "lbma", "daily")], NOON)
        assert [one.quote.value for one in (await w.quotes.held())["gold"]] == [Decimal("4150")]


async def test_the_board_shows_what_is_believed_and_what_it_was_a_day_and_a_week_before(store: Store) -> None:
    async with store.write() as w:
        for days, value in ((8, "4000"), (7, "4100"), (1, "4180"), (0, "4214.70")):
            await w.quotes.accept(gold(value, NOON - days * DAY))
    async with store.read() as r:
        board = await r.quotes.board(NOON, needed(["Au"], ["XOF"]))
        assert await r.quotes.board(NOON) == board
    price = latest(board, "gold", "USD", now=NOON)
    assert isinstance(price, Price)
    assert price.usd_per_unit == Decimal("4214.7")
    assert board.day_ago["gold"] == Decimal("4180") and board.week_ago["gold"] == Decimal("4100")
    assert price.sources == ("gold_api", "goldprice")


async def test_a_chart_gets_the_last_value_of_each_day(store: Store) -> None:
    async with store.write() as w:
        for hours, value in ((0, "4200"), (1, "4210"), (24, "4300"), (-48, "4100")):
            await w.quotes.accept(gold(value, NOON + hours * HOUR))
    async with store.read() as r:
        assert await r.quotes.history("gold", date(2026, 11, 22)) == [
            (date(2026, 11, 23), Decimal("4210")),
            (date(2026, 11, 24), Decimal("4300")),
        ]


async def test_an_operator_is_asked_once_and_their_yes_is_believed(store: Store) -> None:
    raised = new_doubt("gold", Decimal("4600"), Decimal("5500"), NOON, "live", ("a", "b"), "waiting", NOON)
    again = new_doubt("gold", Decimal("4590"), Decimal("5500"), NOON, "live", ("a",), "waiting", NOON + 10 * MINUTE)
    async with store.write() as w:
        assert await w.quotes.doubt(raised) == [raised]
        assert await w.quotes.doubt(again) == []
        [waiting] = await w.quotes.quarantined()
        assert (waiting.id, waiting.value) == (raised.id, Decimal("4590"))
        assert (await w.quotes.board(NOON)).doubted == {"gold": Decimal("4590")}
        settled = await w.quotes.settle(waiting.id, True, NOON + HOUR)
        assert settled is not None and settled.value == Decimal("4590")
        assert await w.quotes.settle(waiting.id, False, NOON + HOUR) is None
        believed = (await w.quotes.latest())["gold"]
    assert (believed.value, believed.decision, believed.as_of) == (Decimal("4590"), "operator_accepted", NOON)


async def test_what_an_operator_refused_is_not_asked_again_on_the_same_day(store: Store) -> None:
    async with store.write() as w:
        raised = new_doubt("gold", Decimal("4600"), Decimal("5500"), NOON, "live", ("a", "b"), "waiting", NOON)
        await w.quotes.doubt(raised)
        assert await w.quotes.settle(raised.id, False, NOON)
        for value, hours, is_asked in (("4610", 1, False), ("3900", 2, True), ("4600", 30, False)):
            moment = NOON + hours * HOUR
            doubt = new_doubt("gold", Decimal(value), Decimal("5500"), moment, "live", ("a",), "waiting", moment)
            assert bool(await w.quotes.doubt(doubt)) is is_asked
        assert "gold" not in await w.quotes.latest()


async def test_a_doubt_lapses_when_a_value_is_believed_and_grows_when_it_worsens(store: Store) -> None:
    async with store.write() as w:
        mild = new_doubt("gold", Decimal("5200"), Decimal("5500"), NOON, "live", ("a",), "unconfirmed", NOON)
        assert await w.quotes.doubt(mild) == []
        worse = new_doubt("gold", Decimal("4500"), Decimal("5500"), NOON, "live", ("a", "b"), "waiting", NOON)
        [asked] = await w.quotes.doubt(worse)
        assert asked.id == mild.id
        await w.quotes.accept(gold("5490"))
        assert await w.quotes.doubts() == []
        assert await w.quotes.settle(mild.id, True, NOON) is None


async def test_after_two_days_one_figure_a_day_is_left_and_after_400_none_of_the_sources(store: Store) -> None:
    async with store.write() as w:
        for days in (0, 5, 401):
            for minutes in (0, 10, 20):
                as_of = NOON - days * DAY + minutes * MINUTE
                await w.quotes.keep([metal_quote("gold", Decimal(4000 + minutes), as_of, "gold_api", "live")], NOON)
                if days < 401 or minutes == 20:
                    await w.quotes.accept(gold(str(4000 + minutes), as_of))
        while await w.quotes.prune(NOON + HOUR):
            pass
        history = await w.quotes.history("gold", date(2025, 1, 1))
        assert [value for _, value in history] == [Decimal(4020)] * 3
        left = [row["as_of"] async for row in w.quotes._sql.held(reach=1)]
        assert len(left) == 1
        quotes = await w.quotes._means.connection.fetch("SELECT as_of FROM quotes", ())
        believed = await w.quotes._means.connection.fetch("SELECT as_of FROM accepted", ())
    assert (len(quotes), len(believed)) == (3 + 1, 3 + 1 + 1)


async def test_requests_are_counted_by_the_day(store: Store) -> None:
    async with store.write() as w:
        for day, requests, fault in ((23, 5, ""), (23, 5, "HTTP 403"), (24, 1, "HTTP 403")):
            worked = datetime(2026, 11, day, 12, tzinfo=UTC) if not fault else None
            asked = Asked("gold_api", NOON, 1, date(2026, 11, day), requests, worked, fault)
            await w.price_sources.record(asked)
            known = (await w.price_sources.all())["gold_api"]
            assert known.requests == (10 if (day, fault) == (23, "HTTP 403") else requests)
        assert known.worked_at == NOON and known.fault == "HTTP 403"
        assert await w.price_sources.due_now() == 1


async def test_a_whole_refresh_is_kept_and_believed_in_a_handful_of_statements(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server may be 20 ms away, and a write may take a second."""
    trips, many = 0, Queries.many

    async def counted(self: Queries, name: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        nonlocal trips
        trips += -(-len(rows) // MOST_ROWS)
        return await many(self, name, rows)

    monkeypatch.setattr(Queries, "many", counted)
    codes = sorted(CURRENCIES)
    quotes = [rate_quote(code, Decimal(7), NOON, "er_api") for code in codes]
    said = [Accepted(code, Decimal(7), NOON, "daily", "accept", ("er_api",), NOON) for code in codes]
    async with store.write() as w:
        await w.quotes.keep([*quotes, rate_quote(codes[0], Decimal(8), NOON, "er_api")], NOON)
        await w.quotes.accept(*said)
        assert len(await w.quotes.latest(codes)) == len(codes)
        assert [one.quote.value for one in (await w.quotes.held())[codes[0]]] == [Decimal(8)]
        assert await w.quotes.newest() == NOON
    assert trips <= 4 * -(-len(codes) // MOST_ROWS)
