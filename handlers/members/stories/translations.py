"""A published story in the languages of its readers: what somebody has translated, what is still wanted; the original.

A translation is made by a person of the team and stamped; without one a story is read as it was told.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from content.languages import CODES, Speaker
from content.reviewing import is_distressing
from handlers.keyboards import Button
from handlers.story_words import EXAMPLE, TRANSLATIONS, words_of
from storage.experiences import CASE_KIND, Experience
from storage.session import Session
from storage.team import Staff

# What cases about a published story in another language are called, by that language.
STORIES_IN = {code: f"{CASE_KIND}-{code}" for code in CODES}
# So many wait in one language at most, and no promise ends with it.
MOST_WANTED = 20
WANTED_FOR = timedelta(days=180)
ORIGINAL, TRANSLATE = "lived-original", "story-tongue"


def translations_of(one: Experience) -> Mapping[str, Any]:
    """Return what was translated of a published story, by language."""
    translated = (one.shown or {}).get(TRANSLATIONS)
    return translated if isinstance(translated, dict) else {}


def is_translated(one: Experience, code: str) -> bool:
    """Tell whether a reader of this language reads a translation."""
    return code != one.language and code in translations_of(one)


def told_in(one: Experience, code: str) -> str:
    """Return what was told, in this language when somebody has translated it, else as it was told."""
    if is_translated(one, code):
        return str(translations_of(one)[code]["text"])
    return str((one.shown or {}).get("story") or "")


def all_told(one: Experience) -> str:
    """Return all that was written of a story, a line for each part: what a translation is of."""
    return "\n".join(words_of(one.shown or {}).values())


def original_row(one: Experience, say: Speaker) -> list[list[Button]]:
    """Return the button to the words as they were told, for who reads a translation."""
    return [[Button(say("🔤 Original"), f"{ORIGINAL}:{one.id}")]] if is_translated(one, say.language.code) else []


async def want(w: Session, one: Experience, code: str, now: datetime) -> None:
    """Let the team translate a published story for someone who reads it; nobody is given a distressing one unasked."""
    if code == one.language or code in translations_of(one) or (one.shown or {}).get(EXAMPLE):
        return
    review = await w.cases.of_subject(CASE_KIND, one.id)
    if review and is_distressing(review.flags):
        return
    if await w.cases.count_open(STORIES_IN[code]) < MOST_WANTED:
        await w.cases.open(STORIES_IN[code], one.id, language=code, field=one.language, now=now, promise=WANTED_FOR)


def tongues_for(staff: Staff | None, one: Experience) -> list[str]:
    """Return into which languages someone of the team may translate a story: it is not theirs, and they read both."""
    if staff is None or one.contact == staff.member or not staff.reads(one.language):
        return []
    others = (code for code in staff.languages if code != one.language)
    return [code for code in others if staff.has("moderator") or staff.has("editor", code)]


def translating_row(one: Experience, staff: Staff | None, say: Speaker) -> list[list[Button]]:
    """Return the button under a story for who may translate it; for everybody else none."""
    return [[Button(say("🌍 Translate"), f"{TRANSLATE}:{one.id}")]] if tongues_for(staff, one) else []
