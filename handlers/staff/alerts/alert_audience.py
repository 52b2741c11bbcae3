"""For whom an alert is: place, mineral, groups or people, language, each choice with how many it reaches. Pure.

Of fewer than five the same is said, none included, and what can be chosen does not depend on them: so that nobody can
be singled out by one choice after the other.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

from content.alerts import FEWEST, UNCHOSEN, Reach
from content.languages import Speaker, sentence, speaker
from content.market.minerals import MINERALS
from content.market.regions import REGIONS
from handlers.answers import country_named
from handlers.keyboards import chosen
from handlers.regions import region_name
from handlers.staff.alerts.alert_answers import EVERYWHERE, audience_in, census_in, is_asked_where, kind_in, read_in
from handlers.staff.alerts.alert_words import mineral_name, on_button, reach_line
from handlers.steps import Answers, Choice, Option, Outcome, Step, Taken

_MOST_OFFERED = 40
_BETWEEN = re.compile(r"[,;،؛\n+&]+")


def _count(answers: Answers, **narrowed: Any) -> Reach:
    """Return how many there are if that were chosen besides what is."""
    return census_in(answers).reach(replace(audience_in(answers), **narrowed), kind_in(answers))


def _told(answers: Answers, **narrowed: Any) -> int:
    """Return the same as a number to sort by: the few that are not told stand where they always do."""
    n = _count(answers, **narrowed).total
    return n if n >= FEWEST else 0


def _counted(say: Speaker, key: str, label: str, answers: Answers, **narrowed: Any) -> Option:
    return Option(key, f"{label} · {on_button(say, _count(answers, **narrowed).total)}")


def as_html(lines: Sequence[str]) -> str:
    """Return plain lines as the Telegram-HTML of a question."""
    return escape("\n".join(lines), quote=False)


def _ask_countries(say: Speaker, answers: Answers) -> str:
    return as_html(
        [
            say("For which countries is it? I count who has named a country, or gets news of one."),
            say("Any other country: write its name. Several: with commas between."),
            say("No country named, so reached only by “Everywhere”:"),
            reach_line(say, census_in(answers).placeless()),
            say("More than one region needs a second coordinator or administrator."),
        ]
    )


def _countries(say: Speaker, answers: Answers) -> Sequence[Option]:
    kept = [code for code in answers.get("countries") or () if code != EVERYWHERE]
    codes = dict.fromkeys([*kept, *census_in(answers).countries()[:_MOST_OFFERED]])
    return [
        *(_counted(say, code, say.country(code), answers, places=(code,)) for code in codes),
        _counted(say, EVERYWHERE, say("🌍 Everywhere"), answers, places=()),
    ]


def _typed_countries(text: str, _answers: Answers, say: Speaker) -> Outcome | None:
    """Take countries by their names or codes, also such as no button offers."""
    everywhere = [(say("🌍 Everywhere"), EVERYWHERE)]
    return _typed([chosen(part, everywhere) or country_named(part) for part in _parts(text)])


def _typed_regions(country: str, text: str, _answers: Answers, say: Speaker) -> Outcome | None:
    names = [
        (name, f"{country}:{one.key}")
        for one in REGIONS[country]
        for name in dict.fromkeys((one.named(say.language.code), one.named("en")))
    ]
    return _typed([chosen(part, names) or "" for part in _parts(text)])


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text) if part.strip()]


def _typed(keys: Sequence[str]) -> Outcome | None:
    """Return what was typed, each once, when all of it is known; else let the step read it as numbers and labels."""
    return Taken(list(dict.fromkeys(keys))) if keys and all(keys) else None


def _ask_regions(country: str, say: Speaker, answers: Answers) -> str:
    name = say.country(country)
    return as_html(
        [
            say("Where in {country}? Choose one region or several, or all of it.", country=name),
            say("Whoever has named no region is counted apart: they may be anywhere in {country}.", country=name),
        ]
    )


def _regions(country: str, say: Speaker, answers: Answers) -> Sequence[Option]:
    places = [f"{country}:{one.key}" for one in REGIONS[country]]
    lost = f"{country}:{UNCHOSEN}"
    return [
        _counted(say, country, say("🗺 All of it"), answers, places=(country,)),
        *(
            _counted(say, place, region_name(say, *place.split(":")), answers, places=(place,))
            for place in sorted(places, key=lambda place: -_told(answers, places=(place,)))
        ),
        _counted(say, lost, say("No region named"), answers, places=(lost,)),
    ]


def _minerals(say: Speaker, answers: Answers) -> Sequence[Option]:
    keys = sorted(MINERALS, key=lambda key: -_told(answers, minerals=(key,)))
    return [_counted(say, key, mineral_name(say, key), answers, minerals=(key,)) for key in (*keys, UNCHOSEN)]


def _to(say: Speaker, answers: Answers) -> Sequence[Option]:
    labels = {"both": say("👥 All"), "members": say("👤 Only people"), "groups": say("👥 Only groups")}
    return [_counted(say, key, label, answers, to=key) for key, label in labels.items()]


def _languages(say: Speaker, answers: Answers) -> Sequence[Option]:
    read = read_in({**answers, "languages": None})
    return [_counted(say, code, speaker(code).language.name, answers, languages=(code,)) for code in read]


def _region_step(country: str) -> Step:
    return Choice(
        name=f"in_{country}",
        question=partial(_ask_regions, country),
        when=lambda answers: is_asked_where(answers, country),
        options=partial(_regions, country),
        shortcut=partial(_typed_regions, country),
        several=True,
    )


AUDIENCE: tuple[Step, ...] = (
    Choice(name="countries", question=_ask_countries, options=_countries, shortcut=_typed_countries, several=True),
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
)
