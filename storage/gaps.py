"""What nobody can answer yet, who wants to be told, and who may be asked. Whoever asks is sealed, one by one."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from content.gaps import ALIKE, FEWEST_SHARED, likeness
from storage.columns import day_ms, from_day_ms, from_ms, maybe_from_ms, new_id, to_ms
from storage.noun import MOST_PRUNED, Noun

ASKED_FOR = timedelta(days=30)
LONGEST_ASKED = timedelta(days=90)
KEPT = timedelta(days=180)
# How long it takes is told once so many gaps were answered, from the newest of them.
FEWEST_MEASURED, MOST_MEASURED = 5, 50
# Of the gaps that share a concept so many of the newest are looked at, and of those so many opened.
MOST_LOOKED_AT, MOST_OPENED = 1_000, 20
# One member is asked for an answer at most this often.
BETWEEN_ASKS = timedelta(days=7)


@dataclass(frozen=True)
class Gap:
    """Questions that are alike. `wording` is the first one's, without names and numbers.

    `passed` are the wordings that a moderator let others read, by language. `state` is open, passed, answered or
    closed; `danger` 0 to 2; `times` how often it was asked.
    """

    id: int
    wording: str
    concepts: tuple[str, ...]
    cards: tuple[str, ...]
    passed: Mapping[str, str]
    language: str
    kind: str
    state: str
    danger: int
    times: int
    first_on: date
    last_on: date
    groups_asked: int


@dataclass(frozen=True)
class Asker:
    """Someone who wants to be told when a gap is answered; `member` is their id of ours."""

    id: int
    gap: int
    member: int
    language: str
    asked_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Willing:
    """A member who may be asked, about which groups of cards (none: all), and when they were last."""

    target: int
    topics: tuple[str, ...]
    language: str
    asked_at: datetime | None


class Gaps(Noun):
    """The gaps, their askers, and whom to ask."""

    name = "gaps"

    async def note(
        self,
        wording: str,
        language: str,
        kind: str,
        concepts: Sequence[str],
        cards: Sequence[str],
        today: date,
        *,
        danger: int = 0,
    ) -> Gap:
        """Count a question that got no good answer with its like, or begin a gap; return the gap."""
        known = await self.nearest(wording, concepts)
        if known and await self._sql.again(id=known.id, danger=danger, today=day_ms(today)):
            return await self._known(known.id)
        id = new_id()
        body = self._seal([wording, list(concepts), list(cards)], "body", id)
        row = {"language": language, "kind": kind, "danger": danger, "today": day_ms(today)}
        await self._sql.add(id=id, body=body, stamp=self._vault.stamp(_mark(wording)), **row)
        for concept in set(concepts):
            await self._sql.is_about(gap=id, concept=concept)
        return await self._known(id)

    async def nearest(self, wording: str, concepts: Sequence[str]) -> Gap | None:
        """Return the living gap that is the same question in the same or other words, or None."""
        for version in self._vault.versions:
            if row := await self._sql.worded(stamp=self._vault.stamp(_mark(wording), version=version)):
                return self._gap(row)
        best: tuple[float, Gap] | None = None
        for id in await self._likely(concepts):
            gap = await self.get(id)
            near = likeness(gap.concepts, concepts) if gap else 0.0
            if gap and near >= ALIKE and (best is None or near > best[0]):
                best = near, gap
        return best[1] if best else None

    async def _likely(self, concepts: Sequence[str]) -> list[int]:
        """Return the gaps that share most with these concepts, and enough to be the same."""
        shared: Counter[int] = Counter()
        for concept in set(concepts):
            shared.update([row["id"] async for row in self._sql.about(concept=concept, most=MOST_LOOKED_AT)])
        return [id for id, count in shared.most_common(MOST_OPENED) if count >= FEWEST_SHARED]

    async def get(self, id: int) -> Gap | None:
        """Return a gap, or None."""
        row = await self._sql.get(id=id)
        return self._gap(row) if row else None

    async def living(self, limit: int = 2**31, skip: int = 0) -> list[Gap]:
        """Return what is not answered and not closed: dangerous first, then often asked, then old."""
        return [self._gap(row) async for row in self._sql.living(most=limit, skip=skip)]

    async def passed(self) -> list[Gap]:
        """Return what others may read, in the same order."""
        return [self._gap(row) async for row in self._sql.passed()]

    async def pass_wording(self, id: int, wordings: Mapping[str, str]) -> bool:
        """Let others read a question in these words, by language."""
        return bool(await self._sql.pass_wording(id=id, passed=self._seal(dict(wordings), "passed", id)))

    async def word(self, id: int, language: str, words: str) -> bool:
        """Let others read a passed question in one language more, or in it no more without `words`; False when over."""
        gap = await self.get(id)
        if gap is None or gap.state != "passed":
            return False
        wordings = {code: told for code, told in {**gap.passed, language: words}.items() if told}
        return await self.pass_wording(id, wordings)

    async def wait_again(self, id: int) -> bool:
        """Let an answered question be asked on as it was passed: its answer is not sure any more."""
        return bool(await self._sql.wait_again(id=id))

    async def reopen(self, id: int) -> bool:
        """Take back what was passed or closed."""
        return bool(await self._sql.reopen(id=id))

    async def finish(self, id: int, state: str, today: date | None = None) -> bool:
        """End a gap as "answered" (`today`) or "closed"; its askers are told by the caller and dropped then."""
        return bool(await self._sql.finish(id=id, state=state, answered_on=None if today is None else day_ms(today)))

    async def usual_wait(self) -> timedelta | None:
        """Return after how long half of the gaps that were answered last were; None while that says little."""
        waits = sorted([row["answered_on"] - row["first_on"] async for row in self._sql.answered(most=MOST_MEASURED)])
        return timedelta(milliseconds=waits[len(waits) // 2]) if len(waits) >= FEWEST_MEASURED else None

    async def waiting(self) -> dict[int, int]:
        """Return how many want to be told of which gap."""
        return {row["gap"]: row["times"] async for row in self._sql.waiting()}

    async def count_group(self, id: int) -> bool:
        """Note that one more group was asked."""
        return bool(await self._sql.count_group(id=id))

    async def ask(self, gap: int, member: int, language: str, now: datetime) -> int | None:
        """Keep who wants to be told, for 30 days; returns the asker's id, None when they are kept already."""
        id = new_id()
        is_new = await self._sql.ask(
            id=id,
            gap=gap,
            mark=self._vault.lookup("asker", member),
            contact=self._vault.seal(str(member).encode(), f"askers.contact:{id}"),
            language=language,
            now=to_ms(now),
            ends_at=to_ms(now + ASKED_FOR),
        )
        return id if is_new else None

    async def asker(self, id: int) -> Asker | None:
        """Return an asker, or None when they were told, ended or forgotten."""
        row = await self._sql.asker(id=id)
        return self._asker(row) if row else None

    async def askers(self, gap: int) -> list[Asker]:
        """Return who wants to be told of one gap."""
        return [self._asker(row) async for row in self._sql.askers(gap=gap)]

    async def asked_by(self, member: int) -> list[Asker]:
        """Return what a member waits for."""
        found = []
        for version in self._vault.versions:
            mark = self._vault.lookup("asker", member, version=version)
            found += [self._asker(row) async for row in self._sql.marked(mark=mark)]
        return found

    async def renew(self, id: int, now: datetime) -> bool:
        """Keep an asker 30 days from now, but never longer than 90 days since they asked."""
        asker = await self.asker(id)
        if asker is None:
            return False
        ends_at = min(now + ASKED_FOR, asker.asked_at + LONGEST_ASKED)
        return bool(await self._sql.renew(id=id, ends_at=to_ms(ends_at), latest_start=to_ms(now - LONGEST_ASKED)))

    async def drop_asker(self, id: int) -> bool:
        """Forget an asker: they were told, or it is over."""
        return bool(await self._sql.drop_asker(id=id))

    async def ended(self, now: datetime, limit: int) -> list[Asker]:
        """Return the askers whose time is over; they are told so and dropped."""
        return [self._asker(row) async for row in self._sql.ended(now=to_ms(now), most=limit)]

    async def be_willing(self, target: int, topics: Sequence[str], language: str) -> None:
        """Note that a member may be asked, about these groups of cards (none: all)."""
        await self._sql.be_willing(target=target, topics=json.dumps(list(topics)), language=language)

    async def unwilling(self, target: int) -> bool:
        """Ask a member no more."""
        return bool(await self._sql.unwilling(target=target))

    async def willingness(self, target: int) -> Willing | None:
        """Return whether and about what a member may be asked, or None."""
        row = await self._sql.willingness(target=target)
        return _willing(row) if row else None

    async def languages_asked_in(self) -> frozenset[str]:
        """Return the languages of those who may be asked."""
        return frozenset([row["language"] async for row in self._sql.languages_asked_in()])

    async def may_be_asked(self, gap: int, languages: Iterable[str], now: datetime, limit: int) -> list[Willing]:
        """Return whom to ask about a gap in one of `languages`: not about it before, nor anything within a week."""
        before, read = to_ms(now - BETWEEN_ASKS), f",{','.join(languages)},"
        rows = self._sql.may_be_asked(gap=gap, languages=read, before=before, most=limit)
        return [_willing(row) async for row in rows]

    async def note_asked(self, gap: int, target: int, now: datetime) -> bool:
        """Note that a member or group was asked about a gap; False when it was before, or a member within a week."""
        if not await self._sql.note_asked(gap=gap, target=target, now=to_ms(now)):
            return False
        if await self.willingness(target) is None:
            return True
        before = to_ms(now - BETWEEN_ASKS)
        return bool(await self._sql.note_asked_member(target=target, now=to_ms(now), before=before))

    async def count_asked(self, gap: int) -> int:
        """Return how many members and groups were asked."""
        return int(await self._sql.count_asked(gap=gap))

    async def forget(self, member: int) -> None:
        """Erase what ties a member to any gap."""
        for version in self._vault.versions:
            await self._sql.drop_mark(mark=self._vault.lookup("asker", member, version=version))
        await self._sql.unwilling(target=member)
        await self._sql.drop_asked(target=member)

    async def prune(self, now: datetime) -> int:
        """Drop gaps that nobody has asked for half a year and nobody waits for; returns how many."""
        old = [row["id"] async for row in self._sql.outdated(before=day_ms((now - KEPT).date()), most=MOST_PRUNED)]
        for id in old:
            await self._sql.forget_asked(gap=id)
            await self._sql.drop_concepts(gap=id)
        return sum([await self._sql.drop(id=id) for id in old])

    async def _known(self, id: int) -> Gap:
        return self._gap(await self._sql.get(id=id))

    def _gap(self, row: Any) -> Gap:
        wording, concepts, cards = self._open(row["body"], "body", row["id"])
        return Gap(
            id=row["id"],
            wording=wording,
            concepts=tuple(concepts),
            cards=tuple(cards),
            passed=self._open(row["passed"], "passed", row["id"]) if row["passed"] else {},
            language=row["language"],
            kind=row["kind"],
            state=row["state"],
            danger=row["danger"],
            times=row["times"],
            first_on=from_day_ms(row["first_on"]),
            last_on=from_day_ms(row["last_on"]),
            groups_asked=row["groups_asked"],
        )

    def _asker(self, row: Any) -> Asker:
        member = int(self._vault.open(row["contact"], f"askers.contact:{row['id']}"))
        return Asker(row["id"], row["gap"], member, row["language"], from_ms(row["asked_at"]), from_ms(row["ends_at"]))


def _mark(wording: str) -> str:
    """Return what is equal for wordings that differ in case and spaces only."""
    return "gap:" + " ".join(wording.casefold().split())


def _willing(row: Any) -> Willing:
    return Willing(row["target"], tuple(json.loads(row["topics"])), row["language"], maybe_from_ms(row["asked_at"]))
