"""Brings a text to the plain form in which it is compared; it knows letters, not languages.

Every other module of the search, and the emergency check, compares folded text with folded text only.
"""

import re
import unicodedata

_LETTERS: dict[str, str] = {
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "ı": "i",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ک": "ك",
    "ة": "ه",
    "ۀ": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "گ": "ق",
    "ڤ": "ف",
    "پ": "ب",
    "ء": "",
    "ـ": "",
}
_APOSTROPHE = re.compile("[’‘ʼʹ´`＇′]")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_THRICE = re.compile(r"(.)\1\1")  # looked for first: it takes a fifth of the time, and hardly any text has it
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ELIDED = frozenset(["l", "d", "j", "n", "s", "c", "m", "t", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "presqu"])


class _Plain(dict[int, str]):
    """The plain form of each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain_character(chr(code))
        return plain


def _plain_character(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    category = unicodedata.category(character)
    if category in ("Mn", "Cs", "Cf", "Me"):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    return " " if category == "Cc" else character


_PLAIN = _Plain()


def fold(text: str) -> str:
    """Return `text` in compatibility form, caseless, without marks, with plain Arabic letters and ASCII digits.

    A letter typed three times or more in a row stays once ("heeelp" is "help"); digits are never merged.
    Lone surrogates and invisible characters are dropped, apostrophes become "'", white space becomes single
    spaces. Never raises.
    """
    if text.isascii():
        plain = text.lower()
    else:
        plain = unicodedata.normalize("NFKC", _APOSTROPHE.sub("'", text)).casefold()
        plain = unicodedata.normalize("NFD", plain).translate(_PLAIN)
    if _THRICE.search(plain):
        plain = _REPEATED.sub(r"\1", plain)
    return " ".join(plain.split())


def words(text: str) -> list[str]:
    """Return the folded words of `text` in order: letters and digits only.

    French elisions come apart ("l'or" is "l", "or"); any other apostrophe is dropped ("ng'ombe" is "ngombe").
    """
    found: list[str] = []
    for token in _TOKEN.findall(fold(text)):
        if "'" not in token:
            found.append(token)
            continue
        head, _, rest = token.partition("'")
        if head in _ELIDED and len(rest) > 1:
            found += [head, rest.replace("'", "")]
        else:
            found.append(token.replace("'", ""))
    return found
