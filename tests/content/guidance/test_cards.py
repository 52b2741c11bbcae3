"""The cards themselves: no flaw, and what each reader sees, kept as a snapshot per card."""

import re
from datetime import timedelta
from html import unescape

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from content.guidance.flaws import check_card
from content.guidance.library import Card, Library
from content.guidance.markup import render
from content.languages import CODES, speaker

CARDS = list(Library.load().cards.values())
MESSAGE_UNITS = 4096


class CardSnapshot(SingleFileSnapshotExtension):
    """One readable file per card."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_has_no_flaw(card: Card) -> None:
    assert [f"{flaw.file}:{flaw.line}: {flaw.what}" for flaw in check_card(card)] == []


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_reads_as_before(card: Card, snapshot: SnapshotAssertion) -> None:
    assert write_out(card) == snapshot(extension_class=CardSnapshot)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_fits_into_messages(card: Card) -> None:
    for code in CODES:
        rendered = render(card, code, speaker(code), today=card.review_by + timedelta(days=1))
        for html in filter(None, (rendered.first, rendered.more)):
            shown = unescape(re.sub(r"<[^>]*>", "", html))
            assert len(shown.encode("utf-16-le")) // 2 <= MESSAGE_UNITS


def write_out(card: Card) -> str:
    """Return both screens in every language, as HTML, on the day the card was written."""
    parts = []
    for code in CODES:
        rendered = render(card, code, speaker(code), today=card.written)
        parts += [f"===== {code}", rendered.first]
        parts += ["-----", rendered.more] if rendered.more else []
    return "\n".join(parts) + "\n"
