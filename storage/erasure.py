"""Erases everything that belongs to one member or group, wherever it stands."""

from typing import Any

from storage.cases import Cases
from storage.columns import from_json
from storage.erased import Erased
from storage.experiences import CASE_KIND, Experiences
from storage.gaps import Gaps
from storage.hazards import CASE_KIND as HAZARD_KIND
from storage.hazards import Hazards
from storage.noun import Means
from storage.targets import Targets
from storage.themes import Themes
from storage.voices import CASE_KIND as VOICE_KIND
from storage.voices import Voices


async def erase(means: Means, target: int, *, keeps_stories: bool = False) -> None:
    """Delete a target's rows in every table; what is shared with others stays without it.

    A member's stories are withdrawn with them, unless it `keeps_stories`: then nothing ties these to anyone.
    """
    sql = means.statements.on(means.connection, "erasure")
    await _erase_dead_letters(means, sql, target)
    await Erased(means).note("member", target)
    await Gaps(means).forget(target)
    await Themes(means).forget(target)
    await Cases(means).lose_first(target)
    for hazard in await Hazards(means).withdraw_all(target):
        await Cases(means).close(HAZARD_KIND, hazard, "withdrawn", means.now())
    if keeps_stories:
        await Experiences(means).lose_author(target)
    else:
        await _erase_stories(means, target)
    await _erase_rows(sql, target)


async def _erase_rows(sql: Any, target: int) -> None:
    """Delete what is a target's alone."""
    for table in (
        sql.member,
        sql.group,
        sql.outbox,
        sql.menus,
        sql.drafts,
        sql.drafts_aside,
        sql.saved,
        sql.staff,
        sql.grants,
        sql.put_aside,
        sql.price_choices,
        sql.price_alerts,
        sql.subscriptions,
        sql.editions,
        sql.presses,
        sql.hazards_heard,
        sql.unasked,
        sql.unasked_limits,
        sql.recipients,
        sql.alerts,
        sql.jobs,
        sql.inbox,
    ):
        await table(target=target)


async def _erase_dead_letters(means: Means, sql: Any, target: int) -> None:
    """A dead letter has no target: only its sealed body says whose it is."""
    row = await means.statements.on(means.connection, "targets").address(target=target)
    if row is None:
        return
    chat_id = Targets.opened(means.vault, row, target).chat_id
    for letter in [letter async for letter in sql.dead_letters()]:
        body = means.vault.open(letter["body"], f"inbox.body:{letter['update_id']}")
        if _names(_read(body), chat_id):
            await sql.dead_letter(update_id=letter["update_id"])


def _read(body: bytes) -> Any:
    try:
        return from_json(body)
    except ValueError:
        return None


def _names(value: Any, number: int) -> bool:
    """Tell whether anything in a body has this id."""
    if isinstance(value, dict):
        return value.get("id") == number or any(_names(inner, number) for inner in value.values())
    return isinstance(value, list) and any(_names(inner, number) for inner in value)


async def _erase_stories(means: Means, target: int) -> None:
    """Withdraw what a member told, published or not, and close what is reviewed of it."""
    for id in await Experiences(means).withdraw_all(target):
        await Cases(means).close(CASE_KIND, id, "withdrawn", means.now())
    await Experiences(means).forget_reactions(target)
    for id in await Voices(means).forget(target):
        await Cases(means).close(VOICE_KIND, id, "withdrawn", means.now())
