"""`pitwise review`: what a reviewer is warned of in a text, for a person or line by line for other programs."""

import json
import sys
from collections.abc import Collection
from typing import BinaryIO

import click

from content.privacy import KINDS, personal
from content.review import flags
from content.search.frequent import LANGUAGES

# As they are promised to other programs: what is personal, then the dangers.
ORDER = (
    *KINDS, "mercury-up", "indoor-burn", "cyanide-on-mercury", "unsafe-entry", "engine-underground", "dry-drill",
    "medical-cure", "child-labour", "debt-bondage", "gbv", "armed-group", "bribery", "advert-scam", "incitement",
    "price-manipulation", "prompt-injection", "asks-for-harm", "cyanide-home", "explosive-mix", "wet-electric",
)  # fmt: skip


@click.command()
@click.argument("text", nargs=-1)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of TEXT.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer lines of `language<TAB>text`, one JSON object a line.")
def review(text: tuple[str, ...], language: str, as_json: bool) -> None:
    """Show what in TEXT is personal, and which dangers it may contain."""
    if as_json:
        answer_lines(sys.stdin.buffer)
        return
    if not text:
        raise click.UsageError("Give a text, or --json and lines on standard input.")
    told = " ".join(text)
    marks = personal(told, language)
    for mark in marks:
        click.echo(f"{mark.kind:22}{told[mark.start : mark.end]}")
    kinds = {mark.kind for mark in marks}
    warned = [flag for flag in flags(told, language, marks) if flag.name not in kinds]
    for flag in warned:
        click.echo(f"{flag.name:22}{flag.severity}: {flag.reason} ({flag.card})")
    if not marks and not warned:
        click.echo("Nothing was found.")


def answer_lines(lines: BinaryIO) -> None:
    """Print one JSON object for each of `lines`, at once and in order; a line that can't be read has an error."""
    for raw in lines:
        click.echo(json.dumps(answer(raw), ensure_ascii=False))


def answer(raw: bytes) -> dict[str, object]:
    """Return the flags of a line `language<TAB>text`, each once and in the order in which they are promised."""
    language, tab, text = raw.decode("utf-8", "replace").rstrip("\r\n").partition("\t")
    if not tab:
        return {"flags": [], "error": "There is no tab between language and text."}
    if language not in LANGUAGES:
        return {"flags": [], "error": f"The language must be one of {', '.join(LANGUAGES)}."}
    marks = personal(text, language)
    return {"flags": _ordered({*(mark.kind for mark in marks), *(flag.name for flag in flags(text, language, marks))})}


def _ordered(found: Collection[str]) -> list[str]:
    return [name for name in ORDER if name in found]
