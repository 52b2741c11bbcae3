"""Experiences of a hundred thousand miners, made of the demo's by mixing sentences and words; always the same ones."""

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from content.search.experiences import Searchable, concepts_in

FILE = Path(__file__).parents[2] / "content" / "guidance" / "demo" / "experiences.tsv"
CHANGED = 0.15  # share of the words that others of the same language stand for
_ENDS = re.compile(r"(?<=[.!?؟])\s+")


def stories(count: int) -> Iterator[Searchable]:
    """Yield `count` experiences: each the sentences of one, in another order, with one of another and other words."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    heard = [concepts_in(text, language) for language, _, text in rows]
    sentences: defaultdict[str, list[str]] = defaultdict(list)
    for language, _, text in rows:
        sentences[language] += _ENDS.split(text)
    words = {language: [word for one in told for word in one.split()] for language, told in sentences.items()}
    chance = random.Random(1)
    for number in range(count):
        language, card, text = rows[number % len(rows)]
        told = _ENDS.split(text)
        told = [*chance.sample(told, len(told)), chance.choice(sentences[language])]
        mixed = (
            chance.choice(words[language]) if chance.random() < CHANGED else word
            for one in told
            for word in one.split()
        )
        yield Searchable(number, language, " ".join(mixed), card, heard[number % len(rows)])
