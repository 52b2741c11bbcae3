"""When a second opinion is asked for: only after the words alone left it unsure. It knows no model and no network."""

from collections.abc import Mapping
from typing import Protocol

from content.search.answer import Finder, Found
from content.search.experiences import ExperienceIndex


class SecondOpinion(Protocol):
    """Something slower that knows what a text means."""

    async def __call__(self, text: str) -> Mapping[str, float]:
        """Return by how much the log odds of each subject rise or fall; empty when it has nothing to say. No raise."""
        ...


async def find_twice(
    finder: Finder,
    second_opinion: SecondOpinion | None,
    text: str,
    *,
    language: str,
    rank_all: bool = False,
    is_calm: bool = False,
    experiences: ExperienceIndex | None = None,
) -> Found:
    """Return what `Finder.find` finds, once more with a second opinion when nothing is surely the answer."""
    found = finder.find(text, language=language, rank_all=rank_all, is_calm=is_calm, experiences=experiences)
    if second_opinion is None or not found.is_unsure:
        return found
    opinion = await second_opinion(text)
    if not opinion:
        return found
    return finder.find(
        text, language=language, rank_all=rank_all, is_calm=is_calm, experiences=experiences, opinion=opinion
    )
