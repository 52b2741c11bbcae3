"""What a digest chooses: cards of the season and feasts of a country, questions in turn, the heights of a week."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from content.digest.curve import curve
from content.digest.questions import QUESTIONS, question_after
from content.digest.season import card_of, cards_of_seasons, read_seasons, seasons_of
from content.guidance.library import Library
from tests.content.digests import DAY


@pytest.mark.parametrize(
    ("course", "drawn"),
    [
        ("1 2 3 4 5 6 7", "▁▂▃▄▅▆▇"),
        ("7 7 7", "▄▄▄"),
        ("0 0 9", "▁▁▇"),
        ("99 1 2 3 4 5 6 7", "▁▂▃▄▅▆▇"),
        ("", ""),
    ],
)
def test_a_week_is_drawn_with_seven_heights(course: str, drawn: str) -> None:
    assert curve([Decimal(one) for one in course.split()]) == drawn


def test_questions_to_groups_come_in_turn() -> None:
    keys = list(QUESTIONS)
    assert question_after(None) == question_after("gone") == question_after(keys[-1]) == keys[0]
    assert question_after(keys[0]) == keys[1]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


def test_every_card_of_a_season_and_of_a_question_is_there(library: Library) -> None:
    named = {id for ids in cards_of_seasons().values() for id in ids} | {one.card for one in QUESTIONS.values()}
    assert named <= set(library.cards)


def test_the_card_follows_the_season_of_the_country() -> None:
    assert seasons_of("TZ", date(2026, 11, 23)) == ("rain",)
    assert seasons_of("ML", date(2026, 4, 1)) == ("heat",)
    assert seasons_of(None, DAY) == seasons_of("XX", DAY) == seasons_of(None, date(2026, 12, 20)) == ()


def test_feasts_are_those_of_the_country_and_told_before_they_come() -> None:
    assert seasons_of("BR", date(2026, 12, 1)) == ("rain", "holidays")
    assert seasons_of("SD", date(2026, 12, 1)) == ()
    feast = date(2027, 3, 10)
    told = [ahead for ahead in range(-3, 40) if "holidays" in seasons_of("SD", feast - timedelta(days=ahead))]
    assert told == list(range(28))
    assert "holidays" in seasons_of("NG", feast)
    assert "holidays" in seasons_of("NG", date(2026, 12, 1))
    assert "holidays" not in seasons_of("BR", feast)
    table = read_seasons()
    with_feast = {country for country, _ in (*table["months"], *table["days"])}
    assert {country for country, _ in (*table["rain"], *table["heat"])} <= with_feast


@pytest.mark.parametrize("topics", [(), ("finance",), ("health-safety", "market")])
def test_no_card_comes_again_within_twelve_editions_and_all_come_in_turn(
    library: Library, topics: tuple[str, ...]
) -> None:
    shown_before: list[str] = []
    for week in range(120):
        found = card_of(library, country="TZ", day=DAY + timedelta(weeks=week), topics=topics, shown=shown_before[-12:])
        assert found is not None
        assert found[0].group != "emergency"
        assert found[0].id not in shown_before[-12:]
        shown_before.append(found[0].id)
    wanted = {card.id for card in library.cards.values() if card.group in topics}
    assert len(set(shown_before)) > 30 if not topics else wanted <= set(shown_before)
