"""What a bot sends with a call, read once, however it came: JSON values, form strings or multipart parts."""

import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json
from bot.sandbox.texts import clean


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes of one uploaded file and the name the bot gave it."""

    content: bytes
    name: str | None = None


class Parameters:
    """The parameters of one call; what is missing or unreadable reads as its empty value, as on the real server."""

    __slots__ = ("_values", "files")

    def __init__(self, values: Json, files: dict[str, Upload]) -> None:
        self._values = values
        self.files = files

    def has(self, name: str) -> bool:
        """Tell whether the parameter was given and is not empty."""
        return self._values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """Return a text without the characters Telegram takes out; raises ApiError when it is no Unicode."""
        value = self._values.get(name)
        if value is None:
            return ""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
        return clean(text)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | str):
            return default
        try:
            return int(value)
        except ValueError:
            return default

    def boolean(self, name: str) -> bool:
        """Return a truth value."""
        value = self._values.get(name)
        return value is True or value == 1 or (isinstance(value, str) and value.lower() in ("true", "yes", "1"))

    def json(self, name: str, complaint: str) -> Any:
        """Return an object or a list, parsed when it came as text; raises ApiError with `complaint`."""
        value = self._values.get(name)
        if value is None or value == "":
            return None
        try:
            parsed = json.loads(value) if isinstance(value, str) else value
            json.dumps(parsed, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise bad_request(complaint) from None
        return parsed

    def chat_id(self, name: str = "chat_id") -> int | str:
        """Return a chat's id, or its @username; raises ApiError when there is none."""
        value = self._values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        given = value.strip() if isinstance(value, str) else ""
        if not given:
            raise bad_request(f"{name} is empty")
        if given.startswith("@"):
            return given
        try:
            return int(given)
        except ValueError:
            raise bad_request("chat not found") from None

    def upload(self, name: str) -> Upload | None:
        """Return the bytes given for a parameter, directly or as `attach://part`."""
        if name in self.files:
            return self.files[name]
        value = self._values.get(name)
        return self.attached(value) if isinstance(value, str) else None

    def attached(self, reference: str) -> Upload | None:
        """Return the part that `attach://part` names."""
        return self.files.get(reference.removeprefix("attach://")) if reference.startswith("attach://") else None
