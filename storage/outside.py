"""Outside experts: asked about one case by a link of which only the hash is kept. Who they are nobody learns."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.columns import from_ms, maybe_from_ms, to_ms
from storage.noun import Noun
from storage.tokens import LONGEST_TOKEN, hashed, new_token

VERDICTS = ("safe", "unsafe", "words")
LINK_LASTS = timedelta(hours=72)
WORDS_KEPT = timedelta(days=7)
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class OutsideAsk:
    """One link to one case; `verdict` is one of VERDICTS once answered, `words` what the expert wrote, or ""."""

    case: int
    made_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    verdict: str
    words: str


class Outside(Noun):
    """The links; each is answered once."""

    name = "outside"

    async def ask(self, case: int, now: datetime) -> str:
        """Make a link to a case that lasts 72 hours and return its token."""
        token = new_token()
        await self._sql.ask(hash=hashed(token), case_id=case, now=to_ms(now), expires_at=to_ms(now + LINK_LASTS))
        return token

    async def find(self, token: str) -> OutsideAsk | None:
        """Return what a link is about, answered and expired ones too; None for what was never made."""
        if len(token) > LONGEST_TOKEN:
            return None
        row = await self._sql.find(hash=hashed(token))
        return self._ask(row) if row else None

    async def answer(self, token: str, verdict: str, words: str, now: datetime) -> bool:
        """Keep what the expert says; False when the link was answered before or is too old."""
        hash = hashed(token)
        sealed = self._seal(words, "words", hash) if words else None
        return bool(await self._sql.answer(hash=hash, verdict=verdict, words=sealed, now=to_ms(now)))

    async def of_case(self, case: int) -> list[OutsideAsk]:
        """Return the links to a case, the newest first."""
        return [self._ask(row) async for row in self._sql.of_case(case_id=case)]

    async def prune(self, now: datetime) -> int:
        """Forget what experts wrote a week after their link's end, and links after 90 days; returns how many links."""
        await self._sql.forget_words(before=to_ms(now - WORDS_KEPT))
        return int(await self._sql.prune(before=to_ms(now - KEPT)))

    def _ask(self, row: Any) -> OutsideAsk:
        return OutsideAsk(
            case=row["case_id"],
            made_at=from_ms(row["made_at"]),
            expires_at=from_ms(row["expires_at"]),
            answered_at=maybe_from_ms(row["answered_at"]),
            verdict=row["verdict"] or "",
            words=self._open(row["words"], "words", row["hash"]) if row["words"] else "",
        )
