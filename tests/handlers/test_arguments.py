"""What stands behind a button may be forged: nothing but a number that can be one is taken for it."""

import pytest

from handlers.arguments import MOST_ID, is_revision, read_id, read_number


def test_a_number_is_read_in_any_digits_up_to_its_bound() -> None:
    assert [read_number(text, 24) for text in ("0", "24", "٢٢", "007")] == [0, 24, 22, None]


@pytest.mark.parametrize("forged", ["", "-1", "+1", "1.5", " 1", "½", "²", "0x1", "a", str(MOST_ID + 1), "9" * 5_000])
def test_what_no_column_can_hold_names_nothing(forged: str) -> None:
    assert read_id(forged) == 0
    assert not is_revision(forged, 1)


def test_an_id_is_read_up_to_the_highest_that_there_is() -> None:
    assert read_id(str(MOST_ID)) == MOST_ID


def test_a_button_of_another_revision_is_an_old_one() -> None:
    assert is_revision("3", 3)
    assert not is_revision("2", 3)
