"""Who writes when: one at a time, urgent ones first, those that wait together share a commit. Knows no table.

A writer gets the only turn, works inside a savepoint of its own, and returns from its turn only after the commit that
holds its work is durable. The commit comes when nobody waits, or when enough writers or time have shared it.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.database import Database, StoreDown, WriteTooLong, unbroken

LONGEST_WRITE_S = 1.0
MOST_SHARING = 32
# Longer saves commits, but whatever shares one waits for it: what is to be sent, and so who is to be answered.
LONGEST_SHARING_S = 0.006

Waiter = asyncio.Future[None]


class WriteQueue:
    """Grants turns on a database's writer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._urgent: deque[Waiter] = deque()
        self._others: deque[Waiter] = deque()
        self._sharing: list[Waiter] = []
        self._opened_at_s: float | None = None
        self._is_taken = False
        self._is_closed = False
        self._committing: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(self, *, urgent: bool = False) -> AsyncIterator[None]:
        """Hold the writer; leaves only when what was done is durable.

        Any exception, cancellation included, takes back this turn's work only. Raises WriteTooLong when the body
        takes more than LONGEST_WRITE_S, StoreDown when the database can't be used. Cancelled while it waits for the
        commit, its work may yet become durable.
        """
        await self._take(urgent)
        try:
            await self._open()
            # Alone in the transaction so far: it can be taken back as a whole, without a savepoint.
            is_alone = not self._sharing
            if not is_alone:
                await self._database.enter()
            try:
                async with _limited():
                    yield
            except BaseException:
                await self._undo(is_alone)
                raise
            durable: Waiter = asyncio.get_running_loop().create_future()
            self._sharing.append(durable)
        finally:
            self._pass_on()
        await durable

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Hold the writer with no transaction open."""
        await self._take(urgent=False)
        try:
            if self._opened_at_s is not None:
                await unbroken(self._commit())
            yield
        finally:
            self._pass_on()

    async def close(self) -> None:
        """Let the turn that is held end and become durable, then refuse every other."""
        if self._is_closed:
            return
        self._is_closed = True
        self._fail_waiting("the store is closed")
        if self._committing is not None:
            await asyncio.wait([self._committing])
        if self._is_taken:
            last: Waiter = asyncio.get_running_loop().create_future()
            self._others.append(last)
            await last
        if self._opened_at_s is not None:
            await unbroken(self._commit())

    async def _take(self, urgent: bool) -> None:
        if self._is_closed:
            raise StoreDown("the store is closed")
        if not self._is_taken:
            self._is_taken = True
            return
        waiter: Waiter = asyncio.get_running_loop().create_future()
        line = self._urgent if urgent else self._others
        line.append(waiter)
        try:
            await waiter
        except BaseException:
            if waiter in line:
                line.remove(waiter)
            elif not waiter.cancelled() and waiter.exception() is None:
                self._pass_on()
            raise

    async def _open(self) -> None:
        if self._opened_at_s is not None:
            return
        try:
            await self._database.begin()
        except StoreDown as down:
            # Each of those behind would wait as long for the same answer.
            self._fail_waiting(str(down))
            raise
        self._opened_at_s = asyncio.get_running_loop().time()

    async def _undo(self, is_alone: bool) -> None:
        if is_alone:
            await self._break()
            return
        try:
            await self._database.undo()
        except Exception:
            await self._break()

    async def _break(self) -> None:
        """Take back the transaction, and with it the work of all who share it."""
        self._opened_at_s = None
        self._settle_sharing("the transaction was ended by a fault")
        await self._database.rollback()

    def _pass_on(self) -> None:
        if self._opened_at_s is not None and self._is_commit_due(self._opened_at_s):
            self._committing = asyncio.ensure_future(self._commit_and_pass_on())
        else:
            self._grant()

    def _is_commit_due(self, opened_at_s: float) -> bool:
        shared_s = asyncio.get_running_loop().time() - opened_at_s
        return not self._is_anyone_waiting() or len(self._sharing) >= MOST_SHARING or shared_s >= LONGEST_SHARING_S

    def _is_anyone_waiting(self) -> bool:
        return any(not waiter.done() for line in (self._urgent, self._others) for waiter in line)

    async def _commit_and_pass_on(self) -> None:
        try:
            # Who is about to write shares this commit: waiting for the disk costs more than one turn of the loop.
            await asyncio.sleep(0)
            if self._opened_at_s is not None and self._is_commit_due(self._opened_at_s):
                await self._commit()
        finally:
            self._committing = None
            self._grant()

    async def _commit(self) -> None:
        self._opened_at_s = None
        try:
            await self._database.commit()
        except BaseException as fault:
            self._settle_sharing(str(fault))
            if not isinstance(fault, StoreDown):
                raise
        else:
            self._settle_sharing(None)

    def _settle_sharing(self, fault: str | None) -> None:
        sharing, self._sharing = self._sharing, []
        _settle(sharing, fault)

    def _fail_waiting(self, fault: str) -> None:
        waiting = [*self._urgent, *self._others]
        self._urgent.clear()
        self._others.clear()
        _settle(waiting, fault)

    def _grant(self) -> None:
        for line in (self._urgent, self._others):
            while line:
                waiter = line.popleft()
                if not waiter.done():
                    waiter.set_result(None)
                    return
        self._is_taken = False


def _settle(waiters: list[Waiter], fault: str | None) -> None:
    for waiter in waiters:
        if waiter.done():
            continue
        if fault is None:
            waiter.set_result(None)
        else:
            waiter.set_exception(StoreDown(fault))


@asynccontextmanager
async def _limited() -> AsyncIterator[None]:
    """Cut the body off after LONGEST_WRITE_S, also when it never gave way to the clock meanwhile."""
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    try:
        async with asyncio.timeout(LONGEST_WRITE_S) as limit:
            yield
    except TimeoutError as late:
        if limit.expired():
            raise _too_long() from late
        raise
    if loop.time() - began_s > LONGEST_WRITE_S:
        raise _too_long()


def _too_long() -> WriteTooLong:
    return WriteTooLong(f"a write took more than {LONGEST_WRITE_S} s; fetch, draw and wait before it, not inside")
