"""Asks Telegram for updates and moves the offset only when they are kept."""

import random
from datetime import datetime, timedelta

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.api import BotApi, TokenRevoked
from bot.clock import Clock
from bot.intake import ALLOWED_UPDATES, Intake
from bot.logs import where
from storage.database import StoreDown

log = structlog.get_logger()

CONFLICT_PATIENCE_S = 60
# A cry for help may wait at Telegram: when the network is back, it must not wait for us much longer.
LONGEST_PAUSE_S = 10
# So long Telegram keeps an update for us.
KEPT_BY_TELEGRAM = timedelta(hours=24)


class AnotherPoller(Exception):
    """Another program has polled with this token for a minute."""


async def poll(api: BotApi, intake: Intake, clock: Clock, *, timeout_s: int) -> None:
    """Fetch and accept updates until cancelled.

    Starts without an offset: what was not confirmed comes again and known ids are dropped. Raises TokenRevoked or
    AnotherPoller when it can't go on.
    """
    offset: int | None = None
    pause_s = 0.0
    conflict_since: float | None = None
    since = await intake.last_taken_at()
    while True:
        fields = {"offset": offset, "timeout": timeout_s, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES)}
        try:
            updates = await api.call("getUpdates", fields, read_timeout_s=timeout_s + 10)
            conflict_since = None
            await intake.accept(updates if isinstance(updates, list) else [])
            offset = _next_offset(updates, offset)
            since = _noted(since, clock.now())
            pause_s = 0.0
        except StoreDown:
            pause_s = min(max(1.0, pause_s * 2), 10)
        except InvalidToken as error:
            raise TokenRevoked from error
        except Conflict as error:
            conflict_since = clock.monotonic() if conflict_since is None else conflict_since
            if clock.monotonic() - conflict_since > CONFLICT_PATIENCE_S:
                raise AnotherPoller from error
            log.error("poll.conflict", reason="another program polls with this token")
            pause_s = 5.0
        except RetryAfter as error:
            pause_s = float(error._retry_after.total_seconds())
        except TelegramError as error:
            pause_s = min(max(1.0, pause_s * 2), LONGEST_PAUSE_S)
            log.warning("poll.no_network", error=type(error).__name__, seconds=round(pause_s))
        except Exception as error:
            pause_s = min(max(1.0, pause_s * 2), LONGEST_PAUSE_S)
            log.error("poll.failed", error=type(error).__name__, where=where(error), seconds=round(pause_s))
        if pause_s:
            await clock.sleep(pause_s * random.uniform(1.0, 1.3))  # noqa: S311 - jitter, not a secret


def _noted(since: datetime | None, now: datetime) -> datetime:
    """Tell the operator when we were away for longer than Telegram keeps updates."""
    if since and now - since > KEPT_BY_TELEGRAM:
        log.error("poll.gap", reason="away for more than 24 h; what came before that is lost")
    return now


def _next_offset(updates: object, offset: int | None) -> int | None:
    ids = (
        [u["update_id"] for u in updates if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        if isinstance(updates, list)
        else []
    )
    return max(ids) + 1 if ids else offset
