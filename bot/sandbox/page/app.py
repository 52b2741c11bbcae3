"""The page's server: the state, the stream of events, and one address for each act. It answers this machine only."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.clock import TurnableClock
from bot.sandbox.errors import ApiError
from bot.sandbox.events import Json
from bot.sandbox.page.acts import ACTS, MAX_FILE_BYTES, UPLOADS, Act, Refused, add_newcomer
from bot.sandbox.page.files import file_response
from bot.sandbox.page.guard import LocalOnly
from bot.sandbox.page.journal import Journal, as_json
from bot.sandbox.page.state import state_of
from bot.sandbox.telegram import LocalTelegram

STATIC: Final = Path(__file__).parent / "static"
MAX_JSON_BYTES: Final = 128 * 1024
# A form with a file in it is a little larger than the file.
MAX_FORM_BYTES: Final = MAX_FILE_BYTES + 64 * 1024
MAX_TURN_S: Final = 31 * 86_400


class DemoControl(Protocol):
    """What the page may ask of the program around it."""

    async def restart(self) -> None:
        """Stop the bot as at a power cut and start it again; return when it answers."""

    async def let_pass(self, time: timedelta) -> None:
        """Turn the clock on, and let what falls due on the way happen when it does."""


class _Page:
    """The handlers of one page, around one LocalTelegram."""

    def __init__(self, local: LocalTelegram, clock: TurnableClock, control: DemoControl | None) -> None:
        self._local, self._clock, self._control = local, clock, control
        self._journal = Journal()
        local.subscribe(lambda event: self._tell(as_json(event)))

    def _now_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)

    def _tell(self, event: Json) -> None:
        self._journal.add({**event, "now_ms": self._now_ms()})

    async def state(self, request: Request) -> Response:
        position = self._journal.position
        about = {"now_ms": self._now_ms(), "position": position, "can_restart": self._control is not None}
        # As ASCII: what was written may hold a lone surrogate, which UTF-8 can't carry.
        return Response(json.dumps(state_of(self._local) | about), media_type="application/json")

    async def events(self, request: Request) -> Response:
        since = request.headers.get("last-event-id") or request.query_params.get("since", "")
        return StreamingResponse(self._journal.follow(since), media_type="text/event-stream")

    async def commands(self, request: Request) -> Response:
        act = Act(self._local, dict(request.query_params))
        return JSONResponse(self._local.commands_for(act.person, act.chat.id))

    async def file(self, request: Request) -> Response:
        try:
            return file_response(self._local.world.files.by_id(request.path_params["id"]))
        except ApiError:
            raise HTTPException(404, "There is no such file.") from None

    async def clock(self, values: Json) -> Json:
        seconds = Act(self._local, values).number("seconds")
        if not 0 < seconds <= MAX_TURN_S:
            raise Refused("The clock turns forward only, by a month at most.")
        turn = self._clock.turn if self._control is None else self._control.let_pass
        await turn(timedelta(seconds=seconds))
        self._tell({"kind": "clock"})
        return {}

    async def connection(self, values: Json) -> Json:
        self._local.connection_lost = Act(self._local, values).flag("lost")
        self._tell({"kind": "connection", "lost": self._local.connection_lost})
        return {}

    async def new_person(self, values: Json) -> Json:
        person = add_newcomer(self._local, values)
        self._tell({"kind": "reload"})
        return {"person": person.id}

    async def restart(self, values: Json) -> Json:
        if self._control is None:
            raise Refused("This bot can't be restarted from here.")
        self._tell({"kind": "restarting"})
        try:
            await self._control.restart()
        finally:
            self._tell({"kind": "restarted"})
        return {}

    def act(self, carry_out: Callable[[Act], None]) -> Callable[[Json], Awaitable[Json]]:
        async def answer(values: Json) -> Json:
            carry_out(Act(self._local, values))
            return {}

        return answer

    def upload(self, carry_out: Callable[[Act, bytes, str], None]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            _check_length(request, MAX_FORM_BYTES)
            async with request.form(max_files=1, max_fields=8) as form:
                file = form.get("file")
                if not isinstance(file, UploadFile):
                    raise Refused("There is no file.")
                content = await file.read()
                values = {name: value for name, value in form.items() if isinstance(value, str)}
            if not content or len(content) > MAX_FILE_BYTES:
                raise Refused("A file is neither empty nor larger than 20 MB.")
            carry_out(Act(self._local, values), content, file.filename or "")
            return JSONResponse({})

        return answer

    def routes(self) -> list[Route | Mount]:
        asked: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "clock": self.clock,
            "connection": self.connection,
            "new-person": self.new_person,
            "restart": self.restart,
        }
        asked |= {name: self.act(carry_out) for name, carry_out in ACTS.items()}
        return [
            Route("/", _index),
            Route("/api/state", self.state),
            Route("/api/events", self.events),
            Route("/api/commands", self.commands),
            Route("/api/file/{id}", self.file),
            *(Route(f"/api/{name}", _reading_json(answer), methods=["POST"]) for name, answer in asked.items()),
            *(Route(f"/api/{name}", self.upload(send), methods=["POST"]) for name, send in UPLOADS.items()),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]


def page_app(local: LocalTelegram, *, clock: TurnableClock, control: DemoControl | None = None) -> Starlette:
    """Return the page as an app of its own; without `control` it offers no restart and only turns the clock."""
    page = _Page(local, clock, control)
    return Starlette(
        routes=page.routes(),
        middleware=[Middleware(LocalOnly)],
        exception_handlers={Refused: _refuse, HTTPException: _refuse},
    )


async def _index(request: Request) -> Response:
    return FileResponse(STATIC / "index.html")


async def _refuse(request: Request, error: Exception) -> Response:
    status, sentence = (error.status_code, error.detail) if isinstance(error, HTTPException) else (400, str(error))
    return JSONResponse({"error": sentence}, status)


def _reading_json(answer: Callable[[Json], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
    async def read_and_answer(request: Request) -> Response:
        _check_length(request, MAX_JSON_BYTES)
        try:
            values: Any = json.loads(await request.body() or b"{}")
        except (ValueError, RecursionError):
            raise Refused("That is no JSON.") from None
        if not isinstance(values, Mapping):
            raise Refused("A JSON object was expected.")
        return JSONResponse(await answer(dict(values)))

    return read_and_answer


def _check_length(request: Request, most_bytes: int) -> None:
    """Refuse a body that is too large before reading it; the page always says how long it is."""
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal():
        raise HTTPException(411, "The length is missing.")
    if int(announced) > most_bytes:
        raise HTTPException(413, "That is too large.")
