"""`pitwise staff …`: who works here, invited, listed, removed beside the running program; and the log of their acts."""

import asyncio
import csv
import io
import json
from collections.abc import Sequence
from datetime import timedelta

import click

from bot.cli.visits import visit
from bot.clock import SystemClock
from content.languages import CODES
from storage.audit import KEPT
from storage.facts import ME
from storage.session import Session
from storage.team import EVERYTHING, FIELDS, ROLES, SMALL_TEAM_SIZE, Grant

OPERATOR = ("operator", 0)


@click.group()
def staff() -> None:
    """Invite, list and remove who works here; export what they did."""


@staff.command()
@click.option("--role", type=click.Choice(ROLES), help="What they will do.")
@click.option("--field", type=click.Choice(FIELDS), help="The field of an expert.")
@click.option("--language", type=click.Choice(CODES), help="The language of an editor.")
@click.option("--preset", type=click.Choice(["small-team"]), help="Three invitations, each with all roles.")
def invite(role: str | None, field: str | None, language: str | None, preset: str | None) -> None:
    """Print a link that takes one person into the team, once, within 72 hours."""
    times, grants = (SMALL_TEAM_SIZE, EVERYTHING) if preset else (1, _grants(role, field, language))
    for line in asyncio.run(visit(lambda w: _invite(w, grants, times))):
        click.echo(line)


def _grants(role: str | None, field: str | None, language: str | None) -> Sequence[Grant]:
    if role is None:
        raise click.UsageError("Say --role, or --preset small-team.")
    if (role == "expert") != (field is not None):
        raise click.UsageError("--field goes with --role expert, and only with it.")
    if (role == "editor") != (language is not None):
        raise click.UsageError("--language goes with --role editor, and only with it.")
    return [Grant(role, field or language or "")]


async def _invite(w: Session, grants: Sequence[Grant], times: int) -> list[str]:
    now, subject = SystemClock().now(), "small-team" if len(grants) > 1 else str(grants[0])
    await w.audit.record("invite", *OPERATOR, subject, now)
    name = json.loads(await w.facts.get(ME) or "{}").get("username")
    tokens = [await w.team.invite(grants, now) for _ in range(times)]
    if name:
        return [f"https://t.me/{name}?start=s_{token}" for token in tokens]
    return ["The bot's name is not known yet: they write to it in private", *(f"/join {token}" for token in tokens)]


@staff.command("list")
def list_() -> None:
    """List who is there, by number, role and language."""
    click.echo(asyncio.run(visit(_list)))


async def _list(w: Session) -> str:
    lines = [
        f"{one.number}  {', '.join(map(str, one.grants))}  reads {' '.join(one.languages) or 'nothing yet'}"
        for one in await w.team.all()
    ]
    return "\n".join(lines) or "Nobody works here yet. Begin with: pitwise staff invite --role administrator"


@staff.command()
@click.argument("number", type=int)
def remove(number: int) -> None:
    """Take someone out of the team, from this moment on."""
    if not asyncio.run(visit(lambda w: _remove(w, number))):
        raise click.ClickException(f"Nobody in the team has the number {number}.")
    click.echo(f"Number {number} is out of the team.")


async def _remove(w: Session, number: int) -> bool:
    one = await w.team.by_number(number)
    if one is None or not await w.team.remove(one.member):
        return False
    await w.audit.record("remove", *OPERATOR, str(number), SystemClock().now())
    return True


@staff.command()
@click.option("--days", type=click.IntRange(1, KEPT.days), default=KEPT.days, help="How far back; a year is kept.")
def audit(days: int) -> None:
    """Print what the team did as CSV: when (UTC), act, role, number in the team (0: here), file number or word."""
    click.echo(asyncio.run(visit(lambda w: _audit(w, days))), nl=False)


async def _audit(w: Session, days: int) -> str:
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["at", "act", "role", "staff", "subject"])
    for one in await w.audit.since(SystemClock().now() - timedelta(days=days)):
        rows.writerow([one.at.isoformat(timespec="seconds"), one.act, one.role, one.staff, one.subject])
    return written.getvalue()
