"""`make bench`: measures everything within one run, in about three minutes, and prints one table."""

import asyncio
import tempfile
from pathlib import Path

import click
from rich.console import Console

from bot.logs import configure_logs
from tests.benchmarks.answers import STORIES, answer_times
from tests.benchmarks.digests import ASKING, Morning, morning, share_of
from tests.benchmarks.disk import sync_ms
from tests.benchmarks.finding import table
from tests.benchmarks.in_process import rate_in_process
from tests.benchmarks.prices import Cost, price_cost
from tests.benchmarks.rates import Rate, rates
from tests.benchmarks.report import Line, as_json, as_table, at_most
from tests.benchmarks.stage import echo_bot, whole_bot
from tests.benchmarks.unhurried import run

READY_S = 2.0
STARTED_MB, BUSY_MB, EXPERIENCES_MB = 160.0, 220.0, 90.0
ANSWER_P50_MS, ANSWER_P99_MS = 2.0, 8.0
ANSWER_KB, CHART_KB = 2.0, 10.0
RATIO, RATIO_AT = 1.0, 64
# Ten times as many by hand: `python -m tests.benchmarks.digests`.
DIGESTS, SUBSCRIBED, SHARE, LATEST_ANSWER_S = 1_000, 2_000, 0.97, 1.0
STARTS = 3
IN_PROCESS_S = 3.0


@click.command()
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object a line instead of the table.")
@click.option("--rounds", default=5, show_default=True, help="How often each rate is measured.")
@click.option("--seconds", default=2.0, show_default=True, help="How long each rate is measured.")
def main(is_json: bool, rounds: int, seconds: float) -> None:
    """Measure the budgets. Ratios within one run count; absolute numbers are this machine's."""
    configure_logs("ERROR")
    lines = [Line("disk: write and sync 4 kB, median", f"{sync_ms():.2f} ms"), *_answers()]
    with tempfile.TemporaryDirectory() as folder:
        lines += _prices(price_cost(Path(folder) / "prices"))
        lines += _digests(run(morning(Path(folder) / "digests", DIGESTS, SUBSCRIBED)))
        lines += asyncio.run(_bots(Path(folder), rounds, seconds))
    if is_json:
        click.echo(as_json(lines))
    else:
        Console().print(as_table(lines))
        click.echo(table())


def _answers() -> list[Line]:
    lines = []
    times, filling = answer_times()
    for time in times:
        p50 = at_most(f"{time.kind}, computed: p50", time.p50_ms, ANSWER_P50_MS, "ms")
        # The longest texts are rare: only their slowest count.
        lines.append(p50 if time.is_usual else Line(p50.what, p50.measured))
        lines.append(at_most(f"{time.kind}, computed: p99", time.p99_ms, ANSWER_P99_MS, "ms"))
    taken = f"{filling.built_s:.1f} s to build, {filling.committed_ms:.0f} ms to commit one more"
    lines.append(Line(f"{STORIES:,} experiences, in the background", taken))
    lines.append(at_most(f"{STORIES:,} experiences: memory", filling.memory_mb, EXPERIENCES_MB, "MB"))
    return lines


def _prices(cost: Cost) -> list[Line]:
    asked = ", ".join(f"{source} {times}" for source, times in sorted(cost.requests.items(), key=lambda one: -one[1]))
    return [
        at_most("a price, read and put into words: p50", cost.answer_p50_ms, ANSWER_P50_MS, "ms"),
        Line("a price, read and put into words: p99", f"{cost.answer_p99_ms:.2f} ms"),
        at_most("a price: largest answer", cost.answer_bytes / 1000, ANSWER_KB, "kB"),
        Line("a chart of a year, with its process: p50", f"{cost.chart_p50_ms:.0f} ms"),
        at_most("a chart of a year: size", cost.chart_bytes / 1000, CHART_KB, "kB"),
        Line("a chart of a year: memory of its process", f"{cost.chart_mb:.0f} MB"),
        Line("requests a day, all free sources answering", f"{sum(cost.requests.values())}: {asked}"),
    ]


def _digests(one: Morning) -> list[Line]:
    what = f"digests to {DIGESTS:,} groups due in one minute, while {ASKING} people ask"
    return [
        Line(f"{what}: share of the rate left to them", f"{one.share:.1%}", f"≥ {SHARE:.0%}", one.share >= SHARE),
        Line(f"{what}: 429s", str(one.refusals), "0", one.refusals == 0),
        at_most(f"{what}: answers, p95", share_of(one.answers, 0.95), LATEST_ANSWER_S, "s"),
        Line(f"{what}: the loop is late, p99", f"{share_of(one.lags_ms, 0.99):.1f} ms"),
    ]


async def _bots(folder: Path, rounds: int, seconds: float) -> list[Line]:
    ready = []
    for number in range(STARTS - 1):
        async with whole_bot(folder / f"start-{number}") as ours:
            ready.append(ours.ready_s)
    async with echo_bot(folder / "echo") as echo, whole_bot(folder / "ours") as ours:
        started_mb, ready = ours.resident_mb, sorted([*ready, ours.ready_s])
        measured = await rates(ours, echo, rounds=rounds, seconds=seconds)
        lines = [
            at_most(f"start to ready, empty database, median of {STARTS}", ready[STARTS // 2], READY_S, "s"),
            at_most("resident memory after start", started_mb, STARTED_MB, "MB"),
            at_most("resident memory after these rates", ours.resident_mb, BUSY_MB, "MB"),
            *map(_compared, measured),
        ]
    inside = await rate_in_process(folder / "inside", RATIO_AT, IN_PROCESS_S)
    return [*lines, Line(f"updates/s, {RATIO_AT} chats, whole bot with Telegram in its process", f"{inside:.0f}")]


def _compared(rate: Rate) -> Line:
    spread = f"by round {rate.lowest:.2f} to {rate.highest:.2f}, median {rate.ratio:.2f} ×"
    measured = f"{rate.ours:.0f} / {rate.echo:.0f}; {spread}"
    what = f"updates/s, {rate.chats} chats: whole bot / bare PTB echo bot"
    if rate.chats != RATIO_AT:
        return Line(what, measured)
    return Line(what, measured, f"≥ {RATIO:g} ×", rate.ratio >= RATIO)


if __name__ == "__main__":
    main()
