"""`check` tells in time what is about to be hidden from readers."""

from dataclasses import replace
from datetime import date, timedelta

from bot.cli.dated import SOON, say_countries, say_places
from content.countries import KEPT, load_countries
from content.places import Places

LOOKED_UP = date(2026, 11, 25)
ENDS = LOOKED_UP + KEPT
COUNTRIES = {"GH": load_countries()["GH"]}
PLACES = Places.load().by_country["PE"]


def test_what_is_fresh_is_only_counted() -> None:
    assert say_countries(COUNTRIES, LOOKED_UP) == "1 countries, 3 emergency numbers"
    assert say_places(PLACES, LOOKED_UP) == "1 places"


def test_what_ends_within_a_month_is_named_with_its_last_day() -> None:
    told = say_countries(COUNTRIES, ENDS - SOON)
    last = ENDS - timedelta(days=1)
    assert told.endswith(f"; shown only: GH until {last}; look them up again and set the date")
    assert say_countries(COUNTRIES, ENDS - SOON - timedelta(days=1)) == "1 countries, 3 emergency numbers"
    assert f"Poblaciones Vulnerables) (PE) until {last}" in say_places(PLACES, ENDS - SOON)


def test_what_has_ended_is_named() -> None:
    assert "; no longer shown: GH; look them up" in say_countries(COUNTRIES, ENDS)
    grant = replace(PLACES[0], kinds=("grant",), deadline=LOOKED_UP)
    assert "no longer shown: Línea 100" in say_places([grant], LOOKED_UP + timedelta(days=1))
