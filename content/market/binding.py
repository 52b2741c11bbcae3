"""Gives each number of a line the words that stand with it: after it as in "3 g", or before it as in "gramu 3"."""

from collections.abc import Sequence

from content.market.lexicon import Word
from content.market.lines import Item, Line, Piece


def starts_with_word(pieces: Sequence[Piece]) -> bool:
    """Whether the first number is led by its own word, as in Swahili."""
    return len(pieces) > 1 and pieces[0].names and bool(pieces[1].numbers)


def bind(pieces: Sequence[Piece], *, words_first: bool) -> Line:
    """Return the items of a line; with `words_first` a word that is still free before a number is the number's own."""
    used = set(_per_places(pieces))
    ones = [place + 1 for place in used if _is_one(_at(pieces, place + 1))]
    per = tuple(unit for place in sorted(used) for unit in _word(pieces[place]).units)
    used.update(ones)
    items = []
    for place, piece in enumerate(pieces):
        if piece.numbers and place not in used:
            taken = _choose(pieces, place, used, words_first=words_first)
            used.update(taken)
            items.append(_item(pieces, place, sorted(taken)))
    alone = [p for i, p in enumerate(pieces) if i not in used and p.word and p.word.units and not p.plays("filler")]
    if alone and not per:
        per = alone[0].word.units if alone[0].word else ()
    if alone and not items:
        per = ()
    money = {one for i, piece in enumerate(pieces) if i not in used for one in _word(piece).money}
    roles = frozenset(role for piece in pieces if piece.word for role in piece.word.roles)
    lost = any((one.strange or one.plays("else")) and _prices_one(pieces, place) for place, one in enumerate(pieces))
    retired = tuple(_word(piece).retired for piece in pieces if _word(piece).retired)
    return Line(tuple(items), per, retired, tuple(sorted(code for code, _ in money)), roles, lost)


def _word(piece: Piece) -> Word:
    return piece.word or Word()


def _is_one(piece: Piece) -> bool:
    return piece.spelled and piece.numbers[0].value == 1


def _at(pieces: Sequence[Piece], place: int) -> Piece:
    return pieces[place] if 0 <= place < len(pieces) else Piece()


def _per_places(pieces: Sequence[Piece]) -> list[int]:
    """Where a unit stands that a price is for: "per gram", "le gramme" after a sum, "kwa gramu" without a number."""
    found = []
    alone = sum(bool(piece.numbers) for piece in pieces) == 1
    for place, piece in enumerate(pieces):
        if not _word(piece).units:
            continue
        lead, after = _at(pieces, place - 1), _at(pieces, place + 1)
        marked = _at(pieces, place + 2)
        leads_on = bool(_at(pieces, place + 3).numbers) and "k" not in _word(marked).roles
        counted = bool(after.numbers) and (not marked.names or leads_on)
        sum_before = any(one.numbers and not one.numbers[0].part for one in pieces[: max(place - 1, 0)])
        led = (lead.plays("the") and (alone if counted else sum_before or after.plays("for"))) or (
            lead.plays("for") and (not counted if sum_before else alone)
        )
        if lead.plays("per") or led:
            found.append(place)
    return found


def _prices_one(pieces: Sequence[Piece], place: int) -> bool:
    """Whether what stands there is what a price is for: "per lot", "40 dollars le lot"."""
    lead, before = _at(pieces, place - 1), _at(pieces, place - 2)
    return lead.plays("per") or (lead.plays("the") and (bool(before.numbers) or before.names))


def _choose(pieces: Sequence[Piece], place: int, used: set[int], *, words_first: bool) -> set[int]:
    left = place - 1 if _at(pieces, place - 1).names and place - 1 not in used else None
    right = place + 1 if _at(pieces, place + 1).names and place + 1 not in used else None
    if left is not None and "k" in _word(pieces[left]).roles and not _word(pieces[left]).money:
        left = None
    if left is not None and _word(pieces[left]).roles & {"filler"} and not _word(pieces[left]).money:
        left = None
    taken = _either(pieces, left, right, words_first=words_first)
    if right in taken and "k" in _word(pieces[place + 1]).roles and place + 2 not in used:
        follower = _word(_at(pieces, place + 2))
        if (follower.money or follower.purity) and not _at(pieces, place + 3).numbers:
            taken.add(place + 2)
    return taken


def _either(pieces: Sequence[Piece], left: int | None, right: int | None, *, words_first: bool) -> set[int]:
    if left is None or right is None:
        return {one for one in (left, right) if one is not None}
    before, after = _word(pieces[left]), _word(pieces[right])
    same = (before.money and after.money) or (before.purity and after.purity)
    if same or ("k" in after.roles and (before.money or before.purity)):
        return {left, right}
    if set(before.units) & set(after.units):
        return {left} if _at(pieces, right + 1).numbers else {left, right}
    if before.units and after.money and not before.money:
        prefix = words_first and _at(pieces, right + 1).numbers
        return {left} if prefix else {right}
    return {left} if words_first or before.purity or before.money else {right}


def _item(pieces: Sequence[Piece], place: int, taken: Sequence[int]) -> Item:
    k = place + 1 in taken and "k" in _word(pieces[place + 1]).roles
    words = [_word(pieces[one]) for one in taken if not (k and one == place + 1)]
    money = [word.money for word in words if word.money]
    shared = tuple(one for one in money[0] if all(one in other for other in money)) if money else ()
    kinds = [word.purity for word in words if word.purity]
    before, after = _at(pieces, place - 1), _at(pieces, place + 1)
    misspelt = pieces[place].spelled and (before.strange or after.strange)
    strange = after.strange or before.plays("else") or after.plays("else")
    return Item(
        numbers=pieces[place].numbers,
        units=() if _settled(words) else tuple(dict.fromkeys(unit for word in words for unit in word.units)),
        money=shared or tuple(one for other in money for one in other),
        purity=next((kind for kind in kinds if kind != "any"), kinds[0] if kinds else ""),
        k=k,
        unknown=bool(misspelt or (strange and not taken)),
    )


def _settled(words: Sequence[Word]) -> bool:
    """Whether two words agree on money or purity, so that neither is a weight."""
    return len(words) > 1 and (all(word.money for word in words) or any(word.purity == "any" for word in words))
