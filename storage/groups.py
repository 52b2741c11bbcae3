"""Telegram groups and channels: a random id, a keyed pseudonym, the sealed chat id. Never a title or who is in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.columns import new_id, to_ms
from storage.erasure import erase
from storage.noun import Noun
from storage.subscriptions import Subscriptions


@dataclass(frozen=True)
class Group:
    """A group as we know it."""

    id: int
    language: str | None
    guessed: str
    closed: bool


class Groups(Noun):
    """The groups the bot is in, or was."""

    name = "groups"

    async def find(self, chat_id: int) -> Group | None:
        """Return the group with this Telegram id, or None."""
        row = await self._row(chat_id)
        return _group(row) if row else None

    async def get(self, id: int) -> Group | None:
        """Return the group with this id of ours, or None."""
        row = await self._sql.get(id=id)
        return _group(row) if row else None

    async def meet(self, chat_id: int, *, guessed: str) -> Group:
        """Return the group with this Telegram id, new or known; one under an older key moves to the newest."""
        row = await self._row(chat_id)
        if row is None:
            id = new_id()
            await self._sql.add(id=id, guessed=guessed, **self._keyed(id, chat_id))
            return Group(id, None, guessed, False)
        if row["key_version"] != self._vault.newest:
            await self._sql.rekey(id=row["id"], **self._keyed(row["id"], chat_id))
        return _group(row)

    async def set_language(self, id: int, code: str) -> None:
        """Keep the language chosen for a group."""
        await self._sql.set_language(id=id, language=code)

    async def close(self, id: int, why: str) -> None:
        """Send nothing to a group any more."""
        await self._sql.close(id=id, why=why)

    async def reopen(self, id: int) -> None:
        """The bot is in a closed group again."""
        await self._sql.reopen(id=id)

    async def mute(self, id: int, now: datetime) -> bool:
        """Note that a group lets us write nothing for now; False when that was known. It is tried again all the same.

        Telegram tells of what is forbidden to us alone, not of what a group forbids to all who are in it.
        """
        return bool(await self._sql.mute(id=id, now=to_ms(now)))

    async def unmute(self, id: int) -> bool:
        """Note that a group lets us write; False when it always did."""
        return bool(await self._sql.unmute(id=id))

    async def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group got a new Telegram id: its one row changes, whichever of the two notices of it comes first.

        What the new id has collected already goes over to the old row, which keeps its settings.
        """
        old, new = await self._row(old_chat_id), await self._row(new_chat_id)
        if old is None:
            return
        if new is not None:
            await self._sql.move_notices(old=new["id"], new=old["id"])
            await Subscriptions(self._means).move(new["id"], old["id"])
            await erase(self._means, new["id"])
        await self._sql.rekey(id=old["id"], **self._keyed(old["id"], new_chat_id))

    async def _row(self, chat_id: int) -> Any:
        for version in self._vault.versions:
            if row := await self._sql.find(lookup=self._vault.lookup("group", chat_id, version=version)):
                return row
        return None

    def _keyed(self, id: int, chat_id: int) -> dict[str, Any]:
        return {
            "lookup": self._vault.lookup("group", chat_id),
            "key_version": self._vault.newest,
            "chat": self._seal(chat_id, "chat", id),
        }


def _group(row: Any) -> Group:
    return Group(row["id"], row["language"], row["guessed"], row["closed"] is not None)
