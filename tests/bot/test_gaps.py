"""What the operator sees of what people lacked: open questions, and the cards that did not help, with why."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.gaps import gaps
from storage.session import Session
from storage.store import open_store
from storage.vault import Vault
from tests.conftest import NOON

VERDICTS = [
    ("hs-heat", "en", "not", "unclear"),
    ("hs-heat", "en", "not", "unclear"),
    ("hs-heat", "en", "not", "money"),
    ("mkt-weigh", "sw", "not", "wrong"),
    ("mkt-weigh", "sw", "helps", None),
    ("hs-noise", "fr", "helps", None),
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs `pitwise gaps …` on a store of the test and returns what it prints."""
    url, key = f"sqlite:///{tmp_path / 'pitwise.db'}", tmp_path / "master.key"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("MASTER_KEY_FILE", str(key))
    monkeypatch.setenv("COLUMNS", "160")
    Vault.create(key)
    asyncio.run(_fill(url, key, lambda _: asyncio.sleep(0)))
    return lambda *words: CliRunner().invoke(gaps, words, catch_exceptions=False).output


async def _fill(url: str, key: Path, write: Callable[[Session], Awaitable[None]]) -> None:
    store = await open_store(url, vault=Vault.load(key))
    try:
        async with store.write() as w:
            await write(w)
    finally:
        await store.close()


async def _verdicts(w: Session) -> None:
    for card, language, verdict, reason in VERDICTS:
        await w.questions.feedback(card, language, verdict, reason, NOON)
    await w.gaps.note("who won the football", "en", "none", [], [], NOON.date())


def test_nothing_open_is_said_in_one_line(run: Callable[..., str]) -> None:
    assert run() == "No open question is kept.\n"


def test_a_card_called_wrong_stands_first_with_its_reasons(run: Callable[..., str], tmp_path: Path) -> None:
    asyncio.run(_fill(f"sqlite:///{tmp_path / 'pitwise.db'}", tmp_path / "master.key", _verdicts))
    printed = run()
    assert "who won the football" in printed
    table = printed.partition("Cards that did not help")[2]
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in table.splitlines() if "-" in line]
    assert [row[:4] for row in cells] == [["mkt-weigh", "sw", "1", ""], ["hs-heat", "en", "", "2"]]
    assert [row[-2:] for row in cells] == [["1", "1"], ["3", ""]]
    # What helped everybody is not in it.
    assert "hs-noise" not in printed


async def _open_questions(w: Session) -> None:
    today = NOON.date()
    often = await w.gaps.note("mchwa wanakula mbao", "sw", "none", ["termite", "timber"], [], today)
    await w.gaps.note("les termites mangent le bois", "fr", "none", ["termite", "timber"], [], today)
    danger = await w.gaps.note("is this cap still good", "en", "none", ["cap", "old"], [], today, danger=2)
    await w.gaps.ask(often.id, 7, "sw", NOON)
    await w.gaps.pass_wording(danger.id, {"en": "Is an old cap still good?"})
    await w.gaps.note_asked(danger.id, 8, NOON)
    await w.gaps.note_asked(danger.id, 9, NOON)


def test_questions_stand_by_weight_over_languages_with_who_waits_and_was_asked(
    run: Callable[..., str], tmp_path: Path
) -> None:
    asyncio.run(_fill(f"sqlite:///{tmp_path / 'pitwise.db'}", tmp_path / "master.key", _open_questions))
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in run().splitlines() if "2026-" in line]
    assert [line[:6] for line in lines] == [["!!", "1", "", "2", "en", "none"], ["", "2", "1", "", "sw", "none"]]
    assert [line[-1] for line in lines] == ["Is an old cap still good?", "mchwa wanakula mbao"]
    assert "mchwa" not in run("--language", "en")


def test_one_language_can_be_looked_at_alone(run: Callable[..., str], tmp_path: Path) -> None:
    asyncio.run(_fill(f"sqlite:///{tmp_path / 'pitwise.db'}", tmp_path / "master.key", _verdicts))
    printed = run("--language", "sw")
    assert "mkt-weigh" in printed
    assert "hs-heat" not in printed and "football" not in printed
