"""The numbers of countries: each with its source and date, each one that a phone there could dial."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import phonenumbers
import pytest
from babel.core import get_global
from phonenumbers import shortnumberinfo

import content
from content.countries import ANSWERS, KEPT, Country, EmergencyNumber, load_countries, read_country
from content.errors import CountryFlaw
from content.languages import CODES, LANGUAGES, speaker

COUNTRIES = load_countries()
UNITS = Path(content.__file__).with_name("market") / "units.tsv"
TODAY = date(2026, 11, 25)
# Where the library's short numbers and our sources disagree, and why we keep ours. It shows only what can be dialled:
# it says nothing of whether someone answers.
NOT_IN_THE_LIBRARY = {
    ("GN", "18"): "Guinée360 rang it on 16 September 2024 and the fire brigade answered; the library has no 18 there",
    ("LY", "1515"): "two lists agree on it; the library knows only 193",
    ("ML", "80001116"): "a free number of eight digits, not a short one",
    ("MR", "117"): "two lists agree on it; the library knows the old numbers of two digits",
    ("MR", "118"): "two lists agree on it; the library knows the old numbers of two digits",
}


def _numbers() -> Iterator[tuple[Country, EmergencyNumber]]:
    return ((country, number) for country in COUNTRIES.values() for number in country.numbers)


def _can_be_dialled(country: str, number: str) -> bool:
    if shortnumberinfo.is_emergency_number(number, country):
        return True
    return bool(shortnumberinfo.is_possible_short_number_for_region(phonenumbers.parse(number, country), country))


def test_every_number_can_be_dialled_in_its_country() -> None:
    odd = {(country.code, one.number) for country, one in _numbers() if not _can_be_dialled(country.code, one.number)}
    assert odd == set(NOT_IN_THE_LIBRARY)


def test_a_number_says_who_answers_where_it_was_read_and_when() -> None:
    for country, one in _numbers():
        assert set(one.answers) <= set(ANSWERS), country.code
        assert len(one.source) > 10, country.code
        assert date(2026, 11, 1) <= one.looked_up, country.code


def test_no_number_stands_twice_in_a_country() -> None:
    for country in COUNTRIES.values():
        dialled = [one.number for one in country.numbers]
        assert len(dialled) == len(set(dialled)), country.code


def test_money_and_weights_are_known_ones() -> None:
    with UNITS.open(encoding="utf-8") as file:
        units = {row["unit_key"] for row in csv.DictReader(file, delimiter="\t")}
    for country in COUNTRIES.values():
        assert set(country.units) <= units, country.code
        assert "gram" in country.units
        assert country.currencies
        assert set(country.currencies) <= set(get_global("all_currencies")), country.code


@pytest.mark.parametrize("code", CODES)
def test_the_likeliest_countries_of_a_language_are_known_and_have_a_name_in_it(code: str) -> None:
    assert len(LANGUAGES[code].countries) >= 3
    assert set(LANGUAGES[code].countries) <= COUNTRIES.keys()
    assert all(speaker(code).country(one) != one for one in COUNTRIES)


def test_a_number_is_hidden_half_a_year_after_it_was_looked_up_and_a_call_renews_it() -> None:
    read = EmergencyNumber("114", ("fire",), "somewhere", TODAY)
    assert read.expires == TODAY + KEPT
    called = EmergencyNumber("115", ("ambulance",), "somewhere", TODAY, called=TODAY + timedelta(days=100))
    country = Country("TZ", ("TZS",), ("gram",), None, (read, called))
    assert country.answering("fire", TODAY + KEPT - timedelta(days=1)) == ("114",)
    assert country.answering("fire", TODAY + KEPT) == ()
    assert country.answering("ambulance", TODAY + KEPT) == ("115",)
    assert country.flag == "🇹🇿"


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ('number = "1 1 2"\nanswers = ["fire"]\nsource = "s"\nlooked_up = 2026-11-25', "digits only"),
        ('number = "112"\nanswers = ["army"]\nsource = "s"\nlooked_up = 2026-11-25', "answers"),
        ('number = "112"\nanswers = ["fire"]\nsource = ""\nlooked_up = 2026-11-25', "source"),
        ('number = "112"\nanswers = ["fire"]\nsource = "s"', "looked_up"),
        ('number = "112"\nanswers = ["fire"]\nsource = "s"\nlooked_up = 2026-11-25\nowner = "x"', "owner"),
    ],
)
def test_a_flaw_in_a_country_is_named(tmp_path: Path, wrong: str, what: str) -> None:
    file = tmp_path / "tz.toml"
    file.write_text(f'currencies = ["TZS"]\nunits = ["gram"]\n[[numbers]]\n{wrong}\n', encoding="utf-8")
    with pytest.raises(CountryFlaw, match=what):
        read_country(file)
