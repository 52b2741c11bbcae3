"""The code of a story: nobody mistakes a sign, anybody can type it, and no ordinary text is one."""

import pytest

from content.receipts import LENGTH, SIGNS, grouped, new_code, read_code


def test_codes_differ_and_hold_no_signs_that_look_alike() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == LENGTH and set(code) <= set(SIGNS) for code in codes)
    assert not set("OILU01") & set(SIGNS)


def test_every_code_is_read_back_however_it_is_typed() -> None:
    for _ in range(200):
        code = new_code()
        for typed in (grouped(code), code.lower(), f" {code[:5]} {code[5:]} ", f"{code[:5]} - {code[5:].lower()}"):
            assert read_code(typed) == code


def test_digits_of_any_script_are_read() -> None:
    assert read_code("ab٣c۴-dفe".replace("ف", "f") + "5f") == read_code("AB3C4-DFE5F") == "AB3C4DFE5F"


@pytest.mark.parametrize(
    "text",
    ["", "help me now", "0754 123 456", "2345 678 923", "23456-78923", "CEMENT BAGS", "ABCDEFGHJK", "AB3C4-DFE5", "113",
     "50000 TZS", "22 karat 5 g", "AB3C4-DFE5F and more", "A" * 5000, "AB3C4-DFE5O"],
)  # fmt: skip
def test_no_other_text_is_a_code(text: str) -> None:
    assert read_code(text) == ""
