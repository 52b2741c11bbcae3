"""What is held about one person, told in words and given as a copy. Knows nothing of how it is erased."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from content.languages import Speaker, speaker
from handlers.context import Context
from handlers.groups.answered import GROUP_ANSWER
from handlers.members.cards.did_you_try import DID_YOU_TRY
from handlers.members.emergency import FOLLOW_UP
from handlers.staff.alerts.alert_answers import CENSUS, TEAM
from storage.experiences import Experience
from storage.hazards import Hazard
from storage.members import Member
from storage.outbox import MESSAGE_IDS_KEPT
from storage.price_alerts import PriceAlert
from storage.price_choices import PriceChoices
from storage.session import Session
from storage.subscriptions import Subscription
from storage.team import Staff
from storage.unasked import MOST_A_WEEK

# Whether a thing is held, and the sentence that says so.
_Lines = Sequence[tuple[object, str]]


@dataclass(frozen=True)
class Holdings:
    """All that is held about a person; `menu` are the labels that can be typed, `saved_cards` the cards' numbers."""

    language: str | None
    language_guessed: str
    country: str | None
    last_active_day: date
    saved_cards: list[int]
    message_numbers_of_48_hours: int
    follow_up_at: datetime | None
    waits_for_answers: int
    may_be_asked_about: list[str] | None
    unasked_messages_a_week: int
    asked_whether_tried_at: datetime | None
    voice_notes: int
    menu: list[str]
    stories: list[dict[str, Any]]
    hazards: list[dict[str, Any]]
    team: dict[str, Any] | None
    prices: dict[str, str]
    price_alerts: list[dict[str, str]]
    digest: dict[str, Any] | None
    alerts: int
    said_in_groups: list[Any]
    # The last, so that only a very long text loses its end in one message.
    kept_for_later: list[dict[str, Any]]
    unfinished: dict[str, Any] | None

    def told(self, say: Speaker) -> list[str]:
        """Return a sentence for each thing that is held."""
        every = (*self._of_person(say), *self._of_asking(say), *self._of_news(say), *self._of_giving(say))
        return [line for is_held, line in every if is_held]

    def _of_person(self, say: Speaker) -> _Lines:
        chosen, guessed = (
            speaker(code).language.name if code else "" for code in (self.language, self.language_guessed)
        )
        country = say.country(self.country) if self.country else ""
        cards, messages = len(self.saved_cards), self.message_numbers_of_48_hours
        return [
            (chosen, say("• The language you chose: {language}.", language=chosen)),
            (guessed, say("• The language I guess you write in: {language}.", language=guessed)),
            (country, say("• Your country: {country}.", country=country)),
            (True, say("• The last day you wrote: {day}.", day=say.date(self.last_active_day))),
            (self.unfinished is not None, say("• A text that you have not finished. /cancel drops it.")),
            (
                self.kept_for_later,
                say("• Texts that you kept for later: {n}.", n=say.number(len(self.kept_for_later))),
            ),
            (cards, say("• Your saved cards: {n}.", n=say.number(cards))),
            (
                messages,
                say("• Message numbers of the last 48 hours, to erase the messages: {n}.", n=say.number(messages)),
            ),
        ]

    def _of_asking(self, say: Speaker) -> _Lines:
        return [
            (self.follow_up_at, say("• That I will ask you once whether help is there.")),
            (
                self.waits_for_answers,
                say("• Questions to which you wait for an answer: {n}.", n=say.number(self.waits_for_answers)),
            ),
            (
                self.said_in_groups,
                say("• What you answered in a group, for a day: {n}.", n=say.number(len(self.said_in_groups))),
            ),
            (self.may_be_asked_about is not None, say("• That I may ask you what nobody knows. /answer ends it.")),
            (self.asked_whether_tried_at, say("• That I will ask you once whether you tried a card.")),
            (self.voice_notes, say("• Voice notes that wait for a person: {n}.", n=say.number(self.voice_notes))),
        ]

    def _of_news(self, say: Speaker) -> _Lines:
        return [
            (self.unasked_messages_a_week != MOST_A_WEEK, say("• That you want fewer messages.")),
            (self.prices, say("• How you like prices: your money, unit, purity or own rate.")),
            (
                self.price_alerts,
                say("• Prices that you want to be told of: {n}.", n=say.number(len(self.price_alerts))),
            ),
            (self.digest, say("• What your digest tells of, and when it comes. /digest shows it.")),
            (
                self.alerts,
                say("• That these alerts went to you, until 30 days after their end: {n}.", n=say.number(self.alerts)),
            ),
        ]

    def _of_giving(self, say: Speaker) -> _Lines:
        return [
            (
                self.stories,
                say("• Stories that you have shared: {n}. /mine shows them.", n=say.number(len(self.stories))),
            ),
            (
                self.hazards,
                say("• Dangers that you have reported: {n}. /mine shows them.", n=say.number(len(self.hazards))),
            ),
            (self.team, say("• Your place in the team: what you do there and when. /forget ends it.")),
            (self.menu, say("• The choices of my last message, so that you can type a number.")),
        ]

    def copied(self) -> dict[str, Any]:
        """Return the same for programs: days and moments as ISO 8601."""
        moments = {name: at.isoformat() if at else None for name, at in self._moments().items()}
        return {**asdict(self), "last_active_day": self.last_active_day.isoformat(), **moments}

    def _moments(self) -> dict[str, datetime | None]:
        return {"follow_up_at": self.follow_up_at, "asked_whether_tried_at": self.asked_whether_tried_at}


async def read_holdings(context: Context, r: Session, member: Member) -> Holdings:
    """Read everything that is held about `member`, in their private chat."""
    since, draft = context.now - MESSAGE_IDS_KEPT, context.hearing.draft
    ids = {*await r.outbox.message_ids(member.id, since), *await r.inbox.message_ids(member.id, since)}
    willing = await r.gaps.willingness(member.id)
    menu = await r.menus.find(member.id, member.id)
    # Also one that may not be shown now is held, and said.
    every = context.services.library.cards
    return Holdings(
        language=member.language,
        language_guessed=member.guessed,
        country=member.country,
        last_active_day=member.seen_on,
        saved_cards=[every[card].number for card in await r.saved.of(member.id) if card in every],
        message_numbers_of_48_hours=len(ids),
        follow_up_at=await r.jobs.due_at(FOLLOW_UP, member.id),
        waits_for_answers=len(await r.gaps.asked_by(member.id)),
        may_be_asked_about=list(willing.topics) if willing else None,
        unasked_messages_a_week=await r.unasked.most(member.id),
        asked_whether_tried_at=await r.jobs.due_at(DID_YOU_TRY, member.id),
        voice_notes=await r.voices.count_of(member.id),
        team=_place(await r.team.find(member.id)),
        prices=_liked(await r.price_choices.of(member.id)),
        price_alerts=[_awaited(one) for one in await r.price_alerts.of(member.id)],
        digest=_digest(await r.subscriptions.get(member.id)),
        alerts=await r.recipients.times_of(member.id),
        said_in_groups=[job.detail["told"] for job in await r.jobs.of(GROUP_ANSWER, member.id)],
        menu=[label for label, _ in menu.choices] if menu else [],
        stories=[_story(one) for one in await r.experiences.of(member.id)],
        hazards=[_hazard(one) for one in await r.hazards.of(member.id)],
        kept_for_later=[_own(one.answers) for one in await r.drafts.all_aside(member.id, member.id)],
        unfinished=_own(draft.answers) if draft else None,
    )


def _own(answers: dict[str, Any]) -> dict[str, Any]:
    """Return what someone has answered, without the counts of others that a question shows."""
    return {name: value for name, value in answers.items() if name not in (CENSUS, TEAM)}


def _liked(choices: PriceChoices) -> dict[str, str]:
    """Return what someone has chosen for prices; nothing where they have not."""
    rate = choices.own_rate
    liked = {
        "currency": choices.currency,
        "unit": choices.unit,
        "purity": format(choices.purity, "f") if choices.purity else None,
        "own_rate": f"{rate.per_usd:f} {rate.currency}" if rate else None,
        "own_rate_set_at": rate.set_at.isoformat() if rate else None,
    }
    return {name: value for name, value in liked.items() if value}


def _awaited(alert: PriceAlert) -> dict[str, str]:
    told = {"mineral": alert.mineral, "currency": alert.currency, "kind": alert.kind}
    return {**told, "threshold": format(alert.threshold, "f")}


def _digest(one: Subscription | None) -> dict[str, Any] | None:
    """Return what someone has chosen for their digest, and the day of the last one."""
    if one is None:
        return None
    last = one.last_period.isoformat() if one.last_period else None
    return {**asdict(one.wishes), "state": one.state, "last": last, "cards": list(one.cards)}


def _story(one: Experience) -> dict[str, Any]:
    """Return what is held of a story: as it was written, or as it was passed on."""
    return {
        "state": one.state,
        "received_on": one.received_on.isoformat(),
        "told": dict(one.shown or one.answers),
        "card": one.card,
        "audience": list(one.audience),
        "consent": one.consent,
    }


def _hazard(one: Hazard) -> dict[str, Any]:
    """Return what is held of a reported danger: as it was written, or as groups read it."""
    return {
        "state": one.state,
        "received_on": one.received_on.isoformat(),
        "kind": one.kind,
        "country": one.country,
        "region": one.region,
        "told": dict(one.shown or one.answers),
        "photo": one.has_picture,
    }


def _place(staff: Staff | None) -> dict[str, Any] | None:
    """Return what is held about someone's place in the team, without the id that it is held under."""
    return {key: value for key, value in asdict(staff).items() if key != "member"} if staff else None
