"""The published benchmark must not get worse: floors a little under what was measured."""

import pytest

from content.search.frequent import LANGUAGES
from tests.benchmarks.finding import AMONG, FALSE_ALARM, FALSE_SURELY, FIRST, HEARD, SURE_OUTSIDE, SURE_RIGHT, measured

AT_LEAST = {FIRST: 0.78, AMONG: 0.91, SURE_RIGHT: 0.93, HEARD: 0.94}
AT_MOST = {FALSE_ALARM: 0.09, FALSE_SURELY: 0.05, SURE_OUTSIDE: 0.22}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_strangers_questions_are_found_as_well_as_before(language: str) -> None:
    shares = measured()[0][language]
    for column, least in AT_LEAST.items():
        assert (share := shares.share(column)) is not None
        assert share >= least, f"{column}: {share:.3f}"
    for column, most in AT_MOST.items():
        assert (share := shares.share(column)) is not None
        assert share <= most, f"{column}: {share:.3f}"
