"""Where someone is in a conversation of several steps, and what they answered so far; sealed, kept 8 days idle."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """A conversation under way; `revision` is what a save must name.

    `pending` is a part of the answer to `step`; `notes` are what the conversation itself remembers of it.
    """

    flow: str
    step: str
    answers: dict[str, Any]
    updated_at: datetime
    revision: int
    pending: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def takes_words(self) -> bool:
        """Tell whether free words and bare numbers answer the step that was asked."""
        return bool(self.notes.get("words"))

    @property
    def is_for_others(self) -> bool:
        """Tell whether the words that are asked for are for someone else, who may read another language."""
        return bool(self.notes.get("for_others"))


def new_revision() -> int:
    """Return a random revision: after a drop and a new beginning an old one never fits again."""
    return new_id()


class Drafts(Noun):
    """At most one draft under way for each person in each chat, and one of each flow that is kept for later."""

    name = "drafts"

    async def find(self, target: int, person: int) -> Draft | None:
        """Return the draft, or None."""
        row = await self._sql.find(target=target, person=person)
        if row is None:
            return None
        flow, step, answers, *more = self._open(row["body"], "body", f"{target}:{person}")
        return Draft(flow, step, answers, from_ms(row["updated_at"]), row["revision"], *more)

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
        pending: Mapping[str, Any] | None = None,
        notes: Mapping[str, Any] | None = None,
        becomes: int | None = None,
    ) -> int:
        """Keep a draft and return its revision; `revision` is the one that was read, None when there was no draft.

        It `becomes` a new one, given where it had to be known before. Raises Outrun when the draft is not the one
        that was read.
        """
        known, revision = revision, becomes or new_revision()
        content = [flow, step, dict(answers), dict(pending or {}), dict(notes or {})]
        row = {
            "target": target,
            "person": person,
            "body": self._seal(content, "body", f"{target}:{person}"),
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

    async def end(self, target: int, person: int, revision: int) -> bool:
        """Drop the draft of this very revision; tells whether it was there."""
        return bool(await self._sql.end(target=target, person=person, revision=revision))

    async def lay_aside(self, target: int, person: int, draft: Draft, now: datetime) -> None:
        """Keep the draft under way for later, in place of one of the same flow; raises Outrun when it has changed."""
        if not await self.end(target, person, draft.revision):
            raise Outrun("a draft was changed by someone else")
        stamp = self._aside_stamp(target, person, draft.flow)
        content = [draft.flow, draft.step, draft.answers, draft.pending, draft.notes]
        sealed = self._seal(content, "aside", f"{target}:{person}:{stamp}")
        await self._sql.lay_aside(target=target, person=person, stamp=stamp, body=sealed, now=to_ms(now))

    async def find_aside(self, target: int, person: int, flow: str) -> Draft | None:
        """Return what of a flow was kept for later, or None."""
        return next((one for one in await self.all_aside(target, person) if one.flow == flow), None)

    async def all_aside(self, target: int, person: int) -> list[Draft]:
        """Return everything that was kept for later, the newest first."""
        return [one for _, one in await self._aside(target, person)]

    async def drop_aside(self, target: int, person: int, flow: str) -> bool:
        """Drop what of a flow was kept for later; tells whether there was any."""
        # A stamp made under an older key differs from today's: the draft itself says which flow it is of.
        stamps = [stamp for stamp, one in await self._aside(target, person) if one.flow == flow]
        return any([await self._sql.drop_aside(target=target, person=person, stamp=stamp) for stamp in stamps])

    async def _aside(self, target: int, person: int) -> list[tuple[str, Draft]]:
        found = []
        for row in [row async for row in self._sql.all_aside(target=target, person=person)]:
            flow, step, answers, pending, notes = self._open(row["body"], "aside", f"{target}:{person}:{row['stamp']}")
            found.append((row["stamp"], Draft(flow, step, answers, from_ms(row["updated_at"]), 0, pending, notes)))
        return found

    def _aside_stamp(self, target: int, person: int, flow: str) -> str:
        return self._vault.stamp(f"drafts:{target}:{person}:{flow}")

    async def prune(self, now: datetime) -> int:
        """Drop what has been idle for 8 days; returns how many."""
        before = to_ms(now - KEPT_IDLE)
        return int(await self._sql.prune(before=before)) + int(await self._sql.prune_aside(before=before))
