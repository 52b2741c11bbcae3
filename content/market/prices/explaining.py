"""Why a price is what it is, for operators, in plain English lines. It judges nothing: it tells what was judged."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from content.market.prices.calendar import closed_since
from content.market.prices.choosing import Held, Weighed
from content.market.prices.limits import Limits, limits_of
from content.market.prices.quote import Accepted
from content.market.prices.sources import NAMES

_FAULTS: Final[Mapping[str, str]] = {
    "down": "gave no price",
    "inverse_error": "gave the inverse",
    "reject_window": "is outside the window",
    "implausible": "is far from the last good value while another is not",
    "future_date": "is dated in the future",
    "stale": "is too old to be compared",
    "frozen": "has not moved for three hours of open market",
    "unchanged": "has said the same for more than seven days",
    "off_peg": "is off the rate fixed by law",
    "mixed_up_metals": "gives gold and silver that can't both be right",
}
_DECISIONS: Final[Mapping[str, str]] = {
    "accept": "Accepted: several sources agree.",
    "accept_single_source": "Accepted on the word of one source, and people are told so.",
    "need_second_source": "Not accepted: it moved so much that a second source must say it too. The last good stays.",
    "keep_last_good": "Nothing new to compare: the last good stays.",
    "disagree_keep_last_good": "Not accepted: the sources disagree. The last good stays.",
    "quarantine_ask_operator": "Waits for an operator's word: it moved too far to be believed. The last good stays.",
}


def explain(weighed: Weighed, held: Iterable[Held], last: Accepted | None, now: datetime) -> list[str]:
    """Return who said what of a series, what was made of it, and by which limits."""
    verdict = weighed.verdict
    lines = [_told_last(weighed.series, last)]
    if rests := closed_since(now):
        lines.append(f"The market has been closed since {rests:%Y-%m-%d %H:%M} UTC.")
    for one in held:
        quote = one.quote
        name, moment = NAMES.get(quote.source, quote.source), f"{quote.as_of:%Y-%m-%d %H:%M} UTC"
        said = f"{name}: {quote.value:f} {quote.unit}, {quote.kind}, of {moment}"
        lines.append(f"  {said}; {_use(quote.source, weighed)}")
    if verdict.proposed is not None and verdict.move is not None:
        lines.append(f"Together they say {verdict.proposed:f}, {verdict.move * 100:+.2f} % from the last good value.")
    return [*lines, _DECISIONS[verdict.decision], _told_limits(limits_of(weighed.series))]


def _told_last(series: str, last: Accepted | None) -> str:
    if last is None:
        return f"{series}: no value was ever accepted."
    names = ", ".join(NAMES.get(one, one) for one in last.sources)
    return f"{series}: the last good value is {last.value:f} of {last.as_of:%Y-%m-%d %H:%M} UTC, from {names}."


def _use(source: str, weighed: Weighed) -> str:
    fault = weighed.verdict.faults.get(source)
    if fault and fault.startswith("unit_error:"):
        return f"set aside: looks like another unit ({fault.partition(':')[2]})"
    if fault:
        return f"set aside: it {_FAULTS[fault]}"
    if source in weighed.verdict.used:
        return "compared"
    return "older, bears the others out" if source in weighed.witnesses else "older than what is compared, not used"


def _told_limits(limits: Limits) -> str:
    agreement, soft, hard = (f"{(one * 100).normalize():f}" for one in (limits.agreement, limits.soft, limits.hard))
    window = "" if limits.low is None else f"; window {limits.low} to {limits.high}"
    return (
        f"Limits: agreement within {agreement} %, a second source from {soft} % a day, "
        f"an operator from {hard} %{window}."
    )
