"""A misspelt word is read as the known word that sounds like it, whatever words are known beside it."""

import pytest

from content.search.spelling import Spelling


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [("fr", "ansien", "ancien"), ("en", "sianide", "cyanide"), ("es", "orno", "horno"), ("id", "emaz", "emaj")],
)
def test_a_word_is_known_by_its_sound_among_others_as_alone(language: str, typed: str, meant: str) -> None:
    # Each sorts before or behind the meant word, so that it stands on the line before or behind.
    for others in ((), ("abri", "zzz"), (f"{meant[:-1]}", f"{meant}a", "aeiou" * 3)):
        read, sure = Spelling(language, {meant, *others}).read(typed)

        assert (read, sure) == (meant, 0.9)
