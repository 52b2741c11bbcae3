"""Updates a second: the whole bot against a bare echo bot, over the same door, in turns."""

import statistics
from dataclasses import dataclass

from tests.benchmarks.stage import Stage

CHATS = (1, 16, 64, 256)


@dataclass(frozen=True)
class Rate:
    """Medians of all rounds; `ratio` is the median of the rounds' own ratios, which run from `lowest` to `highest`."""

    chats: int
    ours: float
    echo: float
    ratio: float
    lowest: float
    highest: float


async def rates(ours: Stage, echo: Stage, *, rounds: int, seconds: float) -> list[Rate]:
    """Measure both in turns, `rounds` times for `seconds` at each number of chats."""
    measured: dict[int, list[tuple[float, float]]] = {chats: [] for chats in CHATS}
    for number in range(rounds):
        for chats in CHATS:
            order = (ours, echo) if number % 2 else (echo, ours)
            seen = {id(stage): await stage.crowd.rate(chats, seconds) for stage in order}
            measured[chats].append((seen[id(ours)], seen[id(echo)]))
    return [_medians(chats, pairs) for chats, pairs in measured.items()]


def _medians(chats: int, pairs: list[tuple[float, float]]) -> Rate:
    ratios = [own / bare for own, bare in pairs]
    return Rate(
        chats,
        statistics.median(own for own, _ in pairs),
        statistics.median(bare for _, bare in pairs),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
    )
