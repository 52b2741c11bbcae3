"""Stories that other people judged: of which flags each must get some, and which are harmless.

Those who wrote them had not seen the words, rules and wordings; nothing is learned from them. `review/` is by one
writer, `review/second/` by another, who then looked at what was missed of the odd lines of each kind, never at the
even, and wrote `wordings/stories/`: the same hand, so numbers on these lines flatter.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).with_name("review")
WRITERS = {"first": FOLDER, "second": FOLDER / "second"}


class Judged(NamedTuple):
    """A story: in which line it stands, the flags that it must get, whether it must get none, what it says."""

    line: int
    flags: frozenset[str]
    is_harmless: bool
    is_unseen: bool
    text: str


def judged(writer: str, language: str) -> Iterator[Judged]:
    """Yield the stories of a writer in a language."""
    counts = {"bad": 0, "harmless": 0}
    with (WRITERS[writer] / f"{language}.tsv").open(encoding="utf-8", newline="") as lines:
        for line, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
            counts[row["kind"]] += 1
            is_even = counts[row["kind"]] % 2 == 0
            yield Judged(
                line, frozenset(row["flags"].split(",")) - {"-"}, row["kind"] == "harmless", is_even, row["text"]
            )
