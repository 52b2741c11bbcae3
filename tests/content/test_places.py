"""Places: public ones only, each with its source and date, hidden in time."""

from datetime import date, timedelta
from pathlib import Path

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType, shortnumberinfo

from content.countries import KEPT, load_countries
from content.errors import CountryFlaw
from content.guidance.library import Library
from content.places import KINDS, OF_CARDS, Places, read_places

PLACES = Places.load()
CHECKED = date(2026, 11, 25)
# Numbers that a person could own.
PERSONAL = (PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.FIXED_LINE_OR_MOBILE)
PLACE = """
[[places]]
kinds = ["antivenom"]
name = "Hospital"
district = "Geita"
languages = ["sw"]
source = "Ministry of Health"
checked = 2026-11-25
"""


def _read(tmp_path: Path, text: str) -> Places:
    (tmp_path / "tz.toml").write_text(text, encoding="utf-8")
    return Places.load(tmp_path)


def test_every_place_is_in_a_country_that_we_know() -> None:
    assert PLACES.by_country.keys() <= load_countries().keys()


def test_no_number_of_a_place_could_be_a_persons() -> None:
    for country, places in PLACES.by_country.items():
        for place in (one for one in places if one.phone):
            number = phonenumbers.parse(place.phone, country)
            is_short = shortnumberinfo.is_possible_short_number_for_region(number, country)
            assert is_short or phonenumbers.number_type(number) not in PERSONAL, place.name


def test_a_place_has_a_source_and_a_date_that_is_not_of_the_future() -> None:
    for place in (one for places in PLACES.by_country.values() for one in places):
        assert len(place.source) > 10, place.name
        assert date(2026, 11, 1) <= place.checked, place.name


def test_only_cards_that_there_are_lead_to_places_of_kinds_that_there_are() -> None:
    assert OF_CARDS.keys() <= Library.load().cards.keys()
    assert {kind for kinds in OF_CARDS.values() for kind in kinds} == set(KINDS)


def test_a_place_is_hidden_half_a_year_after_its_check(tmp_path: Path) -> None:
    places = _read(tmp_path, PLACE)
    assert places.find("TZ", ("antivenom", "tb"), CHECKED + KEPT - timedelta(days=1))
    assert not places.find("TZ", ("antivenom", "tb"), CHECKED + KEPT)
    assert not places.find("TZ", ("tb",), CHECKED)
    assert not places.find("KE", ("antivenom",), CHECKED)


def test_a_grant_is_hidden_the_day_after_its_deadline(tmp_path: Path) -> None:
    places = _read(tmp_path, PLACE.replace("antivenom", "grant") + "deadline = 2026-12-31\n")
    assert places.find("TZ", ("grant",), date(2026, 12, 31))
    assert not places.find("TZ", ("grant",), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        ('"antivenom"', '"gold buyer"', "kinds"),
        ('district = "Geita"\n', "", "found"),
        ('source = "Ministry of Health"\n', "", "source"),
        ("checked = 2026-11-25\n", 'checked = "today"\n', "checked"),
        ('name = "Hospital"\n', 'name = "Hospital"\ncost = "cheap"\n', "cost"),
        ('name = "Hospital"\n', 'name = "Hospital"\nperson = "Juma"\n', "person"),
    ],
)
def test_a_flaw_in_a_place_is_named(tmp_path: Path, right: str, wrong: str, what: str) -> None:
    file = tmp_path / "tz.toml"
    file.write_text(PLACE.replace(right, wrong), encoding="utf-8")
    with pytest.raises(CountryFlaw, match=what):
        read_places(file)
