"""Stories that other people judged: of which flags each must get some, and which are harmless.

Each of the two writers had seen neither words, rules and wordings nor what the other wrote; nothing is learned from
them, and nobody looks at what was missed: who wants to know ways to speak that are missed asks another writer.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).with_name("review")
WRITERS = {name: FOLDER / name for name in ("first", "second")}


class Judged(NamedTuple):
    """A story: the flags that it must get, whether it must get none, what it says."""

    flags: frozenset[str]
    is_harmless: bool
    text: str


def judged(writer: str, language: str) -> Iterator[Judged]:
    """Yield the stories of a writer in a language."""
    with (WRITERS[writer] / f"{language}.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Judged(frozenset(row["flags"].split(",")) - {"-"}, row["kind"] == "harmless", row["text"])
