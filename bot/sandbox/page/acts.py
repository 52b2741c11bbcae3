"""What the page lets people do with their thumbs, one function an act. It reads JSON values and trusts none."""

import re
from collections.abc import Callable
from typing import Any, Final

from bot.sandbox.chats import PRESENT, Chat
from bot.sandbox.events import Json
from bot.sandbox.people import Person
from bot.sandbox.pictures import picture_size
from bot.sandbox.presses import open_link, press_lasting
from bot.sandbox.telegram import LocalTelegram

MAX_FILE_BYTES: Final = 20 * 1024 * 1024
MAX_TEXT: Final = 20_000
MAX_VOICE_S: Final = 3_600
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


class Refused(Exception):
    """The page asked for something that is not possible; the message says what, in a sentence."""


class Act:
    """One request of the page: who does it, where, and with which values."""

    def __init__(self, local: LocalTelegram, values: Json) -> None:
        self.local = local
        self._values = values

    def number(self, name: str) -> int:
        """Return a whole number; raises Refused."""
        value = self._values.get(name)
        if isinstance(value, str) and value.lstrip("-").isdecimal() and len(value) < 20:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refused(f"“{name}” has to be a whole number.")
        return value

    def text(self, name: str, longest: int = MAX_TEXT) -> str:
        """Return a text, empty when there is none; raises Refused."""
        value = self._values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > longest:
            raise Refused(f"“{name}” has to be a text of at most {longest} letters.")
        return value.strip()

    def flag(self, name: str) -> bool:
        """Return a yes or no; raises Refused."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise Refused(f"“{name}” has to be true or false.")
        return value

    @property
    def person(self) -> Person:
        """Who does it; raises Refused."""
        person = self.local.people.get(self.number("person"))
        if person is None:
            raise Refused("There is no such person.")
        return person

    @property
    def chat(self) -> Chat:
        """Where they do it, a chat they are in; without one it is their own with the bot. Raises Refused."""
        person = self.person
        chat_id = self.number("chat") if self._values.get("chat") is not None else person.id
        chat = self.local.world.chats.all.get(chat_id)
        if chat is None or (chat.id != person.id and chat.members.get(person.id) not in PRESENT):
            raise Refused("This person is not in that chat.")
        return chat

    def message(self, name: str = "message") -> Json:
        """Return the message of this chat that is meant; raises Refused."""
        message = self.chat.messages.get(self.number(name))
        if message is None:
            raise Refused("That message is gone.")
        return message

    def has(self, name: str) -> bool:
        """Tell whether a value was given at all."""
        return self._values.get(name) is not None


def say(act: Act) -> None:
    """Write a text, perhaps in answer to a message."""
    text = act.text("text")
    if not text:
        raise Refused("Write something first.")
    act.person.say(text, act.chat.id, act.message("reply_to") if act.has("reply_to") else None)


def press(act: Act) -> None:
    """Press button number `button`, counted from 0: of `message`, or of the lasting keyboard when none is named."""
    button = act.number("button")
    if act.has("message"):
        try:
            act.person.press(button, act.message())
        except LookupError:
            raise Refused("That button is gone.") from None
        return
    chat = act.chat
    if chat.kind == "private":
        if press_lasting(act.person, button) is None:
            raise Refused("That button is gone.")
        return
    labels = [one["text"] for row in (chat.keyboard or {}).get("keyboard", []) for one in row]
    if not 0 <= button < len(labels):
        raise Refused("That button is gone.")
    act.person.say(labels[button], chat.id)


def edit(act: Act) -> None:
    """Change what one wrote."""
    text, message = act.text("text"), act.message()
    if not text:
        raise Refused("Write something first.")
    try:
        act.person.edit(message, text)
    except ValueError as error:
        raise Refused(str(error)) from None


def start(act: Act) -> None:
    """Open a deep link: a whole t.me link to this bot, or its payload alone (empty: press Start)."""
    link = act.text("link")
    if "/" in link or ":" in link:
        if open_link(act.person, link) is None:
            raise Refused(f"Only links to t.me/{act.local.me['username']} lead to this bot.")
        return
    if not _PAYLOAD.fullmatch(link):
        raise Refused("A payload has at most 64 of the characters A-Z, a-z, 0-9, _ and -.")
    act.person.start(link or None)


def share(act: Act) -> None:
    """Send something that is neither text nor file."""
    person, chat = act.person, act.chat.id
    sends: dict[str, Callable[[], Any]] = {
        "sticker": lambda: person.send_sticker(chat),
        "contact": lambda: person.send_contact(chat=chat),
        "location": lambda: person.send_location(chat=chat),
        "poll": lambda: person.send_poll("Which pit first?", chat),
    }
    if act.text("what") not in sends:
        raise Refused("That can't be shared.")
    sends[act.text("what")]()


def ask_inline(act: Act) -> None:
    """Write `@bot text` into the input of a chat; the answer comes as an event."""
    chat = act.chat
    act.person.ask_inline(act.text("text"), chat=None if chat.id == act.person.id else chat.id)


def choose(act: Act) -> None:
    """Send result number `number`, counted from 0, of the latest inline answer into a chat."""
    number = act.number("number")
    if not 0 <= number < len(act.person.inline_results):
        raise Refused("That result is gone.")
    act.person.choose(number, act.chat.id)


def open_inline_button(act: Act) -> None:
    """Press the button above the results."""
    try:
        act.person.open_inline_button()
    except LookupError:
        raise Refused("That button is gone.") from None


def block(act: Act) -> None:
    """Block the bot, or let it write again."""
    if act.flag("blocked"):
        act.person.block()
    else:
        act.person.unblock()


def send_photo(act: Act, content: bytes, name: str) -> None:
    """Send a picture."""
    if picture_size(content) is None:
        raise Refused("That is no JPEG, PNG, GIF or WebP picture. Send it as a file instead.")
    act.person.send_photo(content, act.text("caption"), act.chat.id)


def send_voice(act: Act, content: bytes, name: str) -> None:
    """Send a voice note."""
    duration_s = min(max(act.number("duration_s") if act.has("duration_s") else 1, 1), MAX_VOICE_S)
    act.person.send_voice(content, duration_s, act.chat.id)


def send_document(act: Act, content: bytes, name: str) -> None:
    """Send a file."""
    act.person.send_document(content, name[-120:] or "file", act.text("caption"), act.chat.id)


def add_newcomer(local: LocalTelegram, values: Json) -> Person:
    """Let somebody new have a phone that speaks `language_code`, or one that does not tell."""
    act = Act(local, values)
    code = act.text("language_code", 16)
    if code and not _LANGUAGE.fullmatch(code):
        raise Refused("A language code is like sw or pt-BR.")
    number = sum(person.face["first_name"].startswith("Newcomer") for person in local.people.values()) + 1
    return local.add_person(first_name=act.text("name", 40) or f"Newcomer {number}", language_code=code or None)


ACTS: Final[dict[str, Callable[[Act], None]]] = {
    "say": say,
    "press": press,
    "edit": edit,
    "start": start,
    "share": share,
    "block": block,
    "inline": ask_inline,
    "choose": choose,
    "inline-button": open_inline_button,
}
UPLOADS: Final[dict[str, Callable[[Act, bytes, str], None]]] = {
    "photo": send_photo,
    "voice": send_voice,
    "document": send_document,
}
