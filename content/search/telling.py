"""Tells whether a long message is a story of what someone did themselves, in seven languages. Pure, and rather silent.

It looks for several words of "I did" or "we did", and for no question. A story that is not seen costs little: 🗣 is
always there; a question taken for a story would annoy.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

FEWEST_WORDS = 14
FEWEST_DEEDS = 2
_ASKS = re.compile(r"[?؟？]")
# The first word of a question, where people leave out the mark.
_OPENERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        code: frozenset(words.split())
        for code, words in {
            "en": "how what why where who which can could should is are do does will please help",
            "fr": "comment quoi pourquoi où qui quel quelle est-ce peut puis-je dois-je aidez",
            "sw": "je nini kwa nani lini wapi vipi naomba nisaidie nifanye",
            "es": "cómo como qué que por cuándo dónde quién cuál puedo debo ayuda",
            "pt": "como que por onde quem qual posso devo ajuda",
            "id": "bagaimana apa apakah mengapa kenapa kapan dimana siapa bisa bolehkah tolong",
            "ar": "كيف ماذا لماذا متى اين أين هل ليش شلون ازاي ممكن",
        }.items()
    }
)
_EN_VERBS = (
    "had|did|was|were|put|dug|bought|built|made|used|tried|began|started|found|got|lost|went|took|sold|saw|came|gave|"
    "kept|cut|set|paid|left|broke|learned|learnt|stopped|[a-z]{2,}ed"
)
# What says "I did" or "we did": a match is one deed, and the same words count once.
_DEEDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "en": re.compile(
            rf"\b(?:i|we)(?: (?:also|then|never|always|only|just|first|have|had|both))? (?:{_EN_VERBS})\b"
        ),
        "fr": re.compile(
            r"\bj['’](?:ai|avais|étais|allais|utilisais) \w+"
            r"|\bje (?:suis|me suis) (?:allée?|venue?|tombée?|partie?|\w+é)\b"
            r"|\b(?:nous|on) (?:avons|a|avions|avait|étions|était|sommes) \w+"
            r"|\b(?:je \w{2,}ais|nous \w{2,}ions|on \w{2,}ait)\b"
        ),
        "sw": re.compile(r"\b(?:nili|tuli|nime|tume|siku|hatuku)[a-z]{3,}"),
        "es": re.compile(
            r"\b(?:he|hemos|había|habíamos) \w+(?:ado|ido|sto|cho)\b|\b\w{2,}(?:ábamos|íamos|imos)\b"
            r"|\b(?:yo|nosotros) \w{3,}\b|\b\w{3,}é\b(?<!qué)(?<!cómo)"
            r"|\b(?:hice|puse|tuve|fui|vi|di|pude|estuve|hicimos|pusimos|tuvimos|fuimos|perdí|vendí|metí|aprendí|subí)\b"
            r"|\b(?:lavamos|cavamos|usamos|compramos|sacamos|probamos|cambiamos|empezamos|encontramos|ganamos|dejamos)\b"
        ),
        "pt": re.compile(
            r"\b\w{3,}(?:ei|ávamos|íamos)\b"
            r"|\b(?:fiz|pus|tive|fui|vi|pude|estive|fizemos|pusemos|tivemos|fomos|perdi|vendi|aprendi|subi|consegui)\b"
            r"|\b(?:lavamos|cavamos|usamos|compramos|tiramos|testamos|trocamos|começamos|achamos|ganhamos|deixamos)\b"
        ),
        "id": re.compile(
            r"\b(?:saya|aku|kami|kita)(?: (?:sudah|telah|pernah|dulu|lalu|juga|mulai|pun|akhirnya|baru|sempat))+ \w+"
            r"|\b(?:dulu|waktu itu|tahun lalu|bulan lalu|minggu lalu|kemarin)\b"
            r"|\b(?:saya|aku|kami) (?:coba|pakai|pasang|ganti|gali|beli|buat|cuci|bakar|campur|dapat|mencoba|memakai|"
            r"memasang|mengganti|menggali|membeli|membuat|mencuci)\b"
        ),
        "ar": re.compile(
            r"\b(?:كنت|كنا|جربت|جربنا|استخدمت|استخدمنا|حفرت|حفرنا|عملت|عملنا|اشتريت|اشترينا|غسلت|غسلنا|وضعت|وضعنا|"
            r"بدأت|بدأنا|وجدت|وجدنا|لقيت|لقينا|خسرت|خسرنا|بعت|بعنا|ركبت|ركبنا|غيرت|غيرنا|حصلت|حصلنا|رأيت|رأينا|"
            r"شفت|شفنا|تعلمت|تعلمنا|توقفت|توقفنا|سويت|سوينا|قمت|قمنا|أخذت|أخذنا|صنعت|صنعنا|بنيت|بنينا|و?\w{3,}نا)\b"
        ),
    }
)


def asks(text: str, language: str) -> bool:
    """Tell whether a text holds a question, by its mark or its first word."""
    first = next(iter(text.casefold().split()), "").strip(".,:;!¿¡")
    return _ASKS.search(text) is not None or first in _OPENERS.get(language, ())


def is_telling(text: str, language: str) -> bool:
    """Tell whether `text` is someone's own story, told in the past and with no question in it."""
    said = " ".join(text.casefold().split())
    deeds = _DEEDS.get(language)
    if deeds is None or len(said.split(" ")) < FEWEST_WORDS or asks(said, language):
        return False
    return len(set(deeds.findall(said))) >= FEWEST_DEEDS
