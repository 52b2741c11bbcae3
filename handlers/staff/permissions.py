"""What each role may do: one table. A new act is a line here; the README shows the table, a test tries all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.team import ROLES, SCOPED, Staff

EVERYONE = frozenset(ROLES)


class Act(StrEnum):
    """Everything that only the team does; the value stands in the audit log."""

    SET_OWN = "set-own"
    SEE_TEAM = "see-team"
    INVITE = "invite"
    REMOVE = "remove"
    SETTLE_PRICE = "settle-price"


@dataclass(frozen=True)
class Permission:
    """What an act is, in the words of the README, and the roles that may do it."""

    what: str
    roles: frozenset[str]


PERMISSIONS: Mapping[Act, Permission] = {
    Act.SET_OWN: Permission("set one's own languages, fields and hours", EVERYONE),
    Act.SEE_TEAM: Permission(
        "see who is there and which fields have nobody", frozenset({"administrator", "coordinator"})
    ),
    Act.INVITE: Permission("invite someone", frozenset({"administrator"})),
    Act.REMOVE: Permission("take someone out of the team", frozenset({"administrator"})),
    Act.SETTLE_PRICE: Permission("believe or refuse a price that moved far", frozenset({"administrator"})),
}


def may(staff: Staff | None, act: Act, scope: str = "") -> bool:
    """Tell whether someone may do an act now; an expert or editor, when a `scope` is given, only for that."""
    return role_for(staff, act, scope) is not None


def role_for(staff: Staff | None, act: Act, scope: str = "") -> str | None:
    """Return the role in which someone may do an act, or None."""
    if staff is None:
        return None
    mine = (role for role in ROLES if role in PERMISSIONS[act].roles)
    return next((role for role in mine if staff.has(role, scope if role in SCOPED else "")), None)


def table() -> str:
    """Return the table as the README shows it."""
    lines = ["| may | " + " | ".join(ROLES) + " |", "|---" * (len(ROLES) + 1) + "|"]
    for permission in PERMISSIONS.values():
        marks = ("✓" if role in permission.roles else "" for role in ROLES)
        lines.append(f"| {permission.what} | " + " | ".join(marks) + " |")
    return "\n".join(lines)
