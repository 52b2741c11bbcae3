from datetime import timedelta

from storage.store import Store
from storage.voices import CASE_KIND
from tests.storage.conftest import NOON


async def test_a_voice_note_is_kept_until_it_is_written_down_or_a_month_is_over(store: Store) -> None:
    async with store.write() as w:
        first = await w.voices.add(11, "file-1", 14, "sw", NOON)
        second = await w.voices.add(11, "file-2", 9, "sw", NOON + timedelta(days=20))
        note = await w.voices.get(first)
        assert note is not None and (note.member, note.file_id, note.seconds) == (11, "file-1", 14)
        assert await w.voices.prune(NOON + timedelta(days=31)) == 1
        assert await w.voices.drop(second)
        assert await w.voices.get(second) is None


async def test_who_is_forgotten_takes_their_voice_with_them(store: Store) -> None:
    async with store.write() as w:
        member = await w.members.meet(5, guessed="sw", now=NOON)
        id = await w.voices.add(member.id, "file-1", 14, "sw", NOON)
        other = await w.voices.add(12, "file-2", 14, "sw", NOON)
        await w.cases.open(CASE_KIND, id, language="sw", now=NOON)
        await w.members.forget(member.id)
        assert await w.voices.get(id) is None
        assert await w.voices.get(other) is not None
        case = await w.cases.of_subject(CASE_KIND, id)
        assert case is not None and case.state == "done"
