"""`pitwise check`: what is wrong, and the mend, each said once; a new installation is not wrong."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import pitwise
from bot.cli.check import CHECKS
from content import catalogues


@pytest.fixture(autouse=True)
def new_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with a key, and no network to ask about the token."""

    async def is_known(_settings: Any) -> str:
        return "@PitwiseBot"

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_TOKEN", "7:canary")
    monkeypatch.setitem(CHECKS, "token", is_known)
    assert run("init").exit_code == 0


def run(*words: str) -> Result:
    return CliRunner().invoke(pitwise, words)


def test_a_new_installation_is_ready_to_run() -> None:
    found = run("check")
    assert found.exit_code == 0
    assert "✓ database: data/pitwise.db is not there yet; the first `python -m bot run` makes it." in found.output
    assert [line[0] for line in found.output.splitlines()] == ["✓"] * len(CHECKS)


def test_a_missing_key_is_said_once_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER_KEY_FILE", "gone.key")
    found = run("check")
    assert found.exit_code == 1
    assert found.output.count("gone.key is missing") == 1
    assert "✗ database: see above" in found.output


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANES", "0")
    assert "canary" not in run("check").output


def test_a_broken_sentence_in_a_catalogue_is_named_by_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = catalogues.catalogue_file

    def broken(code: str) -> Path:
        file = tmp_path / f"{code}.po"
        text = real(code).read_text(encoding="utf-8")
        file.write_text(text.replace("{ago}", "{wakati}") if code == "sw" else text, encoding="utf-8")
        return file

    monkeypatch.setattr("bot.cli.check.catalogue_file", broken)
    found = run("check")
    assert found.exit_code == 1
    assert re.search(r"✗ locales: \S+sw\.po:\d+: ", found.output)
    assert "fr.po" not in found.output
