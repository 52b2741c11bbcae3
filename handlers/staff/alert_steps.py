"""An alert is written step by step: for whom, with counts, and what is said in each language that they read.

Nothing goes out at the end of it: what was written is shown exactly as it will be, and sent by a press of its own.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import Any

from content.alerts import LONGEST, UNCHOSEN, Census, Reach, clean
from content.languages import CODES, Speaker, sentence, speaker
from content.market.minerals import MINERALS
from content.market.regions import REGIONS
from handlers.context import Context
from handlers.flow import begin
from handlers.regions import region_name
from handlers.staff.alert_answers import (
    ASK,
    CENSUS,
    EVERYWHERE,
    NOBODY,
    TEAM,
    WRITE,
    audience_in,
    census_in,
    is_asked_where,
    kind_in,
    read_in,
    texts_in,
    told,
    written_in,
)
from handlers.staff.alert_views import present
from handlers.staff.alert_wording import ask_for_words, check_length, count_writers
from handlers.staff.alert_words import mineral_name, on_button, reach_line
from handlers.staff.gate import REFUSED
from handlers.staff.permissions import Act, may
from handlers.steps import Answers, Choice, Flow, Option, Step, Text, Unfit
from storage.readers import SOURCES
from storage.session import Session

REPLACES = "replaces"
_PAGE = 500
_MOST_OFFERED = 40
_PERSON = sentence("Only a person writes it; I translate nothing. Links and names with @ will not work in it.")
_NOBODY_READS = sentence("Nobody gets this: no one is there, or no text is for them. Choose others, or write a text.")


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


def _count(answers: Answers, **chosen: Any) -> Reach:
    """Return how many there are if that were chosen besides what is."""
    return census_in(answers).reach(replace(audience_in(answers), **chosen), kind_in(answers))


def _counted(say: Speaker, key: str, label: str, answers: Answers, **chosen: Any) -> Option:
    return Option(key, f"{label} · {on_button(say, _count(answers, **chosen).total)}")


def _lines(lines: Sequence[str]) -> str:
    return escape("\n".join(lines), quote=False)


def _ask_countries(say: Speaker, answers: Answers) -> str:
    return _lines(
        [
            say("For which countries is it? I count who has named a country, or gets news of one."),
            say("No country named, so reached only by “Everywhere”:"),
            reach_line(say, census_in(answers).placeless()),
            say("More than one region needs a second coordinator or administrator."),
        ]
    )


def _countries(say: Speaker, answers: Answers) -> Sequence[Option]:
    chosen = [code for code in answers.get("countries") or () if code != EVERYWHERE]
    codes = dict.fromkeys([*chosen, *census_in(answers).countries()[:_MOST_OFFERED]])
    return [
        *(_counted(say, code, say.country(code), answers, places=(code,)) for code in codes),
        _counted(say, EVERYWHERE, say("🌍 Everywhere"), answers, places=()),
    ]


def _ask_regions(country: str, say: Speaker, answers: Answers) -> str:
    name = say.country(country)
    return _lines(
        [
            say("Where in {country}? Choose one region or several, or all of it.", country=name),
            say("Whoever has named no region is counted apart: they may be anywhere in {country}.", country=name),
        ]
    )


def _regions(country: str, say: Speaker, answers: Answers) -> Sequence[Option]:
    places = [f"{country}:{one.key}" for one in REGIONS[country]]
    there = [place for place in places if _count(answers, places=(place,)).total]
    lost = f"{country}:{UNCHOSEN}"
    return [
        _counted(say, country, say("🗺 All of it"), answers, places=(country,)),
        *(
            _counted(say, place, region_name(say, *place.split(":")), answers, places=(place,))
            for place in there or places
        ),
        _counted(say, lost, say("No region named"), answers, places=(lost,)),
    ]


def _minerals(say: Speaker, answers: Answers) -> Sequence[Option]:
    keys = [key for key in MINERALS if _count(answers, minerals=(key,)).total]
    return [_counted(say, key, mineral_name(say, key), answers, minerals=(key,)) for key in (*keys, UNCHOSEN)]


def _to(say: Speaker, answers: Answers) -> Sequence[Option]:
    labels = {"both": say("👥 All"), "members": say("👤 Only people"), "groups": say("👥 Only groups")}
    return [_counted(say, key, label, answers, to=key) for key, label in labels.items()]


def _languages(say: Speaker, answers: Answers) -> Sequence[Option]:
    read = read_in({**answers, "languages": None})
    return [_counted(say, code, speaker(code).language.name, answers, languages=(code,)) for code in read]


def _ask_text(code: str, say: Speaker, answers: Answers) -> str:
    read = read_in(answers)
    name = speaker(code).language.name
    return _lines(
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
    return _lines(lines)


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
        ),
        Choice(
            name=f"other_{code}",
            question=partial(_ask_other, code),
            when=partial(_is_missing, code),
            options=partial(_others, code),
        ),
    )


def _region_step(country: str) -> Step:
    return Choice(
        name=f"in_{country}",
        question=partial(_ask_regions, country),
        when=lambda answers: is_asked_where(answers, country),
        options=partial(_regions, country),
        several=True,
    )


async def _prepare(context: Context, answers: Answers) -> Answers:
    """Count once more, and refuse what would reach nobody."""
    answers = {**answers, CENSUS: told(await read_census(context))}
    written = written_in(answers)
    if not written.reach.total:
        raise Unfit("countries", _NOBODY_READS)
    for code, text in written.texts.items():
        check_length(f"text_{code}", text)
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
        Choice(name="countries", question=_ask_countries, options=_countries, several=True),
        *map(_region_step, REGIONS),
        Choice(
            name="minerals",
            question=sentence("Only for who digs certain minerals? ⏭ takes all."),
            options=_minerals,
            several=True,
            optional=True,
        ),
        Choice(name="to", question=sentence("Who gets it?"), options=_to),
        Choice(
            name="languages",
            question=sentence("Only for who reads certain languages? ⏭ takes all."),
            options=_languages,
            when=lambda answers: len(read_in({**answers, "languages": None})) > 1,
            several=True,
            optional=True,
        ),
        *(step for steps in zip(*map(_text_steps, CODES), strict=True) for step in steps),
    ),
    finish=_finish,
    prepare=_prepare,
    command="alert",
)
