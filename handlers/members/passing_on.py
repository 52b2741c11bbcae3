"""What becomes of a story once it is decided: it is found, or found no more, and its author is told."""

from collections.abc import Iterator

from content.languages import Speaker
from content.search.experiences import Searchable
from handlers.members.case_news import own_row, tell_author
from handlers.services import Services
from storage.experiences import Experience
from storage.outbox import Staged
from storage.session import Session

# To whom a story must be open for others to find it.
EVERYONE = "members"


async def published(services: Services, w: Session, one: Experience) -> list[Staged]:
    """Let a story that was just published be found, and thank its author; returns what is to be sent."""
    if EVERYONE in one.audience:
        services.experiences.add(searchable(one))
    return await tell_author(w, one, "published", _thanks, lambda say: own_row(say, one))


def unpublished(services: Services, one: Experience) -> None:
    """Let a story be found no more, from this moment on."""
    services.experiences.remove(one.id)


def _thanks(say: Speaker) -> str:
    return say(
        "🎉 Your story is out: others can find it now, without your name. Thank you. "
        "You can take it back at any time: /mine, or the code that you were given."
    )


def searchable(one: Experience) -> Searchable:
    """Return what an experience is found by: all words that are shown of it, and its card."""
    return Searchable(one.id, one.language, " ".join(_words(one.shown or {})), one.card)


def _words(shown: object) -> Iterator[str]:
    """Yield every text in what is shown, whatever its steps are called."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, dict):
        for value in shown.values():
            yield from _words(value)
    elif isinstance(shown, list | tuple):
        for value in shown:
            yield from _words(value)
