"""Presses and inline questions that wait for the bot's answer. It knows no chat."""

import secrets
from dataclasses import dataclass

from bot.clock import Clock
from bot.sandbox.errors import bad_request
from bot.sandbox.limits import CALLBACK_LIFE_S

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class OpenQuery:
    """One query that can be answered once, while it is young."""

    id: str
    person_id: int
    chat_id: int
    asked_at_s: float


class QueryBook:
    """The open queries by id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, OpenQuery] = {}

    def ask(self, person_id: int, chat_id: int) -> OpenQuery:
        """Open a query; those that grew too old are forgotten on the way."""
        now_s = self._clock.monotonic()
        while self._open and next(iter(self._open.values())).asked_at_s < now_s - CALLBACK_LIFE_S:
            del self._open[next(iter(self._open))]
        query = OpenQuery(str(secrets.randbelow(2**63)), person_id, chat_id, now_s)
        self._open[query.id] = query
        return query

    def answer(self, query_id: str) -> OpenQuery:
        """Close a query; raises ApiError when it is unknown, answered or too old."""
        query = self._open.pop(query_id, None)
        if query is None or query.asked_at_s < self._clock.monotonic() - CALLBACK_LIFE_S:
            raise bad_request(TOO_OLD)
        return query
