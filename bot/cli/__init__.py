"""The commands of `python -m bot`: one table, each loaded only when it is called."""

import gc
import importlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from content.errors import OperatorError

# name: where its click command is. Loading is lazy, so that `init` or `check` start at once.
COMMANDS = {
    "init": "bot.cli.init:init",
    "run": "bot.cli.run:run",
    "demo": "bot.cli.demo:demo",
    "chat": "bot.cli.chat:chat",
    "search": "bot.cli.search:search",
    "calc": "bot.cli.calc:calc",
    "check": "bot.cli.check:check",
    "cards": "bot.cli.cards:cards",
    "languages": "bot.cli.languages:languages",
    "gaps": "bot.cli.gaps:gaps",
    "prices": "bot.cli.prices:prices",
    "review": "bot.cli.review:review",
    "staff": "bot.cli.staff:staff",
    "backup": "bot.cli.backup:backup",
    "restore": "bot.cli.restore:restore",
}
# What libraries load for pictures on a terminal where it is installed, by the command that shows none: 5 MB.
NOT_SHOWN = {"run": ("rich", "pygments")}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        # Nothing of what is loaded is garbage; to search through it again and again takes a seventh of the loading.
        gc.disable()
        with _without(NOT_SHOWN.get(cmd_name, ())):
            command: click.Command = getattr(importlib.import_module(module), name)
        gc.freeze()
        gc.enable()
        return command


@contextmanager
def _without(packages: Iterable[str]) -> Iterator[None]:
    """Let `packages` seem not installed to what is loaded meanwhile."""
    hidden = [package for package in packages if package not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None is how Python says "not there"
    try:
        yield
    finally:
        for package in hidden:
            del sys.modules[package]


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pitwise")
def pitwise() -> None:
    """Pitwise: answers miners, listens, asks around, passes on what they know."""


def main() -> None:
    """Run a command; what the operator can mend is said in plain sentences, without a traceback."""
    try:
        pitwise(prog_name="pitwise")
    except OperatorError as flaw:
        click.echo(str(flaw), err=True)
        sys.exit(2)
