"""Judges whether what a text tells is over, told as a story, or happening now; it knows nothing of how dangerous it is.

Nobody can tell that from single words: both say "fell", "blood", "since this morning". How a text ends tells most: a
story ends with what came of it and what is done since, a cry with how someone is at this moment. Therefore the end is
weighed twice more, apart. `tense.npz` is written by `scripts/learn_tense.py` from the `stories/` beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.search.learned.arrays import read_arrays
from content.search.learned.model import Evidence, Model

FILE = Path(__file__).with_name("tense.npz")
# Names of the parts of a text that are weighed, and how many of its last words each holds.
PARTS = {"whole": None, "late": 16, "last": 8}
LEAST_WORDS = 12  # of fewer nobody can tell
_DOUBTED, _SILENCED = 5.0, 2.5  # how much danger a story takes off for each step that it is further over than a cry is
_MOST_SILENCED = 3.5  # what is so dangerous is heard whatever it is told like
_NOW_ADDS = 0.3

EndOf = Callable[[int | None], Evidence]  # the evidence in so many last words of a text, or in all


@dataclass(frozen=True)
class Tense:
    """What was learned: `told` grows with how surely a text is a story.

    Of cries that begin like a story 70 % are below `now`, 80 % below `story` and 95 % below `surely`.
    """

    models: tuple[Model, ...]
    now: float
    story: float
    surely: float
    stamp: str

    @classmethod
    def load(cls, file: Path = FILE) -> "Tense":
        """Read what was learned."""
        with read_arrays(file) as kept:
            now, story, surely = (float(kept[name]) for name in ("now", "story", "surely"))
            models = tuple(Model.load(file, part) for part in PARTS)
            return cls(models, now, story, surely, str(kept["stamp"]))

    def told(self, end_of: EndOf) -> float:
        """Return how far a text is told as over: log odds."""
        parts = zip(self.models, PARTS.values(), strict=True)
        return sum(float(model.scores(end_of(words))[0]) for model, words in parts)

    def sure(self, odds: float, told: float) -> float:
        """Return what is left of the odds of danger where it is asked whether there is no doubt of it."""
        return odds - _DOUBTED * max(0.0, told - self.story)

    def heard(self, odds: float, told: float) -> float:
        """Return what is left of the odds of danger where it is asked whether it may be one at all."""
        if told < self.now:
            return odds + _NOW_ADDS
        return odds - min(_MOST_SILENCED, _SILENCED * max(0.0, told - self.surely))


MOST_ADDED = _NOW_ADDS


@lru_cache(maxsize=1)
def tense() -> Tense:
    """Return what was learned, read once."""
    return Tense.load()
