"""An alert's words in a language that its author does not write: asked of the team, written by whoever reads it."""

from datetime import datetime

from content.alerts import LONGEST, UNCHOSEN, clean
from content.languages import CODES, Speaker, sentence
from content.raids import names_raid
from handlers.context import Context
from handlers.flow import begin
from handlers.keyboards import Button
from handlers.lengths import units
from handlers.members.stories.share_steps import language_of
from handlers.notices import notify, speaker_for
from handlers.staff.alerts.alert_views import present
from handlers.staff.alerts.alert_words import message
from handlers.staff.gate import REFUSED, OnStaff
from handlers.staff.permissions import Act, may
from handlers.steps import Answers, Flow, Refused, Text, Unfit
from storage.alerts import Alert
from storage.outbox import Staged
from storage.session import Session
from storage.team import Staff

ASKED, WORDED = "alert-asked", "alert-worded"
# Two languages and what stands around them fit into one message of a group.
_LONGEST_CLEAN = 1800
_TOO_LONG = sentence(
    "This is too long for one message: {length} signs, and I take {most}. What you wrote before is kept. "
    "Please send it shorter."
)
RAID = sentence(
    "This goes to nobody: it speaks of police, soldiers, inspectors or armed people. A bot that says where they are "
    "puts the people it serves in danger. Please write it without them."
)
GONE = sentence("These words are not needed any more: the alert went out or was dropped, or someone has written them.")


def hear_raid(code: str, text: str, _answers: Answers, say: Speaker) -> Refused | None:
    """Refuse words that say where police, soldiers or armed people are, whoever writes them and however sure they are.

    The program can't tell an office that invites from one that raids, and a lost phone would make a siren of it.
    """
    return Refused(say(RAID)) if names_raid(text, code) or names_raid(text, language_of(text, say)) else None


def check_words(step: str, text: str, code: str) -> None:
    """Raise Unfit for words of a raid, and for what would be too long: signs that call nobody any more grow longer."""
    if names_raid(text, code):
        raise Unfit(step, RAID)
    if (length := units(clean(text))) > _LONGEST_CLEAN:
        raise Unfit(step, _TOO_LONG, length=length, most=_LONGEST_CLEAN)


def writes(staff: Staff, code: str) -> bool:
    """Tell whether someone of the team may write an alert's words in a language."""
    return staff.reads(code) and may(staff, Act.WORD_ALERT, code)


async def count_writers(context: Context) -> dict[str, int]:
    """Return how many of the team, besides who asks, could write each language."""
    member = context.hearing.member
    async with context.read() as r:
        others = [one for one in await r.team.all() if member is None or one.member != member.id]
    return {code: sum(writes(one, code) for one in others) for code in CODES}


async def ask_for_words(w: Session, alert: Alert, now: datetime) -> list[Staged]:
    """Tell everyone who could write a language that an alert waits for it."""
    staged: list[Staged] = []
    asked = [code for code, other in alert.written.instead.items() if other == UNCHOSEN]
    for one in await w.team.all() if asked else ():
        member = await w.members.get(one.member)
        if member is None or one.member == alert.author:
            continue
        say = speaker_for(member)
        for code in asked:
            if writes(one, code):
                text = say("✍️ An alert needs words in {language}. Can you write them now?", language=say.tongue(code))
                rows = [[Button(say("✍️ Write it"), f"alert-word:{alert.number}:{code}")]]
                staged += await notify(w, member, ASKED, f"{alert.number}:{code}", text, rows, now, at_once=True)
    return staged


def _is_asked(alert: Alert | None, code: str) -> bool:
    return alert is not None and alert.state == "written" and alert.written.instead.get(code) == UNCHOSEN


async def word(context: Context, staff: Staff) -> None:
    """Show what an alert says and ask for it in a language: "alert-word:<number>:<language>"."""
    number, _, code = context.argument.partition(":")
    async with context.read() as r:
        alert = await r.alerts.by_number(number)
    if alert is None or not _is_asked(alert, code) or not writes(staff, code):
        context.reply(context.say(GONE))
        return
    for known in alert.written.texts:
        context.reply(message(alert.written, [known], context.now.date()), is_dated=False)
    await begin(context, ALERT_WORDS, {"number": alert.number, "code": code})


def _question(say: Speaker, answers: Answers) -> str:
    return say(
        "Above is what the alert says. Send the same in {language}, in one message of at most 1,500 signs.",
        language=say.tongue(answers["code"]),
    )


async def _prepare(_context: Context, answers: Answers) -> Answers:
    check_words("words", answers["words"], answers["code"])
    return answers


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    code, staff = answers["code"], await w.team.find(context.target)
    if staff is None or not writes(staff, code):
        context.reply(context.say(REFUSED))
        return
    alert = await w.alerts.by_number(answers["number"])
    is_used = alert is not None and _is_asked(alert, code) and bool(clean(answers["words"]))
    if alert is None or not is_used or not await w.alerts.add_text(alert, code, answers["words"]):
        context.reply(context.say(GONE))
        return
    context.reply(context.say("✅ Thank you. Its author sees your words before they go out."))
    author = await w.members.get(alert.author) if alert.author is not None else None
    if author is not None:
        say = speaker_for(author)
        text = say("✍️ Alert {number} has words in {language} now.", number=alert.number, language=say.tongue(code))
        rows = [[Button(say("👁 Look at it"), f"alert-look:{alert.number}")]]
        period = f"{alert.number}:{code}"
        context.send_too(await notify(w, author, WORDED, period, text, rows, context.now, at_once=True))


async def look(context: Context, staff: Staff) -> None:
    """Show once more what was written and not sent, with the words that have come."""
    async with context.read() as r:
        alert = await r.alerts.by_number(context.argument)
        if alert is None or alert.state != "written" or alert.author != staff.member:
            context.reply(context.say(GONE))
            return
        await present(context, r, alert)


def _hear_raid(text: str, answers: Answers, say: Speaker) -> Refused | None:
    return hear_raid(answers["code"], text, answers, say)


ALERT_WORDS = Flow(
    "alert-words",
    (Text(name="words", question=_question, most=LONGEST, is_passed_on=True, shortcut=_hear_raid),),
    finish=_finish,
    prepare=_prepare,
    command="next",
)
HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.WORD_ALERT, "alert-word", word),
    OnStaff(Act.ALERT, "alert-look", look),
)
