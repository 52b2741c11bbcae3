"""`pitwise search`: what a question finds, for a person at the terminal or line by line for other programs."""

import asyncio
import json
import sys
from contextlib import suppress
from typing import BinaryIO

import click

from bot.cli.visits import reading
from bot.clock import SystemClock
from bot.indexing import fill
from bot.logs import configure_logs
from bot.opinion import opinion_of
from bot.settings import Settings, load_settings
from content.errors import OperatorError
from content.guidance.library import Library
from content.search.answer import Finder, Found
from content.search.experiences import ExperienceIndex
from content.search.frequent import LANGUAGES
from content.search.second_opinion import SecondOpinion, find_twice
from content.search.warning import with_warning

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
    """Show which cards, tools and published experiences answer QUESTION."""
    if not as_json and not question:
        raise click.UsageError("Give a question, or --json and lines on standard input.")
    configure_logs("WARNING")  # to standard error: what is printed is read by programs
    library = Library.load()
    asyncio.run(_search(library, " ".join(question), language, as_json=as_json, rank_all=rank_all))


async def _search(library: Library, question: str, language: str, *, as_json: bool, rank_all: bool) -> None:
    finder = Finder.load(library)
    settings = load_settings()
    experiences = await _experiences(settings)
    opinion = opinion_of(settings, library, SystemClock())
    if opinion:
        await opinion.recall()
    if as_json:
        await answer_lines(finder, sys.stdin.buffer, rank_all=rank_all, second_opinion=opinion, experiences=experiences)
    else:
        found = await find_twice(
            finder, opinion, question, language=language, rank_all=rank_all, experiences=experiences
        )
        _show(library, with_warning(found, question))
    if opinion:
        await opinion.close()


async def _experiences(settings: Settings) -> ExperienceIndex:
    """Return what is published in the store; nothing when there is no store yet, or no key to it."""
    index = ExperienceIndex()
    with suppress(OperatorError):
        async with reading(settings) as store:
            await fill(store, index, keeps=False)
    return index


async def answer_lines(
    finder: Finder,
    lines: BinaryIO,
    *,
    rank_all: bool,
    second_opinion: SecondOpinion | None = None,
    experiences: ExperienceIndex | None = None,
) -> None:
    """Print one JSON object for each of `lines`, at once and in order; a line that can't be read finds nothing."""
    for raw in lines:
        language, tab, text = raw.decode("utf-8", "replace").rstrip("\r\n").partition("\t")
        found: dict[str, object] = {"outcome": "none", "hits": []}
        if tab and language in LANGUAGES:
            twice = await find_twice(
                finder, second_opinion, text, language=language, rank_all=rank_all, experiences=experiences
            )
            found = as_object(with_warning(twice, text))
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
    for hit in (*found.hits, *found.experiences):
        card = library.cards.get(hit.id)
        click.echo(f"{hit.score:5.2f}  {hit.id:24}{card.text(found.language)[0].title if card else ''}".rstrip())
