"""Alerts that coordinators write: for whom, what is said in which language, how far it is. Knows no reader."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from content.alerts import Audience, Kind, Reach, audience_of
from storage.cases import NUMBER_LENGTH, NUMBER_SIGNS
from storage.columns import from_ms, maybe_from_ms, maybe_ms, new_id, to_ms
from storage.noun import MOST_PRUNED, Noun

UNSENT_KEPT = timedelta(days=8)
CONTENT_KEPT = timedelta(days=30)
KEPT = timedelta(days=365)

Relation = Literal["new", "repeat", "clear"]


@dataclass(frozen=True)
class Written:
    """What is to be sent: `texts` by language; whoever reads another language gets it in what `instead` names.

    There "" leaves them out, and "?" too, while someone of the team is asked for the words.

    `root` is the alert that it repeats or calls off, None for a new one. `reach` is how many it was counted for, `read`
    how many of them read each language.
    """

    kind: Kind
    audience: Audience
    texts: Mapping[str, str]
    instead: Mapping[str, str] = field(default_factory=dict)
    relation: Relation = "new"
    root: int | None = None
    reach: Reach = field(default_factory=Reach)
    read: Mapping[str, Reach] = field(default_factory=dict)


@dataclass(frozen=True)
class Alert:
    """An alert and where it stands: written, waiting for a second person, sending, stopping; then done, stopped,
    refused or lapsed.

    `source` and `after` say up to where its audience was read; `progress` counts what its author was told of it, in the
    message `progress_message`. What it says is empty a month after its end.
    """

    id: int
    number: str
    written: Written
    root: int
    state: str
    author: int | None
    agreed_by: int | None
    written_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None
    source: str
    after: int
    progress: int
    progress_at: datetime | None
    progress_message: int | None

    @property
    def period(self) -> str:
        """Return what its notices are unique by."""
        return f"{self.id:x}"


class Alerts(Noun):
    """Every change of state is conditional on the state before: of two at once the first wins."""

    name = "alerts"

    async def write(self, written: Written, author: int, now: datetime) -> Alert:
        """Keep what is to be sent; nothing goes out before `send`."""
        id, number = new_id(), "".join(secrets.choice(NUMBER_SIGNS) for _ in range(NUMBER_LENGTH))
        source = "reached" if written.relation == "clear" else "members"
        root = written.root if written.root is not None else id
        await self._sql.write(
            id=id,
            number=number,
            kind=written.kind,
            relation=written.relation,
            root=root,
            audience=json.dumps(written.audience.as_json()),
            content=self._seal(_content(written), "content", id),
            author=author,
            member_count=written.reach.members,
            group_count=written.reach.groups,
            source=source,
            now=to_ms(now),
        )
        return Alert(id, number, written, root, "written", author, None, now, None, None, source, 0, 0, None, None)

    async def get(self, id: int) -> Alert | None:
        """Return an alert, or None."""
        row = await self._sql.get(id=id)
        return self._alert(row) if row else None

    async def by_number(self, number: str) -> Alert | None:
        """Return the alert with this number, or None."""
        row = await self._sql.by_number(number=number.upper())
        return self._alert(row) if row else None

    async def recent(self, limit: int) -> list[Alert]:
        """Return the newest alerts that were sent, or were to be."""
        return [self._alert(row) async for row in self._sql.recent(most=limit)]

    async def under_way(self) -> list[Alert]:
        """Return what waits for a second person, is being sent, or is being stopped; the oldest first."""
        return [self._alert(row) async for row in self._sql.under_way()]

    async def family(self, root: int) -> list[Alert]:
        """Return an alert and its repeats."""
        return [self._alert(row) async for row in self._sql.family(root=root)]

    async def add_text(self, alert: Alert, code: str, text: str) -> bool:
        """Add the words of one more language to what is not sent yet; False when it is, or when they are there."""
        if code in alert.written.texts:
            return False
        instead = {one: other for one, other in alert.written.instead.items() if one != code}
        written = replace(alert.written, texts={**alert.written.texts, code: text}, instead=instead)
        content = self._seal(_content(written), "content", alert.id)
        return bool(await self._sql.reword(id=alert.id, content=content))

    async def drop(self, id: int) -> bool:
        """Drop what was written and not sent."""
        return bool(await self._sql.drop(id=id))

    async def submit(self, id: int) -> bool:
        """Let what was written wait for a second person."""
        return bool(await self._sql.move(id=id, was="written", becomes="waiting"))

    async def send(self, id: int, now: datetime) -> bool:
        """Begin to send what was written."""
        return bool(await self._sql.begin(id=id, was="written", agreed_by=None, now=to_ms(now)))

    async def agree(self, id: int, by: int, now: datetime) -> bool:
        """Begin to send what waited for a second person."""
        return bool(await self._sql.begin(id=id, was="waiting", agreed_by=by, now=to_ms(now)))

    async def give_up(self, id: int, why: Literal["refused", "lapsed", "stopped"], now: datetime) -> bool:
        """End what waits for a second person."""
        return bool(await self._sql.end(id=id, was="waiting", becomes=why, now=to_ms(now)))

    async def stop(self, id: int) -> bool:
        """Send no more of it; what is under way ends first."""
        return bool(await self._sql.move(id=id, was="sending", becomes="stopping"))

    async def end(self, alert: Alert, now: datetime) -> bool:
        """Note that all of it is done, or that it is stopped."""
        becomes = "done" if alert.state == "sending" else "stopped"
        return bool(await self._sql.end(id=alert.id, was=alert.state, becomes=becomes, now=to_ms(now)))

    async def is_called_off(self, root: int) -> bool:
        """Tell whether an all clear for it is under way, or was sent and no repeat was begun after it."""
        return bool(await self._sql.clears(root=root))

    async def is_going_on(self, root: int) -> bool:
        """Tell whether it, or a repeat of it, is not over."""
        return bool(await self._sql.open_of(root=root))

    async def read_up_to(self, id: int, source: str, after: int) -> bool:
        """Note up to where the audience was read; False when the alert is being sent no more."""
        return bool(await self._sql.read_up_to(id=id, source=source, after=after))

    async def tell(self, id: int, progress: int, message: int | None, now: datetime) -> None:
        """Note how often its author was told of it, and in which message."""
        await self._sql.tell(id=id, progress=progress, message=message, now=maybe_ms(now))

    async def prune(self, now: datetime) -> int:
        """Drop what was never sent, what alerts said a month after their end, and all of them after a year."""
        unsent = await self._sql.drop_unsent(before=to_ms(now - UNSENT_KEPT), most=MOST_PRUNED)
        emptied = await self._sql.empty(before=to_ms(now - CONTENT_KEPT), most=MOST_PRUNED)
        return int(unsent + emptied + await self._sql.prune(before=to_ms(now - KEPT), most=MOST_PRUNED))

    def _alert(self, row: Any) -> Alert:
        texts, instead, read = self._open(row["content"], "content", row["id"]) if row["content"] else ({}, {}, {})
        written = Written(
            kind=row["kind"],
            audience=audience_of(json.loads(row["audience"])),
            texts=texts,
            instead=instead,
            relation=row["relation"],
            root=row["root"],
            reach=Reach(row["member_count"], row["group_count"]),
            read={code: Reach(*counts) for code, counts in read.items()},
        )
        return Alert(
            id=row["id"],
            number=row["number"],
            written=written,
            root=row["root"],
            state=row["state"],
            author=row["author"],
            agreed_by=row["agreed_by"],
            written_at=from_ms(row["written_at"]),
            begun_at=maybe_from_ms(row["begun_at"]),
            ended_at=maybe_from_ms(row["ended_at"]),
            source=row["source"],
            after=row["after"],
            progress=row["progress"],
            progress_at=maybe_from_ms(row["progress_at"]),
            progress_message=row["progress_message"],
        )


def _content(written: Written) -> list[dict[str, Any]]:
    read = {code: [reach.members, reach.groups] for code, reach in written.read.items()}
    return [dict(written.texts), dict(written.instead), read]
