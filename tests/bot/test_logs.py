"""What the program tells: one line of JSON an event, nothing but codes, and never at an answer's cost."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.logs import configure_logs

TOKEN = "7000000001:AAF-canary_canary_canary_canary_cana"


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logs("INFO")
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_event_is_one_line_of_json_without_what_nobody_may_read(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().warning("a.thing", count=3, text="canary", chat_id=7, reason=f"said {TOKEN}\nand more")
    [line] = _lines(capsys)
    assert (line["event"], line["count"], line["level"]) == ("a.thing", 3, "warning")
    assert line["reason"] == "said ***\nand more"
    assert not line.keys() & {"text", "chat_id"}


def test_a_library_tells_only_that_it_had_something_to_tell(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("canary")
    except ValueError:
        logging.getLogger("telegram.ext").exception("update %s", {"text": "canary"}, stack_info=True)
    [line] = _lines(capsys)
    assert line == {"event": "library", "level": "ERROR", "detail": "library=telegram.ext error=ValueError"}


class _Gone:
    """A stream whose reader has left."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def write(self, _line: str) -> int:
        raise self._error

    def flush(self) -> None:
        raise self._error


@pytest.mark.parametrize("error", [BrokenPipeError(), OSError(28, "No space left"), ValueError("closed file")])
def test_a_log_that_nobody_can_read_any_more_stops_nothing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(sys, "stderr", _Gone(error))
    structlog.get_logger().error("a.thing")
    logging.getLogger("telegram").error("a thing")


def test_a_program_that_was_started_without_a_log_goes_on_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    structlog.get_logger().error("a.thing")
    logging.getLogger("telegram").error("a thing")
    logging.getLogger().handlers[0].flush()
