"""The bot in a terminal or a pipe: each line typed is what one person says, and what comes back is written.

It is one more phone on LocalTelegram and knows no bot; of the program it only asks to be told when all is quiet.
"""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Final, Protocol

from rich.console import Console
from rich.text import Text

from bot.sandbox.events import Event, Json
from bot.sandbox.people import Person, labels
from bot.sandbox.pictures import picture_size
from bot.sandbox.telegram import LocalTelegram

_PRESS = re.compile(r"\[\s*(\d{1,3})\s*\]")
_FILE = re.compile(r"/(photo|voice)\s+(\S.*)")
STYLES: Final = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "code": "cyan",
    "pre": "cyan",
    "text_link": "underline blue",
    "url": "underline blue",
}
# Halves of letters, which a pipe can carry and a phone can't type.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Quiet(Protocol):
    """The program whose bot answers."""

    async def idle(self) -> None:
        """Wait until nothing that came in or must go out is left."""


class CannotType(Exception):
    """What was typed can't be done; the message says why, in a sentence."""


class _Screen:
    """What came to one person's chat since it was last read: each message once, in its newest form."""

    def __init__(self, local: LocalTelegram, person: Person) -> None:
        self._person, self._bot_id = person, local.me["id"]
        self._fresh: dict[int | str, Json] = {}
        self.leave = local.subscribe(self._note)

    def _note(self, event: Event) -> None:
        if event.kind == "callback_answered" and event.detail["person_id"] == self._person.id and event.detail["text"]:
            self._fresh[event.detail["callback_query_id"]] = {"text": event.detail["text"]}
        if event.chat_id != self._person.id:
            return
        if event.kind in ("message", "edited") and event.message and event.message["from"]["id"] == self._bot_id:
            self._fresh[event.message["message_id"]] = event.message
        elif event.kind == "deleted":
            for message_id in event.detail["message_ids"]:
                self._fresh.pop(message_id, None)
        elif event.kind == "keyboard" and event.detail["keyboard"] and self._fresh:
            newest = next(reversed(self._fresh))
            self._fresh[newest] = {**self._fresh[newest], "lasting": event.detail["keyboard"].get("keyboard", [])}

    def read(self) -> list[Json]:
        fresh, self._fresh = self._fresh, {}
        return list(fresh.values())


async def chat(
    app: Quiet,
    local: LocalTelegram,
    *,
    name: str,
    language: str | None,
    lines: AsyncIterator[str],
    write: Callable[[str], None],
    as_json: bool,
) -> None:
    """Let a new person `name` say each of `lines` and write what the bot answered, until there are no more lines.

    `[n]` presses button n, counted from 1 over the rows of the newest inline keyboard (of the lasting reply keyboard
    when there is none); `/photo PATH` and `/voice PATH` send a file. With `as_json` one object is written a line:
    `{"replies": [{"text", "buttons", "photo"}]}`, and `"error"` beside it when the line could not be done.
    """
    person = local.add_person(first_name=name, language_code=language)
    screen = _Screen(local, person)
    try:
        async for line in lines:
            complaint = ""
            try:
                await _type(person, _LONE_SURROGATE.sub("\ufffd", line).strip())
            except CannotType as error:
                complaint = str(error)
            await app.idle()
            replies = screen.read()
            if as_json:
                write(_as_json_line(replies, local, complaint))
            elif replies or complaint:
                write("\n".join([*(_as_shown(reply) for reply in replies), *([complaint] if complaint else [])]))
    finally:
        screen.leave()


async def _type(person: Person, line: str) -> None:
    """Do what a line stands for; an empty one does nothing. Raises CannotType."""
    if not line:
        return
    if pressed := _PRESS.fullmatch(line):
        _press(person, int(pressed[1]))
    elif file := _FILE.fullmatch(line):
        await _send_file(person, file[1], Path(file[2]))
    else:
        person.say(line)


def _press(person: Person, number: int) -> None:
    rows = person.buttons or person.keyboard
    count = sum(map(len, rows))
    if not 1 <= number <= count:
        raise CannotType(f"There is no button {number}; there are {count}." if count else "There are no buttons.")
    person.press(number - 1)


async def _send_file(person: Person, kind: str, path: Path) -> None:
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise CannotType(f"{path} can't be read: {error.strerror}.") from None
    if kind == "voice":
        person.send_voice(content)
    elif picture_size(content) is None:
        raise CannotType(f"{path} is no JPEG, PNG, GIF or WebP picture.")
    else:
        person.send_photo(content)


def _as_json_line(replies: list[Json], local: LocalTelegram, complaint: str) -> str:
    told: Json = {"replies": [_as_reply(reply, local) for reply in replies]}
    return json.dumps(told | {"error": complaint} if complaint else told, ensure_ascii=False)


def _as_reply(message: Json, local: LocalTelegram) -> Json:
    sizes = message.get("photo")
    file = local.world.files.by_id(sizes[-1]["file_id"]) if sizes else None
    return {
        "text": message.get("text", message.get("caption", "")),
        "buttons": labels(_inline(message) or message.get("lasting", [])),
        "photo": (file.name or file.path.rpartition("/")[2]) if file else None,
    }


def _inline(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def _as_shown(message: Json) -> str:
    """Return a message for the eye: its text as it is, its buttons numbered, the lasting keyboard in one line."""
    shown = Text()
    for kind in ("photo", "voice", "document"):
        if kind in message:
            shown.append(f"({kind})\n", "dim")
    caption = "caption" if "text" not in message else "text"
    entities = message.get("entities" if caption == "text" else "caption_entities", [])
    shown.append_text(_styled(message.get(caption, ""), entities))
    number = 0
    for row in _inline(message):
        shown.append("\n")
        for button in row:
            number += 1
            shown.append(f" [{number}]", "bold cyan").append(f" {button['text']} ")
    if lasting := message.get("lasting"):
        shown.append("\n ⌨ " + " · ".join(one for row in labels(lasting) for one in row), "dim")
    return _to_terminal(shown)


def _styled(text: str, entities: list[dict[str, Any]]) -> Text:
    styled = Text(text)
    encoded = text.encode("utf-16-le", "surrogatepass")
    for entity in entities:
        if entity["type"] in STYLES:
            start = len(encoded[: entity["offset"] * 2].decode("utf-16-le", "surrogatepass"))
            end = len(encoded[: (entity["offset"] + entity["length"]) * 2].decode("utf-16-le", "surrogatepass"))
            styled.stylize(STYLES[entity["type"]], start, end)
    return styled


def _to_terminal(shown: Text) -> str:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", highlight=False)
    with console.capture() as captured:
        console.print(shown, soft_wrap=True)
    return captured.get()
