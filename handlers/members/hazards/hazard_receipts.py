"""A report afterwards: by its code from any account, or among one's own: how it stands, and taking it back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from html import escape

from content.languages import Speaker, sentence
from handlers.context import Context, first_words
from handlers.flow import begin
from handlers.keyboards import Button, Rows
from handlers.members.hazards.hazard_news import hazard_action
from handlers.members.hazards.hazard_steps import read_words
from handlers.members.hazards.hazard_words import ASKED, kind_of, place_named, words_of
from handlers.members.stories.case_replies import REPLY, answer_by_reply
from handlers.members.stories.story import say_not_found
from handlers.members.told_refs import find_told, own_ref
from handlers.routing import On, on_action
from handlers.steps import Answers, Flow, Outcome, Refused
from storage.hazards import CASE_KIND, Hazard
from storage.session import Session

_STATES = {
    "waiting": sentence("⏳ It waits until our team has looked at it."),
    "over": sentence("✅ It is over. The groups that heard of it are told so."),
    "rejected": sentence("It was not passed on. Its words are erased."),
    "unread": sentence("Nobody could look at it within 30 days. Its words are erased."),
    "withdrawn": sentence("It was taken back. Its words are erased."),
}
_SETTLED = sentence("This was settled before. /mine shows how it stands.")


async def find_report(context: Context, r: Session, ref: str) -> Hazard | None:
    """Return the report that a code opens for anyone, or that is this person's own; a wrong try is not counted here."""
    return await find_told(context, ref, r.hazards.of, r.hazards.by_receipt, is_last=False)


async def open_report(context: Context, ref: str) -> bool:
    """Show the report that a code or a button names; False when there is none."""
    async with context.read() as r:
        one = await find_report(context, r, ref)
    if one:
        _show(context, one, ref)
    return one is not None


def report_rows(reports: list[Hazard], say: Speaker) -> list[list[Button]]:
    """Return a button for each report of one's own."""
    return [[Button(_line(one, say), hazard_action("show", own_ref(one)))] for one in reports]


def _line(one: Hazard, say: Speaker) -> str:
    parts = (say.date(one.received_on), say(kind_of(one).label), first_words(words_of(one.shown or one.answers)))
    return " · ".join(part for part in parts if part)


def _show(context: Context, one: Hazard, ref: str) -> None:
    say = context.say
    what, where = say(kind_of(one).label), place_named(say, one, one.reach or "region")
    lines = [
        escape(say("⚠️ Your report of {day}: {what}, {place}", day=say.date(one.received_on), what=what, place=where)),
        _state(one, say),
    ]
    if words := words_of(one.shown or one.answers):
        lines += ["", escape(words, quote=False)]
    context.reply("\n".join(lines), _rows(one, ref, say))


def _state(one: Hazard, say: Speaker) -> str:
    if one.state == "told" and one.ends_at:
        return say("📣 Groups near are told of it until {day}, without your name.", day=say.date(one.ends_at))
    return say(_STATES[one.state])


def _rows(one: Hazard, ref: str, say: Speaker) -> Rows:
    rows = []
    if one.state == "waiting" and _question(one):
        rows.append([Button(say("✍️ Answer"), hazard_action("answer", ref))])
    if one.state in ("waiting", "told"):
        rows.append([Button(say("🗑 Take it back"), hazard_action("out", ref))])
    return rows


def _question(one: Hazard) -> str:
    """Return what the team asked last and nobody has answered, or ""."""
    asked = one.answers.get(ASKED) or [["", ""]]
    return str(asked[-1][0]) if not asked[-1][1] else ""


async def _open(context: Context, ref: str) -> None:
    if not await open_report(context, ref):
        say_not_found(context)


async def _ask_to_withdraw(context: Context, ref: str) -> None:
    say = context.say
    context.reply(
        say("Take your report back? Its words are erased at once, and no other group hears of it."),
        [
            [Button(say("🗑 Yes, take it back"), hazard_action("gone", ref))],
            [Button(say("◀️ Back"), hazard_action("show", ref))],
        ],
    )


async def _withdraw(context: Context, ref: str) -> None:
    async with context.read() as r:
        one = await find_report(context, r, ref)
    if one is None:
        say_not_found(context)
        return
    context.reply(
        context.say("Gone. I erased your report. Groups that heard of it are told that the warning has ended.")
    )
    async with context.write() as w:
        await w.hazards.withdraw(one.id)
        await w.cases.close(CASE_KIND, one.id, "withdrawn", context.now)


async def _asked(context: Context, ref: str) -> Hazard | None:
    """Return the report about which the team asks something, or say that this was settled."""
    async with context.read() as r:
        one = await find_report(context, r, ref)
    if one is None or one.state != "waiting" or not _question(one):
        context.reply(context.say(_SETTLED))
        return None
    return one


async def _begin_answer(context: Context, ref: str) -> None:
    if one := await _asked(context, ref):
        await begin(context, HAZARD_ANSWER, {"one": one.id})


async def _take_reply(context: Context, ref: str) -> None:
    if one := await _asked(context, ref):
        await answer_by_reply(context, HAZARD_ANSWER, {"one": one.id})


def _read_answer(text: str, answers: Answers, say: Speaker) -> Outcome | None:
    """Take no answer that says where police, soldiers or armed people are."""
    read = read_words(text, answers, say)
    return read if isinstance(read, Refused) else None


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    one = await w.hazards.get(answers["one"])
    asked = list(one.answers.get(ASKED, ())) if one else []
    if one is None or one.state != "waiting" or not asked:
        context.reply(context.say(_SETTLED))
        return
    if not await w.hazards.change(one, {**one.answers, ASKED: [*asked[:-1], [asked[-1][0], answers["reply"]]]}):
        context.reply(context.say(_SETTLED))
        return
    await w.cases.wake(CASE_KIND, one.id)
    context.reply(context.say("Thank you. Who asked reads it now, and you hear what becomes of it."), with_lasting=True)


HAZARD_ANSWER = Flow(
    "hazard-answer",
    (replace(REPLY, shortcut=_read_answer),),
    finish=_finish,
    command="mine",
)
_VERBS: Mapping[str, Callable[[Context, str], Awaitable[None]]] = {
    "show": _open,
    "out": _ask_to_withdraw,
    "gone": _withdraw,
    "answer": _begin_answer,
    "told": _take_reply,
}


async def press(context: Context) -> None:
    """Carry out a button under a report: "hazard:<verb>:<its code, or its own id>"."""
    verb, _, ref = context.argument.partition(":")
    act = _VERBS.get(verb)
    if act is None:
        say_not_found(context)
    else:
        await act(context, ref)


HANDLERS: tuple[On, ...] = (on_action("hazard", press),)
