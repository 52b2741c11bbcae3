"""The same button again: a double tap for a moment, whatever is done to the machine's clock."""

from datetime import timedelta

import pytest

from handlers.repeats import Repeats
from tests.conftest import NOON

PERSON, MOMENT = 7, timedelta(seconds=10)


def _again(repeats: Repeats, update_id: int, after: timedelta) -> bool:
    return repeats.is_again(PERSON, "press", "more:103:en", update_id, NOON + after, MOMENT)


def test_the_second_tap_within_a_moment_is_the_first_one_again() -> None:
    repeats = Repeats()
    assert not _again(repeats, 1, timedelta(0))
    assert _again(repeats, 2, timedelta(seconds=1))
    assert not _again(repeats, 3, timedelta(seconds=20))


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)])
def test_a_clock_that_was_put_back_makes_no_button_dead(back: timedelta) -> None:
    repeats = Repeats()
    assert not _again(repeats, 1, timedelta(0))
    assert not _again(repeats, 2, -back)
    assert _again(repeats, 3, -back + timedelta(seconds=1))
