"""The program as a process over real HTTP: it answers, tells how it goes, ends when told, and refuses with the mend."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from storage.vault import Vault
from tests.journeys.conversing import from_bot
from tests.reliability.installation import Installation, free_address, installation

pytestmark = pytest.mark.long
QUESTION = "how do I burn amalgam safely"
SECRET = "a-secret-of-twenty-letters"
REVOKED = "7000000001:" + "r" * 35
LONGEST_END_S = 5


def _by_webhook() -> dict[str, object]:
    listen = free_address()
    return {"web_listen": listen, "webhook_url": f"http://{listen}/hook", "webhook_secret": SECRET}


def _by_polling() -> dict[str, object]:
    return {"web_listen": free_address()}


WAYS = {"polling": _by_polling, "webhook": _by_webhook}


async def _read(installed: Installation, page: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://{installed.settings['web_listen']}{page}")


@pytest.mark.parametrize("way", WAYS)
async def test_a_question_is_answered_and_sigterm_ends_it(tmp_path: Path, way: str) -> None:
    async with installation(tmp_path, **WAYS[way]()) as installed:
        grace = installed.local.add_person(first_name="Grace", language_code="en")
        await installed.start()
        if way == "webhook":
            await installed.until(lambda: installed.local.world.webhook is not None)
        grace.say(QUESTION)
        await installed.until(lambda: any("amalgam" in str(one.get("text")) for one in from_bot(grace)))
        health = await _read(installed, "/healthz")
        assert health.status_code == 200
        assert health.json()["ok"] is True
        assert "pitwise_updates_handled_total 1.0" in (await _read(installed, "/metrics")).text
        assert (installed.local.world.webhook is not None) == (way == "webhook")
        code, seconds = await installed.stop()
        assert code == 0
        assert seconds < LONGEST_END_S
        assert "Traceback" not in installed.said()


async def test_what_is_asked_while_it_is_down_is_answered_when_it_is_back(tmp_path: Path) -> None:
    async with installation(tmp_path, **_by_webhook()) as installed:
        grace = installed.local.add_person(first_name="Grace", language_code="en")
        await installed.start()
        await installed.until(lambda: installed.local.world.webhook is not None)
        await installed.stop()
        grace.say(QUESTION)
        await installed.start()
        await installed.until(lambda: any("amalgam" in str(one.get("text")) for one in from_bot(grace)))


@pytest.mark.parametrize("streams", [">&- 2>&-", ">/dev/full 2>/dev/full"])
async def test_without_anywhere_to_log_to_it_serves_and_outlives_a_lost_network(tmp_path: Path, streams: str) -> None:
    async with installation(tmp_path) as installed:
        grace = installed.local.add_person(first_name="Grace", language_code="en")
        installed.local.connection_lost = True
        installed.process = await installed.launch(streams)
        await installed.until(lambda: installed.door.knocks > 2)
        installed.local.connection_lost = False
        grace.say(QUESTION)
        await installed.until(lambda: any("amalgam" in str(one.get("text")) for one in from_bot(grace)))


@pytest.mark.parametrize("way", WAYS)
async def test_a_revoked_token_ends_it_with_a_code_for_the_supervisor(tmp_path: Path, way: str) -> None:
    async with installation(tmp_path, **WAYS[way](), telegram_token=REVOKED) as installed:
        await installed.start()
        assert await installed.ended() == 78
        assert "@BotFather" in installed.said()
        assert "r" * 35 not in installed.said()
        # By polling two begin to ask at once: for updates, and who the bot is.
        assert installed.door.knocks <= 2


def _junk(installed: Installation) -> None:
    installed.database.write_bytes(b"junk" * 2000)


def _lose_key(installed: Installation) -> None:
    installed.key.unlink()


def _swap_key(installed: Installation) -> None:
    installed.key.unlink()
    Vault.create(installed.key)


def _no_folder(installed: Installation) -> None:
    (installed.folder / "file").write_text("in the way")
    installed.settings["database_url"] = f"sqlite:///{installed.folder / 'file' / 'pitwise.db'}"


def _no_token(installed: Installation) -> None:
    installed.settings["telegram_token"] = ""


def _port_taken(installed: Installation) -> None:
    installed.settings["web_listen"] = installed.url.removeprefix("http://")


REFUSALS: dict[str, tuple[Any, str]] = {
    "a damaged database": (_junk, "is damaged"),
    "a lost key": (_lose_key, "master.key"),
    "another key": (_swap_key, "is not the key file that sealed this database"),
    "a folder that can't be": (_no_folder, "can't be written"),
    "no token": (_no_token, "TELEGRAM_TOKEN is not set"),
    "a port that is taken": (_port_taken, "can't be used"),
}


@pytest.mark.parametrize("fault", REFUSALS)
async def test_what_cannot_serve_says_the_mend_and_asks_telegram_nothing(tmp_path: Path, fault: str) -> None:
    spoil, said = REFUSALS[fault]
    async with installation(tmp_path) as installed:
        if fault == "another key":
            await installed.start()
            await installed.stop()
        spoil(installed)
        kept = installed.database.read_bytes() if installed.database.exists() else None
        installed.door.knocks = 0
        before = installed.said()
        installed.process = await installed.launch()
        assert await installed.ended() == 2
        assert said in installed.said()
        assert "Traceback" not in installed.said()
        assert len(installed.said()) - len(before) < 1000
        assert installed.door.knocks == 0
        if fault == "a damaged database":
            assert installed.database.read_bytes() == kept
        if fault == "a lost key":
            assert not installed.key.exists()
