"""Where someone is in a conversation of several steps, and what they answered so far; sealed, kept 8 days idle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from content.errors import PitwiseError
from storage.columns import from_ms, new_id, to_ms
from storage.noun import Noun

KEPT_IDLE = timedelta(days=8)


class Outrun(PitwiseError):
    """Someone else changed the draft between reading and saving it."""


@dataclass(frozen=True)
class Draft:
    """A conversation under way; `revision` is what a save must name."""

    flow: str
    step: str
    answers: dict[str, Any]
    updated_at: datetime
    revision: int


class Drafts(Noun):
    """At most one draft for each person in each chat."""

    name = "drafts"

    async def find(self, target: int, person: int) -> Draft | None:
        """Return the draft, or None."""
        row = await self._sql.find(target=target, person=person)
        if row is None:
            return None
        flow, step, answers = self._open(row["body"], "body", f"{target}:{person}")
        return Draft(flow, step, answers, from_ms(row["updated_at"]), row["revision"])

    async def save(
        self,
        target: int,
        person: int,
        flow: str,
        step: str,
        answers: Mapping[str, Any],
        now: datetime,
        *,
        revision: int | None,
    ) -> int:
        """Keep a draft and return its revision; `revision` is the one that was read, None when there was no draft.

        Raises Outrun when the draft is not the one that was read.
        """
        # Revisions are random: after a drop and a new beginning an old one never fits again.
        known, revision = revision, new_id()
        row = {
            "target": target,
            "person": person,
            "body": self._seal([flow, step, dict(answers)], "body", f"{target}:{person}"),
            "revision": revision,
            "now": to_ms(now),
        }
        saved = await (self._sql.begin(**row) if known is None else self._sql.change(**row, known=known))
        if not saved:
            raise Outrun("a draft was changed by someone else")
        return revision

    async def drop(self, target: int, person: int) -> bool:
        """Drop a draft; tells whether there was one."""
        return bool(await self._sql.drop(target=target, person=person))

    async def prune(self, now: datetime) -> int:
        """Drop what has been idle for 8 days; returns how many."""
        return int(await self._sql.prune(before=to_ms(now - KEPT_IDLE)))
