"""An alert is written step by step: for whom, with counts, and what is said in each language that they read.

Nothing goes out at the end of it: what was written is shown exactly as it will be, and sent by a press of its own.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from content.alerts import LONGEST, Census, Reach, clean
from content.languages import CODES, Speaker, sentence, speaker
from handlers.context import Context
from handlers.flow import begin
from handlers.staff.alerts.alert_answers import (
    ASK,
    CENSUS,
    NOBODY,
    TEAM,
    WRITE,
    read_in,
    texts_in,
    told,
    written_in,
)
from handlers.staff.alerts.alert_audience import AUDIENCE, as_html
from handlers.staff.alerts.alert_views import present
from handlers.staff.alerts.alert_wording import ask_for_words, check_words, count_writers, hear_raid
from handlers.staff.alerts.alert_words import reach_line
from handlers.staff.gate import REFUSED
from handlers.staff.permissions import Act, may
from handlers.steps import Answers, Choice, Flow, Option, Step, Text, Unfit
from storage.readers import SOURCES
from storage.session import Session

REPLACES = "replaces"
_PAGE = 500
_MOST_OFFERED = 40
_PERSON = sentence("Only a person writes it; I translate nothing. Links and names with @ will not work in it.")
_NOBODY_READS = sentence("Nobody gets this, as there is no text for them. Please write one.")


@dataclass(frozen=True)
class AlertSource:
    """What an alert is begun from: whole plain texts by language, a country and a region's key ("": all of it)."""

    texts: Mapping[str, str]
    country: str
    region: str = ""
    minerals: tuple[str, ...] = ()


async def read_census(context: Context) -> Census:
    """Count members and groups of each sort, page by page, so that others go on meanwhile."""
    census = Census()
    for source in SOURCES:
        after, is_more = 0, True
        while is_more:
            async with context.read() as r:
                page = await r.readers.page(source, after, _PAGE)
            census.add(reader for _, reader in page)
            after, is_more = (page[-1][0], True) if page else (after, False)
            await asyncio.sleep(0)
    return census


async def begin_alert(context: Context, answers: Answers | None = None) -> None:
    """Ask for whom an alert is, with the counts of now; some `answers` may be there already."""
    known = {CENSUS: told(await read_census(context)), TEAM: await count_writers(context)}
    await begin(context, ALERT_TEXT, {**known, **(answers or {})})


async def start_alert_of(context: Context, source: AlertSource) -> None:
    """Begin an alert with its place and texts filled in. It decides: nothing may be decided before or after it."""
    place = f"{source.country}:{source.region}" if source.region else source.country
    await begin_alert(
        context,
        {
            "kind": "safety",
            "countries": [source.country],
            f"in_{source.country}": [place],
            "minerals": list(source.minerals) or None,
            "languages": None,
            **{f"text_{code}": text for code, text in source.texts.items()},
        },
    )


def _ask_text(code: str, say: Speaker, answers: Answers) -> str:
    read = read_in(answers)
    name = speaker(code).language.name
    return as_html(
        [
            say("✍️ {language}: the words that go out. At most 1,500 signs.", language=name),
            reach_line(say, read.get(code, Reach())),
            say(_PERSON),
            say("⏭ if nobody here writes {language}: then you choose what these people get.", language=name),
        ]
    )


def _ask_other(code: str, say: Speaker, answers: Answers) -> str:
    lines = [
        say("There is no text in {language}. What do these people get?", language=speaker(code).language.name),
        reach_line(say, read_in(answers).get(code, Reach())),
    ]
    return as_html(lines)


def _others(code: str, say: Speaker, answers: Answers) -> Sequence[Option]:
    written = [one for one in texts_in(answers) if one in read_in(answers)]
    return [
        *(Option(one, speaker(one).language.name) for one in written),
        *([Option(ASK, sentence("🙋 Ask the team"))] if (answers.get(TEAM) or {}).get(code) else []),
        Option(NOBODY, sentence("🚫 Nothing")),
        Option(WRITE, sentence("✍️ Write it"), asks=f"text_{code}"),
    ]


def _is_read(code: str, answers: Answers) -> bool:
    return code in read_in(answers)


def _is_missing(code: str, answers: Answers) -> bool:
    return _is_read(code, answers) and f"text_{code}" in answers and answers[f"text_{code}"] is None


def _text_steps(code: str) -> Sequence[Step]:
    return (
        Text(
            name=f"text_{code}",
            question=partial(_ask_text, code),
            when=partial(_is_read, code),
            optional=True,
            most=LONGEST,
            is_passed_on=True,
            shortcut=partial(hear_raid, code),
        ),
        Choice(
            name=f"other_{code}",
            question=partial(_ask_other, code),
            when=partial(_is_missing, code),
            options=partial(_others, code),
        ),
    )


async def _prepare(context: Context, answers: Answers) -> Answers:
    """Count once more, and refuse what says nothing, or where police, soldiers or armed people are."""
    answers = {**answers, CENSUS: told(await read_census(context))}
    written = written_in(answers)
    for code, text in written.texts.items():
        check_words(f"text_{code}", text, code)
    if not any(clean(text) for text in written.texts.values()):
        raise Unfit(f"text_{next(iter(read_in(answers)))}", _NOBODY_READS)
    return answers


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    staff = await w.team.find(context.target)
    if staff is None or not may(staff, Act.ALERT):
        context.reply(context.say(REFUSED))
        return
    if replaced := await w.alerts.by_number(answers.get(REPLACES) or ""):
        await w.alerts.drop(replaced.id)
    alert = await w.alerts.write(written_in(answers), staff.member, context.now)
    context.send_too(await ask_for_words(w, alert, context.now))
    await present(context, w, alert)


ALERT_TEXT = Flow(
    "alert-text",
    (
        Choice(
            name="kind",
            question=sentence(
                "What is it? A safety alert goes out at any hour. A notice waits until people are awake."
            ),
            options=(Option("safety", sentence("⚠️ Safety alert")), Option("notice", sentence("📣 Notice"))),
        ),
        *AUDIENCE,
        *(step for steps in zip(*map(_text_steps, CODES), strict=True) for step in steps),
    ),
    finish=_finish,
    prepare=_prepare,
    command="alert",
)
