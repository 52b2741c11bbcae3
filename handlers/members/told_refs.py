"""What members told, a story or a report, as it is named later: by its code from any account, or as one's own."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from content.receipts import new_code, read_code
from handlers.context import Context
from storage.experiences import Experience
from storage.hazards import Hazard

One = TypeVar("One", Experience, Hazard)
# How the name of something of one's own begins; no code holds an I.
OWN = "i"


def own_ref(one: Experience | Hazard) -> str:
    """Return what buttons call something of the person they are shown to."""
    return f"{OWN}{one.id:x}"


async def add_under_code(add: Callable[[str], Awaitable[int | None]]) -> tuple[int, str]:
    """Add something under a code of its own: `add` returns None for a code that is taken. Returns its id and code."""
    while True:
        code = new_code()
        if (id := await add(code)) is not None:
            return id, code


async def find_told(
    context: Context,
    ref: str,
    of: Callable[[int], Awaitable[Sequence[One]]],
    by_receipt: Callable[[str], Awaitable[One | None]],
    *,
    is_last: bool,
) -> One | None:
    """Return what a code opens for anyone, or what is this person's own.

    A wrong code is noted as a try when this is the last kind of thing that is looked for under it.
    """
    hearing, tries = context.hearing, context.services.tries
    if ref.startswith(OWN):
        mine = await of(hearing.member.id) if hearing.member else []
        return next((one for one in mine if own_ref(one) == ref), None)
    code, person = read_code(ref), hearing.person_id or 0
    if not code or tries.are_spent(person, context.now):
        return None
    one = await by_receipt(code)
    if one is None and is_last:
        tries.note(person, context.now)
    return one
