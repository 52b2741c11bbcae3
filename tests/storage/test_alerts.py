"""Alerts and whom they reach: read in pages, each target once, called off for exactly those who were reached."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from content.alerts import Audience, Reach, Reader
from content.schedule import Schedule
from storage.alerts import CONTENT_KEPT, Alert, Written
from storage.outbox import Notice
from storage.recipients import KEPT, PLANNED, QUEUED, Recipient
from storage.session import Session
from storage.store import Store
from storage.subscriptions import Wishes
from tests.storage.conftest import NOON
from tests.storage.test_round_trips import Trips, trips

__all__ = ["trips"]

GEITA = Audience(places=("TZ:geita",))
WRITTEN = Written("safety", GEITA, {"sw": "Maji yanapanda"}, {"fr": "sw"}, reach=Reach(7, 2))
WISHES = Wishes("women", ("fr", "sw"), Schedule((0,), 8, "Africa/Kinshasa"), minerals=(), country="CD", region="ituri")
KIND = "alert"


async def sent(w: Session, written: Written = WRITTEN, author: int = 1) -> Alert:
    alert = await w.alerts.write(written, author, NOON)
    assert await w.alerts.send(alert.id, NOON)
    found = await w.alerts.get(alert.id)
    assert found is not None
    return found


async def people(w: Session, *ids: int) -> list[int]:
    return [(await w.members.meet(id, guessed="sw", now=NOON)).id for id in ids]


async def queue(w: Session, alert: Alert, targets: list[int]) -> list[int]:
    """Put planned recipients into the outbox, as the sender does; returns the notices' ids."""
    recipients = [Recipient(one, ("sw",)) for one in targets]
    await w.recipients.add(alert.id, recipients, NOON)
    await w.recipients.move(alert.id, recipients, QUEUED, NOON)
    notices = [Notice(one, KIND, alert.period, 2, {"method": "sendMessage", "text": "!"}) for one in targets]
    return [one.id for one in await w.outbox.stage_all(notices)]


async def test_what_is_written_is_read_back_and_sent_once(store: Store) -> None:
    async with store.write() as w:
        alert = await w.alerts.write(WRITTEN, 1, NOON)
        found = await w.alerts.by_number(alert.number.lower())
        assert found is not None
        assert (found.state, found.root, found.source, found.author) == ("written", alert.id, "members", 1)
        assert (found.written.texts, found.written.instead, found.written.reach) == (
            {"sw": "Maji yanapanda"},
            {"fr": "sw"},
            Reach(7, 2),
        )
        assert found.written.audience == GEITA
        assert await w.alerts.recent(5) == []
        assert await w.alerts.send(alert.id, NOON)
        assert not await w.alerts.send(alert.id, NOON)
        assert not await w.alerts.drop(alert.id)
        assert [one.state for one in await w.alerts.under_way()] == ["sending"]


async def test_words_are_added_once_and_only_before_it_is_sent(store: Store) -> None:
    async with store.write() as w:
        alert = await w.alerts.write(replace(WRITTEN, instead={"fr": "?"}), 1, NOON)
        assert await w.alerts.add_text(alert, "fr", "L'eau monte")
        found = await w.alerts.get(alert.id)
        assert found is not None
        assert (found.written.texts, found.written.instead) == ({"sw": "Maji yanapanda", "fr": "L'eau monte"}, {})
        assert not await w.alerts.add_text(found, "fr", "Autre chose")
        await w.alerts.send(alert.id, NOON)
        assert not await w.alerts.add_text(found, "es", "El agua sube")


async def test_of_two_who_agree_at_once_the_first_is_kept(store: Store) -> None:
    async with store.write() as w:
        alert = await w.alerts.write(WRITTEN, 1, NOON)
        assert await w.alerts.submit(alert.id)
        assert not await w.alerts.send(alert.id, NOON)
        assert await w.alerts.agree(alert.id, 2, NOON)
        assert not await w.alerts.agree(alert.id, 3, NOON)
        assert not await w.alerts.give_up(alert.id, "refused", NOON)
        found = await w.alerts.get(alert.id)
    assert found is not None and (found.agreed_by, found.state) == (2, "sending")


async def test_what_is_known_of_members_and_groups_is_read_page_by_page(store: Store) -> None:
    async with store.write() as w:
        one, two, closed = await people(w, 501, 502, 503)
        group = (await w.groups.meet(-7, guessed="en")).id
        await w.members.set_country(one, "TZ")
        await w.members.close(closed, "blocked")
        await w.price_alerts.add(one, "tin", "USD", "above", Decimal(1), Decimal(1), NOON)
        await w.subscriptions.add(two, WISHES, NOON, NOON)
        await w.members.set_country(two, "TZ")
        await w.subscriptions.add(group, WISHES, NOON, NOON)
        await w.subscriptions.pause(group)
        found, after = {}, 0
        while page := await w.readers.page("members", after, 1):
            found.update(page)
            after = page[-1][0]
        assert found == {
            one: Reader(False, ("sw",), (("TZ", ""),), ("tin",)),
            two: Reader(False, ("fr",), (("CD", "ituri"), ("TZ", "")), ()),
        }
        assert await w.readers.page("groups", 0, 10) == [
            (group, Reader(True, ("fr", "sw"), (("CD", "ituri"),), (), is_paused=True))
        ]
        hours = await w.readers.hours(one), await w.readers.hours(group), await w.readers.hours(99)
    assert [hours and (hours.is_group, hours.is_guessed, str(hours.quiet)) for hours in hours] == [
        (False, False, "Africa/Dar_es_Salaam 21 7"),
        (True, False, "Africa/Kinshasa 21 7"),
        None,
    ]


async def test_a_target_is_in_an_alert_once_and_its_notice_too(store: Store) -> None:
    async with store.write() as w:
        [one] = await people(w, 501)
        alert = await sent(w)
        assert len(await queue(w, alert, [one])) == 1
        assert await queue(w, alert, [one]) == []
        assert await w.recipients.counts(alert.id) == {QUEUED: 1}


async def test_an_all_clear_goes_to_those_whom_the_alert_or_its_repeat_reached(store: Store) -> None:
    async with store.write() as w:
        one, two, three, four = await people(w, 501, 502, 503, 504)
        alert = await sent(w)
        ids = await queue(w, alert, [one, two, three])
        repeat = await sent(w, Written("safety", GEITA, {"sw": "Maji"}, relation="repeat", root=alert.root))
        ids += await queue(w, repeat, [one, four])
        await w.outbox.claim(ids)
        await w.outbox.mark_sent([(ids[0], 1), (ids[3], 2), (ids[4], 3)])
        await w.outbox.mark_unknown(ids[1])
        await w.outbox.mark_failed(ids[2], "blocked")
        assert await w.recipients.settle(alert.id, KIND, alert.period) == 3
        assert await w.recipients.settle(repeat.id, KIND, repeat.period) == 2
        assert await w.recipients.counts(alert.id) == {"sent": 1, "unknown": 1, "failed": 1}
        assert {one.target for one in await w.recipients.reached(alert.root, 0, 10)} == {one, two, four}
        assert await w.recipients.reach(alert.root) == Reach(3, 0)
        assert await w.alerts.is_going_on(alert.root)
        assert not await w.alerts.is_called_off(alert.root)
        await sent(w, Written("safety", GEITA, {"sw": "Maji"}, relation="clear", root=alert.root))
        assert await w.alerts.is_called_off(alert.root)


async def test_what_is_repeated_after_its_all_clear_is_called_off_no_more(store: Store) -> None:
    async with store.write() as w:
        alert = await sent(w)
        over = replace(WRITTEN, relation="clear", root=alert.root)
        clear = await sent(w, over)
        await w.alerts.end(clear, NOON)
        assert await w.alerts.is_called_off(alert.root)
        again = await w.alerts.write(replace(WRITTEN, relation="repeat", root=alert.root), 1, NOON)
        assert await w.alerts.send(again.id, NOON + timedelta(hours=1))
        assert not await w.alerts.is_called_off(alert.root)
        await sent(w, over)
        assert await w.alerts.is_called_off(alert.root)


async def test_stopping_ends_what_waits_and_leaves_what_is_under_way(store: Store) -> None:
    async with store.write() as w:
        one, two, three = await people(w, 501, 502, 503)
        alert = await sent(w)
        ids = await queue(w, alert, [one, two])
        await w.recipients.add(alert.id, [Recipient(three, ("sw",))], NOON)
        await w.outbox.claim(ids[:1])
        assert await w.alerts.stop(alert.id)
        assert await w.recipients.cancel_notices(alert.id, KIND, alert.period) == 1
        assert await w.recipients.cancel(alert.id, 100) == 1
        assert await w.recipients.due(alert.id, NOON, 10) == []
        await w.recipients.settle(alert.id, KIND, alert.period)
        assert await w.recipients.counts(alert.id) == {QUEUED: 1, "cancelled": 2}
        assert not await w.alerts.read_up_to(alert.id, "groups", 0)


async def test_whoever_is_held_for_later_is_due_then(store: Store) -> None:
    async with store.write() as w:
        alert = await sent(w)
        await w.recipients.add(alert.id, [Recipient(5, ("sw", "fr"))], NOON)
        [due] = await w.recipients.due(alert.id, NOON, 10)
        assert due.languages == ("sw", "fr")
        later = NOON + timedelta(hours=9)
        await w.recipients.move(alert.id, [due], PLANNED, later)
        assert await w.recipients.due(alert.id, NOON, 10) == []
        assert await w.recipients.due(alert.id, later, 10) == [due]


async def test_a_lot_of_notices_is_staged_in_a_few_trips(store: Store, trips: Trips) -> None:
    async with store.write() as w:
        targets = await people(w, *range(501, 561))
        alert = await sent(w)
        before = trips.count
        assert len(await queue(w, alert, targets)) == 60
        assert trips.count - before <= 6


async def test_a_month_after_its_end_nothing_says_what_it_was_or_whom_it_reached(store: Store) -> None:
    async with store.write() as w:
        [one] = await people(w, 501)
        alert = await sent(w)
        await queue(w, alert, [one])
        assert await w.recipients.times_of(one) == 1
        assert await w.alerts.end(alert, NOON)
        await w.alerts.prune(NOON + CONTENT_KEPT - timedelta(hours=1))
        assert [one.number for one in await w.alerts.recent(5)] == [alert.number]
        await w.alerts.prune(NOON + CONTENT_KEPT + timedelta(hours=1))
        assert await w.recipients.prune(NOON + KEPT + timedelta(hours=1)) == 1
        found = await w.alerts.get(alert.id)
        assert found is not None and dict(found.written.texts) == {} and await w.alerts.recent(5) == []
        await w.alerts.prune(NOON + timedelta(days=366))
        assert await w.alerts.get(alert.id) is None


async def test_forgetting_takes_a_person_out_of_alerts_and_leaves_those_of_others(store: Store) -> None:
    async with store.write() as w:
        author, reader = await people(w, 501, 502)
        alert = await sent(w, author=author)
        await w.alerts.tell(alert.id, 3, 77, NOON)
        await queue(w, alert, [author, reader])
        await w.members.forget(author)
        await w.members.forget(reader)
        found = await w.alerts.get(alert.id)
        assert found is not None and (found.author, found.progress_message, found.state) == (None, None, "sending")
        assert await w.recipients.counts(alert.id) == {}
