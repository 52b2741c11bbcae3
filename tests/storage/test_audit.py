from datetime import timedelta

from storage.audit import KEPT, Entry
from storage.statements import FOLDER
from storage.store import Store
from tests.storage.conftest import NOON


async def test_acts_are_kept_in_their_order_for_a_year(store: Store) -> None:
    async with store.write() as w:
        await w.audit.record("invite", "administrator", 1, "expert:doctor", NOON)
        await w.audit.record("publish", "moderator", 2, "7K3MPQ", NOON + timedelta(hours=1))
        assert await w.audit.since(NOON) == [
            Entry(NOON, "invite", "administrator", 1, "expert:doctor"),
            Entry(NOON + timedelta(hours=1), "publish", "moderator", 2, "7K3MPQ"),
        ]
        assert [one.act for one in await w.audit.since(NOON + timedelta(minutes=1))] == ["publish"]
        assert await w.audit.prune(NOON + KEPT) == 0
        assert await w.audit.prune(NOON + KEPT + timedelta(minutes=1)) == 1


def test_nothing_in_the_log_is_ever_changed() -> None:
    sql = "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.sql"))
    assert "UPDATE audit" not in sql and sql.count("DELETE FROM audit") == 1


async def test_acts_of_one_moment_stand_in_the_order_in_which_they_were_done(store: Store) -> None:
    async with store.write() as w:
        for number in range(20):
            await w.audit.record("join", "expert", number, "", NOON)
        assert [one.staff for one in await w.audit.since(NOON)] == list(range(20))
