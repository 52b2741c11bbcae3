"""What a kind of open work is: who may take it and how it is shown. Rules of who takes a story; no act is done here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from content.reviewing import DANGEROUS
from handlers.context import Context
from handlers.keyboards import Rows
from handlers.staff.permissions import Act
from storage.cases import Case, Count
from storage.session import Session
from storage.team import Staff

# What decides who may take something: one case, or many that are alike.
Item = Case | Count


@dataclass(frozen=True)
class View:
    """One item as someone of the team sees it: Telegram-HTML, buttons, pictures and a voice note to go before it.

    `before` are whole messages that go before it.
    """

    text: str
    rows: Rows
    pictures: tuple[bytes, ...] = ()
    voice: str = ""
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of work: its name, the act that it needs, who takes it, and its view; None when it is gone."""

    name: str
    act: Act
    takes: Callable[[Staff, Item], bool]
    view: Callable[[Context, Session, Staff, Case], Awaitable[View | None]]


def needs_two(item: Item) -> bool:
    """Tell whether a second person must agree: a danger about which no expert from outside has spoken."""
    return item.danger >= DANGEROUS and not item.expert_said


def is_first_look(item: Item) -> bool:
    """Tell whether who decides now is the first of two."""
    return needs_two(item) and item.first_by is None


def takes_story(staff: Staff, item: Item) -> bool:
    """Tell whether someone may decide about a story: it is their field's, theirs as a moderator, or needs a second one.

    Of two who must agree one is an expert of the field, and nobody is both.
    """
    is_moderator, is_of_field = staff.has("moderator"), bool(item.field) and staff.has("expert", item.field)
    if not needs_two(item):
        return is_of_field if item.field else is_moderator
    if item.first_by is None:
        return is_moderator or is_of_field
    if item.first_by == staff.member:
        return False
    return is_of_field if item.field else is_moderator or staff.has("expert")


def takes_alert(staff: Staff, item: Item) -> bool:
    """Tell whether someone may be the second person of an alert: not who wrote it."""
    return (staff.has("coordinator") or staff.has("administrator")) and item.first_by != staff.member


def takes_wording(staff: Staff, _item: Item) -> bool:
    """Tell whether someone decides which questions others read."""
    return staff.has("moderator")


def takes_language(staff: Staff, item: Item) -> bool:
    """Tell whether someone writes in a language what was said in it, or was asked in another one."""
    return staff.has("moderator") or staff.has("editor", item.language)


def takes_translation(staff: Staff, item: Item) -> bool:
    """Tell whether someone translates what was told in the language that stands where others have a field."""
    return takes_language(staff, item) and staff.reads(item.field)


def takes_doubted(staff: Staff, _item: Item) -> bool:
    """Tell whether someone looks at what readers doubt."""
    return staff.has("moderator") or staff.has("expert")


def takes_sending(staff: Staff, _item: Item) -> bool:
    """Tell whether someone looks at messages of which nobody knows whether they arrived."""
    return staff.has("administrator")


def takes_hazard(staff: Staff, item: Item) -> bool:
    """Tell whether someone decides about reported dangers; nobody is both of two who must agree."""
    return (staff.has("moderator") or staff.has("coordinator")) and item.first_by != staff.member


def takes_reports(staff: Staff, _item: Item) -> bool:
    """Tell whether someone looks at sudden shifts of what people get."""
    return staff.has("moderator") or staff.has("administrator") or staff.has("expert", "trade")
