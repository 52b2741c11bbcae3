from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from content.guidance.catalogue import CHECKERS, DANGERS, GROUPS, read_catalogue
from content.guidance.flaws import Flaw, check, check_pictograms
from content.guidance.library import Library
from content.guidance.terms import TERMS
from content.guidance.wording import read_rare_words
from content.languages import CODES
from content.search.glossary import glossary

Change = Callable[[str, str, str], None]


def find_flaws(cards: Path) -> list[Flaw]:
    return check(Library.load(cards))


def test_a_sound_card_has_no_flaw(cards: Path) -> None:
    assert find_flaws(cards) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("card.toml", "number = 158", "number = 157", "the number is 157, in catalogue.tsv 158"),
        ("card.toml", '"ordinary"', '"emergency"', "group and danger are processing, emergency"),
        ("card.toml", '["finance"]', '["doctor", "finance"]', "the checkers are doctor finance"),
        ("card.toml", '["pr-sampling"]', '["pr-nothing"]', '"pr-nothing" is no other card'),
        ("card.toml", '["pr-sampling"]', '["pr-recordkeeping"]', '"pr-recordkeeping" is no other card'),
        ("card.toml", '"📓"', '""', "the pictogram is not one emoji"),
        ("card.toml", '"📓"', '"book"', "the pictogram is not one emoji"),
        ("card.toml", "review_by = 2027", "review_by = 2026", "review_by is not after written"),
        ("card.toml", '"A book on day books"', '" "', "names at least one source"),
        ("card.toml", "[[sources]]", '[first_when]\n"gold golf" = ""\n[[sources]]', '"golf" is no concept'),
        ("card.toml", "[[sources]]", '[first_when]\n"gold dust" = "pr-no"\n[[sources]]', '"pr-no" is no card'),
        ("card.toml", '["12.5"]', "[]", "the figure 12.5 gram rests on no source"),
        ("card.toml", '["12.5"]', '["12.5", "40"]', "a source has the figure 40"),
    ],
)
def test_wrong_facts_are_found(cards: Path, change: Change, name: str, old: str, new: str, what: str) -> None:
    change(name, old, new)
    assert any(what in flaw.what and flaw.file.name == name for flaw in find_flaws(cards)), find_flaws(cards)


LONG = "Write down every sale on the same day when it was made and never some other day."


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("Keep a day book", "Keep a day book and show it to each one who asks you for the same", 3, "at most 60"),
        ("Write down every sale on the same day.", LONG, 5, "a sentence has 17 words, at most 14"),
        ("Write down every sale", "Write (down) every sale", 5, 'no "("'),
        ("on the same day.", "on the same day; always.", 5, 'no ";"'),
        ("every sale", "every ASM sale", 5, '"ASM": no unexplained abbreviation'),
        ("the same day.", "the same day, e.g. today.", 5, '"e.g.": write it out'),
        ("every sale", "every sale and/or loan", 5, '"d/o": write it out'),
        ("Keep it dry.", "Dust brings silicosis.", 9, '"silicosis" is rare and not explained: say "dust lung"'),
        ("Keep it dry.", "Keep it dry: 1 bag, 2 boxes, 3 locks.", 9, "3 figures in one line, at most 2"),
        ("Keep it dry.", "Keep it dry for ٣ days.", 9, "digits are western"),
        ("Keep it dry.", "Call 112.", 9, "no phone numbers"),
        ("Keep it dry.", "Call 555 for help.", 9, "no phone numbers"),
        ("Keep it dry.", "Ask +255 754 000 000.", 9, "no phone numbers"),
        ("Keep it dry.", "Ask 0754000000.", 9, "no phone numbers"),
        ("Keep it dry.", "This is not galamsey.", 9, '"galamsey" shames'),
        ("Keep it dry.", "This is not PETI.", 9, '"PETI" shames'),
        ("Keep it dry.", "Keep it dry ذهب.", 9, "not in the script of its language"),
        ("day book, record", "", 3, "there are no keywords"),
        ("day book, record", "Day book", 1, "not in lower case"),
        ("day book, record", "record, day book, record", 1, "stands twice"),
    ],
)
def test_hard_or_unsafe_wording_is_found(cards: Path, change: Change, old: str, new: str, line: int, what: str) -> None:
    change("en.md", old, new)
    found = [flaw for flaw in find_flaws(cards) if flaw.file.name == "en.md"]
    assert any(what in flaw.what and flaw.line == line for flaw in found), found


def test_a_first_screen_has_at_most_500_letters_and_six_steps(cards: Path, change: Change) -> None:
    change("en.md", "- Keep **12.5", "- Write it down at once.\n" * 5 + "- Keep **12.5")
    assert [flaw.what for flaw in find_flaws(cards) if flaw.file.name == "en.md"] == ["there are 7 steps, at most 6"]
    change("en.md", "- Keep **12.5", "- Write it down at once. Do not wait for the buyer.\n" * 9 + "- Keep **12.5")
    assert any("the first screen has" in flaw.what for flaw in find_flaws(cards))


def test_short_sentences_on_average_are_asked_for(cards: Path, change: Change) -> None:
    change("en.md", "Never rely on", "Never, at no time and for no reason, rely on")
    change("en.md", "down every sale", "down every single sale that you have made")
    change("en.md", "Keep **12.5 g** as", "Keep **12.5 g** of what you want to sell as")
    whats = [flaw.what for flaw in find_flaws(cards) if flaw.file.name == "en.md"]
    assert any("words on average, at most 9" in what for what in whats)


def test_an_emergency_has_short_steps_and_asks_nothing(cards: Path, change: Change) -> None:
    change("card.toml", '"ordinary"', '"emergency"')
    change("en.md", "on the same day.", "on the same day and then also on the next day again.")
    change("en.md", "a sample.", "a sample?")
    whats = [flaw.what for flaw in find_flaws(cards) if flaw.file.name == "en.md"]
    assert any("a step of an emergency has 74 characters, at most 60" in what for what in whats), whats
    assert "an emergency asks nothing" in whats


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("fr.md", "12,5 g", "12,6 g", "figures differ from the English"),
        ("fr.md", "12,5 g", "12,5 kg", "units differ from the English: gram"),
        ("sw.md", "gramu **12.5**", "kilo **12.5**", "units differ from the English: gram"),
        ("es.md", "Guárdelo seco.", "Guárdelo seco 3 días.", "second screen: figures differ"),
        ("pt.md", "- Anote cada venda no mesmo dia.\n", "", "has 1 steps, the English 2"),
        ("id.md", "---\n", "", "has 4 steps, the English 2"),
        ("ar.md", "احفظه جافاً.", "Keep it dry.", "is the English line, not translated"),
        ("ar.md", "احفظه جافاً.", "Keep it really dry.", "is not in the script of its language"),
        ("fr.md", "Gardez-le au sec.", "Keep it dry.", "is the English line, not translated"),
        ("en.md", "same day", "same evening", "is stale"),
        (
            "en.md",
            "Keep it dry.",
            "Keep it from mercury.",
            "the English speaks of mercury, here stands none of the words",
        ),
    ],
)
def test_a_translation_that_says_something_else_is_found(
    cards: Path, change: Change, name: str, old: str, new: str, what: str
) -> None:
    if what.startswith("has 4 steps"):
        change(name, "Tunjukkan", "- Tunjukkan")
    change(name, old, new)
    assert any(what in flaw.what for flaw in find_flaws(cards)), find_flaws(cards)


def test_a_missing_second_screen_and_a_missing_language_are_found(cards: Path, change: Change) -> None:
    change("sw.md", "---\nMwonyeshe mkopeshaji daftari.\n- Liweke pakavu.\n", "")
    (cards / "pr-recordkeeping" / "pt.md").unlink()
    found = {(flaw.file.name, flaw.what) for flaw in find_flaws(cards)}
    assert ("sw.md", "has a second screen where the English has none, or none where it has one") in found
    assert ("pt.md", "is missing") in found


def test_an_unplanned_card_and_an_unknown_language_are_found(cards: Path) -> None:
    folder = cards / "pr-recordkeeping"
    (folder / "xx.md").write_bytes((folder / "fr.md").read_bytes())
    folder.rename(cards / "pr-diary")
    whats = [flaw.what for flaw in find_flaws(cards)]
    assert "pr-diary is not in catalogue.tsv" in whats
    assert "locales/ knows no language xx" in whats


def test_the_catalogue_numbers_its_cards_from_101_without_a_gap() -> None:
    entries = list(read_catalogue().values())
    assert [entry.number for entry in entries] == list(range(101, 101 + len(entries)))
    assert {entry.group for entry in entries} == set(GROUPS)
    assert {entry.danger for entry in entries} == set(DANGERS)
    assert {checker for entry in entries for checker in entry.checkers} == set(CHECKERS)
    assert all(entry.checkers for entry in entries)


def test_a_rare_word_that_is_explained_is_no_flaw(cards: Path, change: Change) -> None:
    change("en.md", "Keep it dry.", "Dust lung is silicosis.")
    assert not [flaw for flaw in find_flaws(cards) if "is rare" in flaw.what]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("fr.md", "au sec", "loin du mercure"), ("id.md", "kering", "bermerkuri"), ("ar.md", "جافاً", "بعيداً عن الزئبق")],
)
def test_a_term_may_stand_in_any_form_of_its_language(
    cards: Path, change: Change, name: str, old: str, new: str
) -> None:
    change("en.md", "Keep it dry.", "Keep it from mercury.")
    change(name, old, new)
    lacking = {flaw.file.name for flaw in find_flaws(cards) if "speaks of mercury" in flaw.what}
    assert lacking == {"fr.md", "sw.md", "es.md", "pt.md", "id.md", "ar.md"} - {name}


def test_every_term_is_a_concept_of_the_glossary() -> None:
    assert set(TERMS) <= glossary().ids


def test_rare_words_are_listed_in_small_letters_for_every_language() -> None:
    rare = read_rare_words()
    assert rare.keys() == set(CODES)
    assert all(word == word.casefold() and phrases for words in rare.values() for word, phrases in words.items())


def test_two_cards_of_one_group_never_share_a_pictogram(cards: Path) -> None:
    card = Library.load(cards).cards["pr-recordkeeping"]
    twin = replace(card, id="pr-sampling", number=156, pictogram=card.pictogram + "\ufe0f")
    other = replace(twin, id="hs-noise", number=133, group="health-safety")
    assert [flaw.what for flaw in check_pictograms(Library((card, twin)))] == [
        "pr-sampling of the same group has this pictogram"
    ]
    assert list(check_pictograms(Library((card, other)))) == []


def test_our_own_cards_have_nothing_wrong_together() -> None:
    assert list(check_pictograms(Library.load())) == []
