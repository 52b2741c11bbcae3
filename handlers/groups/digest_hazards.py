"""The dangers that a digest tells of: those of its place that it has not heard, and that what it heard of is over."""

from dataclasses import dataclass
from datetime import date, datetime

from content.digest import news
from content.digest.hazards import MOST_OVER, MOST_TOLD
from content.languages import Speaker
from handlers.members.hazards.hazard_words import as_news, as_over, words_of
from storage.hazards import OVER, TOLD, Hazard
from storage.session import Session
from storage.subscriptions import Subscription, Wishes


@dataclass(frozen=True)
class HazardNews:
    """All dangers of one moment, the newest first: what groups are to hear of, and what is over of what they heard."""

    running: tuple[Hazard, ...] = ()
    ended: tuple[Hazard, ...] = ()


async def read_hazards(r: Session, now: datetime) -> HazardNews:
    """Read what is told now, and what was and is over."""
    return HazardNews(tuple(await r.hazards.running(now)), tuple(await r.hazards.ended(now)))


async def choose_hazards(r: Session, one: Subscription, hazards: HazardNews, lost: date | None) -> HazardNews:
    """Return what a target has not heard yet; `lost` is an edition that did not arrive."""
    near = [hazard for hazard in hazards.running if _is_near(hazard, one.wishes)]
    if not near and not hazards.ended:
        return HazardNews()
    heard = await r.hazards.heard_by(one.target, lost)
    told = [hazard for hazard in near if (hazard.id, TOLD) not in heard]
    over = [hazard for hazard in hazards.ended if (hazard.id, TOLD) in heard and (hazard.id, OVER) not in heard]
    return HazardNews(tuple(told[:MOST_TOLD]), tuple(over[:MOST_OVER]))


def _is_near(hazard: Hazard, wishes: Wishes) -> bool:
    """Tell whether a group lives where it is told; one that named no region hears of its whole country."""
    if hazard.country != wishes.country:
        return False
    return hazard.reach == "country" or not wishes.region or wishes.region == hazard.region


def tell_hazards(chosen: HazardNews, wishes: Wishes, say: Speaker) -> tuple[news.Hazard, ...]:
    """Put dangers into words; a member's words stay in their language, and only groups that read it get them."""
    told = [
        as_news(
            one,
            say,
            words_of(one.shown) if one.language in wishes.languages else "",
            one.reach or "region",
            one.told_at.date(),
        )
        for one in chosen.running
        if one.told_at
    ]
    return (*told, *(as_over(one, say) for one in chosen.ended))


async def are_still_told(w: Session, chosen: HazardNews) -> bool:
    """Tell whether nothing that an edition tells of was taken back, or is over, since it was composed."""
    found = [await w.hazards.get(one.id) for one in chosen.running]
    return all(one is not None and one.state == "told" for one in found)


async def note_heard(w: Session, target: int, chosen: HazardNews, day: date) -> None:
    """Note what a target hears of in the edition of a local day, in place of any that was to go before."""
    await w.hazards.unhear(target, day)
    for one in chosen.running:
        await w.hazards.note_heard(target, one.id, TOLD, day)
    for one in chosen.ended:
        await w.hazards.note_heard(target, one.id, OVER, day)
