"""A start: who could not speak to everybody does not begin to serve, and Telegram is told what it must know."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.introduction import introduce
from bot.menus import command_menus
from bot.sandbox.workshop import Workshop, workshop
from content import languages
from content.errors import CatalogueFlaw
from content.languages import speaker
from tests.bot.conftest import Until


@pytest.fixture
def cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave of the French sentences what a copy left that was broken off."""
    real = languages.catalogue_file
    (tmp_path / "fr.po").write_text('msgid "Yes"\nmsgstr "', encoding="utf-8")
    monkeypatch.setattr(languages, "catalogue_file", lambda code: tmp_path / "fr.po" if code == "fr" else real(code))
    speaker.cache_clear()
    yield
    monkeypatch.undo()
    speaker.cache_clear()


@pytest.mark.usefixtures("cut_off")
async def test_a_language_whose_sentences_are_cut_off_is_named_before_anybody_is_failed(tmp_path: Path) -> None:
    with pytest.raises(CatalogueFlaw, match=r"fr\.po:"):
        async with workshop(tmp_path / "bot"):
            pass


async def test_command_menus_of_which_telegram_takes_a_few_at_a_time_are_all_set_once(
    shop: Workshop, until: Until
) -> None:
    wanted = len(list(command_menus()))
    calls = shop.local.world.calls
    await until(lambda: calls["setMyCommands"] == wanted)
    real, taken = shop.app.api.call, list[Any]()

    async def limited(method: str, fields: Any = None, **more: Any) -> Any:
        if method == "setMyCommands":
            if len(taken) % 10 == 9 and taken[-1] is not None:
                taken.append(None)
                raise RetryAfter(timedelta(seconds=60))
            taken.append(fields)
        return await real(method, fields, **more)

    shop.app.api.call = limited  # type: ignore[method-assign]  # a Telegram that has had enough now and then
    introducing = asyncio.create_task(introduce(shop.app.api, shop.settings, shop.store, {}, shop.clock))
    while not introducing.done():
        await shop.clock.turn(timedelta(seconds=61))
        await asyncio.sleep(0)
    assert [fields for fields in taken if fields is not None] == list(command_menus())
