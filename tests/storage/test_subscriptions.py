"""Who gets a digest: one row a target, an edition once a local day, presses counted and nobody kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.schedule import Schedule
from storage.session import Session
from storage.store import Store
from storage.subscriptions import CARDS_REMEMBERED, Subscription, Wishes
from storage.vault import Vault
from tests.storage.conftest import NOON, Opener

MONDAYS = Schedule((0,), 8, "Africa/Accra")
WISHES = Wishes(
    kind="women",
    languages=("en", "fr"),
    schedule=MONDAYS,
    minerals=("gold",),
    topics=("health-safety", "finance"),
    country="GH",
    region="ashanti",
    currency="GHS",
    unit="gram",
    when_empty="silence",
    thread=77,
    own_line="Meeting on Friday at the school",
    changed_by="owner",
    quiet=(21, 6),
)
TODAY = date(2026, 11, 23)
NEXT = NOON + timedelta(days=7)


async def begun(w: Session, target: int = 7) -> Subscription:
    await w.subscriptions.add(target, WISHES, NOON, NOON)
    return await known(w, target)


async def known(w: Session, target: int = 7) -> Subscription:
    one = await w.subscriptions.get(target)
    assert one is not None
    return one


async def published(w: Session, one: Subscription, day: date = TODAY, card: str | None = None) -> bool:
    return await w.subscriptions.publish(one, day, NEXT, shown_until=NOON, card=card)


async def test_all_that_was_chosen_is_read_back(store: Store) -> None:
    async with store.write() as w:
        one = await begun(w)
        assert one.wishes == WISHES
        assert (one.state, one.next_due_at, one.last_period, one.shown_until) == ("active", NOON, None, NOON)
        assert not await w.subscriptions.add(7, WISHES, NOON, NOON)


async def test_the_languages_in_which_anyone_gets_news_are_known(store: Store) -> None:
    async with store.write() as w:
        assert await w.subscriptions.languages() == set()
        await begun(w)
        await w.subscriptions.add(8, replace(WISHES, languages=("sw",)), NOON, NOON)
        assert await w.subscriptions.languages() == {"en", "fr", "sw"}
        await w.subscriptions.pause(8)
        assert await w.subscriptions.languages() == {"en", "fr"}


async def test_two_administrators_who_change_at_once_do_not_overwrite_each_other(store: Store) -> None:
    async with store.write() as w:
        seen = await begun(w)
        french = replace(WISHES, languages=("fr",), own_line="", thread=None, quiet=None)
        assert await w.subscriptions.change(seen, french, NEXT)
        assert not await w.subscriptions.change(seen, WISHES, NEXT)
        one = await known(w)
        assert (one.wishes, one.next_due_at) == (french, NEXT)


@pytest.mark.parametrize("wrong", [{"languages": ()}, {"languages": ("en", "fr", "sw")}, {"own_line": "x" * 201}])
async def test_what_does_not_fit_is_refused(store: Store, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"subscription|own line"):
        async with store.write() as w:
            await w.subscriptions.add(7, replace(WISHES, **wrong), NOON, NOON)


async def test_a_local_day_gets_one_edition_however_often_it_is_tried(store: Store) -> None:
    async with store.write() as w:
        seen = await begun(w)
        assert await published(w, seen, card="hs-heat")
        assert not await published(w, seen)
        again = await known(w)
        assert (again.last_period, again.next_due_at, again.cards) == (TODAY, NEXT, ("hs-heat",))
        assert not await published(w, again, TODAY)
        assert not await published(w, again, TODAY - timedelta(days=1))
        assert await published(w, again, TODAY + timedelta(days=7))


async def test_the_last_twelve_cards_are_remembered(store: Store) -> None:
    async with store.write() as w:
        await begun(w)
        for day in range(CARDS_REMEMBERED + 3):
            assert await published(w, await known(w), TODAY + timedelta(days=day), f"card-{day}")
        assert (await known(w)).cards == tuple(f"card-{day}" for day in range(3, CARDS_REMEMBERED + 3))


async def test_what_is_due_comes_in_pages_the_oldest_first(store: Store) -> None:
    async with store.write() as w:
        for target in (9, 5, 7):
            await w.subscriptions.add(target, WISHES, NOON, NOON)
        await w.subscriptions.add(6, WISHES, NOON - timedelta(hours=1), NOON)
        await w.subscriptions.add(8, WISHES, NOON + timedelta(seconds=1), NOON)
        first = await w.subscriptions.due(NOON, 2)
        assert [target for _, target in first] == [6, 5]
        assert [target for _, target in await w.subscriptions.due(NOON, 10, after=first[-1])] == [7, 9]


async def test_what_quiet_hours_hold_is_looked_at_anew_when_they_are_changed_even_at_that_moment(store: Store) -> None:
    morning = NOON + timedelta(hours=9)
    async with store.write() as w:
        one = await begun(w)
        assert await w.subscriptions.hold(one, morning)
        assert await w.subscriptions.due(NOON, 5) == []
        assert await w.subscriptions.change(one, replace(WISHES, quiet=None), NEXT)
        assert await w.subscriptions.due(NOON, 5) == [(NOON, 7)]
        assert not await w.subscriptions.hold(one, morning), "it was read before the change"
        assert await w.subscriptions.due(NOON, 5) == [(NOON, 7)]


async def test_who_paused_is_not_due_and_comes_back_when_told_to(store: Store) -> None:
    async with store.write() as w:
        await begun(w)
        assert await w.subscriptions.pause(7)
        assert not await w.subscriptions.pause(7)
        assert await w.subscriptions.due(NOON, 10) == []
        assert await w.subscriptions.unplanned(NOON, 10) == []
        assert await w.subscriptions.resume(7, NOON)
        assert not await w.subscriptions.resume(7, NOON)
        assert await w.subscriptions.due(NOON, 10) == [(NOON, 7)]


async def test_a_pause_with_an_end_ends_by_itself(store: Store) -> None:
    until = NOON + timedelta(days=90)
    async with store.write() as w:
        await begun(w)
        assert await w.subscriptions.pause_until(7, until, until + timedelta(hours=1))
        assert await w.subscriptions.due(until, 10) == []
        assert await w.subscriptions.unplanned(NOON, 10) == []
        assert await w.subscriptions.due(until + timedelta(hours=1), 10) == [(until + timedelta(hours=1), 7)]
        assert await published(w, await known(w))
        assert (await known(w)).paused_until is None


async def test_what_a_wrong_clock_planned_far_away_is_planned_anew(store: Store) -> None:
    async with store.write() as w:
        seen = await begun(w)
        await w.subscriptions.publish(seen, date(2027, 11, 23), NOON + timedelta(days=372), shown_until=NOON)
        assert await w.subscriptions.unplanned(NOON, 10) == [7]
        one = await known(w)
        assert await w.subscriptions.replan(one, NEXT, TODAY)
        assert not await w.subscriptions.replan(one, NOON, None)
        assert (await known(w)).last_period == TODAY
        assert await w.subscriptions.unplanned(NOON, 10) == []


async def test_what_was_due_before_a_restore_is_planned_anew_and_not_sent(store: Store) -> None:
    async with store.write() as w:
        await begun(w)
        await w.subscriptions.add(8, WISHES, NEXT, NOON)
        assert await w.subscriptions.skip_overdue(NOON) == 1
        assert await w.subscriptions.due(NOON, 10) == []
        assert await w.subscriptions.unplanned(NOON, 10) == [7]


async def test_a_moment_that_passes_without_an_edition_counts_as_none(store: Store) -> None:
    async with store.write() as w:
        seen = await begun(w)
        assert await w.subscriptions.postpone(seen, NEXT)
        assert not await w.subscriptions.postpone(seen, NEXT)
        one = await known(w)
        assert (one.next_due_at, one.last_period, one.editions, one.unpressed) == (NEXT, None, 0, 0)


async def test_a_press_counts_once_for_a_person_and_ends_the_silence(store: Store) -> None:
    async with store.write() as w:
        await published(w, await begun(w))
        assert await w.editions.add(7, TODAY, "air")
        assert not await w.editions.add(7, TODAY, "dust")
        assert (await known(w)).unpressed == 1
        assert await w.editions.press(7, TODAY, "useful:yes", 501)
        assert not await w.editions.press(7, TODAY, "useful:no", 501)
        assert await w.editions.press(7, TODAY, "useful:no", 502)
        assert await w.editions.press(7, TODAY, "air:lamp", 501)
        assert await w.editions.press(8, TODAY, "useful:yes", 501)
        assert await w.subscriptions.touch(7)
        assert (await known(w)).unpressed == 0
        assert await w.editions.presses(7, TODAY) == {"air:lamp": 1, "useful:no": 1, "useful:yes": 1}


async def test_what_a_group_was_asked_last_is_known_the_week_after(store: Store) -> None:
    async with store.write() as w:
        await w.editions.add(7, TODAY, "air")
        await w.editions.add(7, TODAY + timedelta(days=7))
        assert await w.editions.last_question(7, TODAY + timedelta(days=14)) == ("air", TODAY)
        assert await w.editions.last_question(7, TODAY) is None
        assert await w.editions.is_known(7, TODAY)
        assert not await w.editions.is_known(8, TODAY)


async def test_the_questions_of_the_newest_edition_that_asked_any_keep_their_numbers(store: Store) -> None:
    async with store.write() as w:
        assert await w.editions.last_gaps(7) == ()
        for days, gaps in ((0, [9, 3, 5]), (1, [4]), (2, None)):
            day = TODAY + timedelta(days=days)
            await w.editions.add(7, day)
            if gaps:
                await w.editions.number(7, day, gaps)
            assert await w.editions.last_gaps(7) == ((9, 3, 5) if days == 0 else (4,))
        assert await w.editions.last_gaps(8) == ()


async def test_a_press_under_an_older_key_is_not_counted_again(sqlite_url: str, opened: Opener) -> None:
    store = await opened(sqlite_url)
    async with store.write() as w:
        assert await w.editions.press(7, TODAY, "useful:yes", 501)
    await store.close()
    newer = await opened(sqlite_url, vault=Vault({1: b"k" * 32, 2: b"n" * 32}))
    async with newer.write() as w:
        assert not await w.editions.press(7, TODAY, "useful:yes", 501)


async def test_whose_press_it_was_is_forgotten_before_the_counts_are(store: Store) -> None:
    async with store.write() as w:
        await w.editions.add(7, TODAY)
        await w.editions.press(7, TODAY, "useful:yes", 501)
        assert await w.editions.prune(NOON + timedelta(days=15)) == 1
        assert await w.editions.presses(7, TODAY) == {"useful:yes": 1}
        assert await w.editions.prune(NOON + timedelta(days=91)) == 2
        assert await w.editions.presses(7, TODAY) == {}


async def test_a_forgotten_target_leaves_nothing(store: Store) -> None:
    async with store.write() as w:
        id = (await w.members.meet(501, guessed="sw", now=NOON)).id
        await published(w, await begun(w, id))
        await w.editions.add(id, TODAY)
        await w.editions.press(id, TODAY, "useful:yes", 501)
        await w.members.forget(id)
        assert await w.subscriptions.get(id) is None
        assert not await w.editions.is_known(id, TODAY)
        assert await w.editions.presses(id, TODAY) == {}


@pytest.mark.parametrize("both", [False, True])
async def test_a_group_that_became_a_supergroup_keeps_its_digest(store: Store, both: bool) -> None:
    async with store.write() as w:
        old = (await w.groups.meet(-5, guessed="en")).id
        new = (await w.groups.meet(-1005, guessed="en")).id
        await begun(w, new)
        if both:
            await w.subscriptions.add(old, replace(WISHES, own_line="ours"), NOON, NOON)
        await w.groups.migrate(-5, -1005)
        assert (await known(w, old)).wishes.own_line == ("ours" if both else WISHES.own_line)
        assert await w.subscriptions.get(new) is None
        assert [one.target for one in await w.subscriptions.page(0, 10)] == [old]
        assert await w.subscriptions.counts() == {("women", "active"): 1}
