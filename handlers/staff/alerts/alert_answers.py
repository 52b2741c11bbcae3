"""What was answered about an alert, as it is sent: audience, texts, and how many are there. Pure."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from content.alerts import UNCHOSEN, Audience, Census, Kind, Reach, census_of
from content.languages import CODES, LANGUAGES
from content.market.regions import REGIONS
from handlers.steps import Answers
from storage.alerts import Written

# The answer that holds the counts of everyone, as JSON: questions show them, and a restart loses none.
CENSUS = "census"
# How many of the team could write each language.
TEAM = "team"
EVERYWHERE, NOBODY, WRITE, ASK = "*", "none", "write", "ask"
_INSTEAD = {NOBODY: "", ASK: UNCHOSEN}
_NAMED = {instead: key for key, instead in _INSTEAD.items()}
# Of more countries than this no region is asked for.
MOST_COUNTRIES = 3


@lru_cache(maxsize=8)
def _census(kept: str) -> Census:
    return census_of(json.loads(kept))


def told(census: Census) -> str:
    """Return counts as an answer keeps them."""
    return json.dumps(census.as_json(), separators=(",", ":"))


def census_in(answers: Answers) -> Census:
    """Return the counts that an answer sheet holds."""
    return _census(answers.get(CENSUS) or "[]")


def kind_in(answers: Answers) -> Kind:
    """Return the kind of alert; a safety alert while nothing is chosen."""
    return "notice" if answers.get("kind") == "notice" else "safety"


def countries_in(answers: Answers) -> list[str]:
    """Return the chosen countries; none for everywhere."""
    chosen = list(answers.get("countries") or ())
    return [] if EVERYWHERE in chosen else chosen


def is_asked_where(answers: Answers, country: str) -> bool:
    """Tell whether the regions of a country are to be chosen."""
    countries = countries_in(answers)
    return country in countries and country in REGIONS and len(countries) <= MOST_COUNTRIES


def audience_in(answers: Answers) -> Audience:
    """Return whom the answers so far are for."""
    places: list[str] = []
    for country in countries_in(answers):
        chosen = (answers.get(f"in_{country}") if is_asked_where(answers, country) else None) or [country]
        places += [country] if country in chosen else chosen
    return Audience(
        places=tuple(places),
        minerals=tuple(answers.get("minerals") or ()),
        languages=tuple(answers.get("languages") or ()),
        to=answers.get("to") or "both",
    )


def texts_in(answers: Answers) -> dict[str, str]:
    """Return the texts that were written, by language."""
    texts = {code: answers.get(f"text_{code}") for code in CODES}
    return {code: text for code, text in texts.items() if isinstance(text, str)}


def instead_in(answers: Answers) -> dict[str, str]:
    """Return in which language those get it for whose own there is no text; "" leaves them out, "?" asks the team."""
    chosen = {code: answers.get(f"other_{code}") for code in CODES}
    return {code: _INSTEAD.get(other, str(other)) for code, other in chosen.items() if other}


def reaches(census: Census, audience: Audience, kind: Kind) -> dict[str, Reach]:
    """Return how many of an audience read each language that is read in its countries.

    A language does not disappear when choices leave nobody who reads it: that would tell of the last one who does.
    """
    known = census.languages(audience.places) or _spoken_in(audience.places)
    codes = audience.languages or [code for code in CODES if code in known]
    return {code: census.reach(audience, kind, read=code) for code in codes}


def _spoken_in(places: Sequence[str]) -> frozenset[str]:
    """Return in which languages something can be written for where nobody has come from so far."""
    countries = {place.partition(":")[0] for place in places}
    return frozenset(code for code in CODES if countries & set(LANGUAGES[code].countries)) or frozenset({"en"})


@lru_cache(maxsize=64)
def _read(kept: str, audience: Audience, kind: Kind) -> Mapping[str, Reach]:
    return reaches(_census(kept), audience, kind)


def read_in(answers: Answers) -> Mapping[str, Reach]:
    """Return how many of the audience so far read each language."""
    return _read(answers.get(CENSUS) or "[]", audience_in(answers), kind_in(answers))


def written_in(answers: Answers) -> Written:
    """Return the alert that the answers make."""
    kind, audience = kind_in(answers), audience_in(answers)
    read, texts = read_in(answers), texts_in(answers)
    return Written(
        kind=kind,
        audience=audience,
        texts={code: text for code, text in texts.items() if code in {*read, *instead_in(answers).values()}},
        instead={code: other for code, other in instead_in(answers).items() if code in read and code not in texts},
        reach=census_in(answers).reach(audience, kind),
        read=read,
    )


def answers_of(written: Written) -> dict[str, Any]:
    """Return the answers that would make an alert again."""
    audience = written.audience
    countries = list(dict.fromkeys(place.partition(":")[0] for place in audience.places))
    answers: dict[str, Any] = {
        "kind": written.kind,
        "countries": countries or [EVERYWHERE],
        "minerals": list(audience.minerals) or None,
        "languages": list(audience.languages) or None,
        "to": audience.to,
        **{f"text_{code}": text for code, text in written.texts.items()},
        **{f"other_{code}": _NAMED.get(other, other) for code, other in written.instead.items()},
        **{f"text_{code}": None for code in written.instead},
    }
    for country in countries:
        answers[f"in_{country}"] = [place for place in audience.places if place.partition(":")[0] == country]
    return answers
