"""A warning that somebody types unasked is heard with its kind; questions, prices and stories are none."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from content.search.answer import Found, Hit
from content.search.warning import FILE, warned_of, with_warning

QUESTIONS = Path(__file__).parents[2] / "benchmarks" / "questions"
TAUGHT = FILE.parent / "taught"
WARNINGS = [
    ("en", "there is a fake buyer in Geita with false notes", "buyer"),
    ("en", "Beware, the dealer at the bridge has a rigged scale", "scales"),
    ("en", "warn everyone, dynamite is lying beside the road", "explosives"),
    ("en", "The ground is cracking at the edge in Ashanti", "ground"),
    ("fr", "il y a des fissures au bord du puits, prévenez les autres", "ground"),
    ("fr", "Attention, un faux acheteur paie à Bunia", "buyer"),
    ("sw", "kuna zebaki imemwagika kando ya mto", "mercury"),
    ("sw", "Kuna mnunuzi feki Geita", "buyer"),
    ("es", "ojo con la balanza adulterada en la tienda", "scales"),
    ("es", "hay dinamita tirada en el camino", "explosives"),
    ("pt", "cuidado, o barranco está rachando", "ground"),
    ("pt", "Tem comprador falso por aqui", "buyer"),
    ("id", "hati hati ada pembeli palsu", "buyer"),
    ("id", "awas tanah retak di pinggir lubang", "ground"),
    ("ar", "احذروا يوجد مشتري نصاب هنا", "buyer"),
    ("ar", "انتبهوا الارض تتشقق قرب الحفرة", "ground"),
]
OTHERS = [
    ("en", "how do I know that there is a fake buyer"),
    ("en", "there is a fake buyer here?"),
    ("en", "my buyer cheats me"),
    ("en", "beware of the dog"),
    ("en", "fake notes"),
    ("sw", "nitajuaje kama kuna noti bandia"),
    ("es", "hay oro en el río"),
    ("en", "there is a fake buyer " * 40),
]


@pytest.mark.parametrize(("language", "text", "kind"), WARNINGS)
def test_a_warning_is_heard_with_its_kind(language: str, text: str, kind: str) -> None:
    assert warned_of(text, language) == kind


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_what_does_not_warn_is_left_alone(language: str, text: str) -> None:
    assert warned_of(text, language) == ""


def test_hardly_any_question_is_taken_for_a_warning() -> None:
    """Of a stranger's questions none; of the wordings that the search was taught from at most one in a thousand."""
    assert [text for code, text in _texts(QUESTIONS, "question") if warned_of(text, code)] == []
    taught = _texts(TAUGHT, "text")
    assert sum(bool(warned_of(text, code)) for code, text in taught) <= len(taught) / 1000


def _texts(folder: Path, column: str) -> list[tuple[str, str]]:
    return [
        (file.stem, row[column])
        for file in sorted(folder.glob("*.tsv"))
        for row in csv.DictReader(file.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def test_programs_that_search_are_told_of_the_tool() -> None:
    found = Found("none", (), None, "en", frozenset())
    warned = with_warning(found, "there is a fake buyer in Geita")
    assert (warned.outcome, warned.hits[-1].kind, warned.hits[-1].id) == ("unsure", "tool", "hazard")
    assert with_warning(found, "how do I know a fake buyer") == found
    cards = tuple(Hit("card", f"c{number}", 0.9) for number in range(5))
    sure = with_warning(replace(found, outcome="sure", hits=cards), "there is a fake buyer in Geita")
    assert [hit.id for hit in sure.hits] == ["c0", "c1", "c2", "c3", "hazard"] and sure.outcome == "sure"
