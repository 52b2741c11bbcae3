"""What is not words: voice, pictures, contacts, places, edits. Each gets a sensible answer or none."""

from collections.abc import Callable

from content.languages import Speaker
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.members.gaps.spoken import hear_voice
from handlers.routing import On

SPOKEN = ("voice", "audio", "video_note")
SHOWN = ("photo", "video", "animation", "document", "story", "paid_media")
PLAYED = ("sticker", "dice", "poll", "game", "checklist", "giveaway")


def _not_seen(say: Speaker) -> str:
    return say("I can't look at pictures or files, and I did not keep this one. Write what you see, or choose a topic.")


def _not_kept_number(say: Speaker) -> str:
    return say("I do not keep phone numbers or contacts. I dropped this one. Write your question.")


def _not_kept_place(say: Speaker) -> str:
    return say("I do not keep places. I dropped this one. If someone is in danger, press 🆘.")


def _hint(say: Speaker) -> str:
    return say("Write your question in your own words, or press a button.")


ANSWERS: dict[str, Callable[[Speaker], str]] = {
    **dict.fromkeys(SHOWN, _not_seen),
    **dict.fromkeys(PLAYED, _hint),
    "contact": _not_kept_number,
    "location": _not_kept_place,
    "venue": _not_kept_place,
}


async def other(context: Context) -> None:
    """Say kindly what can't be read, with the lasting keyboard."""
    answer = ANSWERS[context.hearing.media or "sticker"]
    context.reply(answer(context.say), with_lasting=True)


def _is(h: Hearing, kinds: tuple[str, ...]) -> bool:
    return h.is_private and h.kind == "message" and h.media in kinds


async def nothing(_context: Context) -> None:
    """Leave it: an edit, a service message, talk that is not for us."""


HANDLERS: tuple[On, ...] = (
    On(lambda h: _is(h, SPOKEN) and not h.text, hear_voice),
    On(lambda h: _is(h, tuple(ANSWERS)) and not h.text, other),
)
LAST: tuple[On, ...] = (On(lambda _h: True, nothing),)
