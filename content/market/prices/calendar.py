"""When metals are traded, and how old a price is."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from content.market.prices.quote import Kind

NEW_YORK: Final = ZoneInfo("America/New_York")
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
CLOSES_AT: Final = time(17)
OPENS_AT: Final = time(18)
Age = Literal["live", "today", "weekend", "recent", "grey", "last_known", "monthly"]
LIVE: Final = timedelta(minutes=30)
DAY: Final = timedelta(days=1)
GREY: Final = timedelta(hours=72)
LAST_KNOWN: Final = timedelta(days=7)
# A month's average is published in the first days of the next month; two months later it tells little.
MONTH_LASTS: Final = timedelta(days=100)


def is_spot_open(moment: datetime) -> bool:
    """Tell whether spot metals are traded: from Sunday 18:00 to Friday 17:00 in New York, less three holidays."""
    local = moment.astimezone(NEW_YORK)
    if local.date() in _spot_holidays(local.year):
        return False
    weekday, clock = local.weekday(), local.time()
    if weekday == FRIDAY:
        return clock < CLOSES_AT
    return clock >= OPENS_AT if weekday == SUNDAY else weekday != SATURDAY


def closed_since(moment: datetime) -> datetime | None:
    """Return when trading ended, in UTC, if it rests at `moment`; None while it goes on."""
    if is_spot_open(moment):
        return None
    today = moment.astimezone(NEW_YORK).date()
    for day in (today - timedelta(days=back) for back in range(6)):
        is_holiday = day in _spot_holidays(day.year)
        close = datetime.combine(day, time(0) if is_holiday else CLOSES_AT, NEW_YORK).astimezone(UTC)
        if (is_holiday or day.weekday() == FRIDAY) and close <= moment and is_spot_open(close - timedelta(minutes=1)):
            return close
    return None


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian; the anonymous algorithm of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    corrected = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * corrected) // 451
    month, day = divmod(h + corrected - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _spot_holidays(year: int) -> frozenset[date]:
    return frozenset({date(year, 1, 1), easter(year) - timedelta(days=2), date(year, 12, 25)})


def age_of(as_of: datetime, kind: Kind, now: datetime) -> Age:
    """Return the label of a price's age: grey ones are shown with their age, last known ones bear no verdict."""
    age = now - as_of
    if kind == "monthly":
        return "monthly" if age <= MONTH_LASTS else "last_known"
    if kind == "live" and age < LIVE:
        return "live"
    rests_since = closed_since(now)
    if rests_since is not None and as_of >= rests_since - DAY:
        return "weekend"
    return next((label for limit, label in _AGES if age < limit), "last_known")


_AGES: Final[tuple[tuple[timedelta, Age], ...]] = (
    (DAY, "today"),
    (GREY + timedelta(microseconds=1), "recent"),
    (LAST_KNOWN + timedelta(microseconds=1), "grey"),
)
