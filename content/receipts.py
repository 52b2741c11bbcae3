"""The code with which someone sees, changes or takes back a story from any account. Pure; it knows no story."""

import re
import secrets
import unicodedata

# Without letters and digits that are read for one another.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
# With fewer digits or letters an ordinary word, or a number, could be a code.
FEWEST_DIGITS, FEWEST_LETTERS = 2, 2
_CODE = re.compile(rf"([{SIGNS}]{{5}})[\s\-–—_.]*([{SIGNS}]{{5}})")


def new_code() -> str:
    """Return a fresh code that nobody can guess."""
    while True:
        code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
        if _is_mixed(code):
            return code


def grouped(code: str) -> str:
    """Return a code as it is shown: in two halves."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read_code(text: str) -> str:
    """Return the code that a text is, in any case, with digits of any script; "" when it is none."""
    if len(text) > 4 * LENGTH:
        return ""
    typed = "".join(map(_plain, text.strip())).upper()
    found = _CODE.fullmatch(typed)
    code = "".join(found.groups()) if found else ""
    return code if _is_mixed(code) else ""


def _plain(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _is_mixed(code: str) -> bool:
    digits = sum(sign.isdecimal() for sign in code)
    return FEWEST_DIGITS <= digits <= LENGTH - FEWEST_LETTERS
