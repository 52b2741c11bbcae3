"""May I ask others? Who says yes is kept, sealed, until someone knows; they hear after two weeks, and of the end."""

from datetime import datetime, timedelta
from html import escape
from typing import Any

from content.guidance.library import Library
from content.languages import Speaker
from handlers.arguments import read_id
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.members.gaps.gap import CASE_KIND
from handlers.notices import notify, speaker_for
from handlers.routing import On, on_action
from storage.gaps import Asker, Gap
from storage.jobs import Job
from storage.members import Member
from storage.outbox import Staged
from storage.session import Session

ASK_OTHERS = "ask-others"
# The planned moment at which someone who waits hears how it stands.
WAITING = "gap-waiting"
TOLD_AFTER = timedelta(days=14)
# Who waits for answers to several questions hears of one a day.
BETWEEN_NEWS = timedelta(hours=24)
LEAST_RENEWED = timedelta(hours=1)
LIVING = ("open", "passed")
_DAYS_IN_WORDS = 14


def ask_others_row(say: Speaker, gap: int | None = None) -> list[Button]:
    """Return the button that asks others; the gap it is about may become known later (`rename_action`)."""
    return [Button(say("🙋 Yes, ask others"), ASK_OTHERS if gap is None else f"{ASK_OTHERS}:{gap}")]


async def ask_others(context: Context) -> None:
    """Keep who asks, for 30 days, and let the wording be looked at before others read it."""
    say, id = context.say, read_id(context.argument)
    async with context.read() as r:
        gap = await r.gaps.get(id)
        wait = await r.gaps.usual_wait()
    if gap is None or gap.state not in LIVING:
        context.reply(say("This was settled before. Write your question again, in your own words."))
        return
    async with context.write() as w:
        if await begin_waiting(w, context.library, gap, context.target, say, context.now):
            context.reply(_promise(say, wait), with_lasting=True)
        else:
            context.reply(say("I am asking already. You hear from me here."), with_lasting=True)


async def begin_waiting(w: Session, library: Library, gap: Gap, member: int, say: Speaker, now: datetime) -> bool:
    """Keep who asks, let the wording be looked at, and plan when they hear of it; False when they wait already."""
    asker = await w.gaps.ask(gap.id, member, say.language.code, now)
    if asker is None:
        return False
    if gap.state == "open":
        await w.cases.open(CASE_KIND, gap.id, language=gap.language, now=now, danger=gap.danger)
    await _plan(w, member, asker, now + TOLD_AFTER, _nearest(library, gap, say), asks=True)
    return True


def _promise(say: Speaker, wait: timedelta | None) -> str:
    if wait is None:
        usual = say("It often takes some weeks, and sometimes nobody knows.")
    elif wait.days <= _DAYS_IN_WORDS:
        days = max(1, wait.days)
        usual = say.say_count("It usually takes {n} day.", "It usually takes {n} days.", days)
    else:
        weeks = round(wait.days / 7)
        usual = say.say_count("It usually takes {n} week.", "It usually takes {n} weeks.", weeks)
    return "\n".join(
        [
            say("🙋 I ask others, without your name. A person reads your question first."),
            usual,
            say("You hear from me here, also if nobody knows. I keep for 30 days, sealed, that it is you who asks."),
        ]
    )


def _nearest(library: Library, gap: Gap, say: Speaker) -> list[Any] | None:
    """Return the label and the action of the nearest card that may be seen now."""
    card = next((library.cards[one] for one in gap.cards if one in library.cards), None)
    if card is None:
        return None
    code = say.language.code
    return [f"{card.pictogram} {card.text(code)[0].title}", f"card:{card.number}:{code}"]


async def _plan(
    w: Session, target: int, asker: int, due_at: datetime, nearest: list[Any] | None, *, asks: bool
) -> None:
    detail = {"asker": asker, "nearest": nearest, "asks": asks}
    unique = f"{WAITING}:{asker}:{due_at.isoformat()}"
    await w.jobs.plan(WAITING, target, due_at, detail, unique=unique)


async def tell_how_it_stands(job: Job, w: Session, now: datetime) -> list[Staged]:
    """Ask someone who waits whether to go on, once in two weeks; when their time is over say so and forget them."""
    asker = await w.gaps.asker(int(job.detail["asker"]))
    member = await w.members.get(asker.member) if asker else None
    gap = await w.gaps.get(asker.gap) if asker else None
    if asker is None or member is None or gap is None:
        return []
    told_at = await w.outbox.last_of(member.id, WAITING)
    if told_at and now - told_at < BETWEEN_NEWS:
        await _plan(w, member.id, asker.id, told_at + BETWEEN_NEWS, job.detail["nearest"], asks=job.detail["asks"])
        return []
    if now >= asker.ends_at:
        return await end(w, asker, member, gap, job.detail["nearest"], now)
    if not job.detail["asks"]:
        return []
    await _plan(w, member.id, asker.id, asker.ends_at, job.detail["nearest"], asks=False)
    say = speaker_for(member, asker.language)
    rows = [
        [Button(say("✅ Keep asking"), f"gap-keep:{asker.id}"), Button(say("🛑 Stop asking"), f"gap-drop:{asker.id}")]
    ]
    return await notify(
        w, member, WAITING, f"{asker.id}:{now.date()}", await _how_it_stands(w, gap, asker, say), rows, now
    )


async def _how_it_stands(w: Session, gap: Gap, asker: Asker, say: Speaker) -> str:
    return "\n".join(
        [
            say("🙋 Nobody has answered this yet: {question}", question=_named(gap, asker, say)),
            *_whom_asked(gap, await w.gaps.count_asked(gap.id), say),
            say("Shall I keep asking?"),
        ]
    )


def _whom_asked(gap: Gap, asked: int, say: Speaker) -> list[str]:
    """Return how many groups and how many single people were asked, or why it was nobody."""
    groups, people = gap.groups_asked, asked - gap.groups_asked
    if groups <= 0 and people <= 0:
        if gap.state == "open":
            return [say("I have asked nobody yet: a person still has to read it.")]
        return [say("It may be asked, but I have not found anyone to ask yet.")]
    lines = [say.say_count("I have asked {n} group.", "I have asked {n} groups.", groups)] if groups > 0 else []
    if people > 0:
        lines.append(say.say_count("I have asked {n} person.", "I have asked {n} people.", people))
    return lines


def _named(gap: Gap, asker: Asker, say: Speaker) -> str:
    """Return a question in words that a moderator has passed, else by its day: who waits may have used other words."""
    passed = gap.passed.get(say.language.code) or gap.passed.get(gap.language)
    return f"“{escape(passed, quote=False)}”" if passed else say("your question of {day}", day=say.date(asker.asked_at))


async def end(
    w: Session, asker: Asker, member: Member, gap: Gap, nearest: list[Any] | None, now: datetime
) -> list[Staged]:
    """Say that nobody knew, with the nearest card, and forget who asked."""
    say = speaker_for(member, asker.language)

    lines = [
        say("🙋 Nobody could answer this so far: {question}", question=_named(gap, asker, say)),
        say("I stop asking, and have forgotten that it was you. The question stays on our list."),
    ]
    return await _say_end(w, asker, member, "\n".join(lines), nearest, now)


async def _say_end(
    w: Session, asker: Asker, member: Member, text: str, nearest: list[Any] | None, now: datetime
) -> list[Staged]:
    """Say to someone that their waiting is over, with the nearest card, and forget that they asked."""
    await w.gaps.drop_asker(asker.id)
    text, rows = _with_nearest(speaker_for(member, asker.language), text, nearest)
    return await notify(w, member, WAITING, f"{asker.id}:end", text, rows, now)


def _with_nearest(say: Speaker, text: str, nearest: list[Any] | None) -> tuple[str, Rows]:
    return (f"{text}\n{say('This comes nearest:')}", [[Button(*nearest)]]) if nearest else (text, [])


async def refuse(w: Session, library: Library, id: int, now: datetime) -> list[Staged]:
    """Say to everyone who waits that a question is not passed on, with the nearest card, and forget them."""
    gap, staged = await w.gaps.get(id), []
    for asker in await w.gaps.askers(id):
        if member := await w.members.get(asker.member):
            say = speaker_for(member, asker.language)
            told = say(
                "🙋 A person has read your question of {day}. It can't be passed on so: it might harm someone, or tell "
                "who someone is. You may ask it again in other words.",
                day=say.date(asker.asked_at),
            )
            nearest = _nearest(library, gap, say) if gap else None
            staged += await _say_end(w, asker, member, told, nearest, now)
        else:
            await w.gaps.drop_asker(asker.id)
    return staged


async def _own_asker(context: Context, w: Session) -> Asker | None:
    """Return who waits, by the button of this member; None when that was answered: it is over, or someone else's."""
    asker = await w.gaps.asker(read_id(context.argument))
    if asker and asker.member == context.target:
        return asker
    context.reply(context.say("This was settled before. Write your question again, in your own words."))
    return None


async def keep_asking(context: Context) -> None:
    """Go on for another 30 days, at most 90 in all."""
    say = context.say
    async with context.write() as w:
        asker = await _own_asker(context, w)
        if asker is None:
            return
        await w.gaps.renew(asker.id, context.now)
        kept, gap = await w.gaps.asker(asker.id), await w.gaps.get(asker.gap)
        if kept and gap:
            soon = context.now + TOLD_AFTER
            nearest = _nearest(context.library, gap, say)
            # Who presses twice is asked again once; who gets no time more hears of the end, which is planned.
            if kept.ends_at - asker.ends_at >= LEAST_RENEWED:
                await _plan(w, context.target, kept.id, min(soon, kept.ends_at), nearest, asks=soon < kept.ends_at)
            context.edit(say("✅ I keep asking, until {day} at the latest.", day=say.date(kept.ends_at)))


async def stop_asking(context: Context) -> None:
    """End the waiting: who asked is forgotten; the nearest card is all there is."""
    say = context.say
    async with context.write() as w:
        asker = await _own_asker(context, w)
        if asker is None:
            return
        gap = await w.gaps.get(asker.gap)
        nearest = _nearest(context.library, gap, say) if gap else None
        await w.gaps.drop_asker(asker.id)
        text = say("I stop asking, and have forgotten that it was you. The question stays on our list.")
        context.edit(*_with_nearest(say, text, nearest))


HANDLERS: tuple[On, ...] = (
    on_action(ASK_OTHERS, ask_others),
    on_action("gap-keep", keep_asking),
    on_action("gap-drop", stop_asking),
)
