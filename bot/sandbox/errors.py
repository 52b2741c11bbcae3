"""What the sandbox answers when it refuses, and how a network fails. It knows neither chats nor HTTP.

Exception
├── ApiError          Telegram's own refusal: code, description, parameters
└── NetworkFault      no proper answer came back
    ├── ConnectionLost    the request was never accepted
    ├── AnswerLost        the request was carried out, its answer never arrived
    └── BadGateway        something in between answered with a page of HTML
"""

from typing import Any, Literal

Fault = Literal["before", "after", "hang", "garbage"]
GARBAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class ApiError(Exception):
    """A refusal in Telegram's words; `parameters` may hold `retry_after` (s) or `migrate_to_chat_id`."""

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """Return the body that the Bot API sends for this refusal."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class NetworkFault(Exception):
    """No proper answer came back."""


class ConnectionLost(NetworkFault):
    """The request was never accepted."""


class AnswerLost(NetworkFault):
    """The request was carried out, but its answer was lost on the way."""


class BadGateway(NetworkFault):
    """A proxy answered with HTML in Telegram's place."""


def bad_request(what: str) -> ApiError:
    """Return a 400."""
    return ApiError(400, f"Bad Request: {what}")


def forbidden(what: str) -> ApiError:
    """Return a 403."""
    return ApiError(403, f"Forbidden: {what}")


def conflict(what: str) -> ApiError:
    """Return a 409."""
    return ApiError(409, f"Conflict: {what}")


def too_many_requests(retry_after_s: int) -> ApiError:
    """Return a 429 that asks to wait."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after_s}", {"retry_after": retry_after_s})
