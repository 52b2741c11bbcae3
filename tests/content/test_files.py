"""A file of ours that is half copied, gone or edited by mistake is named with the flaw, and no traceback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from content.errors import ContentFlaw
from content.files import read_toml
from content.search.emergency.verdict import FILE as VERDICT
from content.search.emergency.verdict import Judge
from content.search.learned.vectors import FILE as VECTORS
from content.search.learned.vectors import Vectors


@pytest.mark.parametrize("content", [b"x = [", b"\xff", b"\n\nx = 'a\n"])
def test_a_table_that_is_broken_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "words.toml"
    file.write_bytes(content)
    with pytest.raises(ContentFlaw, match=r"words\.toml:\d+: can't be read"):
        read_toml(file)


def test_the_line_of_a_mistake_is_told(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text("a = 1\nb = = 2\n")
    with pytest.raises(ContentFlaw) as flaw:
        read_toml(file)
    assert flaw.value.line == 2


def test_a_table_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentFlaw, match="is missing"):
        read_toml(tmp_path / "words.toml")


@pytest.mark.parametrize(("load", "whole"), [(Judge.load, VERDICT), (Vectors.load, VECTORS)])
@pytest.mark.parametrize("bytes_left", [0, 4, 500, -1, -1000])
def test_what_was_learned_and_half_copied_is_named(
    tmp_path: Path, load: Callable[[Path], object], whole: Path, bytes_left: int
) -> None:
    file = tmp_path / "learned.npz"
    file.write_bytes(whole.read_bytes()[:bytes_left])
    with pytest.raises(ContentFlaw, match=r"learned\.npz:0: can't be read"):
        load(file)


def test_what_was_learned_and_changed_on_the_disk_is_named(tmp_path: Path) -> None:
    file = tmp_path / "learned.npz"
    whole = bytearray(VERDICT.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    file.write_bytes(whole)
    with pytest.raises(ContentFlaw, match=r"learned\.npz:0: can't be read"):
        Judge.load(file)
