"""Stories that other people judged: as many flags are found as when they were measured, as few are given in vain.

Only lines are counted that nobody looked at while words and rules were mended.
"""

import pytest

from content.reviewing import found_flags
from tests.benchmarks.judged import judged

# Of the unseen half of the second writer: the share of the wanted flags that is found at least, and how many harmless
# stories get any flag at most, as it was measured.
FLOORS = {
    "en": (31 / 33, 2),
    "fr": (29 / 33, 0),
    "sw": (30 / 33, 3),
    "es": (30 / 33, 2),
    "pt": (31 / 33, 3),
    "id": (30 / 33, 5),
    "ar": (29 / 33, 1),
}


@pytest.mark.parametrize("language", FLOORS)
def test_as_much_is_found_in_the_stories_of_others_as_was_measured(language: str) -> None:
    stories = [story for story in judged("second", language) if story.is_unseen]
    found = [set(found_flags(story.text, language)) for story in stories]
    wanted = sum(len(story.flags) for story in stories)
    hits = sum(len(story.flags & flags) for story, flags in zip(stories, found, strict=True))
    in_vain = sum(story.is_harmless and bool(flags) for story, flags in zip(stories, found, strict=True))
    share, most_in_vain = FLOORS[language]
    assert hits >= share * wanted
    assert in_vain <= most_in_vain
