"""How an answer is read, by the kind of its step: pure functions over what was written or sent."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global

from content.languages import LANGUAGES, Speaker
from content.search.fold import fold
from handlers.keyboards import chosen
from handlers.lengths import units
from handlers.steps import (
    Amount,
    Answers,
    Choice,
    Consent,
    Option,
    Options,
    Outcome,
    Partly,
    Photo,
    Place,
    Preview,
    Refused,
    Step,
    Taken,
    Text,
    Voice,
)
from handlers.updates import Attachment
from handlers.words import meaning

LONGEST_REGION = 60
MOST_VOICE_S = 300
PICTURES = ("photo", "video", "animation", "document")
Pending = Mapping[str, Any]
_ABBREVIATIONS = {"DRC": "CD", "RDC": "CD", "CAR": "CF", "RCA": "CF"}
# What babel names where no country is known.
_UNKNOWN = "ZZ"


@dataclass(frozen=True)
class Said:
    """What came as an answer: words (or a caption), and what was attached; `media` names its kind."""

    words: str = ""
    media: str | None = None
    attachment: Attachment | None = None


def read(step: Step, said: Said, say: Speaker, answers: Answers, pending: Pending) -> Outcome:
    """Return what an answer to `step` means: its shortcut looks first, then the reader of its kind."""
    if said.words and step.shortcut and (outcome := step.shortcut(said.words, answers, say)):
        return outcome
    return _READERS[type(step)](step, said, say, answers, pending)


def options_of(options: Options, say: Speaker, answers: Answers) -> Sequence[Option]:
    """Return the options that are shown."""
    return options(say, answers) if callable(options) else options


def _no_words(said: Said, say: Speaker) -> Refused:
    """Say why what was sent instead of words is no answer here."""
    if said.media in PICTURES:
        return Refused(say("Here I need words. I did not keep the picture or file. Please write it."))
    if said.media in ("voice", "audio", "video_note"):
        return Refused(say("Here I can't take a voice note. Please write it in a few words."))
    if said.media in ("location", "venue"):
        return Refused(say("I do not keep exact places. I dropped this one. Please answer in words."))
    if said.media == "contact":
        return Refused(say("I do not keep phone numbers or contacts. I dropped this one. Please answer in words."))
    return Refused(say("I can't read this as an answer. Please write it in words."))


def _read_choice(step: Choice, said: Said, say: Speaker, answers: Answers, _pending: Pending) -> Outcome:
    keys = _chosen_keys(said.words, options_of(step.options, say, answers), say, several=step.several)
    if not keys:
        return Refused(say("Please press one of the buttons, or type its number."))
    return Taken(keys if step.several else keys[0])


def _chosen_keys(words: str, options: Sequence[Option], say: Speaker, *, several: bool) -> list[str]:
    """Return the keys that typed numbers or words stand for, each once; of several all parts must be known."""
    pairs = [(say(option.label), option.key) for option in options]
    if whole := chosen(words, pairs):
        return [whole]
    parts = [part for part in re.split(r"[\s,;،+&]+", words) if part] if several else []
    keys = [chosen(part, pairs) for part in parts]
    return list(dict.fromkeys(key for key in keys if key)) if keys and all(keys) else []


def _read_text(step: Text, said: Said, say: Speaker, _answers: Answers, _pending: Pending) -> Outcome:
    if step.or_voice and said.media == "voice" and said.attachment:
        return _heard(said.attachment, MOST_VOICE_S, say)
    length = units(said.words)
    if length > step.most:
        return Refused(
            say(
                "This is too long for one message: {length} signs, and I take {most}. What you wrote before is kept. "
                "Please send it shorter.",
                length=length,
                most=step.most,
            )
        )
    if not said.words:
        return _no_words(said, say)
    if not any(sign.isalnum() for sign in said.words):
        return Refused(say("Signs and pictures alone can mean many things. Please write it in words."))
    if length < step.least:
        return Refused(say("This is very short. Please write a little more."))
    return Taken(said.words)


def _read_amount(step: Amount, said: Said, say: Speaker, answers: Answers, _pending: Pending) -> Outcome:
    return step.read(said.words, answers, say) if said.words else _no_words(said, say)


def _read_photo(step: Photo, said: Said, say: Speaker, _answers: Answers, _pending: Pending) -> Outcome:
    if said.media == "photo" and said.attachment:
        if said.attachment.size_bytes > step.most_bytes:
            return Refused(say("This picture is too large. Please send a smaller one."))
        return Taken([said.attachment.file_id])
    if said.media == "document":
        return Refused(say("Please send it as a photo, not as a file."))
    return Refused(say("Here I need a photo. Please send one."))


def _read_voice(step: Voice, said: Said, say: Speaker, _answers: Answers, _pending: Pending) -> Outcome:
    if said.media == "voice" and said.attachment:
        return _heard(said.attachment, step.most_seconds, say)
    return Refused(say("Here I need a voice note. Hold the microphone, speak, and let go."))


def _heard(attachment: Attachment, most_seconds: int, say: Speaker) -> Outcome:
    if attachment.seconds > most_seconds:
        minutes = say.number(most_seconds // 60)
        return Refused(say("This voice note is too long. Please keep it under {minutes} minutes.", minutes=minutes))
    return Taken({"voice": attachment.file_id, "seconds": attachment.seconds})


def _read_place(_step: Place, said: Said, say: Speaker, _answers: Answers, pending: Pending) -> Outcome:
    if not said.words:
        return _no_words(said, say)
    if "country" not in pending:
        country = country_named(said.words)
        unknown = say("I don't know this country. Please write its name, or press one.")
        return Partly({"country": country}) if country else Refused(unknown)
    if any(sign.isdigit() for sign in said.words) or units(said.words) > LONGEST_REGION:
        return Refused(say("Only the name of the region, please: no numbers, no village, no pit."))
    return Taken({"country": pending["country"], "region": " ".join(said.words.split())})


def country_named(text: str) -> str:
    """Return the code of the country that a text names, in any of our languages or by its code; "" for none."""
    said = text.strip()
    if said.isascii() and said.isupper() and len(said) in (2, 3):
        # Only in capitals: small, "no" and "si" are words.
        return _coded(said)
    return _countries().get(_plain(text), "")


def _coded(code: str) -> str:
    """Return the country of a code of two or three letters, or of a usual abbreviation; "" for none."""
    codes = [_ABBREVIATIONS[code]] if code in _ABBREVIATIONS else get_global("territory_aliases").get(code, [code])
    return codes[0] if len(codes) == 1 and codes[0] in get_global("territory_zones") and codes[0] != _UNKNOWN else ""


@cache
def _countries() -> Mapping[str, str]:
    """Return the code of every country by its name in each of our languages."""
    names: dict[str, str] = {}
    for language in LANGUAGES.values():
        for code, name in Locale.parse(language.locale).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(_plain(str(name)), code)
    return names


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def _read_consent(step: Consent, said: Said, say: Speaker, answers: Answers, _pending: Pending) -> Outcome:
    options = options_of(step.options, say, answers)
    keys = _chosen_keys(said.words, options, say, several=step.several)
    if not keys and len(options) == 1 and meaning(said.words) == "yes":
        keys = [options[0].key]
    if not keys:
        return Refused(say("Please press one of the buttons, or type its number."))
    return Taken(agreed(step, keys if step.several else keys[0]))


def agreed(step: Consent, given: Any) -> dict[str, Any]:
    """Return what is kept of a consent: to what exactly, and to which version of the text."""
    return {"version": step.version, "given": given}


def _read_preview(_step: Preview, _said: Said, _say: Speaker, _answers: Answers, _pending: Pending) -> Outcome:
    return Refused("")


_READERS: Mapping[type, Callable[[Any, Said, Speaker, Answers, Pending], Outcome]] = {
    Choice: _read_choice,
    Text: _read_text,
    Amount: _read_amount,
    Photo: _read_photo,
    Voice: _read_voice,
    Place: _read_place,
    Consent: _read_consent,
    Preview: _read_preview,
}
