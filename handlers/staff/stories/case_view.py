"""How a story under review looks: what is doubted and why, its words marked, what is near and alike, what to do."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

from content.gaps import wording_in
from content.languages import Speaker, sentence
from content.privacy import shown
from content.reviewing import FLAGS, is_distressing
from content.search.answer import Found
from handlers.asking import told, words_of
from handlers.context import Context, first_words
from handlers.keyboards import Button, Rows
from handlers.lengths import cut
from handlers.members.stories.others_tried import caution_lines
from handlers.members.stories.share_parts import FIELDS
from handlers.staff.kinds import View, is_first_look, needs_two
from handlers.staff.names import FIELD_NAMES
from handlers.story_words import ASKED, TRANSLATIONS, WORDED, marks_of, voice_of
from handlers.story_words import words_of as written
from storage.cases import Case
from storage.experiences import Experience
from storage.outside import OutsideAsk
from storage.session import Session
from storage.team import Staff

VERDICTS: Mapping[str, str] = {
    "safe": sentence("An expert from outside says: safe."),
    "unsafe": sentence("An expert from outside says: unsafe."),
    "words": sentence("An expert from outside says: only with these words."),
}
MOST_CARDS, MOST_ALIKE = 3, 3
# All that its author wrote is seen before it goes out (2,300 units at most); of what was added, as much as fits beside.
_LONGEST_FIELD = 1500
_LONGEST_TRANSLATION, _MOST_TRANSLATIONS = 150, 2
_LONGEST_QUESTION, _LONGEST_ANSWER = 200, 500


async def view_case(context: Context, r: Session, staff: Staff, case: Case) -> View | None:
    """Return a story as it is reviewed; what is distressing says so first and waits to be opened."""
    one = await r.experiences.get(case.subject)
    if one is None or one.state != "waiting":
        return None
    if is_distressing(case.flags):
        return warning(context.say, case)
    return await open_case(context, r, case, one)


def warning(say: Speaker, case: Case) -> View:
    """Return what is said of something hard to read before it is opened."""
    lines = [
        _title(say, case),
        say("🧘 This one is hard to read: {what}.", what=_reasons(say, case)),
        say("Open it only if you want to now. Nobody asks why you leave it."),
    ]
    rows = [[Button(say("👁 Open"), f"case-open:{case.number}"), Button(say("⏭ Skip"), f"next-skip:{case.number}")]]
    return View("\n".join(lines), rows)


async def open_case(context: Context, r: Session, case: Case, one: Experience) -> View:
    """Return all of a story."""
    say = context.say
    found = near(context, one)
    alike = await _alike(r, one, found)
    heads = [_title(say, case), *await _question(r, say, one), *await _doubts(r, say, case, context.now)]
    parts = [
        "\n".join(heads),
        "\n".join(_words(say, one)),
        "\n".join([*_near_lines(context, found), *_alike_lines(say, alike)]),
    ]
    pictures = tuple(await r.experiences.pictures(one.id))
    rows = _rows(say, case, one, alike, has_pictures=bool(pictures))
    return View("\n\n".join(part for part in parts if part), rows, pictures, voice_of(one.answers))


def near(context: Context, one: Experience) -> Found:
    """Return which cards and which published stories are near to a story, across languages."""
    said = " ".join(written(one.answers).values())
    index = context.services.experiences
    return context.finder.find(said, language=one.language, rank_all=True, is_calm=True, experiences=index)


async def _alike(r: Session, one: Experience, found: Found) -> list[Experience]:
    stories = [await r.experiences.get(int(hit.id)) for hit in found.experiences[:MOST_ALIKE]]
    return [other for other in stories if other and other.state == "published" and other.id != one.id]


def _title(say: Speaker, case: Case) -> str:
    return say("📂 Case {number} · {language}", number=f"<b>{case.number}</b>", language=say.tongue(case.language))


async def _question(r: Session, say: Speaker, one: Experience) -> list[str]:
    """Return the question that a story answers, and in which languages those read who wait for it and can't read it."""
    gap = await r.gaps.get(one.gap) if one.gap is not None else None
    if gap is None or not gap.passed:
        return []
    words = wording_in(gap.passed, gap.language, say.language.code)[1]
    lines = [say("❓ It answers: {question}", question=f"“{escape(words, quote=False)}”")]
    read = {asker.language for asker in await r.gaps.askers(gap.id)} - {
        one.language,
        *one.answers.get(TRANSLATIONS, ()),
    }
    if read:
        tongues = say.list_of(say.tongue(code) for code in sorted(read))
        lines.append(say("🌍 Who waits for it reads: {languages}. A translation helps them.", languages=tongues))
    return lines


def _reasons(say: Speaker, case: Case) -> str:
    return reasons_of(say, case.flags)


def reasons_of(say: Speaker, flags: Iterable[str]) -> str:
    """Return what is doubted, in words."""
    return escape(say.list_of(say(FLAGS[flag].reason) if flag in FLAGS else flag for flag in flags), quote=False)


async def _doubts(r: Session, say: Speaker, case: Case, now: datetime) -> list[str]:
    lines = [say("⚠️ Look at: {reasons}.", reasons=_reasons(say, case))] if case.flags else []
    field = say(FIELD_NAMES[case.field]) if case.field in FIELD_NAMES else ""
    first = await r.team.find(case.first_by) if case.first_by else None
    if is_first_look(case):
        lines.append(say("👥 A danger: two must agree, one of them from the field {field}.", field=field))
    elif needs_two(case):
        number = first.number if first else "–"
        lines.append(say("👥 Number {number} agrees. Your word decides.", number=number))
    elif field:
        lines.append(say("🧰 Handed on to: {field}.", field=field))
    lines += [_verdict(say, ask) for ask in await r.outside.of_case(case.id) if ask.verdict]
    hours = max(0, int((case.due_at - now).total_seconds() // 3600))
    lines.append(say("⏳ Promised within {n} h.", n=say.number(hours)))
    return lines


def _verdict(say: Speaker, ask: OutsideAsk) -> str:
    return f"🩺 {say(VERDICTS[ask.verdict])}"


def _words(say: Speaker, one: Experience) -> list[str]:
    """Return the fields of a story; what looks personal stands out in them."""
    answers, marks, lines = one.answers, marks_of(one.answers, one.language), []
    for step in FIELDS:
        value = answers.get(step.name)
        if value is None:
            continue
        text = (
            shown(cut(value, _LONGEST_FIELD), [mark for mark in marks.get(step.name, ()) if mark.end <= _LONGEST_FIELD])
            if isinstance(value, str) and step.name in WORDED
            else escape(told(step, answers, say), quote=False)
        )
        lines.append(f"<b>{words_of(step.label, say, answers)}:</b> {text}")
    lines += caution_lines(answers, say)
    for code, translation in [*answers.get(TRANSLATIONS, {}).items()][-_MOST_TRANSLATIONS:]:
        begin = escape(cut(translation["text"], _LONGEST_TRANSLATION), quote=False)
        lines.append(f"🌍 {say.tongue(code)}: {begin}")
    for question, answer in answers.get(ASKED, ())[-1:]:
        said = escape(cut(answer, _LONGEST_ANSWER), quote=False) if answer else "…"
        lines.append(f"❓ {escape(cut(question, _LONGEST_QUESTION), quote=False)}\n💬 {said}")
    return lines


def _near_lines(context: Context, found: Found) -> list[str]:
    cards = [
        context.library.cards[hit.id] for hit in found.hits if hit.kind == "card" and hit.id in context.library.cards
    ]
    code = context.say.language.code
    return [f"📄 {card.number} {escape(card.text(code)[0].title, quote=False)}" for card in cards[:MOST_CARDS]]


def _alike_lines(say: Speaker, alike: list[Experience]) -> list[str]:
    lines = []
    for place, other in enumerate(alike, 1):
        begin = escape(first_words(" ".join(written(other.shown or {}).values())), quote=False)
        lines.append(f"👯 {place} · {say.tongue(other.language)}: “{begin}”")
    return [say("Alike, and published:"), *lines] if lines else []


def _rows(say: Speaker, case: Case, one: Experience, alike: list[Experience], *, has_pictures: bool) -> Rows:
    what = f"{case.number}:{one.revision}"
    is_first = is_first_look(case)
    deciding = [Button(say("👍 Agree") if is_first else say("✅ Publish"), f"case-publish:{what}")]
    if marks_of(one.answers, one.language):
        label = say("🧹 Mask and agree") if is_first else say("🧹 Mask, publish")
        deciding.insert(0, Button(label, f"case-mask:{what}"))
    rows = [
        deciding,
        [Button(say("❌ Reject"), f"case-reject:{what}"), Button(say("❓ Ask back"), f"case-ask:{what}")],
    ]
    if voice_of(one.answers):
        rows.append([Button(say("✍️ Write it down"), f"case-hear:{what}")])
    elif not is_first:
        rows.append(
            [Button(say("✏️ Change words"), f"case-edit:{what}"), Button(say("🌍 Translate"), f"case-tongue:{what}")]
        )
    if alike:
        merges = [Button(f"👯 = {place}", f"case-merge:{what}:{other.id}") for place, other in enumerate(alike, 1)]
        rows.append(merges)
    rows.append([Button(say("🧰 Hand on"), f"case-field:{what}"), Button(say("🆘 Emergency"), f"case-sos:{what}")])
    leaving = [
        Button(say("⏭ Skip"), f"next-skip:{case.number}"),
        Button(say("📥 Put back"), f"next-back:{case.number}"),
    ]
    rows.append(leaving)
    if has_pictures:
        rows.append([Button(say("🖼 No pictures"), f"case-cut:{what}")])
    return rows
