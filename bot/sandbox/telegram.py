"""Telegram on this machine: the bot's entrance, and the people and groups that live behind it.

It is strict where the real one is: the same limits, errors and pace. It knows nothing of Pitwise.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from bot.clock import Clock
from bot.sandbox.chats import ChatKind
from bot.sandbox.errors import AnswerLost, ApiError, BadGateway, ConnectionLost, Fault
from bot.sandbox.events import Event, Json
from bot.sandbox.groups import Group
from bot.sandbox.methods import about, chats, edits, inline, media, messages, queries, receiving
from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.people import Person
from bot.sandbox.world import World

METHODS: Final[dict[str, tuple[str, Callable[[World, Parameters], Any]]]] = {
    name.lower(): (name, method)
    for module in (about, chats, edits, inline, media, messages, queries, receiving)
    for name, method in module.METHODS.items()
}
ANY_METHOD: Final = "*"
HANG_S: Final = 60.0
_TOKEN: Final = re.compile(r"\d{3,}:[A-Za-z0-9_-]{30,}")


class LocalTelegram:
    """One Telegram with one bot. All state is in memory and ends with the process."""

    def __init__(self, *, clock: Clock, enforce_limits: bool = True) -> None:
        """`enforce_limits=False` switches the pace off (no 429 any more); sizes and contents are always checked."""
        self.world = World(clock, enforce_limits=enforce_limits)
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self._faults: dict[str, list[ApiError | Exception | Fault]] = {}

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    def check_token(self, token: str) -> None:
        """Raise ApiError 401 for another bot's token, 404 for what is no token at all."""
        if token != self.world.token:
            raise ApiError(401, "Unauthorized") if _TOKEN.fullmatch(token) else ApiError(404, "Not Found")

    @property
    def me(self) -> Json:
        """The bot as a User."""
        return self.world.me

    @property
    def connection_lost(self) -> bool:
        """Whether the bot's network is dead: each call fails, and nothing is pushed."""
        return self.world.connection_lost

    @connection_lost.setter
    def connection_lost(self, lost: bool) -> None:
        self.world.connection_lost = lost
        if self.world.webhook is not None:
            self.world.webhook.is_cut_off = lost
        if lost:
            self.world.updates.cut_off()

    async def call(self, method: str, params: Json, files: dict[str, Upload] | dict[str, bytes] | None = None) -> Any:
        """Carry out one call of the bot and return the API's `result`; raises ApiError or NetworkFault.

        Values may be JSON values or the strings of a form; method names are read without regard to case.
        """
        if self.world.connection_lost:
            raise ConnectionLost
        name, carry_out = METHODS.get(method.lower(), ("", None))
        if self.world.logged_out and name != "logOut":
            raise ApiError(400, "Logged out")
        if carry_out is None:
            raise ApiError(404, "Not Found: method not found")
        self.world.calls[name] += 1
        try:
            fault = self._take_fault(name)
            result = carry_out(self.world, Parameters(params, _uploads(files)))
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            self.world.refusals[name, error.code] += 1
            raise
        if fault == "hang":
            await self.world.clock.sleep(HANG_S)
        if fault is not None:
            raise AnswerLost
        return result

    def _take_fault(self, name: str) -> ApiError | Exception | Fault | None:
        """Raise the next fault planned for a method, or return the one that strikes when the call is done."""
        if not self._faults:
            return None
        key = name if self._faults.get(name) else ANY_METHOD
        planned = self._faults.get(key)
        if not planned:
            return None
        fault = planned.pop(0)
        if not planned:
            del self._faults[key]
        if isinstance(fault, Exception):
            raise fault
        if fault == "before":
            raise ConnectionLost
        if fault == "garbage":
            raise BadGateway
        return fault

    def fail_next(self, method: str, error: ApiError | Exception | Fault, times: int = 1) -> None:
        """Let the next calls of a method ("*": of any) fail.

        An ApiError is the answer. "before": the connection is refused, nothing is done. "after": it is done, but the
        answer is lost. "hang": the same, but the bot learns of it only 60 s later. "garbage": a 502 with HTML, nothing
        is done. Exceptions of httpx and telegram reach the bot as they are in process, and break the connection over
        HTTP.
        """
        name = METHODS[method.lower()][0] if method != ANY_METHOD else ANY_METHOD
        self._faults.setdefault(name, []).extend([error] * times)

    def add_person(self, *, first_name: str, language_code: str | None = None, username: str | None = None) -> Person:
        """Let someone have a phone; the bot can't write to them before they have written to it."""
        chat = self.world.chats.add_private(first_name, username)
        face: Json = {"id": chat.id, "is_bot": False, "first_name": first_name}
        if username:
            face["username"] = username
        if language_code:
            face["language_code"] = language_code
        self.world.users[chat.id] = face
        person = self.people[chat.id] = Person(self.world, face)
        return person

    def add_group(
        self,
        title: str,
        *,
        members: Sequence[Person],
        admins: Sequence[Person] = (),
        kind: ChatKind = "group",
        forum: bool = False,
        username: str | None = None,
    ) -> Group:
        """Open a group or channel with these people and let the first of them (an admin, if any) add the bot."""
        chat = self.world.chats.add_shared(kind, title, username=username, forum=forum)
        everyone = [*admins, *members]
        for person in everyone:
            chat.members.setdefault(person.id, "administrator" if person in admins else "member")
        group = self.groups[chat.id] = Group(self.world, chat)
        if everyone:
            chat.members[everyone[0].id] = "creator"
            group.add_bot(everyone[0])
        return group

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Tell `listener` of every change in any chat; the returned call ends it."""
        return self.world.listeners.add(listener)

    def inject(self, update: Json) -> None:
        """Put any object at all in the bot's queue, for fault tests."""
        self.world.updates.inject(update)

    async def drained(self) -> None:
        """Wait until no update waits: all confirmed by an offset, or taken by the webhook."""
        while True:
            await self.world.updates.empty.wait()
            webhook = self.world.webhook
            if webhook is None or webhook.idle.is_set():
                return
            await webhook.idle.wait()

    def messages(self, chat_id: int) -> list[Json]:
        """Return every message that stands in a chat, oldest first."""
        return list(self.world.chats.all[chat_id].messages.values())

    def commands_for(self, person: Person, chat_id: int | None = None) -> list[Json]:
        """Return the command menu that a person sees in a chat (their private one, if none is named)."""
        chat = self.world.chats.all[chat_id or person.id]
        return self.world.profile.commands_shown(
            chat.id,
            person.id,
            person.face.get("language_code", "").partition("-")[0],
            private=chat.kind == "private",
            administrator=chat.members.get(person.id) in ("creator", "administrator"),
        )

    def bytes_to(self, chat: Person | Group | int) -> int:
        """Return how many bytes a phone has received of the bot: the messages as JSON, and their files."""
        return self.world.chats.all[chat if isinstance(chat, int) else chat.id].received_bytes

    async def close(self) -> None:
        """End the webhook, if there is one."""
        if self.world.webhook is not None:
            await self.world.webhook.close()
            self.world.webhook = None


def _uploads(files: dict[str, Upload] | dict[str, bytes] | None) -> dict[str, Upload]:
    if not files:
        return {}
    return {name: file if isinstance(file, Upload) else Upload(file) for name, file in files.items()}
