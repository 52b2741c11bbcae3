"""What was asked, apart from who asked it; and what readers thought of cards, counted per day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.columns import day_ms, from_day_ms, new_id
from storage.noun import MOST_PRUNED, Noun

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Gap:
    """A wording that got no good answer; `count` is how often it was asked, `cards` what was offered."""

    id: int
    wording: str
    language: str
    kind: str
    count: int
    first_day: date
    cards: tuple[str, ...]
    concepts: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A wording, the cards that were offered for it, best first, and the concepts heard in it."""

    id: int
    wording: str
    language: str
    cards: tuple[str, ...]
    concepts: tuple[str, ...]


class Questions(Noun):
    """Wordings that were cleaned of names and numbers before they came here. Only the day is kept, for 30 days."""

    name = "questions"

    async def record(
        self,
        wording: str,
        language: str,
        outcome: str,
        cards: Iterable[str],
        concepts: Iterable[str],
        now: datetime,
    ) -> int:
        """Keep a cleaned wording, what it was answered with, and return its id."""
        id = new_id()
        await self._sql.record(
            id=id,
            body=self._seal([wording, list(cards), list(concepts)], "body", id),
            stamp=self._vault.stamp(" ".join(wording.casefold().split())),
            language=language,
            outcome=outcome,
            asked_on=day_ms(now.date()),
        )
        return id

    async def gap(self, question_id: int, kind: str) -> bool:
        """Note that a question got no good answer; `kind` is none, none-of-these, not-helpful or told."""
        return bool(await self._sql.gap(id=question_id, kind=kind))

    async def get(self, question_id: int) -> Question | None:
        """Return a question that is still kept, or None."""
        row = await self._sql.get(id=question_id)
        if row is None:
            return None
        wording, cards, concepts = self._open(row["body"], "body", row["id"])
        return Question(row["id"], wording, row["language"], tuple(cards), tuple(concepts))

    async def join(self, question_id: int, gap: int) -> bool:
        """Note of which gap a question is one wording."""
        return bool(await self._sql.join_gap(id=question_id, gap=gap))

    async def feedback(self, card: str, language: str, verdict: str, reason: str | None, now: datetime) -> None:
        """Count one verdict on a card for this day."""
        day = day_ms(now.date())
        await self._sql.feedback(card=card, language=language, verdict=verdict, reason=reason or "", day=day)

    async def feedback_counts(self) -> list[tuple[str, str, str, str, date, int]]:
        """Return (card, language, verdict, reason, day, count) of every verdict; the reason may be empty."""
        return [(*tuple(row)[:4], from_day_ms(row["day"]), row["times"]) async for row in self._sql.feedback_counts()]

    async def gaps(self, language: str | None = None) -> list[Gap]:
        """Return open questions, those asked most often first; of one language, or of all."""
        gaps = []
        async for row in self._sql.gaps():
            if language is None or row["language"] == language:
                wording, cards, concepts = self._open(row["body"], "body", row["id"])
                day = from_day_ms(row["first_on"])
                gap = Gap(
                    row["id"], wording, row["language"], row["gap"], row["times"], day, tuple(cards), tuple(concepts)
                )
                gaps.append(gap)
        return gaps

    async def prune(self, now: datetime) -> int:
        """Drop what is older than 30 days, at most MOST_PRUNED; returns how many."""
        return int(await self._sql.prune(before=day_ms((now - KEPT).date()), most=MOST_PRUNED))
