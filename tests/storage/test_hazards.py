"""What is kept of a danger that someone reports, who may read it when, and when it is gone."""

from dataclasses import replace
from datetime import timedelta

from storage.erasure import erase
from storage.hazards import CASE_KIND, OVER, TOLD, Hazard, Reported
from storage.retention import sweep
from storage.session import Session
from storage.store import Store
from tests.storage.conftest import NOON

WORDS = {"words": "The notes he pays with are false."}
REPORT = Reported("buyer", "TZ", "geita", "sw", WORDS, b"a picture")
DAY, FORTNIGHT = timedelta(days=1), NOON + timedelta(days=14)


async def _reported(w: Session, member: int = 5, code: str = "A2", told: Reported = REPORT) -> Hazard:
    id = await w.hazards.add(member, code, told, NOON.date())
    assert id is not None
    one = await w.hazards.get(id)
    assert one is not None
    return one


async def test_a_report_is_opened_by_its_code_and_by_who_told_it(store: Store) -> None:
    async with store.write() as w:
        one = await _reported(w)
        assert (one.kind, one.country, one.region, one.contact, one.answers) == ("buyer", "TZ", "geita", 5, WORDS)
        assert one.has_picture and await w.hazards.picture(one.id) == b"a picture"
        assert await w.hazards.by_receipt("A2") == one
        assert await w.hazards.of(5) == [one]
        assert await w.hazards.of(6) == []
        assert await w.hazards.add(6, "A2", REPORT, NOON.date()) is None


async def test_what_is_told_keeps_only_the_words_that_groups_may_read(store: Store) -> None:
    async with store.write() as w:
        one = await _reported(w)
        assert await w.hazards.tell(one, {"words": "False notes."}, "region", now=NOON, ends_at=FORTNIGHT)
        assert not await w.hazards.tell(one, {"words": "Again."}, "country", now=NOON, ends_at=FORTNIGHT)
        assert not await w.hazards.change(one, {})
        (told,) = await w.hazards.running(NOON)
        assert (told.shown, told.reach, told.answers, told.has_picture) == (
            {"words": "False notes."},
            "region",
            {},
            False,
        )
        assert await w.hazards.running(FORTNIGHT) == []


async def test_who_heard_of_it_is_noted_once_and_hears_once_that_it_is_over(store: Store) -> None:
    async with store.write() as w:
        one = await _reported(w)
        await w.hazards.tell(one, {}, "region", now=NOON, ends_at=FORTNIGHT)
        await w.hazards.note_heard(7, one.id, TOLD, NOON.date())
        await w.hazards.note_heard(7, one.id, TOLD, NOON.date())
        assert await w.hazards.ended(NOON) == []
        assert await w.hazards.be_over(one.id)
        assert not await w.hazards.be_over(one.id)
        assert await w.hazards.running(NOON) == []
        (ended,) = await w.hazards.ended(NOON)
        assert ended.shown is None
        await w.hazards.note_heard(7, one.id, OVER, NOON.date() + DAY)
        assert await w.hazards.heard_by(7, None) == {(one.id, TOLD), (one.id, OVER)}
        assert await w.hazards.heard_by(7, NOON.date() + DAY) == {(one.id, TOLD)}
        assert await w.hazards.heard_by(8, None) == frozenset()


async def test_a_rejected_report_loses_its_words_at_once(store: Store) -> None:
    async with store.write() as w:
        one = await _reported(w)
        assert await w.hazards.reject(one.id)
        assert not await w.hazards.reject(one.id)
        now = await w.hazards.get(one.id)
        assert now is not None and (now.state, now.answers, now.has_picture, now.contact) == ("rejected", {}, False, 5)


async def test_others_of_the_same_kind_and_place_are_found_while_they_matter(store: Store) -> None:
    async with store.write() as w:
        one = await _reported(w)
        like = await _reported(w, 6, "B2")
        gone = await _reported(w, 7, "C2")
        await _reported(w, 8, "D2", replace(REPORT, region="mwanza"))
        await _reported(w, 9, "E2", replace(REPORT, kind="air"))
        await w.hazards.reject(gone.id)
        assert [other.id for other in await w.hazards.alike(one, NOON.date())] == [like.id]
        assert await w.hazards.alike(one, NOON.date() + timedelta(days=1)) == []


async def test_who_is_forgotten_takes_it_with_them_and_groups_hear_that_it_is_over(store: Store) -> None:
    async with store.write() as w:
        member = await w.members.meet(5, guessed="sw", now=NOON)
        group = (await w.groups.meet(-7, guessed="sw")).id
        waits, told = await _reported(w, member.id, "A2"), await _reported(w, member.id, "B2")
        await w.cases.open(CASE_KIND, waits.id, language="sw", now=NOON, danger=2)
        await w.hazards.tell(told, WORDS, "region", now=NOON, ends_at=FORTNIGHT)
        await w.hazards.note_heard(group, told.id, TOLD, NOON.date())
        await w.members.forget(member.id)
        assert await w.hazards.of(member.id) == []
        assert await w.hazards.running(NOON) == []
        assert [one.id for one in await w.hazards.ended(NOON)] == [told.id]
        left = await w.hazards.get(waits.id)
        assert left is not None and (left.state, left.answers, left.contact) == ("withdrawn", {}, None)
        case = await w.cases.of_subject(CASE_KIND, waits.id)
        assert case is not None and case.state == "done"
        await erase(w._means, group)
        assert await w.hazards.heard_by(group, None) == frozenset()


async def test_what_nobody_looked_at_is_erased_after_a_month_and_gone_after_two(store: Store) -> None:
    async with store.write() as w:
        one = await _reported(w)
        await sweep(w, NOON + timedelta(days=30))
        assert (await w.hazards.get(one.id)) == one
        await sweep(w, NOON + timedelta(days=31))
        now = await w.hazards.get(one.id)
        assert now is not None and (now.state, now.answers) == ("unread", {})
        assert (await sweep(w, NOON + timedelta(days=61)))["hazards"] == 1
        assert await w.hazards.get(one.id) is None


async def test_what_was_told_goes_a_month_after_its_end_with_who_heard_of_it(store: Store) -> None:
    async with store.write() as w:
        one = await _reported(w)
        await w.hazards.tell(one, WORDS, "region", now=NOON, ends_at=FORTNIGHT)
        await w.hazards.note_heard(7, one.id, TOLD, NOON.date())
        await sweep(w, FORTNIGHT + timedelta(days=30))
        assert await w.hazards.get(one.id) is not None
        await sweep(w, FORTNIGHT + timedelta(days=31))
        assert await w.hazards.get(one.id) is None
        assert await w.hazards.heard_by(7, None) == frozenset()
