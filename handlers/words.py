"""The small words that people type where others press, in every language: yes, no, next, back, skip, stop, thanks.

They are looked at only when a text is nothing but such a word. Spelling is folded, so accents need not be right.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from content.search.fold import words

Meaning = Literal["yes", "no", "next", "back", "skip", "more", "stop", "danger", "topics", "hello", "thanks"]

# Meaning, then language. A word of two meanings stands under the one that was more likely meant.
_WORDS: Mapping[Meaning, Mapping[str, str]] = {
    "yes": {
        "en": "yes, yeah, yep, y, yes please, send it",
        "fr": "oui, ouais, oui merci",
        "sw": "ndiyo, ndio, eeh, ndiyo tuma",
        "es": "sí, si claro, claro",
        "pt": "sim, claro que sim",
        "id": "ya, iya, yah, ya kirim",
        "ar": "نعم, ايوه, ايوا, اي, aywa, aiwa, naam, na3am",
    },
    "no": {
        "en": "no, nope, not yet, no one",
        "fr": "non, pas encore, personne",
        "sw": "hapana, la, bado, si bado",
        "es": "no, todavía no, aún no, nadie",
        "pt": "não, nao, ainda não, ninguém",
        "id": "tidak, nggak, gak, belum, bukan",
        "ar": "لا, لأ, ليس بعد, لسه, la2, mafi",
    },
    "next": {
        "en": "next, next page, forward",
        "fr": "suivant, suite, page suivante",
        "sw": "mbele, endelea, ukurasa unaofuata, inayofuata",
        "es": "siguiente, adelante",
        "pt": "próximo, seguinte, próxima, avançar",
        "id": "lanjut, berikutnya, selanjutnya",
        "ar": "التالي, بعده, التالية",
    },
    "back": {
        "en": "back, go back, previous",
        "fr": "retour, précédent",
        "sw": "rudi, nyuma",
        "es": "atrás, volver, anterior",
        "pt": "voltar, atrás, anterior",
        "id": "kembali, sebelumnya",
        "ar": "رجوع, السابق, ارجع",
    },
    "skip": {
        "en": "skip, skip it, leave it out",
        "fr": "passer, sauter",
        "sw": "ruka, ruka hii",
        "es": "saltar, omitir, saltear",
        "pt": "pular, saltar, omitir",
        "id": "lewati, lewat, lompati",
        "ar": "تخطي, تخط, تجاوز",
    },
    "more": {
        "en": "more, read more, go on",
        "fr": "plus, encore, la suite",
        "sw": "zaidi, soma zaidi",
        "es": "más, leer más",
        "pt": "mais, ler mais",
        "id": "lagi, selengkapnya, lebih lanjut",
        "ar": "المزيد, اكثر, زيادة",
    },
    "stop": {
        "en": "stop, cancel, quit, exit, stop it",
        "fr": "stop, arrêter, arrête, annuler",
        "sw": "acha, simama, ghairi, futa, sitisha",
        "es": "parar, para, cancelar, basta, alto",
        "pt": "parar, para, cancelar, pare",
        "id": "berhenti, batal, batalkan, stop",
        "ar": "قف, توقف, الغاء, وقف, خلاص",
    },
    "danger": {
        "en": "help, help me, sos, danger, emergency, accident, please help",
        "fr": "au secours, secours, à l'aide, aidez-moi, danger, urgence, accident",
        "sw": "msaada, saidia, nisaidie, saidieni, hatari, dharura, ajali",
        "es": "auxilio, socorro, ayuda, ayúdenme, peligro, emergencia, accidente",
        "pt": "socorro, ajuda, me ajuda, perigo, emergência, acidente",
        "id": "tolong, bantuan, minta tolong, bahaya, darurat, kecelakaan",
        "ar": "النجدة, نجدة, الحقوني, ساعدوني, مساعدة, خطر, طوارئ, حادث, musa3ada, el7a2ouni",
    },
    "topics": {
        "en": "menu, topics, list, cards",
        "fr": "menu, thèmes, sujets, liste, fiches",
        "sw": "menyu, mada, orodha, kadi",
        "es": "menú, temas, lista, fichas",
        "pt": "menu, temas, lista, fichas",
        "id": "menu, topik, daftar, kartu",
        "ar": "القائمة, قائمة, المواضيع, مواضيع, بطاقات",
    },
    "hello": {
        "en": "hi, hello, hey, hi there, hello there, good morning, good afternoon, good evening, start, how are you",
        "fr": "bonjour, salut, bonsoir, coucou, allô, bjr, slt",
        "sw": "habari, jambo, mambo, hujambo, salama, shikamoo, niaje, sasa, habari yako, habari za leo",
        "es": "hola, buenas, buenos días, buenas tardes, buenas noches, qué tal",
        "pt": "oi, olá, bom dia, boa tarde, boa noite, tudo bem",
        "id": "halo, hai, hallo, selamat pagi, selamat siang, selamat sore, selamat malam, assalamualaikum, permisi",
        "ar": "السلام عليكم, سلام, سلام عليكم, مرحبا, اهلا, صباح الخير, مساء الخير, salam, marhaba, ahlan",
    },
    "thanks": {
        "en": "thanks, thank you, thank you very much, thx, ok, okay, ok thanks, good, bye, goodbye",
        "fr": "merci, merci beaucoup, d'accord, au revoir, bien",
        "sw": "asante, asante sana, ahsante, sawa, sawa asante, kwaheri",
        "es": "gracias, muchas gracias, vale, adiós, bueno",
        "pt": "obrigado, obrigada, muito obrigado, valeu, tchau",
        "id": "terima kasih, makasih, baik, oke, sampai jumpa",
        "ar": "شكرا, شكرا جزيلا, طيب, تمام, مع السلامة, shukran, tamam",
    },
}


@cache
def _meanings() -> Mapping[str, Meaning]:
    known: dict[str, Meaning] = {}
    for meaning, languages in _WORDS.items():
        for forms in languages.values():
            for form in forms.replace("،", ",").split(","):
                known.setdefault(_plain(form), meaning)
    return known


def meaning(text: str) -> Meaning | None:
    """Return what a text of nothing but small words means; None for any other text."""
    return _meanings().get(_plain(text)) if len(text) < 60 else None


def holds_words(text: str) -> bool:
    """Tell whether a text holds a letter: a bare number or a picture says nothing that could be looked for."""
    return any(letter.isalpha() for letter in text)


def _plain(text: str) -> str:
    return " ".join(words(text))


def action_of(said: Meaning, choices: Iterable[tuple[str, str]], *, has_draft: bool) -> str | None:
    """Return the action that a small word stands for among the (label, action) choices last shown."""
    shown = list(choices)
    if said in ("yes", "no"):
        return _decided(said, [action for _, action in shown])
    pictures = {"next": ("▶️",), "back": ("◀️",), "skip": ("⏭",), "more": ("⬇️", "▶️"), "stop": ("✖️",)}.get(said, ())
    for picture in pictures:
        if found := next((action for label, action in shown if picture in label), None):
            return found
    if said == "stop":
        is_asked = any(action == "need-help" for _, action in shown)
        return "flow:cancel" if has_draft else "safe" if is_asked else None
    return {"danger": "emergencies", "topics": "topics"}.get(said)


def _decided(said: Meaning, actions: list[str]) -> str | None:
    """Return what yes or no means: the question on the screen is known by the actions it offers."""
    for mark, yes, no in (
        ("need-help", "helped", "need-help"),
        ("flow:told", "sos:", "flow:told"),
        ("aside:told", "sos:", "aside:told"),
        ("safe", "sos:", "safe"),
        ("safe", "emergencies", "safe"),
        ("hazard-new", "emergencies", "hazard-new"),
        ("flow:send", "flow:send", "flow:cancel"),
        ("flow:agree", "flow:agree", "flow:decline"),
        ("helps:", "helps:", "not:"),
    ):
        wanted = yes if said == "yes" else no
        if any(action.startswith(mark) for action in actions):
            found = next((action for action in actions if action.startswith(wanted)), None)
            if found:
                return found
    return None


def is_about_danger(actions: Iterable[str]) -> bool:
    """Tell whether what was last shown asks if someone is in danger, or whether help is there."""
    return any(action in ("helped", "need-help", "safe") or action.startswith("sos:") for action in actions)
