"""Quiet hours: from one local hour until another, mostly over midnight. Pure; it knows no clock and no reader."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from content.schedule import zone_of

# The quiet hours of who has chosen none.
NIGHT = (21, 7)


@dataclass(frozen=True)
class Quiet:
    """When one reader wants to hear nothing: local hours (`begins`, `ends`) of an IANA zone.

    `but` is one local hour at which they chose to hear of us, whatever else is quiet.
    """

    zone: str
    begins: int
    ends: int
    but: int | None = None

    def end(self, now: datetime) -> datetime | None:
        """Return when it is over, or when their chosen hour comes; None when it is not quiet at a moment."""
        if self.but is None:
            return end_of_quiet(now, self.zone, (self.begins, self.ends))
        local = now.astimezone(zone_of(self.zone)[0])
        if local.hour == self.but:
            return None
        end = end_of_quiet(now, self.zone, (self.begins, self.ends))
        if end is None:
            return None
        chosen = datetime.combine(local.date(), time(self.but), tzinfo=local.tzinfo)
        chosen_at = (chosen if chosen > local else chosen + timedelta(days=1)).astimezone(UTC)
        return min(end, chosen_at) if chosen_at > now else end

    def __str__(self) -> str:
        """Write it as one word of text: see `read_quiet`."""
        return " ".join(str(part) for part in (self.zone, self.begins, self.ends, self.but) if part is not None)


def read_quiet(text: str) -> Quiet:
    """Read what `str` has written of quiet hours."""
    zone, *hours = text.split(" ")
    return Quiet(zone, *(int(hour) for hour in hours))


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
