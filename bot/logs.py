"""How the program tells what it does: event codes and numbers, never texts, ids, titles or tokens."""

import io
import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
# What may stand beside an event; anything else is dropped, so that no name or text can slip in by a careless call.
_ALLOWED = frozenset(
    [
        "event",
        "level",
        "timestamp",
        "logger",
        "reason",
        "error",
        "where",
        "count",
        "state",
        "kind",
        "seconds",
        "failures",
        "runs",
        "url_host",
        "setting",
        "method",
        "status",
        "version",
        "lanes",
        "waiting",
        "age_s",
        "method_name",
        "exc_type",
        "attempt",
        "engine",
        "step",
    ]
)


def _keep_allowed(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in [key for key in event if key not in _ALLOWED]:
        del event[key]
    return event


def _hide_tokens(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _TOKEN.sub("***", value)
    return event


class _StandardError(io.TextIOBase):
    """Standard error, whatever has become of it: a log that nobody reads any more must not take an answer with it."""

    def write(self, line: str) -> int:
        """Write a line, or drop it."""
        if sys.stderr is not None:
            with suppress(OSError, ValueError):
                sys.stderr.write(line)
        return len(line)

    def flush(self) -> None:
        """Write what waits, or drop it."""
        if sys.stderr is not None:
            with suppress(OSError, ValueError):
                sys.stderr.flush()


class _LibraryFilter(logging.Filter):
    """Reduces what libraries log to their name, level and the kind of error: their messages hold updates and URLs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place and let it pass."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        record.msg = f"library={record.name}" + (f" error={kind}" if kind else "")
        record.args = ()
        record.exc_info = None
        record.exc_text = None
        record.stack_info = None
        return True


def configure_logs(level: str = "INFO") -> None:
    """Send one line of JSON an event to standard error, ours and the libraries'."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _keep_allowed,
            _hide_tokens,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.WriteLoggerFactory(file=cast(TextIO, _StandardError())),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(_StandardError())
    handler.addFilter(_LibraryFilter())
    handler.setFormatter(logging.Formatter('{"event": "library", "level": "%(levelname)s", "detail": "%(message)s"}'))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for noisy in ("httpx", "httpcore", "apscheduler", "telegram", "uvicorn", "aiosqlite", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def where(error: BaseException) -> str:
    """Return the file and line an error came from, the innermost of ours, for a log line without its message."""
    found = "?"
    trace = error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if "site-packages" not in path:
            found = f"{'/'.join(path.split('/')[-2:])}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found
