"""`gaps`: what people asked that nobody can answer yet, and what they found wrong with cards."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import click
from rich.console import Console
from rich.table import Table

from bot.cli.visits import reading
from bot.settings import load_settings
from storage.gaps import Gap

# (card, language, verdict, reason, day, times), as the store counts them.
Verdict = tuple[str, str, str, str, date, int]
# The reasons that readers give with ❌, the one that must be looked at first in front.
REASONS = ("wrong", "unclear", "question", "money", "tool", "allowed", "boss")
DANGERS = ("", "!", "!!")


@click.command()
@click.option("--language", help="Only what was first asked in this language.")
def gaps(language: str | None) -> None:
    """List open questions over all languages, dangerous and often asked ones first, then the cards that did not help.

    Questions that are alike count together. "!!" is about danger to life, "!" about safety; "waiting" are those who
    want to be told; "asked" is how many members and groups were asked once a moderator had passed the wording.
    """
    asyncio.run(_list(language))


async def _list(language: str | None) -> None:
    async with reading(load_settings()) as store, store.read() as r:
        found = [gap for gap in await r.gaps.living() if language in (None, gap.language)]
        waiting = await r.gaps.waiting()
        asked = {gap.id: await r.gaps.count_asked(gap.id) for gap in found if gap.state == "passed"}
        verdicts = [one for one in await r.questions.feedback_counts() if language in (None, one[1])]
    console = Console()
    console.print(_questions(found, waiting, asked) if found else "No open question is kept.")
    if not_helpful := _cards(verdicts):
        console.print(not_helpful)


def _questions(found: Iterable[Gap], waiting: Mapping[int, int], asked: Mapping[int, int]) -> Table:
    columns = ("danger", "times", "waiting", "asked", "language", "kind", "since", "last", "wording")
    table = Table(*columns, title="Open questions")
    for gap in found:
        table.add_row(
            DANGERS[gap.danger],
            str(gap.times),
            str(waiting.get(gap.id) or ""),
            str(asked[gap.id]) if gap.id in asked else "",
            gap.language,
            gap.kind,
            gap.first_on.isoformat(),
            gap.last_on.isoformat(),
            gap.passed.get(gap.language) or gap.wording,
        )
    return table


def _cards(verdicts: Iterable[Verdict]) -> Table | None:
    """Return the cards that got a ❌, with how often for which reason and how often they helped; None when none did."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for card, language, verdict, reason, _, times in verdicts:
        count = counts.setdefault((card, language), Counter())
        count[verdict] += times
        count[reason] += times
    rows = [(card, language, count) for (card, language), count in counts.items() if count["not"]]
    if not rows:
        return None
    table = Table("card", "language", *REASONS, "❌", "✅", title="Cards that did not help, and why")
    for card, language, count in sorted(rows, key=lambda row: (-row[2]["wrong"], -row[2]["not"], row[0], row[1])):
        told = [str(count[reason] or "") for reason in REASONS]
        table.add_row(card, language, *told, str(count["not"]), str(count["helps"] or ""))
    return table
