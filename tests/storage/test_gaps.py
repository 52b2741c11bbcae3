from datetime import timedelta

import pytest

from storage.gaps import Gap
from storage.session import Session
from storage.store import Store
from storage.vault import Vault
from tests.storage.conftest import NOON, Opener

TODAY = NOON.date()
DUST = ["dust", "mask", "price"]
READ = ("sw", "fr")


async def noted(
    w: Session, wording: str = "where is a dust mask cheap", concepts: list[str] = DUST, **more: int
) -> Gap:
    return await w.gaps.note(wording, "en", "none", concepts, ["hs-silica-dust"], TODAY, **more)


async def test_the_same_question_in_another_language_is_counted_with_it(store: Store) -> None:
    async with store.write() as w:
        first = await noted(w)
        again = await w.gaps.note(
            "wapi barakoa ya vumbi bei rahisi", "sw", "none", [*DUST, "where"], [], TODAY, danger=2
        )
        other = await w.gaps.note("vumbi", "sw", "none", ["dust"], [], TODAY)
    assert (again.id, again.times, again.danger, again.wording) == (first.id, 2, 2, first.wording)
    assert other.id != first.id


async def test_the_same_words_are_one_gap_even_when_no_concept_is_heard(store: Store) -> None:
    async with store.write() as w:
        first = await noted(w, "xyz abc", [])
        assert (await noted(w, "XYZ  abc", [])).id == first.id
        assert (await noted(w, "xyz abd", [])).id != first.id


async def test_what_is_answered_is_counted_no_more_and_asked_anew_is_a_new_gap(store: Store) -> None:
    async with store.write() as w:
        first = await noted(w)
        assert await w.gaps.finish(first.id, "answered")
        assert not await w.gaps.finish(first.id, "closed")
        assert (await noted(w)).id != first.id


async def test_dangerous_gaps_come_first_then_those_asked_often(store: Store) -> None:
    async with store.write() as w:
        rare = await noted(w, "a", ["a", "b"])
        often = await noted(w, "c", ["c", "d"])
        await noted(w, "c", ["c", "d"])
        danger = await noted(w, "e", ["e", "f"], danger=2)
        assert [gap.id for gap in await w.gaps.living()] == [danger.id, often.id, rare.id]


async def test_an_asker_is_kept_once_and_for_thirty_days(store: Store, member: int) -> None:
    async with store.write() as w:
        gap = await noted(w)
        asker = await w.gaps.ask(gap.id, member, "sw", NOON)
        assert asker is not None
        assert await w.gaps.ask(gap.id, member, "sw", NOON) is None
        assert [one.member for one in await w.gaps.askers(gap.id)] == [member]
        assert await w.gaps.ended(NOON + timedelta(days=30, seconds=-1), 10) == []
        (ended,) = await w.gaps.ended(NOON + timedelta(days=30), 10)
        assert ended.id == asker
        assert await w.gaps.drop_asker(asker)
        assert await w.gaps.asker(asker) is None


async def test_an_asker_may_renew_up_to_ninety_days(store: Store, member: int) -> None:
    async with store.write() as w:
        gap = await noted(w)
        asker = await w.gaps.ask(gap.id, member, "sw", NOON)
        assert asker is not None
        for day, end in ((14, 44), (40, 70), (69, 90)):
            assert await w.gaps.renew(asker, NOON + timedelta(days=day))
            kept = await w.gaps.asker(asker)
            assert kept is not None
            assert kept.ends_at == NOON + timedelta(days=end)
        assert not await w.gaps.renew(asker, NOON + timedelta(days=89))


async def test_whoever_reads_the_file_can_not_tell_who_asked(store: Store) -> None:
    async with store.write() as w:
        gap, other = await noted(w), await noted(w, "e", ["e", "f"])
        for one in (gap, other):
            await w.gaps.ask(one.id, 7, "sw", NOON)
        rows = [row for one in (gap, other) for row in [row async for row in w.gaps._sql.askers(gap=one.id)]]
    assert len({bytes(row["contact"]) for row in rows}) == 2
    assert not any(bytes(row["contact"]) == b"7" for row in rows)


async def test_a_member_is_asked_once_a_week_and_once_about_the_same(store: Store) -> None:
    async with store.write() as w:
        gap, other = await noted(w), await noted(w, "e", ["e", "f"])
        await w.gaps.be_willing(7, ["hs"], "sw")
        await w.gaps.be_willing(8, [], "fr")
        assert await w.gaps.languages_asked_in() == {"sw", "fr"}
        assert [one.target for one in await w.gaps.may_be_asked(gap.id, READ, NOON, 10)] == [7, 8]
        assert [one.target for one in await w.gaps.may_be_asked(gap.id, ["fr", "en"], NOON, 10)] == [8]
        assert await w.gaps.note_asked(gap.id, 7, NOON)
        assert not await w.gaps.note_asked(gap.id, 7, NOON)
        assert not await w.gaps.note_asked(other.id, 7, NOON + timedelta(days=6))
        week_later = NOON + timedelta(days=7, seconds=1)
        assert [one.target for one in await w.gaps.may_be_asked(other.id, READ, NOON + timedelta(days=6), 10)] == [8]
        assert [one.target for one in await w.gaps.may_be_asked(gap.id, READ, week_later, 10)] == [8]
        assert await w.gaps.count_asked(gap.id) == 1
        assert await w.gaps.unwilling(8)
        assert await w.gaps.may_be_asked(gap.id, READ, week_later, 10) == []


async def test_a_passed_question_is_worded_in_one_language_more_until_it_is_settled(store: Store) -> None:
    async with store.write() as w:
        gap = await noted(w)
        assert not await w.gaps.word(gap.id, "sw", "barakoa wapi?")
        await w.gaps.pass_wording(gap.id, {"en": "where is a mask cheap?"})
        assert await w.gaps.word(gap.id, "sw", "barakoa wapi?")
        [passed] = await w.gaps.passed()
        assert passed.passed == {"en": "where is a mask cheap?", "sw": "barakoa wapi?"}
        await w.gaps.finish(gap.id, "answered", TODAY)
        assert not await w.gaps.word(gap.id, "fr", "où ?")


async def test_an_asker_under_an_older_key_is_found_and_forgotten(sqlite_url: str, opened: Opener) -> None:
    store = await opened(sqlite_url)
    async with store.write() as w:
        await w.gaps.ask((await noted(w)).id, 7, "sw", NOON)
    await store.close()
    newer = await opened(sqlite_url, vault=Vault({1: b"k" * 32, 2: b"n" * 32}))
    async with newer.write() as w:
        assert len(await w.gaps.asked_by(7)) == 1
        await w.gaps.forget(7)
        assert await w.gaps.asked_by(7) == []


@pytest.mark.parametrize("is_waited_for", [True, False])
async def test_an_old_gap_goes_unless_somebody_waits(store: Store, is_waited_for: bool) -> None:
    async with store.write() as w:
        gap = await noted(w)
        if is_waited_for:
            await w.gaps.ask(gap.id, 7, "sw", NOON)
        assert await w.gaps.prune(NOON + timedelta(days=180)) == 0
        assert await w.gaps.prune(NOON + timedelta(days=182)) == (0 if is_waited_for else 1)


async def test_how_long_an_answer_usually_takes_is_known_from_five_on(store: Store) -> None:
    async with store.write() as w:
        for number, days in enumerate((2, 30, 4, 9)):
            gap = await noted(w, f"q{number}", [f"a{number}", f"b{number}"])
            await w.gaps.finish(gap.id, "answered", TODAY + timedelta(days=days))
        closed = await noted(w, "z", ["y", "z"])
        await w.gaps.finish(closed.id, "closed")
        assert await w.gaps.usual_wait() is None
        fifth = await noted(w, "v", ["v", "w"])
        await w.gaps.finish(fifth.id, "answered", TODAY + timedelta(days=3))
        assert await w.gaps.usual_wait() == timedelta(days=4)
        await w.gaps.reopen(fifth.id)
        assert await w.gaps.usual_wait() is None


async def test_who_waits_is_counted_by_gap(store: Store) -> None:
    async with store.write() as w:
        gap, other = await noted(w), await noted(w, "e", ["e", "f"])
        for member in (7, 8):
            await w.gaps.ask(gap.id, member, "sw", NOON)
        assert await w.gaps.waiting() == {gap.id: 2}
        assert other.id not in await w.gaps.waiting()


async def test_a_question_finds_its_like_among_many_without_all_being_opened(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with store.write() as w:
        for number in range(60):
            await noted(w, f"other {number}", [f"a{number}", f"b{number}", "dust"])
        alike = await noted(w)
        opened = 0
        get = w.gaps.get

        async def counted(id: int) -> Gap | None:
            nonlocal opened
            opened += 1
            return await get(id)

        monkeypatch.setattr(w.gaps, "get", counted)
        assert (await noted(w, "a dust mask, what price", [*DUST, "buy"])).id == alike.id
    assert opened == 1


async def test_a_dropped_gap_leaves_nothing_of_what_it_was_about(store: Store) -> None:
    async with store.write() as w:
        gap = await noted(w)
        assert await w.gaps.nearest("another wording", DUST) == gap
        await w.gaps.prune(NOON + timedelta(days=182))
        assert await w.gaps.nearest("another wording", DUST) is None
        assert [row async for row in w.gaps._sql.about(concept="dust", most=5)] == []


async def test_only_what_was_passed_is_asked_on_the_dangerous_first(store: Store) -> None:
    async with store.write() as w:
        await noted(w, "a", ["a", "b"])
        calm, danger = await noted(w, "c", ["c", "d"]), await noted(w, "e", ["e", "f"], danger=2)
        for gap in (calm, danger):
            await w.gaps.pass_wording(gap.id, {"en": "x"})
        assert [gap.id for gap in await w.gaps.passed()] == [danger.id, calm.id]
