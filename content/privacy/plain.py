"""A text as it is meant to be read, with the way back to where each character stood.

What hides a word from a machine is undone here: invisible characters, letters of other alphabets that look the same,
digits of other scripts, letters typed one by one.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from content.search.fold import fold

_ALIKE = dict(
    zip(
        "авгеіјкмнорсѕтухһԁԛԝҽыАВЕІЈКМНОРСЅТУХαβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧɑɡɩⅼᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
        "abreijkmhopcstyxhdqwebABEIJKMHOPCSTYXaBeiknoptuxABEZHIKMNOPTYXagllabcdeghijklmnoprstuvwyz",
        strict=True,
    )
)
_DROPPED = frozenset(["Cf", "Mn", "Me", "Cs", "Cc"])
_SIGNS = {"٫": ".", "٬": ",", "،": ",", "؛": ";", "۔": "."}
_KEPT_CONTROLS = "\n\t\r"
_TOKEN = re.compile(r"[^\W_]+")
_SPELLED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*·•,|/~+]{1,2}[^\W\d_](?![^\W_])){3,}")
_LATIN = re.compile(r"[^\W\d_\u0600-\u06ff]{2,}")
_FEWEST_WORDS, _TITLED = 6, 0.75
_LETTER = re.compile(r"[^\W\d_]")
_LEET = re.compile(r"(?<![\w@/.])(?=[a-zA-Z\d$@]*[a-zA-Z]{2})[a-zA-Z]+[0134578$@][a-zA-Z\d$@]*[a-zA-Z](?!\w)")
_LEET_LETTERS = str.maketrans("0134578$@", "oieastbsa")


class _Characters(dict[str, str]):
    """The plain form of each character, worked out when first met."""

    def __missing__(self, character: str) -> str:
        plain = self[character] = _plain(character)
        return plain


def _plain(character: str) -> str:
    if character in _KEPT_CONTROLS:
        return "\n" if character == "\n" else " "
    if character in _SIGNS:
        return _SIGNS[character]
    if unicodedata.category(character) in _DROPPED:
        return ""
    composed = unicodedata.normalize("NFKC", character)
    if composed != character:
        return "".join(map(_plain, composed)) if len(composed) > 1 or composed in _ALIKE else _plain(composed)
    if character.isdigit() and unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    return _ALIKE.get(character, character)


_CHARACTERS = _Characters()


@dataclass(frozen=True)
class Token:
    """A word or number of a text: as it stands in the plain text, folded, and where."""

    typed: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class Plain:
    """A plain text and, for each of its characters, the place in the text that it came from."""

    text: str
    origins: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "Plain":
        """Make the plain text of `text`. Never raises."""
        if text.isascii() and text.isprintable() and "  " not in text:
            return cls(text, range(len(text)))
        characters: list[str] = []
        origins: list[int] = []
        for place, character in enumerate(text):
            for plain in _CHARACTERS[character]:
                if plain == " " and characters[-1:] == [" "]:
                    continue
                characters.append(plain)
                origins.append(place)
        return cls("".join(characters), origins)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where the slice from `start` to `end` stood in the text itself."""
        return self.origins[start], self.origins[end - 1] + 1

    def tokens(self) -> list[Token]:
        """Return the words and numbers of the text."""
        return [
            Token(found[0], folded, found.start(), found.end())
            for found in _TOKEN.finditer(self.text)
            if (folded := fold(found[0]))
        ]

    @cached_property
    def is_shouted(self) -> bool:
        """Return whether capitals tell nothing here: most letters are, or nearly every word begins with one."""
        words = [found[0] for found in _LATIN.finditer(self.text)]
        letters = sum(map(len, words))
        capitals = sum(character.isupper() for word in words for character in word)
        begun = sum(word[0].isupper() for word in words)
        return capitals * 2 > letters or (len(words) >= _FEWEST_WORDS and begun > len(words) * _TITLED)

    def lowered(self) -> str:
        """Return the text in small letters, each where it stood."""
        return "".join(small if len(small := character.lower()) == 1 else character for character in self.text)

    def spelled_out(self) -> "Plain":
        """Return the text with letters that were typed one by one ("m e r c u r y") put together."""
        characters: list[str] = []
        origins: list[int] = []
        at = 0
        for start, end in self._spellings():
            characters += [*self.text[at:start], *_LETTER.findall(self.text, start, end)]
            origins += [*self.origins[at:start], *(self.origins[i] for i in range(start, end) if self._is_letter(i))]
            at = end
        if not at:
            return self
        return Plain("".join([*characters, self.text[at:]]), [*origins, *self.origins[at:]])

    def _spellings(self) -> Iterator[tuple[int, int]]:
        for found in _SPELLED.finditer(self.text):
            yield found.span()

    def _is_letter(self, at: int) -> bool:
        return bool(_LETTER.match(self.text[at]))

    def letters_for_digits(self) -> "Plain":
        """Return the text with digits that stand for letters inside words ("m3rcury") as those letters."""
        return Plain(_LEET.sub(lambda found: found[0].translate(_LEET_LETTERS), self.text), self.origins)
