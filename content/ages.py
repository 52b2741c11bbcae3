"""Tells whether someone says of themselves that they are a child, in seven languages. Pure; it decides nothing.

"J'ai 15 ans" and "j'ai 15 ans d'expérience" differ by what follows: who may be meant so is asked, not turned away.
"""

import re

from content.search.fold import fold

ADULT = 18
_WORDS = {
    7: "seven sept saba siete sete tujuh سبع",
    8: "eight huit nane ocho oito delapan ثماني",
    9: "nine neuf tisa nueve nove sembilan تسع",
    10: "ten dix kumi diez dez sepuluh عشر",
    11: "eleven onze once sebelas",
    12: "twelve douze doce doze",
    13: "thirteen treize trece treze",
    14: "fourteen quatorze catorce catorze",
    15: "fifteen quinze quince",
    16: "sixteen seize dieciseis dezesseis dezasseis",
    17: "seventeen dix-sept diecisiete dezessete dezassete",
}
_BY_WORD = {word: number for number, words in _WORDS.items() for word in words.split()}
_NUMBER = "(?P<n>[0-9]{1,2}|" + "|".join(sorted(map(re.escape, _BY_WORD), key=len, reverse=True)) + ")"
_SAID = tuple(
    re.compile(pattern.replace("N", _NUMBER))
    for pattern in (
        r"\bi(?: am|'?m) (?:only |just |still |now )?N(?= years? old| yrs?\b| yo\b| and\b| but\b|[,.;!]|$)",
        r"\bmy age is N\b",
        r"\bj'?ai (?:seulement |que |deja )?N ans\b(?! (?:d'|de |dans |que ))",
        r"\bnina(?: umri wa)? miaka N\b(?! (?:katika|kwenye|ya |ndani|nikifanya|nikichimba|tangu))",
        r"\bumri wangu (?:ni )?(?:miaka )?N\b",
        r"\btengo (?:solo |apenas )?N anos\b(?! (?:de|en|trabajando|como|con)\b)",
        r"\btenho (?:so |apenas )?N anos\b(?! (?:de|na|no|em|trabalhando|a trabalhar|como)\b)",
        r"\b(?:umur|usia) ?(?:saya|ku|aku)(?: baru| masih)? N\b",
        r"\b(?:saya|aku)(?: baru| masih)? (?:berumur|berusia|umur) N\b",
        r"(?:^|[^\w])عمري (?:الان )?N\b",
        r"(?:^|[^\w])عندي N (?:سنه|سنين|سنوات|عام)(?! خبره)",
        r"\b[3e]omri N\b",
    )
)


def says_under_18(text: str) -> bool:
    """Tell whether a text says of its writer, as it seems, that they are younger than 18."""
    plain = fold(text)
    found = (match["n"] for pattern in _SAID for match in pattern.finditer(plain))
    return any(5 <= (int(said) if said.isdecimal() else _BY_WORD[said]) < ADULT for said in found)
