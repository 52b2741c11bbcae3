"""Whom an alert is for and in which language; what is counted and cleaned."""

import json

import pytest

from content.alerts import (
    UNCHOSEN,
    Audience,
    Census,
    Reach,
    Reader,
    audience_of,
    census_of,
    clean,
    fits,
    languages_for,
    read_of,
    text_for,
)

MINER = Reader(False, ("sw",), (("TZ", "geita"),), ("gold",))
ELSEWHERE = Reader(False, ("sw",), (("TZ", ""),), None)
EVERY_MINERAL = Reader(True, ("sw", "en"), (("TZ", "mara"),), ())


@pytest.mark.parametrize(
    ("reader", "audience", "is_for_them"),
    [
        (MINER, Audience(), True),
        (MINER, Audience(("TZ",)), True),
        (MINER, Audience(("TZ:geita",)), True),
        (MINER, Audience(("TZ:mara", "KE")), False),
        (MINER, Audience(("TZ:?",)), False),
        (ELSEWHERE, Audience(("TZ:geita",)), False),
        (ELSEWHERE, Audience(("TZ:geita", "TZ:?")), True),
        (ELSEWHERE, Audience(("TZ",)), True),
        (Reader(False, ("sw",)), Audience(("TZ",)), False),
        (Reader(False, ("sw",), (("KE", ""), ("TZ", "geita"))), Audience(("KE",)), True),
        (MINER, Audience(minerals=("tin",)), False),
        (MINER, Audience(minerals=("tin", "gold")), True),
        (ELSEWHERE, Audience(minerals=("gold",)), False),
        (ELSEWHERE, Audience(minerals=("gold", UNCHOSEN)), True),
        (EVERY_MINERAL, Audience(minerals=("tin",)), True),
        (MINER, Audience(to="groups"), False),
        (EVERY_MINERAL, Audience(to="groups"), True),
        (EVERY_MINERAL, Audience(to="members"), False),
        (EVERY_MINERAL, Audience(languages=("en",)), True),
        (MINER, Audience(languages=("en",)), False),
    ],
)
def test_an_alert_is_for_whoever_is_there_digs_that_and_reads_it(
    reader: Reader, audience: Audience, is_for_them: bool
) -> None:
    assert fits(reader, audience, "safety") is is_for_them


def test_who_has_paused_the_news_is_spared_notices_and_no_safety_alert() -> None:
    paused = Reader(True, ("sw",), (("TZ", ""),), (), is_paused=True)
    assert fits(paused, Audience(("TZ",)), "safety")
    assert not fits(paused, Audience(("TZ",)), "notice")


@pytest.mark.parametrize(
    ("places", "is_wide"),
    [((), True), (("TZ",), True), (("TZ:?",), True), (("TZ:geita",), False), (("TZ:geita", "TZ:mara"), True)],
)
def test_only_one_region_needs_nobody_else(places: tuple[str, ...], is_wide: bool) -> None:
    assert Audience(places).is_wide is is_wide


def test_numbers_and_audiences_are_the_same_after_a_restart() -> None:
    audience = Audience(("TZ:geita", "TZ:?"), ("gold",), ("sw",), "members")
    assert audience_of(json.loads(json.dumps(audience.as_json()))) == audience
    census = Census({MINER: 3, ELSEWHERE: 2, EVERY_MINERAL: 1, Reader(False, ("fr",)): 4})
    again = census_of(json.loads(json.dumps(census.as_json())))
    for one in (census, again):
        assert one.reach(Audience(("TZ",)), "safety") == Reach(5, 1)
        assert one.reach(Audience(("TZ",)), "safety", read="en") == Reach(0, 1)
        assert one.placeless() == Reach(4, 0)
        assert one.countries() == ["TZ"]


def test_each_text_comes_once_and_ones_own_before_one_that_stands_for_it() -> None:
    texts = {"sw": "…", "es": "…"}
    assert languages_for(("sw",), texts, {}) == ("sw",)
    assert languages_for(("fr",), texts, {"fr": "es"}) == ("fr",)
    assert text_for("fr", texts, {"fr": "es"}) == "es"
    assert languages_for(("fr",), texts, {"fr": ""}) == languages_for(("fr",), texts, {"fr": "pt"}) == ()
    assert languages_for(("fr", "sw"), texts, {"fr": "sw"}) == ("sw",)
    assert read_of(EVERY_MINERAL, Audience(languages=("en",))) == ("en",)


def test_what_was_written_keeps_its_lines_and_nothing_that_calls_or_turns() -> None:
    said = clean("  Leave now \u202eevil \n\n\n\n @juma, see https://bad.example/x \x00\n/start ")
    assert said == "Leave now evil\n\n@\u2060juma, see …\n/\u2060start"
    assert clean("\u202e\n \u200b") == ""
