from datetime import date, timedelta

from storage.session import Session
from storage.store import Store
from tests.storage.conftest import NOON


async def asked(w: Session, wording: str, language: str = "en", *, days: int = 0, gap: str | None = "none") -> int:
    id = await w.questions.record(wording, language, "none", ["hs-dust"], ["dust"], NOON + timedelta(days=days))
    if gap:
        assert await w.questions.gap(id, gap)
    return id


async def test_gaps_are_counted_by_wording_those_asked_most_first(store: Store) -> None:
    async with store.write() as w:
        await asked(w, "dust in the mill", days=2)
        await asked(w, "DUST in  the mill", days=1)
        await asked(w, "snake in the pit")
        await asked(w, "dust in the mill", "fr", days=3, gap="not-helpful")
        await asked(w, "answered well", gap=None)
    async with store.read() as r:
        gaps = await r.questions.gaps()
        assert [gap.wording for gap in await r.questions.gaps("fr")] == ["dust in the mill"]
    told = [(gap.wording.casefold().split()[0], gap.language, gap.kind, gap.count, gap.first_day) for gap in gaps]
    assert told == [
        ("dust", "en", "none", 2, date(2026, 11, 24)),
        ("snake", "en", "none", 1, date(2026, 11, 23)),
        ("dust", "fr", "not-helpful", 1, date(2026, 11, 26)),
    ]
    assert (gaps[0].cards, gaps[0].concepts) == (("hs-dust",), ("dust",))


async def test_a_gap_of_an_unknown_question_is_told(store: Store) -> None:
    async with store.write() as w:
        assert not await w.questions.gap(5, "none")


async def test_questions_go_after_thirty_days(store: Store) -> None:
    async with store.write() as w:
        await asked(w, "old")
        await asked(w, "new", days=1)
        assert await w.questions.prune(NOON + timedelta(days=30)) == 0
        assert await w.questions.prune(NOON + timedelta(days=31)) == 1
        assert [gap.wording for gap in await w.questions.gaps()] == ["new"]


async def test_verdicts_are_counted_per_day_without_a_person(store: Store) -> None:
    async with store.write() as w:
        for _ in range(3):
            await w.questions.feedback("hs-dust", "sw", "not", "no money", NOON)
        await w.questions.feedback("hs-dust", "sw", "helps", None, NOON)
        await w.questions.feedback("hs-dust", "sw", "helps", None, NOON + timedelta(days=1))
        counts = await w.questions.feedback_counts()
    assert counts == [
        ("hs-dust", "sw", "helps", "", date(2026, 11, 23), 1),
        ("hs-dust", "sw", "helps", "", date(2026, 11, 24), 1),
        ("hs-dust", "sw", "not", "no money", date(2026, 11, 23), 3),
    ]
