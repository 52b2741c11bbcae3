"""What the store keeps of prices for members: what they like, their alerts, and what people get."""

from datetime import date, timedelta
from decimal import Decimal

from storage.price_alerts import MOST_ALERTS
from storage.reports import Place, Reported
from storage.session import Session
from storage.store import Store
from tests.storage.conftest import NOON

MONDAY = date(2026, 11, 23)
GEITA = Place("gold", "TZ", "geita", "pit")


async def alert(w: Session, member: int) -> int | None:
    return await w.price_alerts.add(member, "gold", "TZS", "above", Decimal("300000"), Decimal("290000"), NOON)


async def test_each_choice_is_remembered_apart_and_a_new_one_replaces_it(store: Store) -> None:
    async with store.write() as w:
        assert (await w.price_choices.of(7)).currency is None
        await w.price_choices.set_currency(7, "TZS")
        await w.price_choices.set_purity(7, Decimal("0.750"))
        await w.price_choices.set_unit(7, "tola")
        await w.price_choices.set_currency(7, "KES")
        await w.price_choices.set_own_rate(7, "KES", Decimal("131.5"), NOON)
        kept = await w.price_choices.of(7)
        assert (kept.currency, kept.unit, kept.purity) == ("KES", "tola", Decimal("0.750"))
        assert kept.own_rate is not None
        assert (kept.own_rate.currency, kept.own_rate.per_usd, kept.own_rate.set_at) == ("KES", Decimal("131.5"), NOON)
        assert await w.price_choices.drop_own_rate(7)
        assert not await w.price_choices.drop_own_rate(7)
        assert (await w.price_choices.of(7)).own_rate is None
        assert (await w.price_choices.of(8)).currency is None


async def test_an_alert_tells_once_a_day_and_belongs_to_its_member(store: Store) -> None:
    async with store.write() as w:
        id = await alert(w, 7)
        assert id is not None
        assert await w.price_alerts.fire(id, MONDAY, Decimal("301000"))
        assert not await w.price_alerts.fire(id, MONDAY, Decimal("301000"))
        assert await w.price_alerts.fire(id, MONDAY + timedelta(days=1), Decimal("302000"))
        (kept,) = await w.price_alerts.of(7)
        assert (kept.fired_on, kept.base) == (MONDAY + timedelta(days=1), Decimal("302000"))
        assert not await w.price_alerts.drop(id, 8)
        assert await w.price_alerts.drop(id, 7)


async def test_a_member_has_at_most_ten_alerts(store: Store) -> None:
    async with store.write() as w:
        assert all([await alert(w, 7) for _ in range(MOST_ALERTS)])
        assert await alert(w, 7) is None
        assert await alert(w, 8) is not None
        everybody = [one.id for one in await w.price_alerts.page(0, 100)]
        assert len(everybody) == MOST_ALERTS + 1
        assert everybody == sorted(everybody)


async def test_one_member_counts_once_a_day_and_the_day_after_again(store: Store) -> None:
    async with store.write() as w:
        assert await w.reports.add(7, GEITA, Decimal("71.5"), MONDAY)
        assert not await w.reports.add(7, GEITA, Decimal("10"), MONDAY)
        assert await w.reports.add(8, GEITA, Decimal("79"), MONDAY + timedelta(days=1))
        assert await w.reports.add(7, GEITA, Decimal("75"), MONDAY + timedelta(days=1))
        found = await w.reports.of(GEITA, MONDAY + timedelta(days=3))
    assert found.days == 2
    assert sorted(share for share, _ in found.shares) == [Decimal("71.5"), Decimal("75"), Decimal("79")]
    assert {week for _, week in found.shares} == {MONDAY}


async def test_a_country_counts_all_its_regions_and_a_region_only_itself(store: Store) -> None:
    async with store.write() as w:
        await w.reports.add(7, GEITA, Decimal("71"), MONDAY)
        await w.reports.add(8, Place("gold", "TZ", "mara", "pit"), Decimal("80"), MONDAY)
        await w.reports.add(9, Place("gold", "KE", "migori", "pit"), Decimal("90"), MONDAY)
        whole = await w.reports.of(Place("gold", "TZ", "", "pit"), MONDAY)
        one = await w.reports.of(GEITA, MONDAY)
    assert (len(whole.shares), whole.days) == (2, 1)
    assert one == Reported(((Decimal("71"), MONDAY),), 1)


async def test_a_held_report_counts_when_somebody_has_looked_at_it(store: Store) -> None:
    async with store.write() as w:
        await w.reports.add(7, GEITA, Decimal("20"), MONDAY, is_held=True)
        assert (await w.reports.of(GEITA, MONDAY)).shares == ()
        assert await w.reports.held() == [(GEITA, (Decimal("20"),))]
        assert await w.reports.settle(GEITA, counts=True) == 1
        assert (await w.reports.of(GEITA, MONDAY)).shares == ((Decimal("20"), MONDAY),)
        assert await w.reports.held() == []


async def test_who_reported_is_gone_after_two_days_and_what_after_two_years(store: Store) -> None:
    async with store.write() as w:
        await w.reports.add(7, GEITA, Decimal("71"), MONDAY)
        assert await w.reports.prune(NOON + timedelta(days=2)) == 0
        assert not await w.reports.add(7, GEITA, Decimal("71"), MONDAY)
        await w.reports.prune(NOON + timedelta(days=3))
        assert await w.reports.add(7, GEITA, Decimal("71"), MONDAY)
        assert await w.reports.prune(NOON + timedelta(days=731)) == 2


async def test_a_forgotten_member_leaves_no_choice_and_no_alert(store: Store, member: int) -> None:
    async with store.write() as w:
        await w.price_choices.set_currency(member, "TZS")
        await alert(w, member)
        await w.members.forget(member)
        assert (await w.price_choices.of(member)).currency is None
        assert await w.price_alerts.of(member) == []
