"""Finds what other miners tried: an index in memory of published experiences, by stems, words, concepts and subjects.

It holds ids and terms, never a text. What is withdrawn is gone at once, also before the index has written it down.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import tantivy

from content.search.fold import words
from content.search.frequent import weightless
from content.search.glossary import glossary
from content.search.stems import stem

_HEAP_BYTES = 15_000_000  # what the writer gathers before it makes a segment of it
_SURELY = 0.5  # a concept heard less surely is not indexed
_LOOKED_AT = 120  # words of an experience, and of a question
_STEM, _WORD, _CONCEPT, _SUBJECT = 1.0, 0.4, 1.0, 5.0
_SUBJECTS = 3  # that a question may be about, whose experiences count as near
_UNKNOWN = 0.5  # of the rarest term's weight: what no experience says still makes a question less explained
_NEAR = 0.35  # share of a question that an experience must explain to be shown
_FEW = 1000  # among fewer experiences a word that many of them say still tells something
_STEMS_KEPT = 50_000


@dataclass(frozen=True)
class Searchable:
    """A published experience as it is indexed; the text is read and not kept.

    `card` is the id of the card it belongs to. `concepts` are those heard in the text (`concepts_in`): whoever keeps
    them beside it has a hundred thousand indexed in seconds instead of a minute; None has them heard anew. `also` are
    its translations and the questions that it answers, by language: who asks the same in the same words finds it.
    """

    id: int
    language: str
    text: str
    card: str | None = None
    concepts: frozenset[str] | None = None
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Near:
    """An experience and the share of the question that it explains (0 to 1)."""

    id: int
    score: float


class ExperienceIndex:
    """The published experiences. Adding and removing are quick; `commit` takes about 30 ms and may run in a thread."""

    def __init__(self) -> None:
        """Begin empty."""
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True, indexed=True)
        schema.add_text_field("terms", tokenizer_name="terms", index_option="basic")
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema)
        self._index.register_tokenizer("terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._index.config_reader(reload_policy="Manual")
        self._writer: tantivy.IndexWriter | None = None  # it has a thread: none for an index that stays empty
        self._searcher = self._index.searcher()
        self._changing, self._writing = Lock(), Lock()
        self._added: dict[int, Searchable] = {}
        self._removed: set[int] = set()

    @classmethod
    def build(cls, rows: Iterable[Searchable]) -> "ExperienceIndex":
        """Return the index of `rows`; blocks, so belongs into a thread when there are many."""
        index = cls()
        index.fill(rows)
        return index

    def fill(self, rows: Iterable[Searchable]) -> None:
        """Index many rows that are not in it yet, and commit."""
        with self._writing:
            writer = self._open()
            for row in rows:
                writer.add_document(self._document(row))
        self.commit()

    def add(self, row: Searchable) -> None:
        """Take in a published experience, or a changed one; it is found from the next commit on."""
        with self._changing:
            self._added[row.id] = row
            self._removed.add(row.id)

    def remove(self, id: int) -> None:
        """Forget an experience: it is found no more from this moment on."""
        with self._changing:
            self._added.pop(id, None)
            self._removed.add(id)

    @property
    def count(self) -> int:
        """Return how many experiences are written down."""
        return int(self._searcher.num_docs)

    @property
    def is_behind(self) -> bool:
        """Tell whether something waits for a commit."""
        return bool(self._added or self._removed)

    def commit(self) -> None:
        """Write down what was added and removed since the last time."""
        with self._writing:
            with self._changing:
                added, removed = dict(self._added), set(self._removed)
            writer = self._open()
            for gone in removed:
                writer.delete_documents("id", gone)
            for row in added.values():
                writer.add_document(self._document(row))
            writer.commit()
            self._index.reload()
            with self._changing:
                self._searcher = self._index.searcher()
                self._settle(added, removed)

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_HEAP_BYTES, num_threads=1)
        return self._writer

    def _settle(self, added: Mapping[int, Searchable], removed: set[int]) -> None:
        """Keep as waiting only what has come in during the commit."""
        is_old = {id for id in removed if self._added.get(id) is added.get(id)}
        self._removed -= is_old
        self._added = {id: row for id, row in self._added.items() if id not in is_old}

    def search(
        self,
        tokens: Mapping[str, float],
        concepts: Mapping[str, float],
        subjects: Sequence[tuple[str, float]],
        language: str,
        limit: int = 3,
    ) -> list[Near]:
        """Return up to `limit` experiences that explain enough of a question, the best first.

        `tokens` are its folded words and `concepts` what is heard in it, with how surely each was read; `subjects`
        the cards it may be about with their shares, best first.
        """
        asked = _asked(tokens, concepts, subjects, language)
        with self._changing:
            searcher, removed = self._searcher, frozenset(self._removed)
        query, whole = self._query(searcher, asked)
        if query is None:
            return []
        near: list[Near] = []
        for score, address in searcher.search(query, limit + len(removed), count=False).hits:
            if score < _NEAR * whole or len(near) == limit:
                break
            id = int(searcher.doc(address)["id"][0])
            if id not in removed:
                near.append(Near(id, round(min(1.0, score / whole), 4)))
        return near

    def _query(self, searcher: tantivy.Searcher, asked: Mapping[str, float]) -> tuple[tantivy.Query | None, float]:
        """Return what to search for, None when no experience says any of it, and the score of one that says all."""
        count, whole, parts = searcher.num_docs, 0.0, []
        for term, weight in asked.items():
            held = searcher.doc_freq("terms", term)
            told = weight * _rarity(held, max(count, _FEW))
            whole += told if held else told * _UNKNOWN
            if held:
                # The index's own score would be less the longer a story is, which is no less of an answer for that.
                alone = tantivy.Query.term_query(self._schema, "terms", term, "basic")
                parts.append((tantivy.Occur.Should, tantivy.Query.const_score_query(alone, told)))
        return (tantivy.Query.boolean_query(parts) if parts else None), whole

    def _document(self, row: Searchable) -> tantivy.Document:
        return tantivy.Document(id=row.id, terms=" ".join(_terms(row)))


def concepts_in(text: str, language: str) -> frozenset[str]:
    """Return the concepts that are surely heard in an experience."""
    heard = glossary().hear(words(text)[:_LOOKED_AT], language)
    return frozenset(concept for concept, sure in heard.items() if sure > _SURELY)


def _terms(row: Searchable) -> set[str]:
    """Return all by which an experience can be found: concepts, words, stems of their language, its card."""
    said = ((row.language, row.text), *row.also)
    concepts = row.concepts
    if concepts is None:
        concepts = frozenset().union(*(concepts_in(text, language) for language, text in said))
    terms = {f"~{concept}" for concept in concepts}
    for language, text in said:
        telling = _telling(words(text)[:_LOOKED_AT], language)
        terms |= telling
        terms |= {f"{language}:{_stem(word, language)}" for word in telling}
    if row.card:
        terms.add(f"#{row.card}")
    return terms


def _asked(
    tokens: Mapping[str, float], concepts: Mapping[str, float], subjects: Sequence[tuple[str, float]], language: str
) -> dict[str, float]:
    """Return what to look for and how much each counts."""
    asked = {f"#{subject}": _SUBJECT * share for subject, share in subjects[:_SUBJECTS]}
    asked |= {f"~{concept}": _CONCEPT * sure for concept, sure in concepts.items()}
    for word in _telling(tokens, language):
        asked[word] = _WORD * tokens[word]
        asked[f"{language}:{_stem(word, language)}"] = _STEM * tokens[word]
    return asked


def _telling(said: Iterable[str], language: str) -> set[str]:
    idle = weightless()[language]
    return {word for word in said if word not in idle and len(word) > 1}


@lru_cache(maxsize=_STEMS_KEPT)
def _stem(word: str, language: str) -> str:
    return stem(word, language)


def _rarity(held: int, count: int) -> float:
    return math.log(1 + (count - held + 0.5) / (held + 0.5))
