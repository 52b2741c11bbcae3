"""The emergencies as one file: asked for by button or command, whole in each language, and small."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.cards import cards as command
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.guidance.library import Library
from content.languages import CODES
from storage.store import visit_store
from storage.vault import Vault
from tests.journeys.conversing import from_bot, press, say


def file_of(shop: Workshop, person: Person) -> tuple[str, str]:
    """The name and the words of the newest file that a person got."""
    document = from_bot(person)[-1]["document"]
    content = shop.local.world.files.by_id(document["file_id"]).content
    return document["file_name"], content.decode()


async def test_the_button_under_the_emergencies_sends_all_of_them_as_a_file(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "🆘")
    assert (await press(shop, grace, "Keep them offline"))[0].startswith("All emergencies in one text.")
    name, text = file_of(shop, grace)
    assert name == "pitwise-en.txt"
    for card in Library.load().groups["emergency"]:
        for line in (card.texts["en"].title, card.texts["en"].never, *card.texts["en"].steps):
            assert line.replace("**", "") in text
    assert "<b>" not in text
    assert "📞" in text


@pytest.mark.parametrize("code", CODES)
async def test_a_file_of_any_language_has_at_most_40_kilobytes(shop: Workshop, grace: Person, code: str) -> None:
    await say(shop, grace, f"/start c_101-{code}")
    await say(shop, grace, "/offline")
    name, text = file_of(shop, grace)
    assert name == f"pitwise-{code}.txt"
    assert 10_000 < len(text.encode()) <= 40_000
    assert [text.count(f"\n{card.number}\n") for card in Library.load().groups["emergency"]] == [1] * 19


async def test_nothing_of_the_file_stays_behind_in_the_store(shop: Workshop, grace: Person) -> None:
    await say(shop, grace, "/offline")
    async with shop.store.read() as r:
        assert await r.outbox.counts() == {"sent": 1}
    answers = await say(shop, grace, "/offline")
    assert len(answers) == 1


async def test_a_held_emergency_is_only_its_never_line_in_the_file(
    shop: Workshop, grace: Person, tmp_path: Path
) -> None:
    vault = Vault.load(tmp_path / "bot" / "demo.key")
    visitor = await visit_store(f"sqlite:///{tmp_path / 'bot' / 'demo.db'}", vault=vault)
    async with visitor.write() as w:
        await w.holds.hold("emg-fall", "", shop.clock.now())
    await visitor.close()
    await say(shop, grace, "/offline")
    text, card = file_of(shop, grace)[1], Library.load().cards["emg-fall"].texts["en"]
    assert card.never in text
    assert card.steps[0] not in text


async def test_the_operator_writes_files_beside_the_running_bot(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.idle()
    monkeypatch.chdir(tmp_path)
    kept = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot' / 'demo.db'}",
        "MASTER_KEY_FILE": str(tmp_path / "bot" / "demo.key"),
    }

    async def run(*words: str) -> str:
        return (await asyncio.to_thread(CliRunner().invoke, command, words, env=kept)).output

    await run("hold", "hs-noise")
    assert "pitwise-offline-sw.txt is written" in await run("offline", "sw", "--country", "tz")
    assert "Tanzania" in (tmp_path / "pitwise-offline-sw.txt").read_text(encoding="utf-8")
    assert "is written" in await run("print", "sw")
    assert "HELD BACK" in (await run("preview", "sw")) + (tmp_path / "pitwise-preview-sw.html").read_text()
    assert "There is no card hs-noise to print." in await run("print", "sw", "hs-noise")
    assert "No country XX is known" in await run("offline", "sw", "--country", "XX")
