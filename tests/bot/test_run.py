"""`python -m bot run` says what keeps it from serving in a sentence, with a code for the supervisor."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import run as running
from bot.cli.run import EXIT_TRY_LATER
from storage.database import StoreDown
from storage.store import Store, open_store
from storage.vault import Vault


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Give the tests after these their garbage collector back: `run` sets it for a program that serves for months."""
    thresholds = gc.get_threshold()
    yield
    gc.enable()
    gc.unfreeze()
    gc.set_threshold(*thresholds)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key, an empty database and a token, as an operator has them before the first start."""
    Vault.create(tmp_path / "master.key")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MASTER_KEY_FILE", str(tmp_path / "master.key"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'pitwise.db'}")
    monkeypatch.setenv("TELEGRAM_TOKEN", "7000000001:" + "a" * 35)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    return tmp_path


@pytest.fixture
def losing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server of the database go away when the store has just been opened."""

    async def begin() -> None:
        raise StoreDown("PostgreSQL: ConnectionDoesNotExistError")

    async def open_and_lose(*args: Any, **options: Any) -> Store:
        store = await open_store(*args, **options)
        monkeypatch.setattr(store._database, "begin", begin)
        return store

    monkeypatch.setattr(running, "open_store", open_and_lose)


def start() -> Result:
    return CliRunner().invoke(running.run)


@pytest.mark.usefixtures("installed", "losing")
def test_a_database_that_is_lost_while_it_starts_is_said_and_tried_again_later() -> None:
    ended = start()

    assert ended.exit_code == EXIT_TRY_LATER
    assert ended.exception is None or isinstance(ended.exception, SystemExit)
    assert "The database of DATABASE_URL was lost (PostgreSQL: ConnectionDoesNotExistError)." in ended.output


@pytest.mark.usefixtures("losing")
def test_a_mistyped_name_in_the_env_file_is_said_with_the_one_that_is_meant(installed: Path) -> None:
    (installed / ".env").write_text("send_concurency=canary\nPOSTGRES_PASSWORD=canary\nLANES=32\n", encoding="utf-8")

    said = start().output

    assert "SEND_CONCURENCY in .env is no setting of Pitwise and is ignored. Did you mean SEND_CONCURRENCY?" in said
    assert "POSTGRES_PASSWORD in .env is no setting of Pitwise and is ignored.\n" in said
    assert "LANES" not in said
    assert "canary" not in said


def test_what_only_a_terminal_needs_is_not_loaded_to_serve_and_still_there_afterwards() -> None:
    program = (
        "import sys, click; from bot.cli import pitwise; command = pitwise.get_command(click.Context(pitwise), 'run');"
        "assert not {'rich', 'pygments', 'starlette', 'uvicorn', 'prometheus_client'} & sys.modules.keys();"
        "import rich.console; print(command.name)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (ended.stdout.strip(), ended.returncode) == ("run", 0), ended.stderr
