"""`pitwise search`: what a question finds, for a person at the terminal or line by line for other programs."""

import json
import sys
from typing import BinaryIO

import click

from content.guidance.library import Library
from content.search.answer import Finder, Found
from content.search.frequent import LANGUAGES

MOST_HITS, MOST_EXPERIENCES = 5, 2


@click.command()
@click.argument("question", nargs=-1)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The asker's language, for a question too short to tell.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Answer lines of `language<TAB>question`, one JSON object a line."
)
@click.option("--rank-all", is_flag=True, help="Rank five even when the outcome is none.")
def search(question: tuple[str, ...], language: str, as_json: bool, rank_all: bool) -> None:
    """Show which cards and tools answer QUESTION."""
    library = Library.load()
    finder = Finder.load(library)
    if as_json:
        answer_lines(finder, sys.stdin.buffer, rank_all=rank_all)
    elif question:
        _show(library, finder.find(" ".join(question), language=language, rank_all=rank_all))
    else:
        raise click.UsageError("Give a question, or --json and lines on standard input.")


def answer_lines(finder: Finder, lines: BinaryIO, *, rank_all: bool) -> None:
    """Print one JSON object for each of `lines`, at once and in order; a line that can't be read finds nothing."""
    for raw in lines:
        language, tab, text = raw.decode("utf-8", "replace").rstrip("\r\n").partition("\t")
        found: dict[str, object] = {"outcome": "none", "hits": []}
        if tab and language in LANGUAGES:
            found = as_object(finder.find(text, language=language, rank_all=rank_all))
        click.echo(json.dumps(found, ensure_ascii=False))


def as_object(found: Found) -> dict[str, object]:
    """Return `found` as the JSON object that other programs are promised."""
    room = MOST_HITS - min(len(found.experiences), MOST_EXPERIENCES)
    best = (*found.hits[:room], *found.experiences)[:MOST_HITS]
    hits = [{"kind": hit.kind, "id": hit.id, "score": hit.score} for hit in best]
    answer = {} if found.answer is None else {"answer": found.answer}
    return {"outcome": found.outcome, "hits": hits, **answer}


def _show(library: Library, found: Found) -> None:
    click.echo(f"{found.outcome} ({found.language})")
    for hit in found.hits:
        card = library.cards.get(hit.id)
        click.echo(f"{hit.score:5.2f}  {hit.id:24}{card.text(found.language)[0].title if card else ''}".rstrip())
