"""What the team reads of an alert begins on the side of its own language."""

from content.alerts import Audience, Reach
from content.languages import speaker
from handlers.staff.alerts.alert_words import language_lines
from storage.alerts import Written

LEFT, RIGHT = "\u200e", "\u200f"


def test_a_line_that_begins_with_a_name_in_other_letters_does_not_turn() -> None:
    written = Written("safety", Audience(), {"ar": "x", "sw": "y"}, read={"ar": Reach(9, 7), "sw": Reach(8, 6)})
    arabic, swahili = language_lines(speaker("en"), written)
    assert arabic.startswith(LEFT) and "العربية" in arabic
    assert not swahili.startswith((LEFT, RIGHT))
    assert all(line.startswith(RIGHT) for line in language_lines(speaker("ar"), written) if "Kiswahili" in line)
