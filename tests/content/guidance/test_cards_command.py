from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cards as command
from content.guidance.library import Library

Change = Callable[[str, str, str], None]


@pytest.fixture
def run(cards: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs `pitwise cards …` on the folder of the test."""
    monkeypatch.setattr(command, "CARDS_FOLDER", cards)
    return lambda *words: CliRunner().invoke(command.cards, words)


def test_show_prints_a_card_as_its_reader_sees_it(run: Callable[..., Result]) -> None:
    shown = run("show", "pr-recordkeeping", "sw").output
    assert "📓 Weka daftari la kila siku" in shown
    assert "• Liweke pakavu." in shown
    assert "A book on day books [12.5]" in shown
    assert "<b>" not in shown


def test_stale_lists_what_to_see_through_and_accept_settles_it(run: Callable[..., Result], change: Change) -> None:
    change("en.md", "same day", "same evening")
    assert run("stale", "sw").output == "stale    sw pr-recordkeeping\n"
    assert run("accept", "pr-recordkeeping", "sw").exit_code == 0
    assert run("stale", "sw").output == ""
    assert len(run("stale").output.splitlines()) == 5
    assert run("accept", "pr-recordkeeping").exit_code == 0
    assert run("stale").output == ""


def test_accept_stamps_a_text_that_has_no_stamp_yet(run: Callable[..., Result], cards: Path) -> None:
    file = cards / "pr-recordkeeping" / "fr.md"
    file.write_text(file.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")
    assert run("check").exit_code == 1
    assert run("accept", "pr-recordkeeping", "fr").exit_code == 0
    assert run("check").output == "1 cards, 0 flaws\n"


def test_check_names_file_and_line_and_fails(run: Callable[..., Result], cards: Path, change: Change) -> None:
    change("en.md", "Keep it dry.", "Call 112.")
    result = run("check", "pr-recordkeeping")
    assert f"{cards}/pr-recordkeeping/en.md:9: no phone numbers" in result.output
    assert result.exit_code == 1


def test_new_makes_a_planned_card_that_can_be_filled(run: Callable[..., Result], cards: Path) -> None:
    assert run("new", "emg-fall").exit_code == 0
    card = Library.load(cards).cards["emg-fall"]
    assert (card.number, card.danger, card.checkers) == (112, "emergency", ("doctor",))
    assert "already there" in run("new", "emg-fall").output
    assert "is not planned" in run("new", "emg-nothing").output


@pytest.mark.parametrize("words", [("show", "no-card"), ("check", "no-card"), ("accept", "no-card")])
def test_a_card_that_does_not_exist_is_an_error_in_words(run: Callable[..., Result], words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
