"""Voice notes that a person of the team may hear and write down: whose and which file, sealed, 30 days at most."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.columns import from_ms, new_id, to_ms
from storage.noun import MOST_PRUNED, Noun

# What a case about a voice note is called.
CASE_KIND = "voice"
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class VoiceNote:
    """A question that was spoken: who wants the answer, Telegram's id of the file, and how long it is."""

    id: int
    member: int
    file_id: str
    seconds: int
    language: str
    received_at: datetime


class Voices(Noun):
    """The notes; each goes when it is written down."""

    name = "voices"

    async def add(self, member: int, file_id: str, seconds: int, language: str, now: datetime) -> int:
        """Keep a voice note of a member and return its id."""
        id = new_id()
        await self._sql.add(
            id=id,
            author=self._vault.lookup("voice", member),
            body=self._seal([member, file_id, seconds], "body", id),
            language=language,
            now=to_ms(now),
        )
        return id

    async def get(self, id: int) -> VoiceNote | None:
        """Return a voice note, or None."""
        row = await self._sql.get(id=id)
        if row is None:
            return None
        member, file_id, seconds = self._open(row["body"], "body", id)
        return VoiceNote(id, member, file_id, seconds, row["language"], from_ms(row["received_at"]))

    async def count_of(self, member: int) -> int:
        """Return how many voice notes of a member wait."""
        marks = [self._vault.lookup("voice", member, version=version) for version in self._vault.versions]
        return sum([len([row async for row in self._sql.by_author(author=mark)]) for mark in marks])

    async def drop(self, id: int) -> bool:
        """Forget a voice note; tells whether it was there."""
        return bool(await self._sql.drop(id=id))

    async def forget(self, member: int) -> list[int]:
        """Forget every voice note of a member; returns their ids."""
        ids = []
        for version in self._vault.versions:
            author = self._vault.lookup("voice", member, version=version)
            ids += [row["id"] async for row in self._sql.by_author(author=author)]
        return [id for id in ids if await self.drop(id)]

    async def prune(self, now: datetime) -> int:
        """Forget voice notes after 30 days; returns how many."""
        before = to_ms(now - KEPT)
        ids = [row["id"] async for row in self._sql.outdated(before=before, most=MOST_PRUNED)]
        return sum([await self.drop(id) for id in ids])
