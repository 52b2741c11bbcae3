"""The kinds of danger that can be reported: each short enough for its button, with a card that is there."""

import pytest

from content.guidance.library import Library
from content.hazards import KINDS, place_in
from content.languages import CODES, speaker


@pytest.mark.parametrize("code", CODES)
def test_every_kind_fits_onto_its_button_and_into_a_digest(code: str) -> None:
    say = speaker(code)
    assert all(len(say(kind.label)) <= 20 and len(say(kind.told)) <= 200 for kind in KINDS.values())


def test_the_card_of_a_kind_is_one_of_ours() -> None:
    cards = Library.load().cards
    assert all(kind.card in cards for kind in KINDS.values() if kind.card)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a fake buyer in Geita, since Monday", ("TZ", "geita")),
        ("mnunuzi feki mara nyingi Mara", None),
        ("between Geita and Mwanza", None),
        ("in geitas", None),
        ("", None),
    ],
)
def test_a_place_is_read_only_where_it_is_surely_one(text: str, place: tuple[str, str] | None) -> None:
    assert place_in(text) == place
