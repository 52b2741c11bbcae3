"""Someone is in danger: what to do now, before everything else, and one question half an hour later."""

from datetime import datetime, timedelta
from html import escape

from content.guidance.library import Card
from content.languages import Speaker, speaker
from content.search.emergency import Alarm
from handlers.asking import action
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.keyboards import Button, Rows, inline
from handlers.members.cards.ask import answer
from handlers.members.cards.card import card_of, show_card
from handlers.members.country import SOS, call_lines, country_of, country_rows
from handlers.members.places import where_rows
from handlers.members.stories.story_alarm import ask_about_unasked, safe_line
from handlers.priorities import EMERGENCY, REPLY
from handlers.routing import On, on_action
from handlers.told import keep_told, may_be_told, told_before
from storage.jobs import Job
from storage.outbox import Notice, Staged
from storage.session import Session

FOLLOW_UP = "emergency-follow-up"
FOLLOW_UP_AFTER = timedelta(minutes=30)
FOLLOW_UP_ENDS_AFTER = timedelta(hours=2)
# Nothing else is asked of one who was in danger for so long.
FOLLOW_UP_AGAIN_AFTER = timedelta(hours=24)
OLD = timedelta(hours=2)


async def emergency(context: Context) -> None:
    """Send the card that says what to do now; plan the one follow-up."""
    alarm = context.hearing.alarm
    if alarm is None:
        return
    card = context.library.cards.get(alarm.card)
    if alarm.level == "maybe_emergency" or card is None:
        await _maybe(context, alarm)
        return
    await _do_now(context, card, language=context.hearing.written_in, others=alarm.cards)


async def open_emergency(context: Context) -> None:
    """Send the emergency card behind a button."""
    card, say = card_of(context)
    if card is None:
        return
    await _do_now(context, card, language=say.language.code)


async def _do_now(context: Context, card: Card, *, language: str, others: tuple[str, ...] = ()) -> None:
    say = speaker(language)
    age = context.hearing.age(context.now)
    told = may_be_told(context)
    _send_card(context, card, say, others, told or told_before(context))
    if age > OLD:
        rows = [[Button(say("🆘 Yes, in danger"), f"sos:{card.number}:{language}"), Button(say("No"), "safe")]]
        context.reply(say("Is someone still in danger?"), rows, priority=EMERGENCY)
    async with context.write() as w:
        if told:
            await keep_told(context, w, told)
        if context.hearing.is_private and age <= OLD:
            await _plan_follow_up(context, w, language)


def _send_card(context: Context, card: Card, say: Speaker, others: tuple[str, ...], told: int | None) -> None:
    rows: list[list[Button]] = [[Button(say("✅ Someone is helping"), "helped")]]
    also = [context.library.cards[other] for other in others[1:3] if other in context.library.cards]
    rows.extend(
        [Button(f"{one.pictogram} {one.text(say.language.code)[0].title}", f"sos:{one.number}:{say.language.code}")]
        for one in also
    )
    another = Button(say("🆘 Another danger"), "emergencies")
    has_more = card.text(say.language.code)[0].more is not None
    rows.append([Button(say("⬇️ More"), f"more:{card.number}:{say.language.code}"), another] if has_more else [another])
    rows.extend(_in_private(context, card, say))
    rows.extend(where_rows(context, card, say, is_urgent=True))
    country = country_of(context)
    foot = call_lines(say, country, context.now.date())
    if context.hearing.is_private:
        foot.append(say("Reply 1 when someone is helping."))
        if country is None:
            rows.extend(country_rows(context, say, SOS))
    if told:
        rows.append([Button(say("✍️ I tell of before"), action("told", told))])
    show_card(context, card, language=say.language.code, priority=EMERGENCY, rows=rows, foot=foot)


def _in_private(context: Context, card: Card, say: Speaker) -> list[list[Button]]:
    """Return the way from a group to where nobody reads along; none from a private chat."""
    link = "" if context.hearing.is_private else context.services.link(f"c_{card.id}-{say.language.code}")
    return [[Button(say("Open the whole card"), url=link)]] if link else []


async def _plan_follow_up(context: Context, w: Session, language: str) -> None:
    """One question in half an hour, sealed; a second call for help meanwhile does not add another."""
    await w.jobs.plan(
        FOLLOW_UP,
        context.target,
        context.now + FOLLOW_UP_AFTER,
        {"language": language},
        unique=f"{FOLLOW_UP}:{context.target}",
    )


async def _maybe(context: Context, alarm: Alarm) -> None:
    """Unsure whether someone is in danger: the one safe line and two buttons first, then the answer as well."""
    hearing = context.hearing
    text = hearing.argument or hearing.text
    found = context.finder.find(text, language=hearing.written_in)
    if await ask_about_unasked(context, alarm, text, found):
        return
    warn(context, alarm)
    if hearing.is_private and (found.answer or found.outcome) in ("sure", "unsure"):
        await answer(context, found)
    # Nothing is recorded: what is said about a danger is not kept, not even without a name.


def warn(context: Context, alarm: Alarm) -> None:
    """Stage the one safe line, and the question whether someone is in danger."""
    hearing = context.hearing
    say = speaker(hearing.written_in)
    card = context.library.cards.get(alarm.card)
    line = safe_line(card, say)
    yes = f"sos:{card.number}:{say.language.code}" if card else "emergencies"
    question = say("⚠️ Is someone in danger now?")
    rows = [[Button(say("🆘 Yes, in danger"), yes), Button(say("No"), "safe")]]
    if not hearing.is_private and (link := context.services.link("ask")):
        rows.append([Button(say("Ask in private"), url=link)])
    context.reply(f"<b>⛔ {escape(line, quote=False)}</b>\n\n{question}", rows, priority=EMERGENCY)


async def helped(context: Context) -> None:
    """A person is helping: nothing more is asked."""
    await _end(context, context.say("Good. Stay with them and keep yourself safe. I ask nothing more."))


async def safe(context: Context) -> None:
    """Nobody is in danger."""
    await _end(context, context.say("Good. I ask nothing more. Write to me when you need me."))


async def _end(context: Context, text: str) -> None:
    context.reply(text)
    async with context.write() as w:
        if context.turn.target is not None:
            await w.jobs.drop(FOLLOW_UP, context.target)
        if context.hearing.draft:
            # The card's numbers mean nothing any more: a bare one may be the answer to the step under way.
            await w.menus.clear(context.target, context.target)


async def still_in_need(context: Context) -> None:
    """No help yet: the emergencies again, with whom to reach."""
    say, country = context.say, country_of(context)
    text = say(
        "Send two people for help: the nearest clinic, the nearest large mine, the village. "
        "Call the emergency number of your country if you know it."
    )
    numbers = call_lines(say, country, context.now.date()) if country else []
    context.reply(
        "\n".join([text, *(escape(line, quote=False) for line in numbers)]),
        [[Button(say("🆘 Danger"), "emergencies")]],
        priority=EMERGENCY,
    )


async def follow_up(job: Job, w: Session, now: datetime) -> list[Staged]:
    """Ask once in 24 hours, half an hour after an emergency, whether help is there; never two hours after it."""
    if job.target is None:
        return []
    ends_at = job.due_at - FOLLOW_UP_AFTER + FOLLOW_UP_ENDS_AFTER
    asked_at = await w.outbox.last_of(job.target, FOLLOW_UP)
    if now >= ends_at or (asked_at and now - asked_at < FOLLOW_UP_AGAIN_AFTER):
        return []
    say = speaker(str(job.detail["language"]))
    rows: Rows = [
        [Button(say("✅ Yes, help is there"), "helped")],
        [Button(say("🆘 Still need help"), "need-help")],
        [Button(say("Stop asking"), "safe")],
    ]
    numbered = inline(rows)
    notice = Notice(
        target=job.target,
        kind=FOLLOW_UP,
        period=str(job.id),
        priority=REPLY,
        call={"method": "sendMessage", "text": say("Is help there?"), "reply_markup": numbered.markup},
        expires_at=ends_at,
    )
    staged = await w.outbox.stage(notice)
    if staged is None:
        return []
    await w.menus.show(job.target, job.target, list(numbered.choices), now)
    return [staged]


def _is_alarm(h: Hearing) -> bool:
    return h.alarm is not None and h.kind in ("message", "edited") and h.chat_kind in ("private", "group")


HANDLERS: tuple[On, ...] = (
    On(_is_alarm, emergency),
    on_action("sos", open_emergency, anywhere=True),
    on_action("helped", helped, anywhere=True),
    on_action("safe", safe, anywhere=True),
    on_action("need-help", still_in_need, anywhere=True),
)
