"""Two sources differ on what crushes a leg: a doctor decides, signs with the date, and readers of all languages see it.

What is typed in a terminal (`pitwise cards …`) and what people are shown in the chat, as one story.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cards as command
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.guidance.library import CARDS_FOLDER, Library, read_card
from content.languages import CODES, speaker
from tests.journeys.conversing import press, say

CARD = "emg-trapped"
DISPUTED = (
    "- Arm or leg pinned: doctors do not agree. Ask a doctor by phone if you can.\n"
    "- Some say lift as soon as it is safe. Some say wait if it has pressed long.\n"
)
DECIDED = "- Arm or leg pinned: lift it off as soon as that is safe. Do not wait.\n"
SW = speaker("sw")

Terminal = Callable[..., Awaitable[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cards, to be written in."""
    copy = tmp_path / "cards"
    shutil.copytree(CARDS_FOLDER, copy)
    load = Library.load
    monkeypatch.setattr(Library, "load", lambda given=None: load(given or copy))
    monkeypatch.setattr(command, "CARDS_FOLDER", copy)
    return copy


@pytest.fixture
def terminal(folder: Path, tmp_path: Path, shop: Workshop) -> Terminal:
    """`pitwise cards …` as the operator types it, beside the running bot."""
    kept = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot' / 'demo.db'}",
        "MASTER_KEY_FILE": str(tmp_path / "bot" / "demo.key"),
    }

    async def run(*words: str) -> str:
        return (await asyncio.to_thread(CliRunner().invoke, command.cards, words, env=kept)).output

    return run


async def _more(shop: Workshop, person: Person, language: str) -> str:
    """Open the card by its number and all of it; return both screens."""
    first = await say(shop, person, "102")
    return "\n".join([*first, *await press(shop, person, speaker(language)("⬇️ More"))])


async def test_dr_ali_decides_signs_and_every_translation_is_to_be_seen_through(
    shop: Workshop, folder: Path, terminal: Terminal, grace: Person, amina: Person
) -> None:
    for person in (grace, amina):
        await say(shop, person, "/start")
    assert "doctors do not agree" in await _more(shop, grace, "en")

    # While he thinks it over nobody is shown the rule; the one line that is right in any case stays.
    await terminal("hold", CARD, "--because", "the crush rule")
    held = "\n".join(await say(shop, grace, "102"))
    assert "doctors do not agree" not in held

    file = folder / CARD / "en.md"
    before = file.read_text(encoding="utf-8")
    old = read_card(folder / CARD).texts["en"].stamp
    assert DISPUTED in before
    file.write_text(before.replace(DISPUTED, DECIDED), encoding="utf-8")
    assert read_card(folder / CARD).texts["en"].stamp != old
    others = [code for code in CODES if code != "en"]
    assert (await terminal("stale")).splitlines() == [f"stale    {code} {CARD}" for code in others]
    # No translation can be signed before somebody has seen it through.
    assert "older than its English" in await terminal("sign", CARD, "sw", "--role", "editor", "--initial", "z")

    assert "still lacks: engineer" in await terminal("sign", CARD, "--role", "doctor", "--initial", "a")
    assert "lacks" not in await terminal("sign", CARD, "--role", "engineer", "--initial", "b")
    await terminal("release", CARD)
    await shop.restart()

    read = await _more(shop, grace, "en")
    assert "lift it off as soon as that is safe" in read and "doctors do not agree" not in read
    assert "Checked by a doctor and an engineer" in read
    in_swahili = await _more(shop, amina, "sw")
    assert SW("The English text is newer than this one.") in in_swahili

    # Seen through and vouched for, it is as good as the English; the other five still wait.
    await terminal("accept", CARD, "sw")
    await terminal("sign", CARD, "sw", "--role", "editor", "--initial", "z")
    assert f"sw {CARD}" not in await terminal("stale")
    assert len((await terminal("stale")).splitlines()) == len(others) - 1
    signed = await terminal("signatures", CARD)
    assert "en: doctor A" in signed and "en: engineer B" in signed and "sw: editor Z" in signed

    # A word changed later, and nobody has signed it any more.
    file.write_text(file.read_text(encoding="utf-8").replace("as soon as that is safe", "at once"), encoding="utf-8")
    assert "no longer: the text has changed since" in await terminal("signatures", CARD)
    await shop.restart()
    assert "not yet checked by a doctor and an engineer" in await _more(shop, grace, "en")
