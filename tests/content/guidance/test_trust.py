from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from content.errors import CardFlaw
from content.guidance.flaws import check
from content.guidance.library import Card, Library
from content.guidance.markup import render
from content.guidance.signatures import Signature, read_signatures, write_signatures
from content.guidance.trust import Trust, trust
from content.languages import CODES, speaker

Change = Callable[[str, str, str], None]
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def sign(card: Card, language: str, role: str, signed: date = MONDAY) -> Card:
    stamp, follows = card.texts[language].stamp, card.texts["en"].stamp
    return replace(card, signatures=(*card.signatures, Signature(language, role, "A", signed, stamp, follows)))


@pytest.fixture
def card(cards: Path) -> Card:
    return replace(Library.load(cards).cards["pr-recordkeeping"], checkers=("doctor", "engineer"))


def last_line(card: Card, language: str) -> str:
    return render(card, language, speaker(language), today=TUESDAY).first.splitlines()[-2]


def test_an_english_text_is_checked_once_every_checker_has_signed(card: Card) -> None:
    one = sign(card, "en", "doctor")
    assert trust(one, "en") == Trust(("doctor",), ("engineer",), MONDAY, False)
    assert last_line(one, "en") == "<i>Written, not yet checked by an engineer.</i>"
    both = sign(one, "en", "engineer", TUESDAY)
    assert trust(both, "en") == Trust(("doctor", "engineer"), (), TUESDAY, True)
    assert last_line(both, "en") == "<i>Checked by a doctor and an engineer, 24 Nov 2026.</i>"


@pytest.mark.parametrize(
    ("signers", "is_checked"), [((), False), (("doctor",), False), (("doctor", "engineer"), True), (("editor",), True)]
)
def test_a_translation_needs_an_editor_or_all_checkers_as_well(
    card: Card, signers: tuple[str, ...], is_checked: bool
) -> None:
    card = sign(sign(card, "en", "doctor"), "en", "engineer")
    for role in signers:
        card = sign(card, "sw", role)
    assert trust(card, "sw").is_checked is is_checked
    assert ("Tafsiri hii bado haijahakikiwa." in last_line(card, "sw")) is not is_checked


def test_a_signed_translation_of_an_unsigned_english_text_is_not_checked(card: Card) -> None:
    assert not trust(sign(card, "sw", "editor"), "sw").is_checked


@pytest.mark.parametrize("language", CODES)
def test_every_language_says_that_a_card_is_checked(card: Card, language: str) -> None:
    for code in CODES:
        for role in ("doctor", "engineer"):
            card = sign(card, code, role)
    line = last_line(card, language)
    assert speaker(language).date(MONDAY) in line
    assert line != f"<i>{speaker('en')('Checked by {checkers}, {date}.')}</i>"
    assert "Checked" not in line or language == "en"


def test_signatures_are_written_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "signatures.toml"
    assert read_signatures(file) == ()
    both = (
        Signature("en", "doctor", "A", MONDAY, "a" * 12, "a" * 12),
        Signature("fr", "editor", "ع", TUESDAY, "b", "c"),
    )
    write_signatures(file, reversed(both))
    assert read_signatures(file) == both


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"A"', '"Amina"', "a name does not belong here"),
        ('"doctor"', '"witch"', "known are doctor"),
        ("signed =", 'name = "Amina"\nsigned =', "and no more"),
        ("2026-11-23", '"2026-11-23"', '"signed" is not a date'),
        ("[[signatures]]", "[[names]]", r"holds \[\[signatures\]\] only"),
        ("[[signatures]]", "[[signatures]", "Expected"),
    ],
)
def test_what_is_no_signature_is_not_read(cards: Path, card: Card, old: str, new: str, what: str) -> None:
    file = cards / "pr-recordkeeping" / "signatures.toml"
    write_signatures(file, sign(card, "en", "doctor").signatures)
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CardFlaw, match=what):
        Library.load(cards)


def test_one_who_is_no_checker_of_the_card_is_a_flaw(cards: Path, card: Card) -> None:
    write_signatures(cards / "pr-recordkeeping" / "signatures.toml", sign(card, "en", "doctor").signatures)
    whats = [flaw.what for flaw in check(Library.load(cards))]
    assert whats == ["doctor has signed en.md and is no checker of it"]
