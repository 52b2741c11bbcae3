"""What members told: sealed until it is decided, then public or gone. Knows neither who reviews nor how it is found."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from storage.columns import day_ms, from_day_ms, maybe_from_ms, new_id, to_ms
from storage.erased import Erased
from storage.noun import MOST_PRUNED, Noun

# What a case about a story is called.
CASE_KIND = "experience"
# What of a published story is the question that it answers, by language.
QUESTION = "question"
# What brings a published story to who asked; its period ends with the story's id.
ANSWERED = "gap-answered"
# Whose story it is can be told no longer than this; the story itself is kept for CONSENTED.
CONTACT_LASTS = timedelta(days=365)
CONSENTED = timedelta(days=730)


@dataclass(frozen=True)
class Experience:
    """One story. `answers` is what was written (empty once decided), `shown` what was published (None before).

    `state` is waiting, announced (changed wording, published at `publish_at` unless its author objects), published,
    rejected or withdrawn. `contact` is the member's id of ours, None when nobody is to be told any more. `readers`,
    `helped` and `tried` are counts, `concepts` what a published one is found by (None: not heard yet). A change names
    `revision`.
    """

    id: int
    state: str
    language: str
    answers: Mapping[str, Any]
    shown: Mapping[str, Any] | None
    card: str | None
    gap: int | None
    audience: tuple[str, ...]
    consent: str
    contact: int | None
    revision: int
    received_on: date
    publish_at: datetime | None
    published_at: datetime | None
    readers: int
    helped: int
    tried: int
    concepts: frozenset[str] | None = None


@dataclass(frozen=True)
class Told:
    """A story as it comes in: the answers by step, the card or the gap it belongs to, and what was consented to."""

    language: str
    answers: Mapping[str, Any]
    audience: Sequence[str]
    consent: str
    card: str | None = None
    gap: int | None = None


class Experiences(Noun):
    """Every change is one conditional statement and tells whether it was the first."""

    name = "experiences"

    async def add(self, member: int, receipt: str, told: Told, today: date) -> int | None:
        """Keep a story of a member under its receipt code and return its id; None when the code is taken."""
        id = new_id()
        is_new = await self._sql.add(
            id=id,
            receipt=self._vault.stamp(f"receipt:{receipt}"),
            author=self._vault.lookup("author", member),
            contact=self._seal(member, "contact", id),
            language=told.language,
            body=self._seal(dict(told.answers), "body", id),
            card=told.card,
            gap=told.gap,
            audience=json.dumps(list(told.audience)),
            consent=told.consent,
            received_on=day_ms(today),
        )
        return id if is_new else None

    async def get(self, id: int) -> Experience | None:
        """Return a story, or None."""
        row = await self._sql.get(id=id)
        return self._experience(row) if row else None

    async def by_receipt(self, receipt: str) -> Experience | None:
        """Return the story that a receipt code opens, from any account, or None."""
        for version in self._vault.versions:
            stamp = self._vault.stamp(f"receipt:{receipt}", version=version)
            if row := await self._sql.by_receipt(receipt=stamp):
                return self._experience(row)
        return None

    async def of(self, member: int) -> list[Experience]:
        """Return a member's stories, the newest first."""
        found = []
        for version in self._vault.versions:
            author = self._vault.lookup("author", member, version=version)
            found += [self._experience(row) async for row in self._sql.by_author(author=author)]
        return found

    async def change(
        self, one: Experience, answers: Mapping[str, Any], *, card: str | None, audience: Sequence[str], consent: str
    ) -> bool:
        """Replace what was written while it waits for review."""
        body = self._seal(dict(answers), "body", one.id)
        return bool(
            await self._sql.change(
                id=one.id,
                body=body,
                card=card,
                audience=json.dumps(list(audience)),
                consent=consent,
                revision=one.revision,
            )
        )

    async def publish(self, one: Experience, shown: Mapping[str, Any], *, card: str | None, now: datetime) -> bool:
        """Make a story public as `shown`; what was written is erased."""
        return bool(
            await self._sql.publish(
                id=one.id,
                shown=self._seal(dict(shown), "shown", one.id),
                card=card,
                now=to_ms(now),
                revision=one.revision,
            )
        )

    async def announce(
        self, one: Experience, shown: Mapping[str, Any], *, card: str | None, publish_at: datetime
    ) -> bool:
        """Let a story with changed wording be published at `publish_at` unless its author objects before."""
        return bool(
            await self._sql.announce(
                id=one.id,
                shown=self._seal(dict(shown), "shown", one.id),
                card=card,
                publish_at=to_ms(publish_at),
                revision=one.revision,
            )
        )

    async def announced(self, now: datetime, limit: int) -> list[Experience]:
        """Return the announced stories whose moment has come."""
        return [self._experience(row) async for row in self._sql.announced(now=to_ms(now), most=limit)]

    async def review_again(self, one: Experience, answers: Mapping[str, Any]) -> bool:
        """Put a story back into review with `answers`: its author objects, or a decision is undone."""
        body = self._seal(dict(answers), "body", one.id)
        is_first = bool(await self._sql.review_again(id=one.id, body=body, revision=one.revision))
        if is_first:
            await self._stop_telling(one.id)
        return is_first

    async def reject(self, one: Experience) -> bool:
        """Publish a story never; what was written and its pictures are erased."""
        is_first = bool(await self._sql.reject(id=one.id, revision=one.revision))
        if is_first:
            await self._sql.drop_pictures(experience=one.id)
        return is_first

    async def withdraw(self, id: int) -> bool:
        """Erase a story in any state; its counts stay, tied to nobody. Tells whether it was there."""
        await self._sql.drop_pictures(experience=id)
        await self._sql.drop_reactions(experience=id)
        await self._stop_telling(id)
        await Erased(self._means).note("story", id)
        return bool(await self._sql.withdraw(id=id))

    async def _stop_telling(self, id: int) -> None:
        """Send to nobody what waits to be sent of a story; what is under way is not sent a second time."""
        quoted, now = f"%,{id},%", to_ms(self._means.now())
        for stop in (self._sql.stop_waiting, self._sql.stop_unknown):
            await stop(kind=ANSWERED, about=f"%:{id}", quoted=quoted, now=now)
        await self._sql.stop_failed(quoted=quoted, now=now)
        await self._sql.stop_sending(quoted=quoted)

    async def withdraw_all(self, member: int) -> list[int]:
        """Erase every story of a member; returns their ids."""
        return [one.id for one in await self.of(member) if await self.withdraw(one.id)]

    async def withdrawn(self) -> list[int]:
        """Return the ids of all that was withdrawn, whoever did it."""
        return [row["id"] async for row in self._sql.withdrawn()]

    async def lose_author(self, member: int) -> None:
        """Keep a member's stories, tied to nobody: only their receipts open them from now on."""
        for version in self._vault.versions:
            await self._sql.lose_author(author=self._vault.lookup("author", member, version=version))

    async def published(self, after: int, limit: int) -> list[Experience]:
        """Return published stories with an id above `after`, by id: a page of all of them."""
        return [self._experience(row) async for row in self._sql.published(after=after, most=limit)]

    async def under_card(self, card: str, limit: int) -> list[Experience]:
        """Return what was published to a card, the newest first."""
        return [self._experience(row) async for row in self._sql.under_card(card=card, most=limit)]

    async def card_counts(self, audience: str) -> dict[str, int]:
        """Return how many stories that are published to an audience belong to which card."""
        like = f'%"{audience}"%'
        return {row["card"]: row["times"] async for row in self._sql.card_counts(audience=like)}

    async def answers_to(self, gap: int) -> list[Experience]:
        """Return what was published in answer to a gap."""
        return [self._experience(row) async for row in self._sql.answers_to(gap=gap)]

    async def count(self, id: int, what: str, by: int = 1) -> bool:
        """Count one reader, one whom it helped or one who tried it; `what` is "reader", "helped" or "tried"."""
        counts = {"reader": self._sql.count_reader, "helped": self._sql.count_helped, "tried": self._sql.count_tried}
        return bool(await counts[what](id=id, by=by))

    async def react(self, id: int, member: int, what: str) -> bool:
        """Count that it helped a member or that they tried it, once for each; False when it was counted before."""
        marks = [self._vault.lookup("reaction", member, version=version) for version in self._vault.versions]
        newest = self._vault.lookup("reaction", member)
        if any([await self._sql.has_reacted(experience=id, mark=mark, kind=what) for mark in marks]):
            return False
        return bool(await self._sql.react(experience=id, mark=newest, kind=what)) and await self.count(id, what)

    async def forget_reactions(self, member: int) -> None:
        """Erase what a member said of stories; the counts stay."""
        for version in self._vault.versions:
            await self._sql.forget_reactions(mark=self._vault.lookup("reaction", member, version=version))

    async def show_anew(self, one: Experience, shown: Mapping[str, Any]) -> bool:
        """Show a published story with more or less beside its own words, which stay; False when it is another now."""
        sealed = self._seal(dict(shown), "shown", one.id)
        return bool(await self._sql.show_anew(id=one.id, shown=sealed, revision=one.revision))

    async def keep_concepts(self, id: int, concepts: Iterable[str]) -> bool:
        """Keep by which concepts a published story is found, so that they need not be heard anew at each start."""
        return bool(await self._sql.keep_concepts(id=id, concepts=json.dumps(sorted(concepts))))

    async def counts(self) -> dict[str, int]:
        """Return how many stories are in each state."""
        return {row["state"]: row["times"] async for row in self._sql.counts()}

    async def count_kept_from(self, audience: str, since: datetime) -> int:
        """Return how many stories that were published after `since` are not for an audience."""
        return int(await self._sql.count_kept_from(audience=f'%"{audience}"%', since=to_ms(since)))

    async def add_picture(self, experience: int, place: int, content: bytes) -> bool:
        """Keep a picture, re-encoded without what a camera adds; tells whether that place was free."""
        id = new_id()
        sealed = self._vault.seal(content, f"pictures.content:{id}")
        return bool(await self._sql.add_picture(id=id, experience=experience, place=place, content=sealed))

    async def pictures(self, experience: int) -> list[bytes]:
        """Return the pictures of a story in order."""
        return [
            self._vault.open(row["content"], f"pictures.content:{row['id']}")
            async for row in self._sql.pictures(experience=experience)
        ]

    async def drop_pictures(self, experience: int) -> int:
        """Erase the pictures of a story; returns how many there were."""
        return int(await self._sql.drop_pictures(experience=experience))

    async def count_pictures(self, experience: int) -> int:
        """Return how many pictures a story has."""
        return int(await self._sql.count_pictures(experience=experience))

    async def prune(self, now: datetime) -> int:
        """Forget whose a story is after a year, and withdraw it when its consent has run out; returns how many."""
        await self._sql.lose_contact(before=day_ms((now - CONTACT_LASTS).date()))
        old = [row["id"] async for row in self._sql.outdated(before=day_ms((now - CONSENTED).date()), most=MOST_PRUNED)]
        return sum([await self.withdraw(id) for id in old])

    def _experience(self, row: Any) -> Experience:
        id = row["id"]
        return Experience(
            id=id,
            state=row["state"],
            language=row["language"],
            answers=self._open(row["body"], "body", id) if row["body"] else {},
            shown=self._open(row["shown"], "shown", id) if row["shown"] else None,
            card=row["card"],
            gap=row["gap"],
            audience=tuple(json.loads(row["audience"])),
            consent=row["consent"],
            contact=self._open(row["contact"], "contact", id) if row["contact"] else None,
            revision=row["revision"],
            received_on=from_day_ms(row["received_on"]),
            publish_at=maybe_from_ms(row["publish_at"]),
            published_at=maybe_from_ms(row["published_at"]),
            readers=row["readers"],
            helped=row["helped"],
            tried=row["tried"],
            concepts=frozenset(json.loads(row["concepts"])) if row["concepts"] else None,
        )
