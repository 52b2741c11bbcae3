"""Stories that other people judged: as many flags are found as when they were measured, as few are given in vain.

Nobody looked at these lines while words and rules were mended.
"""

import pytest

from content.reviewing import found_flags
from tests.benchmarks.judged import WRITERS, judged

# Of both writers together: how many of the wanted flags are found at least, and how many of 40 harmless stories get any
# flag at most, as it was measured.
FLOORS = {
    "en": (40, 6),  # of 41
    "fr": (41, 2),  # of 43
    "sw": (39, 6),  # of 41
    "es": (39, 4),  # of 43
    "pt": (37, 6),  # of 44
    "id": (37, 2),  # of 43
    "ar": (37, 2),  # of 44
}


@pytest.mark.parametrize("language", FLOORS)
def test_as_much_is_found_in_the_stories_of_others_as_was_measured(language: str) -> None:
    stories = [story for writer in WRITERS for story in judged(writer, language)]
    found = [set(found_flags(story.text, language)) for story in stories]
    hits = sum(len(story.flags & flags) for story, flags in zip(stories, found, strict=True))
    in_vain = sum(story.is_harmless and bool(flags) for story, flags in zip(stories, found, strict=True))
    fewest_hits, most_in_vain = FLOORS[language]
    assert hits >= fewest_hits
    assert in_vain <= most_in_vain
