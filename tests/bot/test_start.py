"""A program that could not speak to everybody does not begin to serve."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.workshop import workshop
from content import languages
from content.errors import CatalogueFlaw
from content.languages import speaker


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
