"""A question is about what people say alike; rows follow the texts they were made from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from content.errors import ContentFlaw
from content.guidance.library import Library
from content.search.answer import Finder, Found
from content.search.second_opinion import find_twice
from content.search.semantic import FILE, LONGEST, Meanings, Saying, readable, sayings, unit

SAID = [Saying("retort", "burn it outside"), Saying("retort", "a pipe and a bucket"), Saying("scale", "weigh it twice")]
VECTORS = unit([[1.0, 0.0, 0.1, 0.0], [0.9, 0.1, 0.0, 0.0], [0.0, 0.0, 0.1, 1.0]])
UNSURE = "is it right what he shows me"


@pytest.fixture
def meanings() -> Meanings:
    return Meanings.of("a model", SAID, VECTORS)


def test_what_points_the_same_way_is_meant(meanings: Meanings) -> None:
    opinion = meanings.opinion(unit([[0.8, 0.1, 0.0, 0.1]])[0])
    assert opinion["retort"] > 0 > opinion["scale"]
    opinion = meanings.opinion(VECTORS[2])
    assert opinion["scale"] > 0 > opinion["retort"]


def test_the_row_of_another_model_says_nothing(meanings: Meanings) -> None:
    assert meanings.opinion(np.ones(3, np.float32)) == {}
    assert meanings.opinion(np.full(4, np.nan, np.float32)) == {}


def test_one_subject_alone_says_nothing() -> None:
    assert Meanings.of("a model", SAID[:2], VECTORS[:2]).opinion(VECTORS[0]) == {}


def test_only_new_and_changed_texts_need_a_row(meanings: Meanings) -> None:
    changed = [replace(SAID[0], text="burn it far outside"), *SAID[1:], Saying("shaft", "prop it")]
    new = meanings.missing(changed)
    assert new == [changed[0], changed[-1]]
    renewed = meanings.renewed(changed, new, unit([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]]))
    assert renewed.missing(changed) == []
    assert renewed.missing(SAID) == SAID[:1]
    assert sorted(renewed.subjects) == ["retort", "retort", "scale", "shaft"]
    opinion = renewed.opinion(unit([[0.0, 1.0, 0.0, 0.0]])[0])
    assert max(opinion, key=opinion.__getitem__) == "shaft"


def test_what_is_gone_loses_its_row(meanings: Meanings) -> None:
    assert meanings.renewed(SAID[:2], [], np.empty((0, 0), np.float32)).subjects == ("retort", "retort")


def test_rows_are_read_as_they_were_written(meanings: Meanings, tmp_path: Path) -> None:
    meanings.save(file := tmp_path / "rows.npz")
    again = Meanings.load(file)
    assert (again.model, again.subjects) == ("a model", meanings.subjects)
    assert again.opinion(VECTORS[2]) == meanings.opinion(VECTORS[2])


def test_a_file_cut_off_is_named(tmp_path: Path) -> None:
    file = tmp_path / "rows.npz"
    file.write_bytes(FILE.read_bytes()[:1000])
    with pytest.raises(ContentFlaw, match=r"rows\.npz"):
        Meanings.load(file)


@pytest.mark.parametrize("text", ["a\ud800b", "a\x00b", "a\u202eb", "a\n\tb", "  a b  "])
def test_what_no_model_can_read_is_left_out(text: str) -> None:
    assert readable(text) == "a b"


def test_a_long_text_is_read_by_its_beginning() -> None:
    assert readable("word " * 5000) == ("word " * 100)[:LONGEST]


def test_every_subject_that_can_be_found_has_rows() -> None:
    library, meanings = Library.load(), Meanings.load()
    said = sayings(library)
    assert set(library.cards) <= set(meanings.subjects)
    assert {"prices", "offer", "outside"} <= set(meanings.subjects)
    # Older texts are made anew in the background: a few of them are no fault.
    assert len(meanings.missing(said)) < 0.1 * len(said), "Run `pitwise cards embed`."


@pytest.mark.parametrize("rows", [[[0.0, 0.0]], [[float("inf"), 1.0]], [1.0, 2.0], [["a", "b"]]])
def test_rows_that_mean_nothing_are_refused(rows: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        unit(rows)


class Asked:
    """A second opinion that remembers what it was asked."""

    def __init__(self, opinion: dict[str, float]) -> None:
        self.opinion, self.texts = opinion, list[str]()

    async def __call__(self, text: str) -> dict[str, float]:
        self.texts.append(text)
        return self.opinion


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder.load(Library.load())


async def test_the_second_opinion_is_asked_only_when_unsure(finder: Finder) -> None:
    asked = Asked({"mkt-weigh": 50.0})
    sure = "How do we make a retort for mercury?"
    assert (await find_twice(finder, asked, sure, language="en")).outcome == "sure"
    assert (await find_twice(finder, asked, "101", language="en")).outcome == "sure"
    assert not asked.texts
    found = await find_twice(finder, asked, UNSURE, language="en")
    assert asked.texts == [UNSURE]
    assert (found.outcome, found.hits[0].id) == ("unsure", "mkt-weigh")


async def test_without_or_with_an_empty_opinion_the_answer_is_the_same(finder: Finder) -> None:
    alone: Found = finder.find(UNSURE, language="en")
    assert await find_twice(finder, None, UNSURE, language="en") == alone
    assert await find_twice(finder, Asked({}), UNSURE, language="en") == alone
