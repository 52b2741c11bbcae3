"""Token buckets: the permitted rate and no more, bursts, and a limit of 0 that never holds."""

from hypothesis import given
from hypothesis import strategies as st

from bot.allowance import Allowance
from bot.pace import Bucket, Pace


@given(st.floats(0.1, 100), st.integers(1, 50), st.lists(st.floats(0, 3), min_size=1, max_size=200))
def test_no_stretch_of_time_lets_more_through_than_burst_and_rate(rate: float, burst: int, steps: list[float]) -> None:
    bucket, now_s, taken = Bucket(rate, burst, 0.0), 0.0, 0
    for step_s in steps:
        now_s += step_s
        if not bucket.wait_s(now_s):
            bucket.take(now_s)
            taken += 1
    assert taken <= burst + rate * now_s + 1e-6


def test_a_rate_of_zero_is_no_limit() -> None:
    pace = Pace(per_second=0, per_chat_per_second=0, per_group_per_minute=0)
    for _ in range(1000):
        assert pace.wait_s(0.0, is_reply=False) == pace.wait_of_s(1, 0.0, is_group=False) == 0
        pace.take(1, 0.0, is_group=False)


def test_a_person_gets_five_at_once_then_one_a_second() -> None:
    pace = Pace(per_second=1000, per_chat_per_second=1, per_group_per_minute=20)
    for _ in range(5):
        assert pace.wait_of_s(1, 0.0, is_group=False) == 0
        pace.take(1, 0.0, is_group=False)
    assert pace.wait_of_s(1, 0.0, is_group=False) == 1
    assert pace.wait_of_s(2, 0.0, is_group=False) == 0


def test_the_last_part_of_the_budget_is_for_replies() -> None:
    pace = Pace(per_second=20, per_chat_per_second=0, per_group_per_minute=0)
    assert pace.wait_s(0.0, is_reply=False) == 0
    pace.take(1, 0.0, is_group=False)
    assert pace.wait_s(0.0, is_reply=True) == 0
    assert pace.wait_s(0.0, is_reply=False) > 0


def test_one_who_floods_is_told_once_and_then_answered_again() -> None:
    allowance = Allowance(2)
    said = [allowance.take(1, 0.0) for _ in range(5)]
    assert said == ["answer", "answer", "tell", "silent", "silent"]
    assert allowance.take(2, 0.0) == "answer"
    assert allowance.take(1, 31.0) == "answer"


@given(st.floats(0.01, 100))
def test_however_slow_the_pace_what_is_no_reply_goes_too(per_second: float) -> None:
    pace = Pace(per_second=per_second, per_chat_per_second=1, per_group_per_minute=20)
    now_s = 1000.0
    for _ in range(3):
        wait_s = pace.wait_s(now_s, is_reply=False)
        assert pace.wait_s(now_s + wait_s + 1e-6, is_reply=False) == 0
        now_s += wait_s + 1e-6
        pace.take(1, now_s, is_group=False)
