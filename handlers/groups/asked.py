"""What a message of ours asks a group, read from its own buttons: neither its age nor a restart matters. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Message

from content.languages import CODES, speaker

# What a link into private carries: a question, and a question that is answered for the group.
QUESTION, FOR_GROUP = "g", "o"
# What a press of an edition's button is called: "edition:<yyyy-mm-dd>:<about>:<answer>".
PRESS = "edition"
# What stands for words that were not kept.
LEFT_OUT = "…"
_LINK = re.compile(rf"[?&]start=(?:{QUESTION}|{FOR_GROUP})_(\d{{1,19}})$")


@dataclass(frozen=True)
class Replied:
    """A message of ours that was replied to: its Telegram-HTML, its buttons, the open questions behind them in order.

    `is_news` holds for an edition, whatever it asks.
    """

    message_id: int
    html: str
    markup: Mapping[str, Any]
    gaps: tuple[int, ...]
    is_news: bool

    @property
    def asks(self) -> bool:
        """Whether words that reply to it are meant for others, and not for us."""
        return self.is_news or bool(self.gaps)

    @property
    def language(self) -> str | None:
        """The language that its buttons are labelled in, or None."""
        labels = {str(one.get("text", "")).lstrip("\u200f") for one in _buttons(self.markup)}
        for code in CODES:
            say = speaker(code)
            known = {say("🗣 I know this"), *(say("🗣 I know no. {n}", n=n) for n in range(1, len(self.gaps) + 1))}
            if labels & known:
                return code
        return None


def replied_to(message: Message, me: object) -> Replied | None:
    """Return the message of ours, by our own id `me`, that a message replies to; None for anybody else's."""
    ours = message.reply_to_message
    if ours is None or ours.from_user is None or ours.from_user.id != me:
        return None
    markup = ours.reply_markup.to_dict() if ours.reply_markup else {}
    return Replied(ours.message_id, ours.text_html or "", markup, gaps_behind(markup), is_news(markup))


def is_ours_asking(message: object, me: object) -> bool:
    """Tell whether a raw message is one of ours, by our own id `me`, that asks a group something."""
    sender = message.get("from") if isinstance(message, Mapping) else None
    if not isinstance(message, Mapping) or not isinstance(sender, Mapping) or sender.get("id") != me:
        return False
    markup = message.get("reply_markup")
    return is_news(markup) or bool(gaps_behind(markup))


def gaps_behind(markup: object) -> tuple[int, ...]:
    """Return the open questions that the links of a keyboard lead to, in the order in which they stand."""
    found = (_LINK.search(str(one.get("url", ""))) for one in _buttons(markup))
    return tuple(dict.fromkeys(int(one[1]) for one in found if one and int(one[1]) < 2**63))


def is_news(markup: object) -> bool:
    """Tell whether a keyboard stands under an edition."""
    return any(str(one.get("callback_data", "")).startswith(f"{PRESS}:") for one in _buttons(markup))


def _buttons(markup: object) -> Iterator[Mapping[str, Any]]:
    """Yield the buttons of a raw keyboard; of anything else nothing."""
    rows = markup.get("inline_keyboard") if isinstance(markup, Mapping) else None
    for row in rows if isinstance(rows, list | tuple) else ():
        yield from (one for one in (row if isinstance(row, list | tuple) else ()) if isinstance(one, Mapping))
