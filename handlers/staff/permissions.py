"""What each role may do: one table. A new act is a line here; the README shows the table, a test tries all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.team import ROLES, SCOPED, Staff

EVERYONE = frozenset(ROLES)
REVIEWERS = frozenset({"moderator", "expert"})
LEADERS = frozenset({"administrator", "coordinator"})
ADMINISTRATORS = frozenset({"administrator"})
LISTENERS = frozenset({"moderator", "editor"})


class Act(StrEnum):
    """Everything that only the team does; the value stands in the audit log."""

    SET_OWN = "set-own"
    SEE_TEAM = "see-team"
    INVITE = "invite"
    REMOVE = "remove"
    SETTLE_PRICE = "settle-price"
    NEXT = "next"
    DECIDE_CASE = "decide-case"
    EDIT_CASE = "edit-case"
    TRANSLATE = "translate"
    ASK_BACK = "ask-back"
    MERGE = "merge"
    ESCALATE = "escalate"
    CALL_EMERGENCY = "call-emergency"
    UNDO = "undo"
    ASK_OUTSIDE = "ask-outside"
    TRANSLATE_STORY = "translate-story"
    SEE_GAPS = "see-gaps"
    SHOW_WORDING = "show-wording"
    WORD_QUESTION = "word-question"
    HEAR_VOICE = "hear-voice"
    SETTLE_REPORTS = "settle-reports"
    ALERT = "alert"
    WORD_ALERT = "word-alert"
    AGREE_ALERT = "agree-alert"
    STOP_ALERT = "stop-alert"
    DECIDE_HAZARD = "decide-hazard"
    SEE_OUTBOX = "see-outbox"
    SETTLE_SENDING = "settle-sending"


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
    Act.NEXT: Permission("be given what waits", REVIEWERS | LEADERS | {"editor"}),
    Act.DECIDE_CASE: Permission("publish or reject a story; a danger needs two, one an expert of its field", REVIEWERS),
    Act.EDIT_CASE: Permission("take words or pictures out of a story, or write a voice down", REVIEWERS),
    Act.TRANSLATE: Permission("translate a story by hand", REVIEWERS),
    Act.ASK_BACK: Permission("ask the author of a story, whom they never see", REVIEWERS),
    Act.MERGE: Permission("count a story with one that says the same", REVIEWERS),
    Act.ESCALATE: Permission("hand a story on to a field", REVIEWERS),
    Act.CALL_EMERGENCY: Permission("send the author of a story an emergency's card", REVIEWERS),
    Act.UNDO: Permission("take back one's own decision within 24 hours", REVIEWERS | {"editor"}),
    Act.ASK_OUTSIDE: Permission("ask an expert from outside about one story that waits for its field", LEADERS),
    Act.TRANSLATE_STORY: Permission("write a story that is out in another language by hand", LISTENERS),
    Act.SEE_GAPS: Permission("see what nobody could answer, the most urgent first", EVERYONE),
    Act.SHOW_WORDING: Permission("let others read a question that nobody could answer", frozenset({"moderator"})),
    Act.WORD_QUESTION: Permission("write such a question in another language by hand", LISTENERS),
    Act.HEAR_VOICE: Permission("listen to a question that was spoken and write it down", LISTENERS),
    Act.SETTLE_REPORTS: Permission("count or refuse reports that shift suddenly", REVIEWERS | {"administrator"}),
    Act.ALERT: Permission("write an alert and send it to one region; more than one needs a second person", LEADERS),
    Act.WORD_ALERT: Permission("write an alert's words in a language, when its author asks", LISTENERS | LEADERS),
    Act.AGREE_ALERT: Permission("agree, as the second person, to someone else's alert", LEADERS),
    Act.STOP_ALERT: Permission("stop an alert that is going out", LEADERS),
    Act.DECIDE_HAZARD: Permission(
        "let groups hear of a reported danger, or that it is over; beyond its region two must agree",
        frozenset({"moderator", "coordinator"}),
    ),
    Act.SEE_OUTBOX: Permission("see what waits to be sent and what could not be", ADMINISTRATORS),
    Act.SETTLE_SENDING: Permission("send again or give up what did not arrive, or may not have", ADMINISTRATORS),
}


def may(staff: Staff | None, act: Act, scope: str = "") -> bool:
    """Tell whether someone may do an act now; an expert or editor, when a `scope` is given, only for that."""
    return role_for(staff, act, scope) is not None


def role_for(staff: Staff | None, act: Act, scope: str = "") -> str | None:
    """Return the role in which someone may do an act, or None; within a `scope` its expert before all others."""
    if staff is None:
        return None
    roles = sorted(ROLES, key=lambda role: role not in SCOPED) if scope else ROLES
    mine = (role for role in roles if role in PERMISSIONS[act].roles)
    return next((role for role in mine if staff.has(role, scope if role in SCOPED else "")), None)


def table() -> str:
    """Return the table as the README shows it."""
    lines = ["| may | " + " | ".join(ROLES) + " |", "|---" * (len(ROLES) + 1) + "|"]
    for permission in PERMISSIONS.values():
        marks = ("✓" if role in permission.roles else "" for role in ROLES)
        lines.append(f"| {permission.what} | " + " | ".join(marks) + " |")
    return "\n".join(lines)
