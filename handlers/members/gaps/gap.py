"""A question without a good answer becomes a gap, counted with its like: how dangerous it is, and what is nearest."""

from collections.abc import Iterable, Sequence

from content.guidance.library import Library
from content.languages import CODES
from content.search.answer import Found
from handlers.context import Context
from storage.gaps import Gap
from storage.questions import Question
from storage.session import Session

# What a case about the wording of a gap is called.
CASE_KIND = "gap"
# What cases about the wording of a passed gap in another language are called, by that language.
TONGUES = {code: f"{CASE_KIND}-{code}" for code in CODES}
# Below this share a card has nothing to do with a question.
_NEAR = 0.02
_MOST_NEAR = 3
_DANGERS = {"emergency": 2, "safety-critical": 1}


def near_cards(context: Context, question: str, found: Found) -> tuple[str, ...]:
    """Return the cards that come nearest to a question, best first; also when none of them answers it."""
    hits = found.hits
    if not hits:
        hits = context.finder.find(question, language=found.language, rank_all=True, is_calm=True).hits
    near = [hit.id for hit in hits if hit.kind == "card" and hit.score >= _NEAR]
    return tuple(near[:_MOST_NEAR])


def danger_of(library: Library, cards: Iterable[str]) -> int:
    """Return how dangerous it is what these cards are about: 0 to 2, as the most dangerous of them."""
    return max((_DANGERS.get(library.cards[card].danger, 0) for card in cards if card in library.cards), default=0)


async def note_gap(context: Context, w: Session, asked: Question, kind: str, near: Sequence[str] = ()) -> Gap:
    """Keep a recorded question as one that got no good answer, counted with its like; return the gap."""
    cards = tuple(dict.fromkeys((*asked.cards, *near)))
    await w.questions.gap(asked.id, kind)
    gap = await w.gaps.note(
        asked.wording,
        asked.language,
        kind,
        asked.concepts,
        cards,
        context.now.date(),
        danger=danger_of(context.library, cards),
    )
    await w.questions.join(asked.id, gap.id)
    return gap
