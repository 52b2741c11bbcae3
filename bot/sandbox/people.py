"""The people of the sandbox. What they do with their thumbs becomes the update a real client would cause."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.events import Json
from bot.sandbox.files import StoredFile, media_fields
from bot.sandbox.limits import MAX_INLINE_QUERY, MAX_TEXT_UNITS
from bot.sandbox.methods.messages import CONTENT, forward_fields
from bot.sandbox.methods.sending import quoted
from bot.sandbox.presses import PAYLOAD, press_inline, press_lasting
from bot.sandbox.texts import clean, find_automatic, split_units
from bot.sandbox.world import ANONYMOUS_ADMINISTRATOR, World

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat
    from bot.sandbox.groups import Group


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Someone with a phone. `chat` is a group or its id; without one, the private chat with the bot is meant."""

    world: World
    face: Json

    @property
    def id(self) -> int:
        """The person's id, which is also the id of the private chat with the bot."""
        return int(self.face["id"])

    @property
    def private(self) -> "Chat":
        """The private chat with the bot."""
        return self.world.chats.all[self.id]

    @property
    def messages(self) -> list[Json]:
        """Every message that stands in the private chat, oldest first."""
        return list(self.private.messages.values())

    @property
    def last(self) -> Json | None:
        """The newest message from the bot in the private chat."""
        from_bot = (one for one in reversed(self.private.messages.values()) if one["from"] is self.world.me)
        return next(from_bot, None)

    @property
    def buttons(self) -> list[list[str]]:
        """The labels of the newest inline keyboard in the private chat, row by row."""
        message = self.newest_with_buttons(self.private)
        return labels(message["reply_markup"]["inline_keyboard"]) if message else []

    @property
    def keyboard(self) -> list[list[str]]:
        """The labels of the lasting reply keyboard in the private chat, row by row."""
        return labels((self.private.keyboard or {}).get("keyboard", []))

    @property
    def answered(self) -> Json | None:
        """What the bot answered to this person's latest answered press: text, show_alert, url."""
        return self.world.callback_answers.get(self.id)

    def newest_with_buttons(self, chat: "Chat") -> Json | None:
        """Return the newest message of a chat that carries inline buttons."""
        return next((one for one in reversed(chat.messages.values()) if "reply_markup" in one), None)

    def say(
        self, text: str, chat: "Group | int | None" = None, reply_to: Json | int | None = None, *, topic: int = 0
    ) -> Json:
        """Write a text; what is longer than 4,096 units goes as several messages, the last of which is returned."""
        message: Json = {}
        for piece in split_units(clean(text).strip(), MAX_TEXT_UNITS):
            message = self._send(_text_fields(piece), chat, reply_to, topic)
        return message

    def start(self, payload: str | None = None) -> Json:
        """Press Start, or open a deep link; a person who had blocked the bot unblocks it by that.

        Raises ValueError for a payload that no link can carry.
        """
        if payload and not PAYLOAD.fullmatch(payload):
            raise ValueError(f"Telegram carries 1-64 of A-Z a-z 0-9 _ - as a payload, not {payload!r}.")
        self.unblock()
        return self.say(f"/start {payload}" if payload else "/start")

    def send_photo(self, content: bytes, caption: str = "", chat: "Group | int | None" = None, **more: Any) -> Json:
        """Send a picture; `media_group_id=…` makes it part of an album."""
        file = self.world.files.keep("photo", content, mime_type="image/jpeg")
        return self._send_file(file, caption, chat, more)

    def send_voice(self, content: bytes, duration_s: int = 3, chat: "Group | int | None" = None) -> Json:
        """Send a voice note."""
        file = self.world.files.keep("voice", content, mime_type="audio/ogg")
        return self._send(media_fields(file, duration_s=duration_s), chat)

    def send_document(
        self, content: bytes, name: str = "file.pdf", caption: str = "", chat: "Group | int | None" = None
    ) -> Json:
        """Send a file."""
        return self._send_file(self.world.files.keep("document", content, name=name), caption, chat, {})

    def send_sticker(self, chat: "Group | int | None" = None) -> Json:
        """Send a sticker."""
        file = self.world.files.keep("sticker", b"RIFF....WEBP", name="sticker.webp", mime_type="image/webp")
        return self._send(media_fields(file), chat)

    def send_contact(self, phone_number: str = "+255700000000", chat: "Group | int | None" = None) -> Json:
        """Share one's own telephone number."""
        contact = {"phone_number": phone_number, "first_name": self.face["first_name"], "user_id": self.id}
        return self._send({"contact": contact}, chat)

    def send_location(
        self, latitude: float = -2.87, longitude: float = 32.23, chat: "Group | int | None" = None
    ) -> Json:
        """Share a place; unless told otherwise, Geita."""
        return self._send({"location": {"latitude": latitude, "longitude": longitude}}, chat)

    def send_poll(self, question: str = "?", chat: "Group | int | None" = None) -> Json:
        """Send a poll with two answers."""
        options = [{"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate("12")]
        poll: Json = {"id": "5251", "question": question, "options": options, "total_voter_count": 0}
        flags = ("is_closed", "allows_multiple_answers", "allows_revoting", "members_only")
        return self._send(
            {"poll": {**poll, **dict.fromkeys(flags, False), "is_anonymous": True, "type": "regular"}}, chat
        )

    def forward(self, message: Json, chat: "Group | int | None" = None) -> Json:
        """Forward a message to the bot or into a group."""
        content = {name: message[name] for name in CONTENT if name in message}
        return self._send(content | forward_fields(message), chat)

    def edit(self, message: Json, text: str) -> Json:
        """Change one of one's own messages."""
        chat = self.world.chats.all[message["chat"]["id"]]
        old = chat.messages[message["message_id"]]
        if old["from"]["id"] not in (self.id, ANONYMOUS_ADMINISTRATOR["id"]):
            raise ValueError("People can only edit what they wrote themselves.")
        kept = {name: value for name, value in old.items() if not name.endswith("entities")}
        fields = _text_fields(clean(text).strip(), "text" if "text" in old else "caption")
        edited = self.world.replace(chat, old["message_id"], {**kept, **fields, "edit_date": self.world.now_s()})
        self.world.hand_to_bot(chat, edited, edited=True)
        return edited

    def press(self, button: str | int, message: Json | None = None) -> Json | None:
        """Press an inline button by its label or by its number counted over the rows from 0.

        Without `message` the newest inline keyboard of the private chat is meant; a label that is not on it is looked
        for on the lasting reply keyboard. Returns the message that a reply button or a deep link writes, None for a
        callback. Raises LookupError when there is no such button.
        """
        pressed = message or self.newest_with_buttons(self.private)
        found = press_inline(self, pressed, button) if pressed else None
        if found is not None:
            return found.message
        if message is None and (lasting := press_lasting(self, button)) is not None:
            return lasting.message
        raise LookupError(f"There is no button {button!r}; there are {self.buttons} and {self.keyboard}.")

    def ask_inline(self, query: str, offset: str = "", chat: "Group | int | None" = None) -> str:
        """Write `@bot query` into the input of a chat; returns the id under which the results will come.

        What is longer than 256 signs is cut off, as the apps do.
        """
        asked = self.world.queries.ask(self.id, self.id)
        kind = "sender" if chat is None else self._chat(chat).kind
        body = {"id": asked.id, "from": self.face, "query": query[:MAX_INLINE_QUERY], "offset": offset}
        self.world.updates.add("inline_query", {**body, "chat_type": kind})
        return asked.id

    @property
    def inline_answer(self) -> Json | None:
        """The latest answer to an inline question: results, button, cache_time_s, personal."""
        return self.world.inline_answers.get(self.id)

    @property
    def inline_results(self) -> list[Json]:
        """The results of the latest answered inline question."""
        results: list[Json] = (self.inline_answer or {}).get("results", [])
        return results

    def choose(self, number: int, chat: "Group | int | None" = None) -> Json:
        """Send the result with this number, counted from 0, into a chat: it stands there as this person's message."""
        messages: Json = (self.inline_answer or {}).get("messages", {})
        fields: Json = list(messages.values())[number]
        return self._send({**fields, "via_bot": self.world.me}, chat)

    def open_inline_button(self) -> Json:
        """Press the button above the results: it opens the private chat with its deep link."""
        button = (self.inline_answer or {}).get("button")
        if not button:
            raise LookupError("There is no button above the results.")
        return self.start(button["start_parameter"])

    def block(self) -> None:
        """Block the bot."""
        self._set_status("kicked")

    def unblock(self) -> None:
        """Let the bot write again."""
        if self.private.bot_status == "kicked":
            self._set_status("member")

    def delete_account(self) -> None:
        """Leave Telegram for good."""
        self.private.is_deleted = True

    def _set_status(self, status: Any) -> None:
        old, self.private.bot_status = self.private.bot_status, status
        if old != status:
            self.world.tell_membership(self.private, self.face, self.world.me, old, status)

    def _send_file(self, file: StoredFile, caption: str, chat: "Group | int | None", more: Json) -> Json:
        caption_fields = _text_fields(clean(caption).strip(), "caption") if caption else {}
        return self._send(media_fields(file) | caption_fields | more, chat)

    def _send(
        self, fields: Json, chat: "Group | int | None" = None, reply_to: Json | int | None = None, topic: int = 0
    ) -> Json:
        self.private.is_seen = True
        target = self.private if chat is None else self._chat(chat)
        if target is self.private:
            self.unblock()
            target.bot_status = "member"
        elif target.migrated_to is not None:
            target = self.world.chats.all[target.migrated_to]
        if reply_to is not None:
            replied_id = reply_to if isinstance(reply_to, int) else reply_to["message_id"]
            fields = {**fields, "reply_to_message": quoted(target.messages[replied_id])}
        if topic:
            fields = {**fields, "message_thread_id": topic, "is_topic_message": True}
        message = self._post(target, fields)
        keyboard = target.keyboard or {}
        if keyboard.get("force_reply") or keyboard.get("one_time_keyboard"):
            self.world.set_keyboard(target, None)
        self.world.hand_to_bot(target, message)
        return message

    def _chat(self, chat: "Group | int") -> "Chat":
        return self.world.chats.all[chat if isinstance(chat, int) else chat.id]

    def _post(self, target: "Chat", fields: Json) -> Json:
        if target.kind == "channel":
            return self.world.post(target, {"sender_chat": target.face, **fields}, sender=None)
        if self.id in target.anonymous:
            return self.world.post(target, {"sender_chat": target.face, **fields}, sender=ANONYMOUS_ADMINISTRATOR)
        return self.world.post(target, fields, sender=self.face)


def _text_fields(text: str, name: str = "text") -> Json:
    entities = find_automatic(text)
    place = "entities" if name == "text" else f"{name}_entities"
    return {name: text, place: entities} if entities else {name: text}


def labels(rows: list[list[Json]]) -> list[list[str]]:
    """Return what is written on the buttons."""
    return [[button["text"] for button in row] for row in rows]
