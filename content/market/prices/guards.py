"""Whether what sources say can be so. Pure: values in, one verdict with its reasons out; it knows no source by name.

In this order: what is no number is down; a mistaken unit; an inverse; outside the window; far off while another is not.
What is left must agree, and a great move since the last good value needs a second source or an operator.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import Final, Literal, TypeGuard

from content.market.prices.limits import Limits

Decision = Literal[
    "accept",
    "accept_single_source",
    "need_second_source",
    "keep_last_good",
    "disagree_keep_last_good",
    "quarantine_ask_operator",
]
SLIP: Final = Decimal("0.03")
# An inverse is recognised by its product with the last good value, which is 1 but for the move since then.
INVERSE: Final = Decimal("0.15")
DAY: Final = timedelta(days=1)
CONSENSUS_FROM: Final = 4
_MAD_TIMES: Final = 10
_CONSENSUS_SPREAD: Final = Decimal("0.05")
_POINTLESS: Final = 18


@dataclass(frozen=True)
class Verdict:
    """What becomes of the values. `value` is the one to use now: the new one if accepted, else the last good.

    `proposed` is what the usable sources say together, None when none does; `used` are the sources that said it;
    `faults` tells of each other why it was not; `move` is the fraction by which `proposed` differs from the last good.
    """

    decision: Decision
    value: Decimal | None
    proposed: Decimal | None = None
    used: tuple[str, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)
    move: Decimal | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether `value` is new."""
        return self.decision in ("accept", "accept_single_source")


def judge(
    limits: Limits,
    last_good: Decimal | None,
    candidates: Mapping[str, Decimal | None],
    *,
    witnesses: Iterable[Decimal] = (),
    last_good_age: timedelta = timedelta(0),
) -> Verdict:
    """Return the verdict on `candidates` (source: value, None when it is down), all for one moment and in one unit.

    `witnesses` are older values: they can bear out a single source but are never shown and never outvote it. The limit
    for a move that needs a second source grows with every day that the last good value is old.
    """
    faults: dict[str, str] = {}
    usable: dict[str, Decimal] = {}
    for name, value in candidates.items():
        if not is_price(value):
            faults[name] = "down"
        elif fault := _fault(value, last_good, limits):
            faults[name] = fault
        else:
            usable[name] = value
    for name in _implausible(usable, last_good, limits):
        faults[name] = "implausible"
        del usable[name]
    if not usable:
        return Verdict("keep_last_good", last_good, faults=faults)
    proposed = median(usable.values())
    move = proposed / last_good - 1 if last_good else Decimal(0)
    decision = _decide(list(usable.values()), proposed, abs(move), _grown(limits, last_good_age), witnesses)
    shown = proposed if decision in ("accept", "accept_single_source") else last_good
    return Verdict(decision, shown, proposed, tuple(usable), faults, move if last_good else None)


def is_price(value: Decimal | None) -> TypeGuard[Decimal]:
    """Tell whether a value can be a price at all; NaN must be asked first, since comparing it raises."""
    return value is not None and value.is_finite() and value > 0 and abs(value.adjusted()) < _POINTLESS


def _fault(value: Decimal, last_good: Decimal | None, limits: Limits) -> str | None:
    if last_good and (slip := _slip(value / last_good, limits.slips)):
        return f"unit_error:{slip}"
    if _is_inverse(value, last_good, limits):
        return "inverse_error"
    if limits.low is not None and limits.high is not None and not limits.low <= value <= limits.high:
        return "reject_window"
    return None


def _slip(ratio: Decimal, slips: Mapping[str, tuple[Decimal, ...]]) -> str | None:
    return next(
        (name for name, factors in slips.items() if any(abs(ratio / factor - 1) <= SLIP for factor in factors)), None
    )


def _is_inverse(value: Decimal, last_good: Decimal | None, limits: Limits) -> bool:
    """No metal costs less than a dollar for its unit; of money only the last good value can tell."""
    if limits.low is not None:
        return value < 1
    if not last_good or abs(value / last_good - 1) <= limits.agreement:
        return False
    return abs(value / last_good - 1) > limits.hard and abs(value * last_good - 1) <= INVERSE


def _implausible(usable: Mapping[str, Decimal], last_good: Decimal | None, limits: Limits) -> list[str]:
    """Return who is far from the last good value while another is not.

    Several that agree and are more than the others are not mistaken but ahead: of a feed that stands still on the day
    of a crash only the operator can tell.
    """
    if not last_good:
        return []
    far = {name: value for name, value in usable.items() if abs(value / last_good - 1) > limits.hard}
    near = len(usable) - len(far)
    is_ahead = len(far) > max(near, 1) and _agree(list(far.values()), median(far.values()), limits)
    return [] if not near or is_ahead else list(far)


def _agree(values: list[Decimal], middle: Decimal, limits: Limits) -> bool:
    """Tell whether two values are within the agreement, or of more at least two are as near to their median."""
    if len(values) == 2:
        return max(values) - min(values) <= limits.agreement * middle
    return sum(abs(value / middle - 1) <= limits.agreement for value in values) >= 2


def _grown(limits: Limits, last_good_age: timedelta) -> Limits:
    days = max(1, -(-last_good_age // DAY))
    return limits if days == 1 else replace(limits, soft=min(limits.hard, limits.soft * days))


def _decide(
    values: list[Decimal], proposed: Decimal, move: Decimal, limits: Limits, witnesses: Iterable[Decimal]
) -> Decision:
    is_alone = len(values) == 1
    if not is_alone and not _agree(values, proposed, limits):
        return "disagree_keep_last_good"
    if move > limits.hard:
        return "quarantine_ask_operator"
    if not is_alone or any(abs(witness / proposed - 1) <= limits.agreement for witness in witnesses):
        return "accept"
    return "need_second_source" if move > limits.soft else "accept_single_source"


def consensus(values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the values without those that many others contradict, as Frankfurter does with central banks.

    From four on: beyond ten times the median deviation and 5 % of the median is out. Fewer are returned as they are.
    """
    if len(values) < CONSENSUS_FROM:
        return dict(values)
    middle = median(values.values())
    deviation = median(abs(value - middle) for value in values.values())
    most = max(_MAD_TIMES * deviation, _CONSENSUS_SPREAD * middle)
    return {name: value for name, value in values.items() if abs(value - middle) <= most}
