"""Cuts folded words to stems for comparison, per language; stems are never shown.

Snowball (PyStemmer) serves English, French, Spanish, Portuguese and Arabic. Swahili and Indonesian change words
at the front, in ways that Snowball lacks or does unevenly: they are cut here, by their own rules.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import Stemmer

_SNOWBALL = {"en": "english", "fr": "french", "es": "spanish", "pt": "portuguese", "ar": "arabic"}

_SW_VERB = re.compile(
    r"^(?:hawa|hatu|ham|hai|hazi|ha|si|ni|u|a|tu|m|wa|ki|vi|li|ya|i|zi|ku|pa|ka)"
    r"(?:na|me|li|ta|nge|ki|ja|si|mesha|taka)"
    r"(?:ni|ku|mw|m|tu|wa|ki|vi|li|ya|i|zi|u|ji)?"
    r"(?=[a-z]{4,}$)"
)
_SW_ASKING = re.compile(r"(?<=[a-z]{6}[ae])je$")
_SW_INFINITIVE = re.compile(r"^(?:hawa|ku|kw|si|ha|na|nina|ni)(?=[a-z]{3,}$)")
_SW_WISH = re.compile(r"^(?:ni|tu|wa|u|a|m)(?=[b-df-hj-np-tv-z][a-z]+e$)")
_SW_NOUN = re.compile(r"^(?:(?:wa|mi|ma|vi|ki|mw|u)(?=[b-df-hj-np-tv-z][a-z]{3,}$)|m(?=[b-df-hj-np-tv-z][a-z]{4,}$))")
_SW_END = re.compile(r"(?:ni|w[ae]|li[ae]|sh[ae]|k[ae]|an[ae]|eni)?$")
_SW_VOWEL = re.compile(r"[aeiou]$")

_ID_CLITIC = re.compile(r"(?:nya|ku|mu)$")
_ID_SUFFIX = re.compile(r"(?:kan|an|in|i)$")
_ID_PREFIX = re.compile(r"^(?:memper|diper|meng|meny|mem|men|me|peng|peny|pem|pen|per|pe|di|ter|ber|ke|se|ng|ny)")
_ID_SOFT = re.compile(r"^[kpts](?=[aeiou])")

_AR_ARTICLE = re.compile(r"^(?:[وف]?(?:ال|[بك]ال|لل))(?=...)")
_AR_DIALECT = re.compile(r"^(?:[بهح](?=[يتنا]..)|ما(?=[يت]...))")


def _swahili(word: str) -> str:
    word = _SW_ASKING.sub("", word, count=1)
    for pattern in (_SW_VERB, _SW_INFINITIVE, _SW_WISH):
        root = pattern.sub("", word, count=1)
        if root != word:
            break
    conjugated = root != word
    if not conjugated:
        root = _SW_NOUN.sub("", word, count=1)
    shorter = _SW_END.sub("", root, count=1)
    bare = _SW_VOWEL.sub("", shorter if len(shorter) > 4 else root)
    if len(bare) > 3:
        return bare
    return bare + "a" if conjugated else word


def _indonesian(word: str) -> str:
    root = word
    for pattern in (_ID_CLITIC, _ID_PREFIX, _ID_SUFFIX):
        shorter = pattern.sub("", root, count=1)
        if len(shorter) > 3:
            root = shorter
    softer = _ID_SOFT.sub("", root)
    softer = softer.removesuffix("k") if len(softer) > 4 else softer
    return softer if len(softer) > 2 else root


def _arabic(cut: Callable[[str], str], word: str) -> str:
    root = cut(_AR_ARTICLE.sub("", word))
    if len(root) > 4:
        root = _AR_DIALECT.sub("", root)
    return root.rstrip("ه") if len(root) > 3 else root


@lru_cache(maxsize=16)
def _cutter(language: str) -> Callable[[str], str]:
    if language == "sw":
        return _swahili
    if language == "id":
        return _indonesian
    cut: Callable[[str], str] = Stemmer.Stemmer(_SNOWBALL.get(language, "english"), 0).stemWord
    if language == "ar":
        return lambda word: _arabic(cut, word)
    return cut


def stem(word: str, language: str) -> str:
    """Return the stem of one folded `word` as a word of `language`; words of up to three letters stay whole."""
    return _cutter(language)(word) if len(word) > 3 else word
