import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.experiences import Told
from storage.hazards import Reported
from storage.inbox import Received
from storage.members import FORGOTTEN_AT_ONCE
from storage.outbox import Notice
from storage.retention import sweep
from storage.session import Session
from storage.store import Store
from storage.vault import Vault
from tests.storage.conftest import NOON, Opener

USER_ID = 7_345_678_901
CANARIES = [
    "Zawadi Mwanahawa",
    "the roof fell on my brother",
    "7345678901",
    "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALD",
]
TEXT = " / ".join(CANARIES)


async def leave_traces(w: Session, user_id: int = USER_ID, first: int = 1) -> int:
    """Write something of one person into every table and return their id."""
    body = json.dumps({"message": {"chat": {"id": user_id}, "text": TEXT}}).encode()
    member = (await w.members.meet(user_id, guessed="sw", now=NOON)).id
    await w.inbox.accept([Received(first + number, body, False, NOON) for number in range(3)])
    await w.inbox.finish(first, target=member, message_id=70)
    await w.inbox.bury(first + 1, "ValueError")
    staged = await w.outbox.stage(Notice(member, "reply", str(first), 1, {"text": TEXT}))
    await w.outbox.stage(Notice(member, "reply", str(first + 1), 1, {"text": TEXT}))
    assert staged
    await w.outbox.claim([staged.id])
    await w.outbox.mark_sent([(staged.id, 900)])
    await w.menus.show(member, member, [(TEXT, "card:101")], NOON)
    await w.drafts.save(member, member, TEXT, TEXT, {"what": TEXT}, NOON, revision=None)
    if draft := await w.drafts.find(member, member):
        await w.drafts.lay_aside(member, member, draft, NOON)
    await w.drafts.save(member, member, TEXT, TEXT, {"what": TEXT}, NOON, revision=None)
    await w.saved.add(member, TEXT)
    await w.jobs.plan("ask", member, NOON, {"text": TEXT}, unique=None)
    question = await w.questions.record(TEXT, "sw", "none", [], [], NOON)
    await w.questions.gap(question, "none")
    gap = await w.gaps.note(TEXT, "sw", "none", [], [], NOON.date())
    await w.gaps.ask(gap.id, member, "sw", NOON)
    await w.gaps.be_willing(member, [], "sw")
    await w.experiences.add(member, f"receipt {first}", Told("sw", {"did": TEXT}, ["members"], "1"), NOON.date())
    hazard = Reported("air", "TZ", "geita", "sw", {"words": TEXT}, TEXT.encode())
    await w.hazards.add(member, f"hazard {first}", hazard, NOON.date())
    return member


def files_of(url: str, server: Any) -> list[Path]:
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        return list(path.parent.glob(path.name + "*"))
    server.psql("CHECKPOINT;")
    return [file for file in server.pgdata.rglob("*") if file.is_file()]


def found_in(files: list[Path], words: list[bytes]) -> list[tuple[str, bytes]]:
    contents = {file.name: file.read_bytes() for file in files}
    return [(name, word) for name, content in contents.items() for word in words if word in content]


async def test_no_name_text_or_token_stands_in_any_byte_of_the_files(
    url: str, request: pytest.FixtureRequest, opened: Opener
) -> None:
    server = request.getfixturevalue("server") if url.startswith("postgres") else None
    store = await opened(url)
    words = [canary.encode() for canary in CANARIES]
    async with store.write() as w:
        member = await leave_traces(w)
        await w.facts.put("marker", "a marker that is there")
    files = files_of(url, server)
    assert found_in(files, [b"a marker that is there"])
    assert not found_in(files, words)
    async with store.write() as w:
        await w.members.forget(member)
    assert await store.erase_traces()
    assert not found_in(files_of(url, server), words)
    await store.close()
    assert not found_in(files_of(url, server), words)


async def test_forgetting_leaves_nothing_of_one_member_and_all_of_another(store: Store) -> None:
    async with store.write() as w:
        member, other = await leave_traces(w), await leave_traces(w, 502, first=100)
    async with store.write() as w:
        await w.members.forget(member)
    async with store.read() as r:
        assert await r.members.find(USER_ID) is None
        assert await r.chat_id(member) is None
        assert await r.menus.find(member, member) is None
        assert await r.drafts.find(member, member) is None
        assert await r.drafts.all_aside(member, member) == []
        assert await r.saved.of(member) == []
        assert await r.outbox.message_ids(member, NOON) == []
        assert await r.inbox.message_ids(member, NOON) == []
        assert [one.target for one in await r.outbox.waiting()] == [other]
        assert [job.target for job in await r.jobs.due(NOON, 10)] == [other]
        (gap,) = await r.gaps.living()
        assert [one.member for one in await r.gaps.askers(gap.id)] == [other]
        assert await r.gaps.asked_by(member) == []
        assert await r.gaps.willingness(member) is None
        assert await r.gaps.willingness(other) is not None
        assert await r.experiences.of(member) == []
        assert await r.hazards.of(member) == []
        assert [dict(one.answers) for one in await r.hazards.of(other)] == [{"words": TEXT}]
        assert [dict(one.answers) for one in await r.experiences.of(other)] == [{"did": TEXT}]
        sql = r._means.statements.on(r._means.connection, "erasure")
        assert [row["update_id"] async for row in sql.dead_letters()] == [101]
        assert await r.members.find(502) is not None
        assert await r.drafts.find(other, other) is not None
        assert await r.saved.of(other) == [TEXT]
        # A known update stays known, so that it is not answered twice.
        assert await r.inbox.get_state(1) == "done"
        assert [one.update_id for one in await r.inbox.undone()] == [3, 102]


async def test_after_erasing_traces_not_even_sealed_bytes_are_left(
    sqlite_url: str, opened: Opener, vault: Vault
) -> None:
    store = await opened(sqlite_url)
    async with store.write() as w:
        member = await leave_traces(w)
        row = await w.members._sql.get(id=member)
        draft = await w.drafts._sql.find(target=member, person=member)
    traces = [bytes(row["chat"]), vault.lookup("member", USER_ID).encode(), bytes(draft["body"])]
    assert {word for _, word in found_in(files_of(sqlite_url, None), traces)} == set(traces)
    async with store.write() as w:
        await w.members.forget(member)
    assert await store.erase_traces()
    assert not found_in(files_of(sqlite_url, None), traces)


async def test_a_menu_or_draft_of_a_member_in_a_group_goes_too(store: Store, member: int) -> None:
    async with store.write() as w:
        group = (await w.groups.meet(-7, guessed="fr")).id
        await w.menus.show(group, member, [("a", "b")], NOON)
        await w.drafts.save(group, member, "share", "a", {}, NOON, revision=None)
        await w.members.forget(member)
        assert await w.menus.find(group, member) is None
        assert await w.drafts.find(group, member) is None
        assert await w.groups.find(-7) is not None


async def test_an_unreadable_dead_letter_does_not_stop_forgetting(store: Store, member: int) -> None:
    async with store.write() as w:
        await w.inbox.accept([Received(1, b"\xff not JSON", False, NOON)])
        await w.inbox.bury(1, "ValueError")
        await w.members.forget(member)
        assert await w.members.get(member) is None


async def test_a_sweep_forgets_everyone_not_seen_for_half_a_year(store: Store) -> None:
    async with store.write() as w:
        old = await leave_traces(w)
        new = await w.members.meet(502, guessed="fr", now=NOON + timedelta(days=1))
    async with store.write() as w:
        assert (await sweep(w, NOON + timedelta(days=180)))["members"] == 0
    async with store.write() as w:
        assert (await sweep(w, NOON + timedelta(days=181)))["members"] == 1
        assert await w.members.get(old) is None
        assert await w.members.get(new.id) == new


async def test_a_sweep_drops_all_that_is_past_its_time_and_nothing_else(store: Store) -> None:
    async with store.write() as w:
        member = await leave_traces(w)
    async with store.write() as w:
        assert set((await sweep(w, NOON)).values()) == {0}
    async with store.write() as w:
        swept = await sweep(w, NOON + timedelta(days=32))
        assert {noun for noun, count in swept.items() if count} == {"inbox", "outbox", "menus", "drafts", "questions"}
        assert await w.members.get(member) is not None
        assert [one.update_id for one in await w.inbox.undone()] == [3]


async def test_one_sweep_forgets_a_bounded_number(store: Store) -> None:
    async with store.write() as w:
        for user_id in range(FORGOTTEN_AT_ONCE + 1):
            await w.members.meet(user_id, guessed="sw", now=NOON)
    later = NOON + timedelta(days=200)
    for expected in (FORGOTTEN_AT_ONCE, 1, 0):
        async with store.write() as w:
            assert (await sweep(w, later))["members"] == expected
