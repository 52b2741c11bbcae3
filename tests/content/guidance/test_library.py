from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from content.errors import CardFlaw
from content.guidance.library import Library
from content.guidance.texts import read_text
from content.guidance.translations import accept, stamp

Change = Callable[[str, str, str], None]


def test_a_card_is_loaded_whole(cards: Path) -> None:
    card = Library.load(cards).cards["pr-recordkeeping"]
    text, state = card.text("en")
    assert (card.number, card.written, card.related) == (158, date(2026, 11, 23), ("pr-sampling",))
    assert card.sources[0].figures == ("12.5",)
    assert state == "current"
    assert text.title == "Keep a day book"
    assert text.never == "Never rely on the buyer's book only."
    assert text.steps == ("Write down every sale on the same day.", "Keep **12.5 g** as a sample.")
    assert text.more == "Show the book to a lender.\n- Keep it dry."
    assert text.keywords == ("day book", "record")


def test_cards_are_found_by_number_and_by_group(cards: Path) -> None:
    library = Library.load(cards)
    assert library.by_number[158].id == "pr-recordkeeping"
    assert [card.id for card in library.groups["processing"]] == ["pr-recordkeeping"]
    assert library.groups["emergency"] == ()


def test_two_cards_with_one_number_are_refused(cards: Path) -> None:
    (cards / "pr-recordkeeping").rename(cards / "pr-other")
    for name in ("card.toml", "en.md"):
        (cards / "pr-recordkeeping").mkdir(exist_ok=True)
        (cards / "pr-recordkeeping" / name).write_bytes((cards / "pr-other" / name).read_bytes())
    with pytest.raises(CardFlaw, match="number 158 is taken by pr-other"):
        Library.load(cards)


def test_a_translation_is_stale_once_the_english_says_something_else(cards: Path, change: Change) -> None:
    assert Library.load(cards).cards["pr-recordkeeping"].text("sw")[1] == "current"
    change("en.md", "same day", "same evening")
    text, state = Library.load(cards).cards["pr-recordkeeping"].text("sw")
    assert (text.language, state) == ("sw", "stale")


def test_keywords_and_white_space_leave_a_translation_current(cards: Path, change: Change) -> None:
    change("en.md", "day book, record", "ledger")
    change("en.md", "Keep it dry.", "Keep  it dry. ")
    assert Library.load(cards).cards["pr-recordkeeping"].text("sw")[1] == "current"


def test_a_missing_language_reads_english(cards: Path) -> None:
    (cards / "pr-recordkeeping" / "sw.md").unlink()
    text, state = Library.load(cards).cards["pr-recordkeeping"].text("sw")
    assert (text.language, state) == ("en", "missing")


def test_accepting_puts_the_stamp_first_and_only_once(cards: Path) -> None:
    source = (cards / "pr-recordkeeping" / "fr.md").read_text(encoding="utf-8")
    accepted = accept(source, "0123456789ab")
    assert accepted.startswith("translates: 0123456789ab\nkeywords:")
    assert accepted.count("translates:") == 1
    assert accept(accepted, "0123456789ab") == accepted
    assert accept("keywords: a\n\n# T\n", "0123456789ab") == "translates: 0123456789ab\nkeywords: a\n\n# T\n"


def test_the_stamp_depends_on_every_part_that_is_shown() -> None:
    stamps = {
        stamp("a", "b", ["c"], None),
        stamp("A", "b", ["c"], None),
        stamp("a", "B", ["c"], None),
        stamp("a", "b", ["C"], None),
        stamp("a", "b", ["c"], "d"),
    }
    assert len(stamps) == 5
    assert stamp("a", "b", ["c  c"], None) == stamp("a", "b", [" c c"], None)


def test_windows_line_ends_and_a_byte_order_mark_are_read(cards: Path) -> None:
    file = cards / "pr-recordkeeping" / "en.md"
    plain = read_text(file, "en")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_text(file, "en") == plain


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "what"),
    [
        ("card.toml", "number = 158", 'number = "158"', 1, '"number" is not a int'),
        ("card.toml", "number = 158", "number = true", 1, '"number" is not a int'),
        ("card.toml", 'group = "processing"', 'group = "mining"', 2, "'mining'; known are"),
        ("card.toml", 'danger = "ordinary"', 'danger = "some"', 3, "'some'; known are"),
        ("card.toml", '"finance"]', '"banker"]', 4, "'banker'; known are"),
        ("card.toml", "written = 2026-11-23", 'written = "today"', 5, '"written" is not a date'),
        ("card.toml", "written = 2026-11-23", "written = 2026-11-23T10:00:00", 5, '"written" is not a date'),
        ("card.toml", "review_by = 2027-05-23\n", "", 0, '"review_by" is missing'),
        ("card.toml", 'pictogram = "📓"', 'colour = "red"', 7, '"colour" is not known'),
        ("card.toml", '["pr-sampling"]', "[3]", 8, '"related" is not a list of strings'),
        ("card.toml", 'figures = ["12.5"]', "", 10, "a source has"),
        ("card.toml", "[[sources]]", "[[sources", 10, "at line 10"),
        ("card.toml", "[[sources]]", '[first_when]\ngold = ""\n[[sources]]', 0, "two concepts or more"),
        ("card.toml", "[[sources]]", '[first_when]\n"gold dust" = 3\n[[sources]]', 11, "two concepts or more"),
        ("en.md", "keywords:", "keyword:", 1, "before the title only"),
        ("en.md", "# Keep", "Keep", 3, "before the title only"),
        ("en.md", "! Never", "Never", 4, 'expected one "! …" line'),
        ("en.md", "- Write", "* Write", 5, 'expected one "! …" line'),
        ("en.md", "- Write down", "! Write down", 5, 'expected one "! …" line'),
        ("en.md", "**12.5 g**", "**12.5 g", 6, "** is left open"),
        ("en.md", "Show the", "<b>Show</b> the", 8, 'not "<b"'),
        ("en.md", "Show the book", "[Show](https://x)", 8, 'not "]("'),
        ("en.md", "Show the", "# Show the", 8, 'not "#"'),
        ("en.md", "keywords:", "translates: 0123456789ab\nkeywords:", 1, "translates nothing"),
        ("fr.md", "translates: ", "translates: x", 1, "needs 12 hex digits"),
        ("fr.md", "keywords: ", "keywords: a\nkeywords: ", 3, "stands twice"),
    ],
)
def test_wrong_form_is_refused_with_file_and_line(
    cards: Path, change: Change, name: str, old: str, new: str, line: int, what: str
) -> None:
    change(name, old, new)
    with pytest.raises(CardFlaw) as caught:
        Library.load(cards)
    assert what in caught.value.what
    assert (caught.value.file.name, caught.value.line) == (name, line)


@pytest.mark.parametrize("name", ["card.toml", "en.md"])
def test_a_missing_file_is_named(cards: Path, name: str) -> None:
    (cards / "pr-recordkeeping" / name).unlink()
    with pytest.raises(CardFlaw) as caught:
        Library.load(cards)
    assert caught.value.file.name == name


def test_other_files_and_other_folder_names_are_refused(cards: Path) -> None:
    (cards / "pr-recordkeeping" / "notes.txt").write_text("x")
    with pytest.raises(CardFlaw, match="holds card"):
        Library.load(cards)
    (cards / "pr-recordkeeping" / "notes.txt").unlink()
    (cards / "pr-recordkeeping").rename(cards / "PR recordkeeping")
    with pytest.raises(CardFlaw, match="a card's folder has a name like"):
        Library.load(cards)


def test_bytes_that_are_not_utf8_are_a_flaw(cards: Path) -> None:
    (cards / "pr-recordkeeping" / "id.md").write_bytes(b"# \xff\n")
    with pytest.raises(CardFlaw, match="is not UTF-8"):
        Library.load(cards)


def test_a_screen_too_long_for_a_message_is_refused(cards: Path, change: Change) -> None:
    change("en.md", "Show the book", "Show the book " + "🫁" * 1750)
    with pytest.raises(CardFlaw, match="3500 fit into a message"):
        Library.load(cards)


def test_an_empty_folder_is_no_card_yet(cards: Path) -> None:
    (cards / "pr-sampling").mkdir()
    assert list(Library.load(cards).cards) == ["pr-recordkeeping"]
