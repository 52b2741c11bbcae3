"""What is compared with what: live before daily before monthly, nothing stale, frozen, mixed up or dated tomorrow."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from content.market.prices.choosing import Held, Weighed, mixed_up_sources, peg_rate, weigh
from content.market.prices.explaining import explain
from content.market.prices.quote import OPERATOR, Accepted, Kind, metal_quote, rate_quote

# A Monday; London and New York are open.
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def gold(source: str, value: str, age: timedelta = 5 * MINUTE, kind: Kind = "live", **more: timedelta) -> Held:
    quote = metal_quote("gold", Decimal(value), NOON - age, source, kind)
    return Held(quote, quote.as_of - more.get("still", timedelta(0)))


def believed(value: str, age: timedelta = 10 * MINUTE, kind: Kind = "live", source: str = "gold_api") -> Accepted:
    return Accepted("gold", Decimal(value), NOON - age, kind, "accept", (source,), NOON - age)


def verdict_of(weighed: Weighed) -> tuple[str, Decimal | None]:
    return weighed.verdict.decision, weighed.verdict.value


def test_a_live_price_is_borne_out_by_todays_daily_ones_and_shown_as_it_is() -> None:
    held = [gold("gold_api", "4214.7"), gold("exchange_api", "4190", 12 * HOUR, "daily")]
    weighed = weigh("gold", held, believed("4200"), NOON)
    assert verdict_of(weighed) == ("accept", Decimal("4214.7"))
    assert weighed.sources == ("gold_api", "exchange_api")
    assert weighed.as_of == NOON - timedelta(minutes=5)


def test_yesterdays_daily_prices_never_outvote_a_live_one_on_the_day_of_a_crash() -> None:
    daily = [gold("exchange_api", "5480", 12 * HOUR, "daily"), gold("frankfurter", "5490", 36 * HOUR, "daily")]
    weighed = weigh("gold", [gold("gold_api", "5005"), *daily], believed("5400"), NOON)
    assert verdict_of(weighed) == ("need_second_source", Decimal("5400"))
    assert weighed.verdict.proposed == Decimal("5005")
    both = [gold("gold_api", "5005"), gold("goldprice", "5010"), *daily]
    assert verdict_of(weigh("gold", both, believed("5400"), NOON)) == ("accept", Decimal("5007.5"))


def test_without_a_live_source_daily_ones_are_compared_but_none_that_is_older_than_what_is_believed() -> None:
    daily = [gold("exchange_api", "4190", 12 * HOUR, "daily"), gold("frankfurter", "4180", 36 * HOUR, "daily")]
    assert verdict_of(weigh("gold", daily, believed("4150", 3 * DAY), NOON)) == ("accept", Decimal("4185"))
    assert verdict_of(weigh("gold", daily, believed("4150", DAY), NOON)) == ("accept_single_source", Decimal("4190"))
    assert verdict_of(weigh("gold", daily, believed("4150", 5 * HOUR), NOON)) == ("keep_last_good", Decimal("4150"))


@pytest.mark.parametrize(
    ("held", "fault"),
    [
        (gold("gold_api", "4214.7", 4 * HOUR), "stale"),
        (gold("gold_api", "4214.7", -2 * DAY), "future_date"),
        (gold("gold_api", "4214.7", still=4 * HOUR), "frozen"),
        (gold("exchange_api", "4190", 6 * DAY, "daily"), "stale"),
    ],
)
def test_what_is_old_or_ahead_or_stands_still_is_set_aside(held: Held, fault: str) -> None:
    weighed = weigh("gold", [held], believed("4200"), NOON)
    assert verdict_of(weighed) == ("keep_last_good", Decimal("4200"))
    assert weighed.verdict.faults == {held.quote.source: fault}


def test_a_price_that_stands_still_over_the_weekend_is_not_frozen_and_not_stale() -> None:
    saturday = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    friday_close = datetime(2026, 11, 20, 21, 59, tzinfo=UTC)
    last_quote = Held(metal_quote("gold", Decimal(4214), friday_close, "gold_api", "live"), friday_close)
    stamped_now = Held(metal_quote("gold", Decimal(4214), saturday, "goldprice", "live"), friday_close)
    weighed = weigh("gold", [last_quote, stamped_now], None, saturday)
    assert verdict_of(weighed) == ("accept", Decimal(4214))
    sunday_open = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    reopened = Held(metal_quote("gold", Decimal(4214), sunday_open, "goldprice", "live"), friday_close)
    assert weigh("gold", [reopened], None, sunday_open).verdict.is_accepted


def test_a_source_whose_gold_is_twenty_times_its_silver_is_left_out_of_both() -> None:
    silver = Held(metal_quote("silver", Decimal(61), NOON, "gold_api", "live"), NOON)
    swapped = Held(metal_quote("silver", Decimal(250), NOON, "goldprice", "live"), NOON)
    held = {"gold": [gold("gold_api", "4214"), gold("goldprice", "4215")], "silver": [silver, swapped]}
    mixed_up = mixed_up_sources(held)
    assert mixed_up == {"goldprice"}
    assert weigh("gold", held["gold"], None, NOON, mixed_up=mixed_up).verdict.used == ("gold_api",)


def test_a_coarse_inverse_bears_out_and_is_never_shown() -> None:
    coarse = Held(metal_quote("gold", Decimal("0.000237"), NOON, "currencylayer", "daily", is_inverse=True), NOON)
    assert verdict_of(weigh("gold", [coarse], None, NOON)) == ("keep_last_good", None)
    weighed = weigh("gold", [coarse, gold("gold_api", "4214.7")], None, NOON)
    assert verdict_of(weighed) == ("accept", Decimal("4214.7"))


def test_of_monthly_averages_the_newest_month_counts_and_a_live_price_beats_it() -> None:
    def tin(source: str, value: str, month: int) -> Held:
        as_of = datetime(2026, month, 1, tzinfo=UTC)
        return Held(metal_quote("tin", Decimal(value), as_of, source, "monthly"), as_of)

    weighed = weigh("tin", [tin("world_bank", "37120", 10), tin("fred", "37244.9", 9)], None, NOON)
    assert (*verdict_of(weighed), weighed.kind) == ("accept_single_source", Decimal("37120"), "monthly")
    both = weigh("tin", [tin("world_bank", "37120", 10), tin("fred", "37121", 10)], None, NOON)
    assert verdict_of(both) == ("accept", Decimal("37120.5"))


def test_an_operators_price_stands_in_only_where_nothing_newer_is_said() -> None:
    own = gold(OPERATOR, "4300", HOUR, "daily")
    assert verdict_of(weigh("gold", [own], believed("4200", 5 * HOUR), NOON)) == ("accept", Decimal("4300"))
    assert verdict_of(weigh("gold", [own], None, NOON)) == ("accept", Decimal("4300"))
    held = [own, gold("gold_api", "4214.7")]
    assert verdict_of(weigh("gold", held, believed("4200", 5 * HOUR), NOON)) == (
        "accept_single_source",
        Decimal("4214.7"),
    )
    yesterday = gold("exchange_api", "4190", 12 * HOUR, "daily")
    after = weigh("gold", [own, yesterday], believed("4300", HOUR, "daily", OPERATOR), NOON)
    assert verdict_of(after) == ("keep_last_good", Decimal("4300"))


def test_money_that_is_pegged_is_checked_against_its_peg() -> None:
    euro = Accepted("EUR", Decimal("0.8517"), NOON, "daily", "accept", ("er_api",), NOON)
    rate = peg_rate("XOF", {"EUR": euro})
    assert rate == Decimal("655.957") * Decimal("0.8517")
    assert peg_rate("XOF", {}) is None
    said = [
        Held(rate_quote("XOF", Decimal(value), NOON, source), NOON)
        for source, value in (("er_api", "558.6786"), ("exchange_api", "571"))
    ]
    weighed = weigh("XOF", said, None, NOON, peg_rate=rate)
    assert verdict_of(weighed) == ("accept_single_source", Decimal("558.6786"))
    assert weighed.verdict.faults == {"exchange_api": "off_peg"}


def test_a_rate_that_stands_still_for_over_a_week_is_stale_unless_it_is_fixed() -> None:
    def held(code: str, value: str) -> Held:
        return Held(rate_quote(code, Decimal(value), NOON, "er_api"), NOON - 8 * DAY)

    assert weigh("KES", [held("KES", "129")], None, NOON).verdict.faults == {"er_api": "unchanged"}
    assert weigh("MMK", [held("MMK", "2100")], None, NOON).verdict.is_accepted
    assert weigh("AED", [held("AED", "3.6725")], None, NOON).verdict.is_accepted


def test_an_operator_can_read_why_a_price_is_what_it_is() -> None:
    held = [
        gold("gold_api", "4214.7"),
        gold("goldprice", "135.6"),
        gold("exchange_api", "4190", 12 * HOUR, "daily"),
        gold("frankfurter", "3900", 36 * HOUR, "daily"),
        gold("metals_dev", "4100", still=9 * HOUR),
    ]
    last = believed("4200")
    lines = explain(weigh("gold", held, last, NOON), held, last, NOON)
    assert lines == [
        "gold: the last good value is 4200 of 2026-11-23 11:50 UTC, from gold-api.com.",
        "  gold-api.com: 4214.7 USD/ozt, live, of 2026-11-23 11:55 UTC; compared",
        "  goldprice.org: 135.6 USD/ozt, live, of 2026-11-23 11:55 UTC; set aside: looks like another unit (per_gram)",
        "  exchange-api: 4190 USD/ozt, daily, of 2026-11-23 00:00 UTC; older, bears the others out",
        "  Frankfurter: 3900 USD/ozt, daily, of 2026-11-22 00:00 UTC; older than what is compared, not used",
        "  metals.dev: 4100 USD/ozt, live, of 2026-11-23 11:55 UTC; set aside: it has not moved for three hours of "
        "open market",
        "Together they say 4214.7, +0.35 % from the last good value.",
        "Accepted: several sources agree.",
        "Limits: agreement within 1.5 %, a second source from 4 % a day, an operator from 15 %; window 1000 to 20000.",
    ]
