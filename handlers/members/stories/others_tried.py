"""What other miners tried, as a reader sees it: one person's experience, not advice; whether it helped; a red flag."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from html import escape

from content.guidance.library import Library
from content.languages import CODES, Speaker, speaker
from content.search.answer import Hit
from handlers.arguments import read_id
from handlers.asking import told, words_of
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.lengths import cut
from handlers.members.stories.share_parts import FIELDS
from handlers.members.stories.share_steps import RESULTS
from handlers.members.stories.translations import (
    ORIGINAL,
    all_told,
    is_translated,
    original_row,
    told_in,
    translating_row,
    want,
)
from handlers.routing import On, on_action
from handlers.story_words import CAUTION, EXAMPLE, OF_GROUP, PICTURES, WORDED
from storage.experiences import CASE_KIND, QUESTION, Experience
from storage.session import Session

# Who reads here: the audience a story must be open to.
READERS = "members"
# What a case about a published story is called that a reader calls dangerous or wrong.
FLAGGED = "flagged"
MOST_SHOWN = 2
# Fewer could tell who someone is, and say little.
FEWEST_COUNTED = 5
_READ_ONCE = timedelta(hours=24)
_LONGEST_STORY, _LONGEST_FIELD = 2000, 300
_APART = frozenset({"story", "result", "country", "region"})
_DANGER_OF_A_FLAG = 1


def stories_row(say: Speaker, near: Sequence[Hit]) -> list[Button]:
    """Return the button that opens up to two stories that fit; empty when none does."""
    ids = [hit.id for hit in near[:MOST_SHOWN]]
    if not ids:
        return []
    label = say.say_count("👥 {n} miner's story", "👥 {n} miners' stories", len(ids))
    return [Button(label, f"tried-by:{','.join(ids)}:{say.language.code}")]


async def read_stories(r: Session, ids: Sequence[str]) -> list[Experience]:
    """Return the stories of these ids that may be read here now, at most two."""
    found = [await r.experiences.get(id) for id in dict.fromkeys(map(read_id, ids[:MOST_SHOWN]))]
    return [one for one in found if one is not None and is_open(one)]


def is_open(one: Experience) -> bool:
    """Tell whether any member may read a story now."""
    return one.state == "published" and one.shown is not None and READERS in one.audience


async def open_stories(context: Context) -> None:
    """Show the stories of a button, each as one message."""
    ids, _, code = context.argument.partition(":")
    say = speaker(code) if code in CODES else context.say
    member = context.hearing.member
    async with context.read() as r:
        stories = await read_stories(r, ids.split(","))
        staff = await r.team.find(member.id) if member else None
    if not stories:
        context.reply(say("This story is not here any more: whoever told it has taken it back."))
        return
    for one in stories:
        stage_story(context, one, say, translating_row(one, staff, say))
    read = [one for one in stories if not context.is_again(f"read:{one.id}", _READ_ONCE)]
    async with context.write() as w:
        await count_readers(w, read, say, context.now)


async def count_readers(w: Session, stories: Sequence[Experience], say: Speaker, now: datetime) -> None:
    """Count one reader more of each story, who wants it in the language that is spoken."""
    for one in stories:
        await w.experiences.count(one.id, "reader")
        await want(w, one, say.language.code, now)


def stage_story(context: Context, one: Experience, say: Speaker, rows: Rows = ()) -> None:
    """Stage one story with what a reader can say of it; `rows` stand below."""
    context.reply(story_text(one, say), [*story_rows(context.library, one, say), *rows])


def story_text(one: Experience, say: Speaker) -> str:
    """Return a story as Telegram-HTML: whose it is not, its words, what came of it, roughly where and when."""
    shown = dict(one.shown or {})
    words, said_of = told_in(one, say.language.code), _said_of(one, say)
    parts = [
        "<b>" + say("👥 One miner's experience, not advice") + "</b>",
        *_asked(shown, say),
        *([said_of] if said_of else []),
        *caution_lines(shown, say),
        f"<blockquote>{escape(cut(words, _LONGEST_STORY), quote=False)}</blockquote>",
        # A translation is of all that was written.
        *_fields({**shown, **dict.fromkeys(WORDED)} if is_translated(one, say.language.code) else shown, say),
        " · ".join(part for part in (_result(shown, say), _place(shown, say), _month(shown, say)) if part),
        *_counts(one, say),
        _origin(shown, say),
    ]
    return "\n".join(part for part in parts if part)


def caution_lines(shown: Mapping[str, object], say: Speaker) -> list[str]:
    """Return the words with which alone an expert lets a story be shown; a language of another reader is named."""
    caution = shown.get(CAUTION)
    if not isinstance(caution, dict):
        return []
    words = f"“{escape(str(caution['text']), quote=False)}”"
    if caution["language"] == say.language.code:
        return [say("🩺 An expert says: {words}", words=words)]
    return [say("🩺 An expert says, in {language}: {words}", language=say.tongue(caution["language"]), words=words)]


def _origin(shown: dict[str, object], say: Speaker) -> str:
    if shown.get(EXAMPLE):
        return say("🧪 An invented example, not a real story.")
    if shown.get(OF_GROUP):
        return say("Told by a member of a group. A person has read it before you.")
    return say("Told by a miner. A person has read it before you.")


def _asked(shown: dict[str, object], say: Speaker) -> list[str]:
    """Return the question that a story answers, when it is known in this language."""
    wordings = shown.get(QUESTION)
    wording = wordings.get(say.language.code) if isinstance(wordings, dict) else None
    return [f"❓ “{escape(str(wording), quote=False)}”"] if wording else []


def _said_of(one: Experience, say: Speaker) -> str:
    """Return what is to be said of the language of a story."""
    code, language = say.language.code, say.tongue(one.language)
    if code == one.language:
        return ""
    if is_translated(one, code):
        return say("🌍 Translated from {language} by our staff.", language=language)
    return say("🌍 Told in {language}. Nobody has translated it yet.", language=language)


def _fields(shown: dict[str, object], say: Speaker) -> list[str]:
    lines = []
    for step in FIELDS:
        if step.name not in _APART and shown.get(step.name) is not None:
            value = escape(cut(told(step, shown, say), _LONGEST_FIELD), quote=False)
            lines.append(f"<b>{words_of(step.label, say, shown)}:</b> {value}")
    return lines


def _result(shown: dict[str, object], say: Speaker) -> str:
    return next((say(one.label) for one in RESULTS if one.key == shown.get("result")), "")


def _place(shown: dict[str, object], say: Speaker) -> str:
    """Return the coarse place; only the country where no region was named."""
    steps = [step for step in FIELDS if step.name in ("region", "country") and shown.get(step.name)]
    named = {step.name: told(step, shown, say) for step in steps if shown[step.name] != "elsewhere"}
    return escape(", ".join(named[name] for name in ("region", "country") if name in named), quote=False)


def _month(shown: dict[str, object], say: Speaker) -> str:
    month = str(shown.get("month") or "")
    return say.month(date.fromisoformat(f"{month}-01")) if month else ""


def _counts(one: Experience, say: Speaker) -> list[str]:
    lines = []
    if one.helped >= FEWEST_COUNTED:
        lines.append(say.say_count("✅ {n} person says it helped.", "✅ {n} people say it helped.", one.helped))
    if one.tried >= FEWEST_COUNTED:
        lines.append(say.say_count("🙋 {n} person tried it too.", "🙋 {n} people tried it too.", one.tried))
    return lines


def story_rows(library: Library, one: Experience, say: Speaker) -> list[list[Button]]:
    """Return what a reader can say of a story, and its card."""
    judging = [
        Button(say("✅ It helped"), f"lived-helped:{one.id}"),
        Button(say("🙋 Tried it too"), f"lived-tried:{one.id}"),
    ]
    rows = [
        *original_row(one, say),
        *_pictures_row(one, say),
        judging,
        [Button(say("🚩 Dangerous or wrong"), f"lived-flag:{one.id}")],
    ]
    card = library.cards.get(one.card or "")
    if card:
        code = say.language.code
        rows.append([Button(f"{card.pictogram} {card.text(code)[0].title}", f"card:{card.number}:{code}")])
    return rows


def _pictures_row(one: Experience, say: Speaker) -> list[list[Button]]:
    """Return the button to the pictures of a story: who pays for each byte opens them by a tap of their own."""
    n = (one.shown or {}).get(PICTURES)
    return [[Button(say("📷 Photos: {n}", n=say.number(n)), f"lived-photos:{one.id}")]] if isinstance(n, int) else []


async def photos(context: Context) -> None:
    """Show the pictures of a story."""
    one = await _read(context)
    if one is None:
        return
    async with context.read() as r:
        pictures = await r.experiences.pictures(one.id)
    if not pictures:
        context.reply(context.say("This story is not here any more: whoever told it has taken it back."))
    for place, picture in enumerate(pictures, 1):
        context.reply_picture(f"{place}.jpg", picture, "")


async def helped(context: Context) -> None:
    """Count that a story helped, once a person."""
    say = context.say
    await _react(context, "helped", say("✅ Thank you. It is counted, without your name."), ())


async def tried(context: Context) -> None:
    """Count that someone tried it too, once a person, and offer to tell how it went."""
    say = context.say
    rows = [[Button(say("🗣 Tell how it went"), "tell")]]
    await _react(context, "tried", say("🙋 Thank you. It is counted, without your name. How did it go for you?"), rows)


async def _react(context: Context, what: str, thanks: str, rows: Rows) -> None:
    one = await _read(context)
    if one is None:
        return
    async with context.write() as w:
        if await w.experiences.react(one.id, context.target, what):
            context.reply(thanks, rows)
        else:
            context.reply(context.say("I have counted that already. Thank you."), rows)


async def original(context: Context) -> None:
    """Show a story as it was told, to who has read a translation."""
    one, say = await _read(context), context.say
    if one is not None:
        told = escape(cut(all_told(one), _LONGEST_STORY), quote=False)
        head = say("🔤 As it was told, in {language}:", language=say.tongue(one.language))
        context.reply("\n".join([head, *caution_lines(one.shown or {}, say), f"<blockquote>{told}</blockquote>"]))


async def flag(context: Context) -> None:
    """Let a person of the team look at a published story again."""
    one = await _read(context)
    if one is None:
        return
    context.reply(context.say("🚩 Thank you. A person looks at it now. Do not do what seems dangerous to you."))
    async with context.write() as w:
        review = await w.cases.of_subject(CASE_KIND, one.id)
        flags, danger = review.flags if review else (), _DANGER_OF_A_FLAG
        await w.cases.open(FLAGGED, one.id, language=one.language, now=context.now, danger=danger, flags=flags)


async def _read(context: Context) -> Experience | None:
    async with context.read() as r:
        stories = await read_stories(r, [context.argument])
    if not stories:
        context.reply(context.say("This story is not here any more: whoever told it has taken it back."))
        return None
    return stories[0]


HANDLERS: tuple[On, ...] = (
    on_action("tried-by", open_stories),
    on_action("lived-helped", helped),
    on_action("lived-tried", tried),
    on_action("lived-flag", flag),
    on_action(ORIGINAL, original),
    on_action("lived-photos", photos),
)
