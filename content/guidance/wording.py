"""What makes one text hard to read or unsafe to send; each rule yields (the words meant, what is wrong with them)."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from content.guidance.figures import read_figures
from content.guidance.texts import Text

TITLE_LETTERS = 60
SCREEN_LETTERS = 500
TRANSLATED_SCREEN_LETTERS = 600
EMERGENCY_STEP_LETTERS = 60
STEPS = 6
SENTENCE_WORDS = 14
AVERAGE_WORDS = 9
FIGURES_A_LINE = 2

Complaint = tuple[str, str]

_SENTENCE_END = re.compile(r"[.!?؟…:](?:\s+|$)")
_BRACKETS = re.compile(r"[()\[\]{};؛]")
_CAPITALS = re.compile(r"\b[^\W\d_a-z]{2,}\b")
_EVERYDAY_CAPITALS = frozenset(["LED", "SMS", "SIM", "PIN", "HIV", "VIH", "TB", "US", "UN", "ID", "OK", "SAR"])
_SHORTENED = re.compile(
    r"\b(?:e\.?g|i\.e|etc|approx|min|max|tel|ca|cf|vs|p\. ?ex|p\. ?ej|ej|dll|dsb|dst|n\.k|k\.m)\.(?!\w)|\w/\w|&",
    re.IGNORECASE,
)
_EASTERN_DIGITS = re.compile(r"[\u0660-\u0669\u06f0-\u06f9]")
_SHAMING = re.compile(
    r"galamsey|gurandil|illegal min(?:er|ing)|orpaill\w+ clandestin|miner\w+ ilegal|garimp\w+ ilegal"
    r"|(?:penambang|tambang) liar|(?:wa|u)chimbaji haramu|غير مشروع|غير شرعي",
    re.IGNORECASE,
)
_SHAMING_CAPITALS = re.compile(r"\bPETI\b")
_PHONE = re.compile(r"\+\s?\d[\d ()-]{4,}\d|(?<!\d)\d(?:[ -]?\d){6,}|\b(?:112|911)\b")
_GROUPED_NUMBER = re.compile(r"\d{1,3}(?: \d{3})+")
_CALL = re.compile(
    r"\b(?:call|dial|appel\w*|compos\w*|piga|llam\w*|marqu\w*|ligu\w*|disqu\w*|telepon|hubungi|اتصل\w*)\D{0,15}\d{3}",
    re.IGNORECASE,
)


def first_lines(text: Text) -> list[str]:
    """Return the lines of the first screen: title, never line, steps."""
    return [text.title, text.never, *text.steps]


def more_lines(text: Text) -> list[str]:
    """Return the lines of the second screen that hold words."""
    return [line.strip() for line in (text.more or "").splitlines() if line.strip()]


def complain(text: Text, danger: str) -> Iterator[Complaint]:
    """Yield all that is wrong with the wording of one text, whatever its language."""
    yield from chain.from_iterable(rule(text) for rule in _RULES)
    if danger == "emergency":
        yield from _complain_of_emergency(text)


def _complain_of_length(text: Text) -> Iterator[Complaint]:
    limit = SCREEN_LETTERS if text.language == "en" else TRANSLATED_SCREEN_LETTERS
    letters = len("\n".join(first_lines(text)).replace("**", ""))
    if len(text.title) > TITLE_LETTERS:
        yield text.title, f"the title has {len(text.title)} characters, at most {TITLE_LETTERS}"
    if letters > limit:
        yield text.title, f"the first screen has {letters} characters, at most {limit}"
    if len(text.steps) > STEPS:
        yield text.steps[STEPS], f"there are {len(text.steps)} steps, at most {STEPS}"


def _complain_of_emergency(text: Text) -> Iterator[Complaint]:
    for step in text.steps:
        letters = len(step.replace("**", ""))
        if letters > EMERGENCY_STEP_LETTERS:
            yield step, f"a step of an emergency has {letters} characters, at most {EMERGENCY_STEP_LETTERS}"
    for line in first_lines(text):
        if "?" in line or "؟" in line:
            yield line, "an emergency asks nothing"


def _complain_of_sentences(text: Text) -> Iterator[Complaint]:
    lengths = []
    for line in (text.never, *text.steps):
        for words in (len(part.split()) for part in _SENTENCE_END.split(line) if part.strip()):
            lengths.append(words)
            if words > SENTENCE_WORDS:
                yield line, f"a sentence has {words} words, at most {SENTENCE_WORDS}"
    average = sum(lengths) / max(len(lengths), 1)
    if average > AVERAGE_WORDS:
        yield text.never, f"sentences have {average:.1f} words on average, at most {AVERAGE_WORDS}"


def _complain_of_signs(text: Text) -> Iterator[Complaint]:
    for line in first_lines(text):
        if found := _BRACKETS.search(line):
            yield line, f'no "{found.group()}" on the first screen'
        for capitals in _CAPITALS.findall(line):
            if capitals.isupper() and capitals not in _EVERYDAY_CAPITALS:
                yield line, f'"{capitals}": no unexplained abbreviation and no shouting on the first screen'
        if found := _SHORTENED.search(line):
            yield line, f'"{found.group()}": write it out on the first screen'


def _complain_of_figures(text: Text) -> Iterator[Complaint]:
    for line in (*first_lines(text), *more_lines(text)):
        count = len(read_figures(line, text.language))
        if count > FIGURES_A_LINE:
            yield line, f"{count} figures in one line, at most {FIGURES_A_LINE}"
        if _EASTERN_DIGITS.search(line):
            yield line, "digits are western in all texts"
        phone = _PHONE.search(line)
        if (phone and not _GROUPED_NUMBER.fullmatch(phone.group())) or _CALL.search(line):
            yield line, "no phone numbers: the program adds those of the country"


def _complain_of_shame(text: Text) -> Iterator[Complaint]:
    for line in (*first_lines(text), *more_lines(text)):
        if found := _SHAMING.search(line) or _SHAMING_CAPITALS.search(line):
            yield line, f'"{found.group()}" shames: it may stand in the keywords only'


@cache
def read_rare_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return by language the words that few readers know, each with the phrases of which one explains it."""
    table: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(
        Path(__file__).with_name("rare.toml").read_text(encoding="utf-8")
    )
    return table


def _complain_of_rare_words(text: Text) -> Iterator[Complaint]:
    lines = [*first_lines(text), *more_lines(text)]
    said = "\n".join(lines).replace("**", "").casefold()
    for word, explanations in read_rare_words().get(text.language, {}).items():
        if re.search(rf"(?<!\w){word}(?!\w)", said) and not any(phrase.casefold() in said for phrase in explanations):
            line = next((line for line in lines if word in line.casefold()), text.title)
            yield line, f'"{word}" is rare and not explained: say "{explanations[0]}"'


def _complain_of_keywords(text: Text) -> Iterator[Complaint]:
    if not text.keywords:
        yield text.title, "there are no keywords"
    seen: set[str] = set()
    for keyword in text.keywords:
        if keyword != keyword.lower():
            yield keyword, f'the keyword "{keyword}" is not in lower case'
        if keyword in seen:
            yield keyword, f'the keyword "{keyword}" stands twice'
        seen.add(keyword)


def complain_of_script(text: Text, *, right_to_left: bool) -> Iterator[Complaint]:
    """Yield the lines that are written in another script than their language."""
    for line in (*first_lines(text), *more_lines(text)):
        letters = [letter for letter in line if letter.isalpha()]
        share = sum(unicodedata.bidirectional(letter) in ("R", "AL") for letter in letters) / max(len(letters), 1)
        if letters and (share < 0.6 if right_to_left else share > 0):
            yield line, "is not in the script of its language"


_RULES: tuple[Callable[[Text], Iterator[Complaint]], ...] = (
    _complain_of_length,
    _complain_of_sentences,
    _complain_of_signs,
    _complain_of_figures,
    _complain_of_shame,
    _complain_of_rare_words,
    _complain_of_keywords,
)
