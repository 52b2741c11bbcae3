"""/hazard: someone warns of a danger near them. First: is somebody in danger now? Then what, where, what was seen."""

import asyncio
from datetime import datetime, timedelta

from content.hazards import KINDS, place_in
from content.raids import REFUSED, names_raid
from content.receipts import grouped
from content.reviewing import DANGEROUS, found_flags
from content.search.warning import warned_of
from handlers.context import Context
from handlers.flow import Stand, begin, keep_aside, move
from handlers.keyboards import Button, Rows
from handlers.members.cards.topics import card_rows
from handlers.members.hazards.hazard_news import hazard_action
from handlers.members.hazards.hazard_steps import STEPS, read_words
from handlers.members.hazards.hazard_words import WORDS
from handlers.members.stories.share_steps import language_of, settled
from handlers.members.told_refs import add_under_code
from handlers.notices import notify, speaker_for
from handlers.pictures import fetch_pictures
from handlers.regions import region_name
from handlers.routing import On, on_action, on_command
from handlers.steps import Answers, Filled, Flow
from storage.hazards import CASE_KIND, WAITS, Reported
from storage.jobs import Job
from storage.outbox import Staged
from storage.session import Session

# Who has so many that wait tells no more before someone has looked.
MOST_WAITING = 3
# Nobody is promised an hour; but what is due sooner comes sooner to the team.
LOOKED_AT_WITHIN = timedelta(hours=24)
# The moment at which a report that nobody looked at is erased, and who told it hears so.
UNREAD = "hazard-unread"


def _given(context: Context) -> dict[str, str]:
    member = context.hearing.member
    return {"home": (member.country if member else None) or ""}


async def _prepare(context: Context, answers: Answers) -> Answers:
    """Fetch the photo, take out what was to be taken out, and find what reviewers must look at."""
    pictures = await fetch_pictures(context, "photo", answers.get("photo") or [])
    final = settled(answers)
    words, language = final[WORDS], language_of(final[WORDS], context.say)
    flags = await asyncio.to_thread(found_flags, words, language) if isinstance(words, str) else ()
    region = final.get("region") or ""
    region = region if region_name(context.say, final["country"], region) else ""
    return {**final, "region": region, "language": language, "flags": flags, "picture": next(iter(pictures), None)}


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    now, me = context.now, context.target
    told = Reported(
        kind=answers["kind"],
        country=answers["country"],
        region=answers["region"],
        language=answers["language"],
        answers={WORDS: answers[WORDS]},
        picture=answers["picture"],
    )
    id, code = await add_under_code(lambda code: w.hazards.add(me, code, told, now.date()))
    flags = answers["flags"]
    await w.cases.open(
        CASE_KIND, id, language=told.language, now=now, danger=DANGEROUS, flags=flags, promise=LOOKED_AT_WITHIN
    )
    await w.jobs.plan(UNREAD, me, now + WAITS, {"hazard": id}, unique=f"{UNREAD}:{id}")
    _say_sent(context, code, told.kind)


def _say_sent(context: Context, code: str, kind: str) -> None:
    say = context.say
    lines = [
        say("⚠️ Sent. Thank you. Our team looks at it first of all, and you hear here what becomes of it."),
        say("🔑 Your code: {code}", code=f"<code>{grouped(code)}</code>"),
        say("Write it down. Type it here, from any phone, to see your report or take it back."),
        say("If someone comes into danger, press 🆘. Do not wait for us."),
    ]
    own = [
        Button(say("📖 Look at it"), hazard_action("show", code)),
        Button(say("🗑 Take it back"), hazard_action("out", code)),
    ]
    context.reply("\n".join(lines), [*card_rows(context, [KINDS[kind].card]), own])


HAZARD = Flow("hazard", STEPS, finish=_finish, prepare=_prepare, given=_given)


async def warn_others(context: Context) -> None:
    """Ask whether somebody is in danger now; then begin, or go on with what was begun. Words may stand behind it."""
    draft, said = context.hearing.draft, context.hearing.argument if context.hearing.command == HAZARD.name else ""
    if draft and draft.flow == HAZARD.name:
        await begin(context, HAZARD)
    elif await _has_many(context):
        context.reply(context.say("Three of your reports wait for our team. You hear of each. Then you can tell more."))
    elif said and draft is None:
        await offer_to_report(context, said)
    else:
        _ask_whether_safe(context, [])


def _ask_whether_safe(context: Context, more: Rows) -> None:
    say = context.say
    rows = [[Button(say("🆘 Yes, in danger"), "emergencies")], [Button(say("No"), "hazard-new")]]
    context.reply(say("⚠️ Is someone in danger now?"), [*rows, *more])


async def _has_many(context: Context) -> bool:
    member = context.hearing.member
    if member is None:
        return False
    async with context.read() as r:
        return sum(one.state == "waiting" for one in await r.hazards.of(member.id)) >= MOST_WAITING


async def warns_of(context: Context, text: str) -> str:
    """Return the kind of danger that a text warns others of, to be reported; "" also while another report waits."""
    hearing = context.hearing
    if not hearing.is_private or hearing.draft or hearing.command or hearing.alarm:
        return ""
    kind = warned_of(text, language_of(text, context.say))
    if not kind or hearing.member is None:
        return kind
    async with context.read() as r:
        aside = await r.drafts.find_aside(hearing.member.id, hearing.member.id, HAZARD.name)
    return "" if aside or await _has_many(context) else kind


async def offer_to_report(context: Context, text: str, kind: str = "") -> None:
    """Offer to show our team what was written, and keep it aside until that is answered, at most 8 days.

    Where police, soldiers or armed people are is refused, and nothing of it is kept.
    """
    say = context.say
    if names_raid(text, language_of(text, say)):
        context.reply(say(REFUSED), with_lasting=True)
        return
    read, place = read_words(text, {}, say), place_in(text)
    words = dict(read.values) if isinstance(read, Filled) else {}
    where = {"country": place[0], "region": place[1]} if place else {}
    answers = {**_given(context), **({"kind": kind} if kind else {}), **where, **words}
    context.reply(say("This sounds like a warning. Our team can look at it and tell groups near, without your name."))
    _ask_whether_safe(context, [[Button(say("🗑 No, drop it"), "hazard-drop")]])
    await keep_aside(context, HAZARD, answers)


async def go_on(context: Context) -> None:
    """Nobody is in danger: ask what it is, or go on with what was kept aside."""
    member, aside = context.hearing.member, None
    if member:
        async with context.read() as r:
            aside = await r.drafts.find_aside(member.id, member.id, HAZARD.name)
    if aside is None or context.hearing.draft:
        await begin(context, HAZARD)
    else:
        await move(context, HAZARD, Stand(HAZARD.step(aside.step), aside.answers), None, resumes=True)


async def drop(context: Context) -> None:
    """Drop what was kept aside."""
    context.reply(context.say("Dropped. I kept nothing of it."), with_lasting=True)
    async with context.write() as w:
        await w.drafts.drop_aside(context.target, context.target, HAZARD.name)


async def erase_unread(job: Job, w: Session, now: datetime) -> list[Staged]:
    """Erase a report that nobody looked at in 30 days, and say so to who told it."""
    id = int(job.detail["hazard"])
    member = await w.members.get(job.target) if job.target is not None else None
    if not await w.hazards.leave_unread(id):
        return []
    await w.cases.close(CASE_KIND, id, "unread", now)
    if member is None:
        return []
    say = speaker_for(member)
    text = say("Nobody of our team could look at your report within 30 days. I erased it. I am sorry.")
    return await notify(w, member, CASE_KIND, f"{id}:unread", text, [], now)


HANDLERS: tuple[On, ...] = (
    on_command("hazard", warn_others),
    on_action("hazards", warn_others),
    on_action("hazard-new", go_on),
    on_action("hazard-drop", drop),
)
