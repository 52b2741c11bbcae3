import asyncio

import pytest

from storage import write_queue
from storage.database import StoreDown, WriteTooLong
from storage.write_queue import MOST_SHARING
from tests.storage.writers import Writers, settle


@pytest.fixture
def writers() -> Writers:
    return Writers()


async def fail() -> None:
    raise ValueError("a handler failed")


async def test_those_who_wait_share_one_commit(writers: Writers) -> None:
    gate = asyncio.Event()
    tasks = [writers.start("first", gate.wait)]
    await settle()
    tasks += [writers.start(str(number)) for number in range(5)]
    await settle()
    gate.set()
    await asyncio.gather(*tasks)
    assert writers.database.asked == ["begin", *["enter"] * 5, "commit"]
    assert writers.held == ["first", "0", "1", "2", "3", "4"]


async def test_a_writer_returns_only_after_its_commit(writers: Writers) -> None:
    writers.database.commit_gate.clear()
    task = writers.start("one")
    await settle()
    assert writers.held == ["one"]
    assert not task.done()
    writers.database.commit_gate.set()
    await task


async def test_who_comes_during_a_commit_waits_for_the_next(writers: Writers) -> None:
    writers.database.commit_gate.clear()
    first = writers.start("first")
    await settle()
    second = writers.start("second")
    await settle()
    assert writers.held == ["first"]
    writers.database.commit_gate.set()
    await asyncio.gather(first, second)
    assert writers.database.asked == ["begin", "commit", "begin", "commit"]


async def test_an_urgent_writer_goes_first(writers: Writers) -> None:
    gate = asyncio.Event()
    tasks = [writers.start("first", gate.wait)]
    await settle()
    tasks += [writers.start("second"), writers.start("third"), writers.start("intake", urgent=True)]
    await settle()
    gate.set()
    await asyncio.gather(*tasks)
    assert writers.held == ["first", "intake", "second", "third"]


async def test_no_more_than_so_many_share_a_commit(writers: Writers) -> None:
    await asyncio.gather(*[writers.start(str(number)) for number in range(MOST_SHARING * 2 + 1)])
    assert writers.database.asked.count("commit") >= 3


async def test_a_commit_is_not_put_off_for_long(writers: Writers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_queue, "LONGEST_SHARING_S", -1.0)
    await asyncio.gather(*[writers.start(str(number)) for number in range(5)])
    assert writers.database.asked.count("commit") == 5


async def test_a_failed_writer_takes_back_only_its_own(writers: Writers) -> None:
    gate = asyncio.Event()
    first = writers.start("first", gate.wait)
    await settle()
    bad, last = writers.start("bad", fail), writers.start("last")
    await settle()
    gate.set()
    with pytest.raises(ValueError, match="a handler failed"):
        await bad
    await asyncio.gather(first, last)
    assert writers.database.asked == ["begin", "enter", "undo", "enter", "commit"]


async def test_a_lone_failed_writer_takes_back_the_transaction(writers: Writers) -> None:
    with pytest.raises(ValueError, match="a handler failed"):
        await writers.start("bad", fail)
    await writers.start("next")
    assert writers.database.asked == ["begin", "rollback", "begin", "commit"]


async def test_cancelling_one_who_waits_leaves_the_queue_whole(writers: Writers) -> None:
    gate = asyncio.Event()
    first = writers.start("first", gate.wait)
    await settle()
    cancelled, last = writers.start("cancelled"), writers.start("last")
    await settle()
    cancelled.cancel()
    await settle()
    gate.set()
    await asyncio.gather(first, last)
    assert writers.held == ["first", "last"]
    assert cancelled.cancelled()


async def test_one_cancelled_when_its_turn_just_came_passes_it_on(writers: Writers) -> None:
    gate = asyncio.Event()
    cancelled: list[asyncio.Task[None]] = []

    async def cancel_next() -> None:
        await gate.wait()
        # The turn is granted when this body ends; the one granted runs after this callback.
        asyncio.get_running_loop().call_soon(cancelled[0].cancel)

    first = writers.start("first", cancel_next)
    await settle()
    cancelled.append(writers.start("cancelled"))
    last = writers.start("last")
    await settle()
    gate.set()
    await asyncio.wait_for(asyncio.gather(first, last), 5)
    assert writers.held[-1] == "last"


async def test_cancelling_inside_takes_back_and_passes_on(writers: Writers) -> None:
    inside = writers.start("inside", asyncio.Event().wait)
    await settle()
    last = writers.start("last")
    inside.cancel()
    await last
    assert inside.cancelled()
    assert writers.database.asked == ["begin", "rollback", "begin", "commit"]


async def test_cancelling_one_who_waits_for_the_commit_harms_nobody(writers: Writers) -> None:
    writers.database.commit_gate.clear()
    gate = asyncio.Event()
    first = writers.start("first", gate.wait)
    await settle()
    second = writers.start("second")
    gate.set()
    await settle()
    first.cancel()
    await settle()
    writers.database.commit_gate.set()
    await second
    await writers.start("third")
    assert first.cancelled()


async def test_a_failed_commit_fails_all_who_share_it_and_nobody_later(writers: Writers) -> None:
    gate = asyncio.Event()
    tasks = [writers.start("first", gate.wait)]
    await settle()
    tasks += [writers.start("second"), writers.start("third")]
    await settle()
    writers.database.fails["commit"] = StoreDown("disk full")
    gate.set()
    assert [type(end) for end in await asyncio.gather(*tasks, return_exceptions=True)] == [StoreDown] * 3
    await writers.start("later")


async def test_a_database_that_is_down_is_told_to_all_who_wait(writers: Writers) -> None:
    writers.database.fails["begin"] = StoreDown("locked")
    writers.database.begin_gate.clear()
    tasks = [writers.start(str(number)) for number in range(3)]
    await settle()
    writers.database.begin_gate.set()
    assert [type(end) for end in await asyncio.gather(*tasks, return_exceptions=True)] == [StoreDown] * 3
    assert writers.database.asked == ["begin"]
    await writers.start("later")


async def test_a_transaction_that_broke_fails_those_who_shared_it(writers: Writers) -> None:
    gate = asyncio.Event()
    first = writers.start("first", gate.wait)
    await settle()
    bad, last = writers.start("bad", fail), writers.start("last")
    await settle()
    writers.database.fails["undo"] = StoreDown("connection lost")
    gate.set()
    ends = await asyncio.gather(first, bad, last, return_exceptions=True)
    assert [type(end) for end in ends] == [StoreDown, ValueError, type(None)]
    assert writers.database.asked == ["begin", "enter", "undo", "rollback", "begin", "commit"]


async def test_a_write_that_waits_too_long_is_cut_off(writers: Writers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_queue, "LONGEST_WRITE_S", 0.01)
    with pytest.raises(WriteTooLong, match=r"more than 0\.01 s"):
        await writers.start("slow", asyncio.Event().wait)
    assert writers.database.asked == ["begin", "rollback"]


async def test_a_write_that_never_gives_way_is_taken_back(writers: Writers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_queue, "LONGEST_WRITE_S", 0.0)
    with pytest.raises(WriteTooLong):
        await writers.start("busy")
    assert writers.database.asked == ["begin", "rollback"]


async def test_a_timeout_of_the_body_stays_its_own(writers: Writers) -> None:
    async def time_out() -> None:
        raise TimeoutError("of the body")

    with pytest.raises(TimeoutError, match="of the body"):
        await writers.start("body", time_out)


async def test_alone_means_with_no_transaction_open(writers: Writers) -> None:
    gate = asyncio.Event()
    first = writers.start("first", gate.wait)
    await settle()

    async def erase() -> None:
        async with writers.queue.alone():
            writers.database.asked.append("alone")

    alone, last = asyncio.create_task(erase()), writers.start("last")
    await settle()
    gate.set()
    await asyncio.gather(first, alone, last)
    assert writers.database.asked == ["begin", "commit", "alone", "begin", "commit"]


async def test_closing_lets_the_held_turn_end_and_refuses_others(writers: Writers) -> None:
    gate = asyncio.Event()
    held = writers.start("held", gate.wait)
    await settle()
    waits = writers.start("waits")
    await settle()
    closing = asyncio.create_task(writers.queue.close())
    await settle()
    assert not closing.done()
    gate.set()
    await closing
    await held
    for refused in (waits, writers.start("late")):
        with pytest.raises(StoreDown, match="closed"):
            await refused
    await writers.queue.close()
    assert writers.database.asked == ["begin", "commit"]


async def test_closing_waits_for_a_commit_under_way(writers: Writers) -> None:
    writers.database.commit_gate.clear()
    task = writers.start("one")
    await settle()
    closing = asyncio.create_task(writers.queue.close())
    await settle()
    assert not closing.done()
    writers.database.commit_gate.set()
    await asyncio.gather(closing, task)
