"""Finds rows of words in a text, word by word; what a row is for is its list's name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from content.search.fold import fold

_TOKEN = re.compile(r"[^\W_]+")


class Rows:
    """Rows of folded words by the name of their list, ready to be found."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        """Index `lists`: for each name its rows, split by commas."""
        self._rows: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name, rows in lists.items():
            for row in rows.split(","):
                words = tuple(folded for word in _TOKEN.findall(row) if (folded := fold(word)))
                if words:
                    self._rows[words[0]].append((words, name))
        for begun in self._rows.values():
            begun.sort(key=lambda row: -len(row[0]))

    def at(self, words: Sequence[str], place: int) -> tuple[str, int] | None:
        """Return the list's name and the length of the longest row that begins at `place`, if any."""
        for row, name in self._rows.get(words[place], ()) if place < len(words) else ():
            if tuple(words[place : place + len(row)]) == row:
                return name, len(row)
        return None

    def find(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield (name, first word, word after the last) of every row in `words`."""
        for place in range(len(words)):
            found = self.at(words, place)
            if found:
                yield found[0], place, place + found[1]

    def single(self) -> frozenset[str]:
        """Return the rows of one word."""
        return frozenset(row[0] for rows in self._rows.values() for row, _ in rows if len(row) == 1)
