"""How roles, fields and people of the team are called; people by their number and what they do."""

from collections.abc import Iterable, Mapping

from content.languages import Speaker, sentence, speaker
from storage.team import Grant, Staff

ROLE_NAMES: Mapping[str, str] = {
    "moderator": sentence("moderator"),
    "expert": sentence("expert"),
    "editor": sentence("editor"),
    "coordinator": sentence("coordinator"),
    "administrator": sentence("administrator"),
    "analyst": sentence("analyst"),
    "collector": sentence("collector"),
}
FIELD_NAMES: Mapping[str, str] = {
    "doctor": sentence("doctor"),
    "engineer": sentence("engineer"),
    "lawyer": sentence("lawyer"),
    "geologist": sentence("geologist"),
    "trade": sentence("trade"),
    "social": sentence("social work"),
}
EMOJI: Mapping[str, str] = {
    "doctor": "🩺",
    "engineer": "👷",
    "lawyer": "⚖️",
    "geologist": "⛏",
    "trade": "💰",
    "social": "🤝",
}


def name_scope(say: Speaker, scope: str) -> str:
    """Return how a field, or a language of editors, is called."""
    return say(FIELD_NAMES[scope]) if scope in FIELD_NAMES else say.tongue(scope)


def name_grant(say: Speaker, grant: Grant) -> str:
    """Return how a role with its field or language is called."""
    role = say(ROLE_NAMES.get(grant.role, grant.role))
    return say("{role} ({field})", role=role, field=name_scope(say, grant.scope)) if grant.scope else role


def name_grants(say: Speaker, grants: Iterable[Grant]) -> str:
    """Return roles as one list; what rests is left out."""
    return say.list_of(name_grant(say, grant) for grant in grants if not grant.is_paused) or "–"


def name_hours(say: Speaker, staff: Staff) -> str:
    """Return when someone works, like "08:00–18:00, Nairobi"."""
    if staff.from_hour == staff.to_hour:
        return say("all day")
    place = staff.zone.rpartition("/")[2].replace("_", " ")
    return f"{staff.from_hour:02}:00–{staff.to_hour:02}:00, {place}"


def name_languages(staff: Staff) -> str:
    """Return the languages someone reads, in their own names."""
    return " · ".join(speaker(code).language.name for code in staff.languages) or "–"
