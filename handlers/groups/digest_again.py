"""An edition that was on its way when a story in it was taken back: composed anew without it, sent in its place."""

from dataclasses import replace
from datetime import date

from content.schedule import Due, moment_on
from handlers.groups.digest_hazards import are_still_told, note_heard
from handlers.groups.digest_news import Shared
from handlers.groups.digests import KIND, Ready, are_all_public, compose_all, notices
from handlers.services import Services
from storage.outbox import Staged
from storage.session import Session


async def prepare_again(r: Session, target: int, day: date, shared: Shared, services: Services) -> Ready | None:
    """Compose the edition of a local day once more; None when there is nobody for it, or some of it has arrived."""
    one = await r.subscriptions.get(target)
    if one is None or one.state != "active" or one.last_period != day or one.next_due_at is None:
        return None
    if await r.outbox.arrived(target, KIND, day.isoformat()):
        return None
    at = moment_on(one.wishes.schedule, day) or shared.now
    as_it_was = replace(one, cards=one.cards[:-1])
    until = replace(shared, until=min(shared.until, one.shown_until))
    return await compose_all(r, as_it_was, Due(at, day), Due(one.next_due_at, day), until, services)


async def issue_again(w: Session, target: int, day: date, ready: Ready | None, services: Services) -> list[Staged]:
    """Stage what was composed in place of what was taken back; nothing when it was taken back once more meanwhile."""
    if ready and not (await are_all_public(w, ready.stories) and await are_still_told(w, ready.hazards)):
        return []
    if not await w.outbox.drop_taken_back(target, KIND, day.isoformat()) or ready is None or not ready.editions:
        return []
    await w.editions.ask(target, day, next(iter(ready.editions.values())).asks)
    await w.editions.number(target, day, [gap.id for gap in ready.gaps])
    await note_heard(w, target, ready.hazards, day)
    staged = [await w.outbox.stage(notice) for notice in notices(ready, services)]
    return [one for one in staged if one is not None]
