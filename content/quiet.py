"""Quiet hours: from one local hour until another, mostly over midnight. Pure; it knows no clock and no reader."""

from datetime import UTC, datetime, time, timedelta

from content.schedule import zone_of

# The quiet hours of who has chosen none.
NIGHT = (21, 7)


def is_quiet(hour: int, quiet: tuple[int, int]) -> bool:
    """Tell whether a local hour falls in quiet hours (from, until)."""
    begins, ends = quiet
    return begins <= hour or hour < ends if begins > ends else begins <= hour < ends


def end_of_quiet(now: datetime, zone: str, quiet: tuple[int, int]) -> datetime | None:
    """Return when the quiet hours (from, until; local) end in which a moment falls; None when it is in none."""
    begins, ends = quiet
    there, _ = zone_of(zone)
    local = now.astimezone(there)
    if not is_quiet(local.hour, quiet):
        return None
    day = local.date() + timedelta(days=1 if begins > ends and local.hour >= begins else 0)
    end = datetime.combine(day, time(ends % 24), tzinfo=there).astimezone(UTC)
    return end if end > now else now + timedelta(hours=1)
