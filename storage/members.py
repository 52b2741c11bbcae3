"""People in private chats: a random id, a keyed pseudonym, the sealed chat id, and what they chose. Never a name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from storage.columns import day_ms, from_day_ms, new_id
from storage.erasure import erase
from storage.noun import Noun

FORGOTTEN_AFTER = timedelta(days=180)
FORGOTTEN_AT_ONCE = 50


@dataclass(frozen=True)
class Member:
    """A person as we know them; `seen_on` is the last active day, nothing finer."""

    id: int
    language: str | None
    guessed: str
    country: str | None
    introduced: bool
    closed: bool
    seen_on: date


class Members(Noun):
    """The people who have written in private."""

    name = "members"

    async def find(self, user_id: int) -> Member | None:
        """Return the member with this Telegram id, or None."""
        row = await self._row(user_id)
        return _member(row) if row else None

    async def get(self, id: int) -> Member | None:
        """Return the member with this id of ours, or None."""
        row = await self._sql.get(id=id)
        return _member(row) if row else None

    async def meet(self, user_id: int, *, guessed: str, now: datetime) -> Member:
        """Return the member with this Telegram id, new or known; one under an older key moves to the newest."""
        row = await self._row(user_id)
        if row is None:
            id = new_id()
            await self._sql.add(id=id, guessed=guessed, seen_on=day_ms(now.date()), **self._keyed(id, user_id))
            return Member(id, None, guessed, None, False, False, now.date())
        if row["key_version"] != self._vault.newest:
            await self._sql.rekey(id=row["id"], **self._keyed(row["id"], user_id))
        return _member(row)

    async def _row(self, user_id: int) -> Any:
        for version in self._vault.versions:
            if row := await self._sql.find(lookup=self._vault.lookup("member", user_id, version=version)):
                return row
        return None

    def _keyed(self, id: int, user_id: int) -> dict[str, Any]:
        return {
            "lookup": self._vault.lookup("member", user_id),
            "key_version": self._vault.newest,
            "chat": self._seal(user_id, "chat", id),
        }

    async def set_language(self, id: int, code: str) -> None:
        """Keep the language a member chose."""
        await self._sql.set_language(id=id, language=code)

    async def set_guess(self, id: int, code: str) -> None:
        """Keep the language a member was last seen to write in."""
        await self._sql.set_guess(id=id, guessed=code)

    async def set_country(self, id: int, code: str | None) -> None:
        """Keep the country a member named, or drop it."""
        await self._sql.set_country(id=id, country=code)

    async def introduce(self, id: int) -> None:
        """Note that the welcome was shown."""
        await self._sql.introduce(id=id)

    async def touch(self, id: int, day: date) -> None:
        """Note the last active day; never goes back."""
        await self._sql.touch(id=id, seen_on=day_ms(day))

    async def close(self, id: int, why: str) -> None:
        """Send nothing to a member any more."""
        await self._sql.close(id=id, why=why)

    async def reopen(self, id: int) -> None:
        """A closed member has written again."""
        await self._sql.reopen(id=id)

    async def forget(self, id: int) -> None:
        """Erase everything of a member in every table. Traces in files go with `store.erase_traces()` afterwards."""
        await erase(self._means, id)

    async def prune(self, now: datetime) -> int:
        """Forget members 180 days after their last active day, a few at a time.

        What they told stays as long as they agreed to: only who asks to be forgotten takes it back.
        """
        before = day_ms((now - FORGOTTEN_AFTER).date())
        rows = [row["id"] async for row in self._sql.idle(before=before, most=FORGOTTEN_AT_ONCE)]
        for id in rows:
            await erase(self._means, id, keeps_stories=True)
        return len(rows)


def _member(row: Any) -> Member:
    return Member(
        id=row["id"],
        language=row["language"],
        guessed=row["guessed"],
        country=row["country"],
        introduced=bool(row["introduced"]),
        closed=row["closed"] is not None,
        seen_on=from_day_ms(row["seen_on"]),
    )
