import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from storage.store import Store
from storage.team import EVERYTHING, FIELDS, INVITATION_LASTS, ROLES, Grant, Staff, read_grant
from tests.storage.conftest import NOON

DOCTOR = Grant("expert", "doctor")
MODERATOR = Grant("moderator")


async def _joined(store: Store, user_id: int, *grants: Grant) -> Staff:
    async with store.write() as w:
        member = await w.members.meet(user_id, guessed="sw", now=NOON)
        return (await w.team.join(member.id, grants, ["sw", "en"]))[0]


async def test_an_invitation_is_used_once(store: Store) -> None:
    async with store.write() as w:
        token = await w.team.invite([DOCTOR, MODERATOR], NOON)
        assert len(token) >= 22
        assert await w.team.use(token, NOON) == [DOCTOR, MODERATOR]
        assert await w.team.use(token, NOON) == "used"
        assert await w.team.use(token + "x", NOON) == "unknown"
        assert await w.team.use("x" * 5000, NOON) == "unknown"
        assert await w.team.use("\ud83d", NOON) == "unknown"


async def test_an_invitation_ends_after_three_days_and_is_forgotten_later(store: Store) -> None:
    async with store.write() as w:
        token = await w.team.invite([DOCTOR], NOON)
        assert await w.team.use(token, NOON + INVITATION_LASTS) == "expired"
        assert await w.team.prune(NOON + timedelta(days=32)) == 0
        assert await w.team.prune(NOON + timedelta(days=34)) == 1
        assert await w.team.use(token, NOON) == "unknown"


async def test_a_hundred_who_use_one_invitation_at_once_are_one(store: Store) -> None:
    async with store.write() as w:
        token = await w.team.invite([DOCTOR], NOON)

    async def use() -> object:
        async with store.write() as w:
            return await w.team.use(token, NOON)

    used = await asyncio.gather(*(use() for _ in range(100)))
    assert used.count([DOCTOR]) == 1 and used.count("used") == 99


async def test_who_joins_gets_the_next_number_and_one_who_is_there_gets_more_to_do(store: Store) -> None:
    first = await _joined(store, 501, DOCTOR)
    second = await _joined(store, 502, MODERATOR)
    assert (first.number, second.number) == (1, 2)
    assert first.languages == ("sw", "en") and not first.on_duty
    async with store.write() as w:
        again, is_new = await w.team.join(first.member, [MODERATOR], ["fr"])
        assert not is_new and again.number == 1 and again.roles == {"expert", "moderator"}
        assert again.languages == ("sw", "en")
        assert [one.number for one in await w.team.all()] == [1, 2]
        assert await w.team.all() == [again, second]
        assert await w.team.by_number(2) == second and await w.team.by_number(3) is None


async def test_a_number_that_the_log_names_is_not_given_again(store: Store) -> None:
    staff = await _joined(store, 501, DOCTOR)
    async with store.write() as w:
        await w.audit.record("join", "expert", staff.number, "", NOON)
        assert [await w.team.remove(staff.member) for _ in range(2)] == [True, False]
        assert await w.team.find(staff.member) is None
    assert (await _joined(store, 502, DOCTOR)).number == 2


async def test_who_is_removed_and_comes_back_has_only_what_is_granted_then(store: Store) -> None:
    staff = await _joined(store, 501, *EVERYTHING)
    async with store.write() as w:
        await w.team.remove(staff.member)
    assert (await _joined(store, 501, DOCTOR)).roles == {"expert"}


async def test_forgetting_takes_a_member_out_of_the_team(store: Store) -> None:
    staff = await _joined(store, 501, DOCTOR)
    async with store.write() as w:
        await w.members.forget(staff.member)
        assert await w.team.all() == []
        assert [row async for row in w.team._sql.every_grant()] == []


def _staff(*grants: Grant, hours: tuple[int, int] = (8, 18), zone: str = "UTC") -> Staff:
    return Staff(1, 1, grants, ("en",), zone, *hours, 5, False)


def test_a_scope_is_one_field_and_an_empty_one_all_of_them() -> None:
    doctor, anything = _staff(DOCTOR), _staff(Grant("expert"))
    assert doctor.has("expert") and doctor.has("expert", "doctor") and not doctor.has("expert", "lawyer")
    assert not doctor.has("moderator")
    assert all(anything.has("expert", field) for field in FIELDS)
    resting = _staff(Grant("expert", "doctor", is_paused=True))
    assert not resting.has("expert") and resting.roles == frozenset()


def test_grants_are_written_and_read_alike() -> None:
    for grant in (*EVERYTHING, DOCTOR, Grant("editor", "sw")):
        assert read_grant(str(grant)) == grant
    assert {grant.role for grant in EVERYTHING} == set(ROLES)


@pytest.mark.parametrize(
    ("hours", "zone", "hour", "works"),
    [
        ((8, 18), "UTC", 8, True),
        ((8, 18), "UTC", 17, True),
        ((8, 18), "UTC", 18, False),
        ((8, 18), "Africa/Nairobi", 5, True),
        ((8, 18), "Africa/Nairobi", 16, False),
        ((18, 2), "UTC", 1, True),
        ((18, 2), "UTC", 2, False),
        ((0, 0), "UTC", 3, True),
    ],
)
def test_hours_are_of_the_persons_own_zone(hours: tuple[int, int], zone: str, hour: int, works: bool) -> None:
    moment = datetime(2026, 11, 26, hour, 30, tzinfo=UTC)
    assert _staff(DOCTOR, hours=hours, zone=zone).is_working(moment) is works


async def test_settings_are_kept_and_a_stale_change_of_languages_changes_nothing(store: Store) -> None:
    staff = await _joined(store, 501, DOCTOR)
    async with store.write() as w:
        assert await w.team.set_languages(staff, ["fr"])
        assert not await w.team.set_languages(staff, ["id"])
        assert await w.team.set_hours(staff.member, 20, 24)
        assert await w.team.set_zone(staff.member, "Africa/Accra")
        assert await w.team.set_daily_cap(staff.member, 2)
        assert await w.team.set_duty(staff.member, on_duty=True)
        now = await w.team.find(staff.member)
    assert now and (now.languages, now.from_hour, now.to_hour, now.zone) == (("fr",), 20, 0, "Africa/Accra")
    assert (now.daily_cap, now.on_duty) == (2, True)


async def test_a_field_rests_and_is_taken_up_but_never_taken(store: Store) -> None:
    staff = await _joined(store, 501, DOCTOR)
    async with store.write() as w:
        assert [await w.team.pause(staff.member, DOCTOR, NOON) for _ in range(2)] == [True, False]
        assert (paused := await w.team.find(staff.member)) and not paused.has("expert")
        assert [await w.team.take_up(staff.member, DOCTOR) for _ in range(2)] == [True, False]
        assert not await w.team.take_up(staff.member, Grant("expert", "lawyer"))
        assert (active := await w.team.find(staff.member)) and active.has("expert", "doctor")


async def test_distressing_items_stop_at_the_cap_and_begin_again_the_next_day(store: Store) -> None:
    staff = await _joined(store, 501, DOCTOR)
    today, tomorrow = date(2026, 11, 26), date(2026, 11, 27)
    async with store.write() as w:
        await w.team.set_daily_cap(staff.member, 2)
        assert [await w.team.see_distressing(staff.member, today) for _ in range(4)] == [True, True, False, False]
        assert await w.team.see_distressing(staff.member, tomorrow)
        await w.team.set_daily_cap(staff.member, 0)
        assert not await w.team.see_distressing(staff.member, tomorrow + timedelta(days=1))


async def test_no_token_stands_in_the_database(store: Store) -> None:
    async with store.write() as w:
        token = await w.team.invite([DOCTOR], NOON)
        rows = await w._means.connection.fetch("SELECT hash, grants FROM invitations", ())
    assert [token in str(tuple(row)) for row in rows] == [False]
