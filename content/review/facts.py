"""What was heard in a text, as short names that mean the same in every language; the learned part weighs them."""

from collections.abc import Iterator, Sequence

from content.review.concepts import Heard
from content.review.rules import Rule, rules

_NEAR = 14  # words within which the concepts of a rule must stand
_BEFORE, _BEHIND = 6, 8  # words before and behind a rule's concepts in which a guard speaks of them
GUARDS = ("never", "nobody", "danger", "past", "now", "outside", "safe", "asks", "law", "bold", "howto")


def facts(heard: Sequence[Heard]) -> frozenset[str]:
    """Return the concepts heard, the rules that they fulfil, and which guard speaks of each of those.

    A guard turns a rule's words into a warning, a question, history or news; "bold" makes light of the danger.
    """
    by_name: dict[str, list[Heard]] = {}
    for one in heard:
        by_name.setdefault(one.name, []).append(one)
    guards = [one for one in heard if one.name in GUARDS]
    found = {f"heard {name}" for name in by_name}
    for rule in rules():
        found.update(_of_rule(rule, by_name, guards))
    return frozenset(found)


def _of_rule(rule: Rule, by_name: dict[str, list[Heard]], guards: Sequence[Heard]) -> Iterator[str]:
    for number, needed in enumerate(rule.needs):
        span = _span(needed, by_name)
        if span is None:
            continue
        yield f"rule {rule.name} {number}"
        yield f"rule {rule.name}"
        first, last = span
        names = {one.name for one in guards if one.last >= first - _BEFORE and one.first <= last + _BEHIND}
        yield from (f"rule {rule.name} {name}" for name in names)
        yield from (f"any {name}" for name in names)
        if any(one.name == "never" and first - 4 <= one.first <= first + 1 for one in guards):
            yield "begins never"
            yield f"rule {rule.name} begins never"
        if not names & {"never", "nobody", "danger", "past", "safe", "asks", "law"}:
            yield f"plainly {rule.name}"
            yield "plainly"


def _span(needed: frozenset[str], by_name: dict[str, list[Heard]]) -> tuple[int, int] | None:
    """Return from where to where the needed concepts stand, each at its own words; None when they are not near."""
    if not needed <= by_name.keys():
        return None
    rarest, *others = sorted(needed, key=lambda name: (len(by_name[name]), name))
    best: tuple[int, int] | None = None
    for anchor in by_name[rarest][:40]:
        first, last = anchor.first, anchor.last
        for name in others:
            near = min(by_name[name], key=lambda one: abs(one.first - anchor.first))
            first, last = min(first, near.first), max(last, near.last)
        if last - first <= _NEAR and (best is None or last - first < best[1] - best[0]):
            best = first, last
    return best
