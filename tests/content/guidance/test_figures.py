import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.guidance.figures import Figure, compare, read_figures


@pytest.mark.parametrize(
    ("line", "language", "figures"),
    [
        ("Wait 30 minutes.", "en", [("30", "minute")]),
        ("Subiri dakika 30.", "sw", [("30", "minute")]),
        ("baada ya miezi kama 12", "sw", [("12", "month")]),
        ("انتظر 30 دقيقة.", "ar", [("30", "minute")]),
        ("19.5 % oxygen", "en", [("19.5", "percent")]),
        ("19,5 % d'oxygène", "fr", [("19.5", "percent")]),
        ("oksijeni asilimia 19.5", "sw", [("19.5", "percent")]),
        ("1,200 ppm", "en", [("1200", "ppm")]),
        ("1.200 ppm", "es", [("1200", "ppm")]),
        ("1 200 ppm", "fr", [("1200", "ppm")]),
        ("1\u202f200,5 g", "fr", [("1200.5", "gram")]),
        ("0.125 g", "en", [("0.125", "gram")]),
        ("a 20-minute rest", "en", [("20", "minute")]),
        ("10 to 15 m", "en", [("10", ""), ("15", "metre")]),
        ("in 2006, 4 men", "en", [("2006", ""), ("4", "")]),
        ("tahun 2006", "id", [("2006", "")]),
        ("at 357 °C", "en", [("357", "degree")]),
        ("24 karats, 2 people", "en", [("24", "karat"), ("2", "")]),
        ("no figure at all", "en", []),
    ],
)
def test_figures_and_units_are_read(line: str, language: str, figures: list[tuple[str, str]]) -> None:
    assert read_figures(line, language) == [Figure(*figure) for figure in figures]


def test_a_range_agrees_wherever_its_unit_stands() -> None:
    assert compare("Wait 10 to 15 minutes.", "Subiri dakika 10 hadi 15.", "sw") is None
    assert compare("Wait 10 to 15 minutes.", "Tunggu 10 sampai 15 jam.", "id") is not None


def test_the_order_of_figures_does_not_matter_but_their_number_does() -> None:
    assert compare("2 of 5 men", "5 hommes, dont 2", "fr") is None
    assert "missing ['5']" in str(compare("2 of 5 men", "2 hommes", "fr"))
    assert "added ['5']" in str(compare("2 men", "2 hommes sur 5", "fr"))


@settings(max_examples=100)
@given(st.text(max_size=60), st.sampled_from(["en", "sw", "ar"]))
def test_a_line_always_agrees_with_itself(line: str, language: str) -> None:
    read_figures(line, language)
    assert compare(line, line, "en") is None
