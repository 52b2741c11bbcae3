"""`pitwise calc`: amounts, offers, quotes and purities, worked out line by line for other programs."""

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, BinaryIO

import click

# name: where its answer is. Loaded when asked for, so that one door does not wait for another's tables.
DOORS = {
    "amount": "bot.cli.doors.amount:answer",
    "offer": "bot.cli.doors.offer:answer",
    "quote": "bot.cli.doors.quote:answer",
    "purity": "bot.cli.doors.purity:answer",
}
Answer = Callable[[Mapping[str, Any]], dict[str, Any]]


class WrongLine(ValueError):
    """A line that no answer can be given to; its text says why."""


class _Doors(click.Group):
    """The doors as commands; each is loaded only when it is called, and its help is what its module says."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(DOORS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(cmd_name) if cmd_name in DOORS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Doors"):
            formatter.write_dl([(door, f"what it reads and prints: calc {door} --help") for door in DOORS])


@click.command(cls=_Doors)
def calc() -> None:
    """Work out each JSON object on standard input, one a line; numbers are decimal strings."""


def _command(door: str) -> click.Command:
    answer = load_door(door)

    def run(as_json: bool) -> None:
        if not as_json:
            raise click.UsageError("Give --json and JSON objects, one a line, on standard input.")
        answer_lines(answer, sys.stdin.buffer)

    lines = click.Option(["--json", "as_json"], is_flag=True, help="Answer JSON lines from standard input.")
    return click.Command(door, callback=run, params=[lines], help=sys.modules[answer.__module__].__doc__)


def load_door(door: str) -> Answer:
    """Return what answers the lines of `door`, one of DOORS."""
    module, _, name = DOORS[door].partition(":")
    answer: Answer = getattr(importlib.import_module(module), name)
    return answer


def answer_lines(answer: Answer, lines: BinaryIO) -> None:
    """Print one JSON object for each of `lines`, at once and in order; a line that can't be read is refused."""
    for raw in lines:
        click.echo(json.dumps(_answer_line(answer, raw), ensure_ascii=True))


def _answer_line(answer: Answer, raw: bytes) -> dict[str, Any]:
    try:
        line = json.loads(raw.decode("utf-8", "replace"), parse_float=Decimal)
    except (ValueError, RecursionError):
        return {"result": "refused", "reason": "not_json"}
    if not isinstance(line, dict):
        return {"result": "refused", "reason": "not_an_object"}
    try:
        return answer(line)
    except WrongLine as flaw:
        return {"result": "refused", "reason": str(flaw)}
