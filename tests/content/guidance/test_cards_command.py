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


def test_signing_records_a_role_and_an_initial_and_the_readers_see_it(run: Callable[..., Result], cards: Path) -> None:
    assert run("sign", "pr-recordkeeping", "--role", "finance", "--initial", "a").exit_code == 0
    assert run("sign", "pr-recordkeeping", "fr", "--role", "editor", "--initial", "M").exit_code == 0
    kept = (cards / "pr-recordkeeping" / "signatures.toml").read_text(encoding="utf-8")
    assert [line for line in kept.splitlines() if "initial" in line] == ['initial = "A"', 'initial = "M"']
    assert "Checked by someone who knows finance, " in run("show", "pr-recordkeeping").output
    assert "Vérifiée par quelqu'un qui connaît la finance, " in run("show", "pr-recordkeeping", "fr").output
    assert "This translation is not checked yet." not in run("show", "pr-recordkeeping", "fr").output
    assert run("check").output == "1 cards, 0 flaws\n"
    assert run("signatures").output.splitlines()[-1] == "2 of 7 texts are checked"


def test_a_changed_text_is_unsigned_and_says_so_everywhere(run: Callable[..., Result], change: Change) -> None:
    run("sign", "pr-recordkeeping", "--role", "finance", "--initial", "A")
    run("sign", "pr-recordkeeping", "fr", "--role", "editor", "--initial", "M")
    change("fr.md", "au sec", "bien au sec")
    assert "Cette traduction n'est pas encore vérifiée." in run("show", "pr-recordkeeping", "fr").output
    assert "unsigned fr pr-recordkeeping (editor M " in run("stale").output
    assert "no longer signed by editor M" in run("check").output
    assert run("check").exit_code == 0
    change("en.md", "same day", "same evening")
    assert "Written, not yet checked by" in run("show", "pr-recordkeeping").output
    lines = run("signatures", "pr-recordkeeping").output.splitlines()
    assert [line.endswith("no longer: the text has changed since") for line in lines] == [True, True, False, False]
    assert lines[2:] == ["pr-recordkeeping en: not signed by finance", "0 of 7 texts are checked"]


def test_a_translation_seen_through_after_the_english_changed_must_be_signed_again(
    run: Callable[..., Result], change: Change
) -> None:
    run("sign", "pr-recordkeeping", "--role", "finance", "--initial", "A")
    run("sign", "pr-recordkeeping", "fr", "--role", "editor", "--initial", "M")
    change("en.md", "Keep it dry.", "Keep it very dry.")
    assert (
        "older than its English" in run("sign", "pr-recordkeeping", "fr", "--role", "editor", "--initial", "M").output
    )
    run("accept", "pr-recordkeeping")
    run("sign", "pr-recordkeeping", "--role", "finance", "--initial", "A")
    assert "Cette traduction n'est pas encore vérifiée." in run("show", "pr-recordkeeping", "fr").output
    run("sign", "pr-recordkeeping", "fr", "--role", "editor", "--initial", "M")
    assert "Vérifiée par" in run("show", "pr-recordkeeping", "fr").output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--role", "doctor", "--initial", "A"), "is checked by: finance"),
        (("--role", "editor", "--initial", "A"), "An editor vouches for translations"),
        (("--role", "finance", "--initial", "Asha"), "one letter"),
        (("--role", "finance", "--initial", "1"), "one letter"),
    ],
)
def test_what_is_no_signature_is_refused(
    run: Callable[..., Result], cards: Path, words: tuple[str, ...], why: str
) -> None:
    result = run("sign", "pr-recordkeeping", *words)
    assert (result.exit_code, why in result.output) == (1, True)
    assert not (cards / "pr-recordkeeping" / "signatures.toml").exists()
