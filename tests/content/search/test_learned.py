"""What was learned is kept small, and looked up as if it were not."""

import gc

import numpy as np

from content.search.fold import words
from content.search.learned.arrays import read_arrays
from content.search.learned.model import Evidence, Gathering
from content.search.learned.recent import MOST, Recent
from content.search.learned.vectors import FILE, vectors
from tests.benchmarks.questions import plain_questions


def test_every_listed_word_is_found_where_it_stands_and_no_other() -> None:
    with read_arrays(FILE) as kept:
        listed = bytes(kept["words"]).decode().split("\n")

    assert [vectors().places.find(word) for word in listed] == list(range(len(listed)))
    unknown = [f"{word}\n{word}" for word in listed[:50]] + ["", "zzzzqq", listed[-1][:-1] + "zq"]
    assert [vectors().places.find(word) for word in unknown] == [None] * len(unknown)


def test_a_stretch_of_a_long_text_gives_the_same_evidence_as_its_words_alone() -> None:
    typed = words("the shaft fell on my brother, the shaft is dry, مياه في البئر xqzw, the shaft fell")
    gathering = Gathering(typed)

    for start, end in ((0, 4), (3, 9), (8, 13), (10, 40)):
        stretch, alone = gathering.of(start, end), Evidence.of(typed[start:end])
        assert set(stretch.pieces) == set(alone.pieces)
        assert np.array_equal(stretch.pooled, alone.pooled)


def test_the_benchmarks_ask_more_than_is_recalled() -> None:
    assert len(set(plain_questions())) > MOST


def test_what_was_worked_out_is_recalled_for_a_while_and_the_text_is_not_kept() -> None:
    worked_out: list[int] = []
    recent: Recent[int] = Recent(most=2)
    text = "my name is " + str(len(worked_out)) * 40

    def work_out() -> int:
        worked_out.append(len(worked_out))
        return worked_out[-1]

    assert [recent.recall(text, work_out), recent.recall(text, work_out)] == [0, 0]
    assert text not in gc.get_referents(*gc.get_referents(recent))
    recent.recall("one", work_out)
    recent.recall("two", work_out)
    assert recent.recall(text, work_out) == 3, "the oldest goes first"
