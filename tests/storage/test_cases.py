import asyncio
from datetime import timedelta

import pytest

from storage.cases import CLAIM_LASTS, UNDO_LASTS, Case
from storage.store import Store
from tests.storage.conftest import NOON

ALI, BEA = 11, 12


async def opened(store: Store, subject: int = 1, **more: object) -> Case:
    async with store.write() as w:
        id = await w.cases.open("experience", subject, language="sw", now=NOON, **more)  # type: ignore[arg-type]
        assert id is not None
        case = await w.cases.get(id)
    assert case is not None
    return case


async def test_about_one_thing_one_case_is_open(store: Store) -> None:
    case = await opened(store)
    async with store.write() as w:
        assert await w.cases.open("experience", 1, language="sw", now=NOON) is None
        await w.cases.claim(case.id, ALI, NOON)
        assert await w.cases.decide(case.id, ALI, "published", NOON)
        assert await w.cases.open("experience", 1, language="sw", now=NOON) is not None
        found = await w.cases.by_number(case.number.lower())
    assert found is not None
    assert found.id == case.id


async def test_what_is_dangerous_comes_first_then_what_was_promised_first(store: Store) -> None:
    async with store.write() as w:
        for subject in range(1, 251):
            await w.cases.open(
                "experience", subject, language="sw", now=NOON + timedelta(minutes=300 - subject), danger=subject % 3
            )
        order = [(case.danger, -case.subject) async for case in w.cases.waiting(NOON)]
    assert len(order) == 250
    assert order == sorted(order, key=lambda one: (-one[0], one[1]))


async def test_of_two_who_open_a_case_at_once_the_first_has_it(store: Store) -> None:
    case = await opened(store)

    async def claim(staff: int) -> bool:
        async with store.write() as w:
            return await w.cases.claim(case.id, staff, NOON)

    for _ in range(20):
        taken = await asyncio.gather(*(claim(staff) for staff in range(100, 110)))
        assert sum(taken) == 1
        async with store.write() as w:
            await w.cases.release(case.id, 100 + taken.index(True))


async def test_a_claim_comes_back_by_itself_and_no_longer_decides(store: Store) -> None:
    case = await opened(store)
    late = NOON + CLAIM_LASTS
    async with store.write() as w:
        assert await w.cases.claim(case.id, ALI, NOON)
        assert [one async for one in w.cases.waiting(NOON)] == []
        mine = await w.cases.claimed(ALI, NOON)
        assert mine is not None
        assert not await w.cases.claim(case.id, BEA, late - timedelta(seconds=1))
        assert [one.id async for one in w.cases.waiting(late)] == [case.id]
        assert not await w.cases.decide(case.id, ALI, "published", late)
        assert await w.cases.claim(case.id, BEA, late)
        assert not await w.cases.decide(case.id, ALI, "published", late)
        assert await w.cases.decide(case.id, BEA, "published", late)
        assert not await w.cases.decide(case.id, BEA, "rejected", late)


async def test_the_first_of_two_hands_on_to_a_field(store: Store) -> None:
    case = await opened(store, danger=2)
    async with store.write() as w:
        assert not await w.cases.pass_first(case.id, ALI, "doctor", NOON)
        await w.cases.claim(case.id, ALI, NOON)
        assert await w.cases.pass_first(case.id, ALI, "doctor", NOON)
        assert not await w.cases.decide(case.id, ALI, "published", NOON)
        await w.cases.claim(case.id, BEA, NOON)
        assert not await w.cases.pass_first(case.id, BEA, "doctor", NOON)
        waiting = await w.cases.get(case.id)
        assert await w.cases.decide(case.id, BEA, "published", NOON)
    assert waiting is not None
    assert (waiting.first_by, waiting.field) == (ALI, "doctor")


@pytest.mark.parametrize("way", ["taken out of the team", "forgotten"])
async def test_who_leaves_stands_for_nothing_that_they_passed_first(store: Store, way: str) -> None:
    case = await opened(store, danger=2)
    async with store.write() as w:
        await w.cases.claim(case.id, ALI, NOON)
        assert await w.cases.pass_first(case.id, ALI, "doctor", NOON)
        await (w.team.remove(ALI) if way == "taken out of the team" else w.members.forget(ALI))
        found = await w.cases.get(case.id)
    assert found and (found.first_by, found.first_at, found.field) == (None, None, "doctor")


@pytest.mark.parametrize(("after", "is_open"), [(UNDO_LASTS - timedelta(seconds=1), True), (UNDO_LASTS, False)])
async def test_a_decision_can_be_undone_for_a_day(store: Store, after: timedelta, is_open: bool) -> None:
    case = await opened(store)
    async with store.write() as w:
        await w.cases.claim(case.id, ALI, NOON)
        await w.cases.decide(case.id, ALI, "rejected", NOON, reason="advert", undo={"did": "x"})
        (mine,) = await w.cases.decided_by(ALI, NOON, 5)
        assert mine.undo == {"did": "x"}
        assert await w.cases.undo(case.id, NOON + after) is is_open


async def test_what_is_gone_closes_its_case_and_can_not_be_put_back(store: Store) -> None:
    case = await opened(store)
    other = await opened(store, 2)
    async with store.write() as w:
        await w.cases.claim(case.id, ALI, NOON)
        await w.cases.decide(case.id, ALI, "rejected", NOON, undo={"did": "x"})
        assert not await w.cases.close("experience", 1, "withdrawn", NOON)
        assert not await w.cases.undo(case.id, NOON)
        assert await w.cases.close("experience", 2, "withdrawn", NOON)
        assert not await w.cases.claim(other.id, ALI, NOON)


async def test_the_queue_is_counted_by_what_it_holds(store: Store) -> None:
    first = await opened(store)
    await opened(store, 2)
    await opened(store, 3, danger=2, field="doctor")
    async with store.write() as w:
        await w.cases.claim(first.id, ALI, NOON)
        counts = {(one.field, one.danger): (one.times, one.claimed) for one in await w.cases.open_counts(NOON)}
    assert counts == {("", 0): (2, 1), ("doctor", 2): (1, 0)}


async def test_someone_is_shown_only_what_they_read_and_have_not_put_aside(store: Store) -> None:
    async with store.write() as w:
        for subject, (language, danger) in enumerate([("sw", 0), ("fr", 2), ("", 1), ("en", 0), ("sw", 2)]):
            await w.cases.open("experience", subject, language=language, danger=danger, now=NOON)
        assert [case.subject async for case in w.cases.waiting_for(ALI, ["sw", "en"], NOON)][:2] == [4, 2]
        dangerous = await w.cases.of_subject("experience", 4)
        assert dangerous is not None
        await w.cases.put_aside(dangerous.id, ALI, NOON + timedelta(hours=1))
        assert 4 not in [case.subject async for case in w.cases.waiting_for(ALI, ["sw"], NOON)]
        assert 4 in [case.subject async for case in w.cases.waiting_for(BEA, ["sw"], NOON)]
        later = NOON + timedelta(hours=1)
        assert 4 in [case.subject async for case in w.cases.waiting_for(ALI, ["sw"], later)]


async def test_a_parked_case_is_shown_to_nobody_until_it_wakes(store: Store) -> None:
    case = await opened(store)
    async with store.write() as w:
        assert not await w.cases.park(case.id, ALI, NOON, NOON + timedelta(days=1))
        await w.cases.claim(case.id, ALI, NOON)
        assert await w.cases.holders(NOON) == {ALI: 1}
        assert await w.cases.park(case.id, ALI, NOON, NOON + timedelta(days=1))
        assert [one async for one in w.cases.waiting_for(BEA, ["sw"], NOON)] == []
        assert await w.cases.wake("experience", 1)
        assert [one.id async for one in w.cases.waiting_for(BEA, ["sw"], NOON)] == [case.id]


async def test_what_an_expert_outside_says_stands_in_the_place_of_the_field(store: Store) -> None:
    case = await opened(store, danger=2, field="doctor")
    async with store.write() as w:
        await w.cases.claim(case.id, ALI, NOON)
        assert await w.cases.pass_first(case.id, ALI, "doctor", NOON)
        assert [one.id for one in await w.cases.dangers(NOON, 10)] == [case.id]
        assert await w.cases.note_expert(case.id, "safe")
        heard = await w.cases.get(case.id)
        [count] = await w.cases.open_counts(NOON)
    assert heard is not None and (heard.expert_said, heard.field, heard.first_at) == ("safe", "", NOON)
    assert (count.first_by, count.expert_said) == (ALI, "safe")


async def test_a_changed_subject_is_weighed_anew_but_never_less_than_staff_made_it(store: Store) -> None:
    case = await opened(store, flags=("phone",), danger=1)
    async with store.write() as w:
        await w.cases.claim(case.id, ALI, NOON)
        assert await w.cases.pass_first(case.id, ALI, "", NOON)
        assert await w.cases.reweigh("experience", 1, field="doctor", danger=2, flags=["medical-cure"])
        found = await w.cases.get(case.id)
        assert found and (found.flags, found.danger, found.field, found.first_by) == (
            ("medical-cure",),
            2,
            "doctor",
            None,
        )
        assert await w.cases.reweigh("experience", 1, field="", danger=0, flags=[])
        found = await w.cases.get(case.id)
        assert found and (found.flags, found.danger, found.field) == ((), 2, "doctor")
        await w.cases.close("experience", 1, "withdrawn", NOON)
        assert not await w.cases.reweigh("experience", 1, field="", danger=0, flags=[])
