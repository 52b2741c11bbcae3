"""Compares Arabic typed in Latin letters and digits with Arabic script, by the consonants that both keep."""

import re

_SCRIPT = str.maketrans(
    "بتطثجغقكحهخدضذزظسصشرلمنف",
    "btttkkkkhhhdddzzsscrlmnf",
    "اعويؤئ",
)
_LATIN = str.maketrans("gjq28756x9", "kkkkkhhths", "aeiouwy3")
_PAIRS = (("kh", "h"), ("gh", "k"), ("th", "d"), ("dh", "d"), ("ph", "f"), ("sh", "c"), ("ch", "c"))
_PLAIN_C = re.compile(r"c(?!h)")
_ARTICLE = re.compile(r"^[wbfl]?(?:al|el|il)(?=[a-z0-9]{3})")
_TWICE = re.compile(r"(.)\1+")


def consonants_of_script(word: str) -> str:
    """Return the consonant classes of a folded word in Arabic script."""
    bare = word.removeprefix("ال") if len(word) > 4 else word
    return _TWICE.sub(r"\1", bare.removesuffix("ه").translate(_SCRIPT))


def consonants_of_latin(word: str) -> str:
    """Return the consonant classes of a folded word in Latin letters and digits."""
    bare = _PLAIN_C.sub("k", _ARTICLE.sub("", word)).removesuffix("h")
    for pair, single in _PAIRS:
        bare = bare.replace(pair, single)
    return _TWICE.sub(r"\1", bare.translate(_LATIN))
