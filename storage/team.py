"""Who works here: by the member's random id and a small number, never by a name. Of an invitation only its hash."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from storage.cases import Cases
from storage.columns import day_ms, maybe_from_ms, to_ms
from storage.erased import Erased
from storage.noun import Noun
from storage.tokens import LONGEST_TOKEN, hashed, new_token

ROLES = ("moderator", "expert", "editor", "coordinator", "administrator", "analyst", "collector")
FIELDS = ("doctor", "engineer", "lawyer", "geologist", "trade", "social")
# The roles that are for one field or one language; an empty scope is all of them.
SCOPED = ("expert", "editor")
INVITATION_LASTS = timedelta(hours=72)
INVITATION_KEPT = timedelta(days=30)
DAILY_CAP = 5
FROM_HOUR, TO_HOUR = 8, 18


@dataclass(frozen=True, order=True)
class Grant:
    """A role; of an expert with the field, of an editor with the language, "" for all of them."""

    role: str
    scope: str = ""
    is_paused: bool = False

    def __str__(self) -> str:
        return f"{self.role}:{self.scope}" if self.scope else self.role


def read_grant(text: str) -> Grant:
    """Return the grant that "expert:doctor" or "moderator" stands for."""
    role, _, scope = text.partition(":")
    return Grant(role, scope)


EVERYTHING = tuple(Grant(role) for role in ROLES)
# Three people who each do everything: two must look at a danger, and one may be away.
SMALL_TEAM_SIZE = 3


@dataclass(frozen=True)
class Staff:
    """Someone in the team. `languages` are those they read; hours are of their `zone`, from = to means all day."""

    member: int
    number: int
    grants: tuple[Grant, ...]
    languages: tuple[str, ...]
    zone: str
    from_hour: int
    to_hour: int
    daily_cap: int
    on_duty: bool

    @property
    def roles(self) -> frozenset[str]:
        """The roles they have now."""
        return frozenset(grant.role for grant in self.grants if not grant.is_paused)

    def has(self, role: str, scope: str = "") -> bool:
        """Tell whether they have a role now, for this field or language; an empty `scope` asks for any."""
        mine = [grant for grant in self.grants if grant.role == role and not grant.is_paused]
        return any(not scope or grant.scope in ("", scope) for grant in mine)

    def reads(self, language: str) -> bool:
        """Tell whether they read a language."""
        return language in self.languages

    def is_working(self, now: datetime) -> bool:
        """Tell whether `now` is within their hours; those that end before they begin go over midnight."""
        if self.from_hour == self.to_hour:
            return True
        hour = now.astimezone(ZoneInfo(self.zone)).hour
        passed = (hour - self.from_hour) % 24
        return passed < (self.to_hour - self.from_hour) % 24


class Team(Noun):
    """Every change is one conditional statement: pressed twice, or by two at once, it is done once."""

    name = "team"

    async def invite(self, grants: Iterable[Grant], now: datetime) -> str:
        """Keep a one-time invitation for 72 hours and return its token of 128 bits; only the hash is stored."""
        token = new_token()
        written = ",".join(sorted(map(str, grants)))
        expires_at = to_ms(now + INVITATION_LASTS)
        await self._sql.invite(hash=hashed(token), grants=written, now=to_ms(now), expires_at=expires_at)
        return token

    async def use(self, token: str, now: datetime) -> Sequence[Grant] | Literal["unknown", "used", "expired"]:
        """Use up an invitation and return what it grants; or why it can't be used."""
        if len(token) > LONGEST_TOKEN:
            return "unknown"
        row = await self._sql.invitation(hash=hashed(token))
        if row is None:
            return "unknown"
        if not await self._sql.use(hash=hashed(token), now=to_ms(now)):
            return "used" if row["used_at"] is not None else "expired"
        return [read_grant(one) for one in row["grants"].split(",")]

    async def join(self, member: int, grants: Iterable[Grant], languages: Iterable[str]) -> tuple[Staff, bool]:
        """Take a member into the team, or give one who is there more to do; tells whether they are new.

        The next number is never one that was given before, as the audit log names it.
        """
        audited = self._means.statements.on(self._means.connection, "audit")
        await Erased(self._means).take_back("staff", member)
        number = 1 + max(await self._sql.last_number(), await audited.last_staff())
        is_new = await self._sql.add(
            member=member,
            number=number,
            languages=",".join(languages),
            zone="UTC",
            from_hour=FROM_HOUR,
            to_hour=TO_HOUR,
            daily_cap=DAILY_CAP,
        )
        for grant in grants:
            await self._sql.grant(member=member, role=grant.role, scope=grant.scope)
        staff = await self.find(member)
        if staff is None:
            raise LookupError("someone who has joined is not there")
        return staff, bool(is_new)

    async def find(self, member: int) -> Staff | None:
        """Return who of the team this member is, or None."""
        row = await self._sql.find(member=member)
        return await self._with_grants(row) if row else None

    async def by_number(self, number: int) -> Staff | None:
        """Return who has this number, or None."""
        row = await self._sql.by_number(number=number)
        return await self._with_grants(row) if row else None

    async def all(self) -> list[Staff]:
        """Return everyone in the team, by number."""
        grants: dict[int, list[Grant]] = {}
        async for row in self._sql.every_grant():
            grants.setdefault(row["member"], []).append(_grant(row))
        return [_staff(row, grants.get(row["member"], [])) async for row in self._sql.all()]

    async def remove(self, member: int) -> bool:
        """Take someone out of the team; tells whether they were in it."""
        await self._sql.remove_grants(member=member)
        await Cases(self._means).lose_first(member)
        await Erased(self._means).note("staff", member)
        return bool(await self._sql.remove(member=member))

    async def set_languages(self, staff: Staff, languages: Iterable[str]) -> bool:
        """Keep which languages someone reads; False when they have changed since `staff` was read."""
        known, new = ",".join(staff.languages), ",".join(languages)
        return bool(await self._sql.set_languages(member=staff.member, known=known, languages=new))

    async def set_hours(self, member: int, from_hour: int, to_hour: int) -> bool:
        """Keep someone's hours, 0 to 24 each; equal ones mean all day."""
        return bool(await self._sql.set_hours(member=member, from_hour=from_hour % 24, to_hour=to_hour % 24))

    async def set_zone(self, member: int, zone: str) -> bool:
        """Keep someone's time zone, like "Africa/Nairobi"."""
        return bool(await self._sql.set_zone(member=member, zone=zone))

    async def set_daily_cap(self, member: int, cap: int) -> bool:
        """Keep how many distressing items someone sees in a day at most; 0 is none."""
        return bool(await self._sql.set_daily_cap(member=member, daily_cap=cap))

    async def set_duty(self, member: int, *, on_duty: bool) -> bool:
        """Keep whether someone is pinged first."""
        return bool(await self._sql.set_duty(member=member, on_duty=int(on_duty)))

    async def pause(self, member: int, grant: Grant, now: datetime) -> bool:
        """Let a granted role rest; tells whether it was active."""
        return bool(await self._sql.pause(member=member, role=grant.role, scope=grant.scope, now=to_ms(now)))

    async def take_up(self, member: int, grant: Grant) -> bool:
        """Take up a granted role that rested; tells whether it did. What was never granted can't be taken up."""
        return bool(await self._sql.take_up(member=member, role=grant.role, scope=grant.scope))

    async def see_distressing(self, member: int, day: date) -> bool:
        """Count one distressing item of someone's day; False, and nothing counted, when it would be over their cap."""
        return bool(await self._sql.see_distressing(member=member, day=day_ms(day)))

    async def can_see_distressing(self, member: int, day: date) -> bool:
        """Tell whether one more distressing item of this day is within someone's cap."""
        return bool(await self._sql.can_see_distressing(member=member, day=day_ms(day)))

    async def prune(self, now: datetime) -> int:
        """Drop invitations 30 days after their end; returns how many."""
        return int(await self._sql.prune_invitations(before=to_ms(now - INVITATION_KEPT)))

    async def _with_grants(self, row: Any) -> Staff:
        return _staff(row, [_grant(one) async for one in self._sql.grants(member=row["member"])])


def _grant(row: Any) -> Grant:
    return Grant(row["role"], row["scope"], maybe_from_ms(row["paused"]) is not None)


def _staff(row: Any, grants: Iterable[Grant]) -> Staff:
    return Staff(
        member=row["member"],
        number=row["number"],
        grants=tuple(grants),
        languages=tuple(code for code in row["languages"].split(",") if code),
        zone=row["zone"],
        from_hour=row["from_hour"],
        to_hour=row["to_hour"],
        daily_cap=row["daily_cap"],
        on_duty=bool(row["on_duty"]),
    )
