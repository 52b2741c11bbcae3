"""`python -m tests.reliability`: kills the program 200 times under 2,000 updates and prints what that cost as JSON."""

import asyncio
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from tests.postgres import postgres_server
from tests.reliability.kills import Toll, killing


def summary(toll: Toll) -> dict[str, Any]:
    """Return a toll in a few numbers."""
    return {
        "updates": toll.updates,
        "kills": toll.kills,
        "seconds": toll.seconds,
        "lost": toll.unread + sum(toll.effects_lost.values()) + sum(toll.unended.values()),
        "effects_doubled": sum(toll.effects_doubled.values()),
        "texts_read": toll.texts,
        "texts_repeated": toll.copies,
        "kills_with_sends_under_way": sum(count > 0 for count in toll.in_flight),
        "most_sends_under_way_at_a_kill": max(toll.in_flight, default=0),
        "most_repeats_of_a_kill": max(toll.repeats, default=0),
        "kills_with_more_repeats_than_sends_under_way": toll.kills_with_more_repeats_than_in_flight,
        "repeats_without_a_kill": toll.doubled_without_kill,
        "most_copies_of_one_text": toll.most_copies_of_one,
        "left_unknown": toll.unknown,
        "chats_out_of_order": toll.out_of_order,
        "flaws": toll.flaws,
    }


async def run(folder: Path, url: str, kills: int, updates: int, seed: int) -> Toll:
    """Do one run in an empty folder."""
    async with killing(folder, url, updates=updates, seed=seed) as killed:
        return await killed.kill_often(kills)


@click.command()
@click.option("--kills", default=200, show_default=True)
@click.option("--updates", default=2000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--postgresql", is_flag=True, help="On a PostgreSQL of its own instead of SQLite.")
def main(kills: int, updates: int, seed: int, postgresql: bool) -> None:
    """Kill the program again and again while people write to it; exit 1 when something was lost or doubled."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'pitwise.db'}"
        if postgresql:
            url = f"{stack.enter_context(postgres_server()).get_uri()}&search_path=public"
        toll = asyncio.run(run(folder, url, kills, updates, seed))
    click.echo(json.dumps(summary(toll), ensure_ascii=False, indent=1))
    raise SystemExit(bool(toll.flaws))


if __name__ == "__main__":
    main()
