"""What the author of a story hears from its review, in their language. Who reviews it they never learn."""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from typing import Any

from content.guidance.library import Card
from content.guidance.markup import Rendered, render
from content.languages import Speaker
from handlers.keyboards import Button, Rows
from handlers.lengths import cut
from handlers.members.stories.story import action
from handlers.members.told_refs import own_ref
from handlers.notices import notify, speaker_for
from handlers.priorities import EMERGENCY, REVIEW
from handlers.story_words import words_of
from storage.experiences import Experience
from storage.outbox import Staged
from storage.session import Session

_LONGEST_WORDING = 1500
# Plain lines for under a card, in the reader's language.
Foot = Callable[[Speaker], Sequence[str]]


def _nothing(_say: Speaker) -> Sequence[str]:
    return ()


async def tell_author(
    w: Session,
    one: Experience,
    what: str,
    text: Callable[[Speaker], str],
    now: datetime,
    rows: Callable[[Speaker], Rows] = lambda _say: (),
    *,
    priority: int = REVIEW,
    kind: str = "story",
) -> list[Staged]:
    """Stage a message to who told a story, in their language; none when nobody is to be told any more.

    `text` is Telegram-HTML. `what` names the news: the same about the same revision is told once.
    """
    member = await w.members.get(one.contact) if one.contact is not None else None
    if member is None:
        return []
    say, period = speaker_for(member, one.language), f"{one.id}:{what}:{one.revision}"
    at_once = priority == EMERGENCY
    return await notify(w, member, kind, period, text(say), rows(say), now, priority=priority, at_once=at_once)


def own_row(say: Speaker, one: Experience) -> Rows:
    """Return the button with which its author opens a story, to change it or take it back."""
    return [[Button(say("📖 My story"), action("show", own_ref(one)))]]


async def announce(w: Session, one: Experience, now: datetime) -> list[Staged]:
    """Tell an author which words were changed; they have a day to object."""

    def text(say: Speaker) -> str:
        return "\n\n".join(
            [
                say("✏️ Before your story goes out, some words were changed. Yours:"),
                f"<blockquote>{_joined(one.answers)}</blockquote>",
                say("Changed:"),
                f"<blockquote>{_joined(one.shown or {})}</blockquote>",
                say("Is it still what you meant? If you say nothing, it goes out so in 24 hours."),
            ]
        )

    def rows(say: Speaker) -> Rows:
        what = f"{one.id}:{one.revision}"
        return [[Button(say("👍 Agree"), f"story-agree:{what}"), Button(say("✋ Not so"), f"story-object:{what}")]]

    return await tell_author(w, one, "announced", text, now, rows)


def _joined(content: Any) -> str:
    return escape(cut("\n".join(words_of(content).values()), _LONGEST_WORDING), quote=False)


async def ask_author(w: Session, one: Experience, question: str, now: datetime) -> list[Staged]:
    """Pass a reviewer's question on."""

    def text(say: Speaker) -> str:
        asked = f"<blockquote>{escape(question, quote=False)}</blockquote>"
        return say("❓ Who reads your story asks:") + "\n" + asked

    return await tell_author(
        w, one, "asked", text, now, lambda say: [[Button(say("✍️ Answer"), f"story-answer:{one.id}")]]
    )


async def show_card_to_author(
    w: Session, one: Experience, card: Card, now: datetime, foot: Foot = _nothing, *, is_urgent: bool = False
) -> list[Staged]:
    """Send the first screen of a card that helps whoever tells such a story."""

    def shown(say: Speaker) -> Rendered:
        return render(card, say.language.code, say, today=now.date(), foot=foot(say))

    def rows(say: Speaker) -> Rows:
        return [[Button(say("⬇️ More"), f"more:{card.number}:{say.language.code}")]] if shown(say).more else []

    priority, kind = (EMERGENCY, "emergency") if is_urgent else (REVIEW, "story")
    return await tell_author(
        w, one, f"card-{card.id}", lambda say: shown(say).first, now, rows, priority=priority, kind=kind
    )
