"""One reading or one write: every noun on one connection, made when first asked for."""

from datetime import datetime
from functools import cached_property

from storage.alerts import Alerts
from storage.audit import Audit
from storage.cases import Cases
from storage.drafts import Drafts
from storage.editions import Editions
from storage.erased import Erased
from storage.experiences import Experiences
from storage.facts import Facts
from storage.gaps import Gaps
from storage.groups import Groups
from storage.hazards import Hazards
from storage.holds import Holds
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.members import Members
from storage.menus import Menus
from storage.noun import Means
from storage.outbox import Outbox
from storage.outside import Outside
from storage.price_alerts import PriceAlerts
from storage.price_choices import Choices
from storage.price_sources import PriceSources
from storage.questions import Questions
from storage.quotes import Quotes
from storage.readers import Readers
from storage.recipients import Recipients
from storage.reports import Reports
from storage.saved import Saved
from storage.subscriptions import Subscriptions
from storage.targets import Targets
from storage.team import Team
from storage.themes import Themes
from storage.unasked import Unasked
from storage.unsent import Unsents
from storage.voices import Voices


class Session:
    """The nouns; what a reading sees is each statement's own moment, what a write sees includes what it did."""

    def __init__(self, means: Means) -> None:
        self._means = means

    @cached_property
    def facts(self) -> Facts:
        """Single facts of this installation."""
        return Facts(self._means)

    @cached_property
    def members(self) -> Members:
        """People in private chats."""
        return Members(self._means)

    @cached_property
    def groups(self) -> Groups:
        """Telegram groups and channels."""
        return Groups(self._means)

    @cached_property
    def targets(self) -> Targets:
        """Whom a notice goes to."""
        return Targets(self._means)

    @cached_property
    def inbox(self) -> Inbox:
        """Updates that came in."""
        return Inbox(self._means)

    @cached_property
    def outbox(self) -> Outbox:
        """Notices on their way out."""
        return Outbox(self._means, self.targets)

    @cached_property
    def erased(self) -> Erased:
        """What was erased."""
        return Erased(self._means)

    @cached_property
    def unsent(self) -> Unsents:
        """What did not go out."""
        return Unsents(self._means)

    @cached_property
    def menus(self) -> Menus:
        """Numbered choices."""
        return Menus(self._means)

    @cached_property
    def drafts(self) -> Drafts:
        """Conversations under way."""
        return Drafts(self._means)

    @cached_property
    def questions(self) -> Questions:
        """What was asked."""
        return Questions(self._means)

    @cached_property
    def holds(self) -> Holds:
        """Cards that are held back."""
        return Holds(self._means)

    @cached_property
    def saved(self) -> Saved:
        """Cards that members keep at hand."""
        return Saved(self._means)

    @cached_property
    def experiences(self) -> Experiences:
        """What members told."""
        return Experiences(self._means)

    @cached_property
    def gaps(self) -> Gaps:
        """What nobody can answer yet."""
        return Gaps(self._means)

    @cached_property
    def hazards(self) -> Hazards:
        """Dangers that members report."""
        return Hazards(self._means)

    @cached_property
    def cases(self) -> Cases:
        """Items of review."""
        return Cases(self._means)

    @cached_property
    def price_choices(self) -> Choices:
        """What members like to see prices in."""
        return Choices(self._means)

    @cached_property
    def price_alerts(self) -> PriceAlerts:
        """The moves of prices that members want to be told of."""
        return PriceAlerts(self._means)

    @cached_property
    def reports(self) -> Reports:
        """What people say they get."""
        return Reports(self._means)

    @cached_property
    def quotes(self) -> Quotes:
        """Prices, as said and as believed."""
        return Quotes(self._means)

    @cached_property
    def price_sources(self) -> PriceSources:
        """When price sources are asked."""
        return PriceSources(self._means)

    @cached_property
    def jobs(self) -> Jobs:
        """Moments to come."""
        return Jobs(self._means)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """Who gets a digest, and when."""
        return Subscriptions(self._means)

    @cached_property
    def editions(self) -> Editions:
        """How digests were received."""
        return Editions(self._means)

    @cached_property
    def themes(self) -> Themes:
        """What many people look for."""
        return Themes(self._means)

    @cached_property
    def alerts(self) -> Alerts:
        """What coordinators warn of."""
        return Alerts(self._means)

    @cached_property
    def recipients(self) -> Recipients:
        """Whom alerts go to."""
        return Recipients(self._means)

    @cached_property
    def readers(self) -> Readers:
        """Whom an alert could reach."""
        return Readers(self._means)

    @cached_property
    def team(self) -> Team:
        """Who works here."""
        return Team(self._means)

    @cached_property
    def outside(self) -> Outside:
        """Outside experts, asked by links."""
        return Outside(self._means)

    @cached_property
    def voices(self) -> Voices:
        """Voice notes to be written down."""
        return Voices(self._means)

    @cached_property
    def unasked(self) -> Unasked:
        """How often someone hears from us without having asked."""
        return Unasked(self._means)

    @cached_property
    def audit(self) -> Audit:
        """What the team did."""
        return Audit(self._means)

    async def chat_id(self, target: int) -> int | None:
        """Return Telegram's chat id of a target; None when it is closed or forgotten."""
        address = await self.targets.address(target)
        return address.chat_id if address else None

    async def close_target(self, target: int, why: str) -> bool:
        """Send nothing to a target any more; `why` is a word of ours. False when it was closed already."""
        return await self.targets.close(target, why)

    async def hold_target(self, target: int, until: datetime) -> None:
        """Send nothing to a target before `until`."""
        await self.targets.hold(target, until)

    async def held_until(self, target: int) -> datetime | None:
        """Return until when a target is held, or None."""
        return await self.targets.held_until(target)

    async def held_targets(self, now: datetime) -> dict[int, datetime]:
        """Return every target whose pause is not over, with its end."""
        return await self.targets.held(now)
