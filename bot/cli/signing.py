"""`pitwise cards sign` and `signatures`: who has checked which text. It writes only a card's signatures.toml."""

from collections.abc import Iterator
from pathlib import Path

import click

from bot.clock import SystemClock
from content.guidance.library import Card, Library, read_card
from content.guidance.signatures import EDITOR, FILE, ROLES, Signature, is_initial, write_signatures
from content.guidance.trust import is_current, trust
from content.languages import CODES, LANGUAGES


@click.command()
@click.argument("card_id", metavar="ID")
@click.argument("language", default="en", type=click.Choice(list(LANGUAGES)))
@click.option("--role", required=True, type=click.Choice(ROLES), help="A checker of card.toml, or editor.")
@click.option("--initial", required=True, help="One letter of the checker's name, never more.")
@click.pass_obj
def sign(folder: Path, card_id: str, language: str, role: str, initial: str) -> None:
    """Record that a checker has read this text and stands by it, as it is worded now."""
    if not is_initial(initial):
        raise click.ClickException("--initial is one letter: no name is kept.")
    if not (folder / card_id).is_dir():
        raise click.ClickException(f"There is no card {card_id}.")
    card = read_card(folder / card_id)
    _refuse(card, language, role)
    today = SystemClock().now().date()
    stamp, follows = card.texts[language].stamp, card.texts["en"].stamp
    signature = Signature(language, role, initial.upper(), today, stamp, follows)
    kept = [one for one in card.signatures if (one.language, one.role) != (language, role)]
    write_signatures(card.folder / FILE, [*kept, signature])
    click.echo(f"{card_id}/{language}.md is signed by {role} {signature.initial} for {stamp}")
    if lacking := trust(read_card(card.folder), language).lacking:
        click.echo(f"The English text still lacks: {', '.join(lacking)}")


def _refuse(card: Card, language: str, role: str) -> None:
    if language not in card.texts:
        raise click.ClickException(f"There is no {card.file(language)}.")
    if role == EDITOR and language == "en":
        raise click.ClickException("An editor vouches for translations; the English text needs its checkers.")
    if role != EDITOR and role not in card.checkers:
        raise click.ClickException(f"{card.id} is checked by: {', '.join(card.checkers)}.")
    if card.text(language)[1] == "stale":
        raise click.ClickException(f"{language}.md is older than its English: see it through, then `cards accept`.")


@click.command()
@click.argument("card_ids", nargs=-1, metavar="[ID]...")
@click.pass_obj
def signatures(folder: Path, card_ids: tuple[str, ...]) -> None:
    """List who has signed what (none named: all that was ever signed), and what no longer counts."""
    library = Library.load(folder)
    if unknown := set(card_ids) - library.cards.keys():
        raise click.ClickException(f"There is no card {min(unknown)}.")
    cards = [library.cards[card_id] for card_id in card_ids] or list(library.cards.values())
    for card in cards:
        for line in _lines(card, is_named=bool(card_ids)):
            click.echo(line)
    texts = [(card, code) for card in cards for code in CODES if code in card.texts]
    checked = sum(trust(card, code).is_checked for card, code in texts)
    click.echo(f"{checked} of {len(texts)} texts are checked")


def _lines(card: Card, *, is_named: bool) -> Iterator[str]:
    for one in card.signatures:
        yield f"{card.id} {one.language}: {name_signature(one)}" + (
            "" if is_current(card, one) else ", no longer: the text has changed since"
        )
    if is_named and (lacking := trust(card, "en").lacking):
        yield f"{card.id} en: not signed by {', '.join(lacking)}"


def name_signature(signature: Signature) -> str:
    """Return who signed when, as lists show it."""
    return f"{signature.role} {signature.initial} {signature.signed}"
