"""What studies found that is paid, by step of the chain and place. It knows nothing of what members report."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from content.errors import ContentFlaw
from content.market.records import read_records

SHARES_FILE = Path(__file__).with_name("shares.toml")
STEPS = ("pit", "village", "site", "state_buyer", "export", "chain")
WHOLES = ("world", "trader")
# A site is a pit with its village: a study of one tells about the others.
_ALIKE = frozenset({"pit", "village", "site"})
_KINDS = {
    "step": str,
    "country": str,
    "mineral": str,
    "of": str,
    "low": Decimal,
    "high": Decimal,
    "year": int,
    "study": str,
    "is_ours": bool,
}


@dataclass(frozen=True)
class Share:
    """One finding: `low` to `high` per cent `of` the world price or the next trader's; see shares.toml."""

    step: str
    country: str
    mineral: str
    of: str
    low: Decimal
    high: Decimal
    year: int
    study: str
    is_ours: bool


def load_shares(file: Path = SHARES_FILE) -> tuple[Share, ...]:
    """Return the findings of `file`; raises ContentFlaw."""
    shares = tuple(Share(**row) for row in read_records(file, "share", _KINDS))
    for one in shares:
        if one.step not in STEPS or one.of not in WHOLES or not 0 < one.low <= one.high <= 100:
            raise ContentFlaw(file, 0, f'the share of "{one.study}" has a step, a whole or ends that can\'t be')
    return shares


def find_shares(shares: tuple[Share, ...], *, mineral: str, step: str, country: str | None) -> tuple[Share, ...]:
    """Return what was found for a mineral: at that step in that country, else in that country, else at that step.

    The first of the three that has anything; nothing when no study fits. The newest comes first.
    """
    here = [one for one in shares if one.mineral == mineral]
    steps = _ALIKE if step in _ALIKE else {step}
    tries = (
        [one for one in here if one.country == country and one.step == step],
        [one for one in here if one.country == country and one.step in steps],
        [one for one in here if one.country == country],
        [one for one in here if one.step in steps],
    )
    found = next((tried for tried in tries if tried), [])
    return tuple(sorted(found, key=lambda one: -one.year))
