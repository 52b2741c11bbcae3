"""What was learned is kept small, and looked up as if it were not."""

import gc
from pathlib import Path

import numpy as np
import pytest

from content.errors import ContentFlaw
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


def test_large_numbers_stay_in_the_file_where_it_holds_them_as_they_are(tmp_path: Path) -> None:
    large, small = np.arange(200_000, dtype=np.int16).reshape(2, -1), np.arange(9)
    np.savez(tmp_path / "plain.npz", large=large, small=small)
    np.savez_compressed(tmp_path / "packed.npz", large=large, small=small)
    for name, stays in (("plain.npz", True), ("packed.npz", False)):
        with read_arrays(tmp_path / name) as kept:
            found, few = kept["large"], kept["small"]

        assert np.array_equal(found, large) and np.array_equal(few, small)
        assert isinstance(found.base, np.memmap) is stays


@pytest.mark.parametrize("at", [0.05, 0.5, 0.95])
def test_numbers_that_stay_in_the_file_are_looked_through_for_damage(tmp_path: Path, at: float) -> None:
    file = tmp_path / "learned.npz"
    np.savez(file, large=np.arange(200_000))
    whole = bytearray(file.read_bytes())
    whole[int(len(whole) * at)] ^= 0x01
    file.write_bytes(whole)

    with pytest.raises(ContentFlaw, match=r"learned\.npz:0: can't be read"), read_arrays(file) as kept:
        kept["large"]
