"""429: one chat waits alone, a limit over all holds all, and a restart forgets neither."""

from datetime import timedelta

from bot.sandbox.errors import too_many_requests
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.bot.conftest import Until
from tests.bot.notices import meet, received, sends_soon, stage, state, words

GLOBAL_429 = too_many_requests(30)


async def test_a_limited_chat_waits_alone(shop: Workshop, amina: Person, grace: Person, until: Until) -> None:
    await meet(shop, amina, grace)
    shop.local.fail_next("sendMessage", too_many_requests(30))
    held = await stage(shop, amina, words("held"))
    await until(lambda: shop.local.world.refusals["sendMessage", 429] == 1)
    await stage(shop, grace, words("free"))
    await until(lambda: "free" in received(grace))
    assert "held" not in received(amina)
    await shop.clock.turn(timedelta(seconds=29))
    await stage(shop, grace, words("free too"))
    await until(lambda: "free too" in received(grace))
    assert "held" not in received(amina)
    await shop.clock.turn(timedelta(seconds=2))
    await shop.idle()
    assert received(amina).count("held") == 1
    assert await state(shop, held) == "sent"


async def test_a_limited_chat_is_held_after_a_restart_too(
    shop: Workshop, amina: Person, grace: Person, until: Until
) -> None:
    await meet(shop, amina, grace)
    shop.local.fail_next("sendMessage", too_many_requests(30))
    await stage(shop, amina, words("held"))
    await until(lambda: shop.local.world.refusals["sendMessage", 429] == 1)
    await shop.restart()
    await stage(shop, grace, words("free"))
    await until(lambda: "free" in received(grace))
    assert "held" not in received(amina)
    await shop.clock.turn(timedelta(seconds=31))
    await shop.idle()
    assert received(amina).count("held") == 1


async def test_a_limit_over_all_chats_holds_all_and_outlives_a_restart(
    shop: Workshop, amina: Person, grace: Person, until: Until
) -> None:
    juma = shop.local.add_person(first_name="Juma", language_code="sw")
    await meet(shop, amina, grace, juma)
    shop.local.fail_next("sendMessage", GLOBAL_429, times=2)
    await stage(shop, amina, words("one"))
    await stage(shop, grace, words("two"))
    await until(lambda: shop.local.world.refusals["sendMessage", 429] == 2)
    await shop.restart()
    calls = shop.local.world.calls["sendMessage"]
    await stage(shop, juma, words("three"))
    await shop.clock.turn(timedelta(seconds=29))
    assert not await sends_soon(shop, calls)
    await shop.clock.turn(timedelta(seconds=2))
    await shop.idle()
    assert [received(one)[-1] for one in (amina, grace, juma)] == ["one", "two", "three"]


async def test_a_pause_that_a_wrong_clock_has_stored_does_not_silence_the_bot_for_a_day(
    shop: Workshop, grace: Person, until: Until
) -> None:
    await meet(shop, grace)
    tomorrow = shop.clock.now() + timedelta(days=1)
    async with shop.store.write() as w:
        await w.facts.put("send_not_before", str(tomorrow.timestamp()))
        member = await w.members.find(grace.id)
        assert member
        await w.hold_target(member.id, tomorrow)
    await shop.restart()
    await stage(shop, grace, words("after the clock was mended"))
    await shop.clock.turn(timedelta(hours=1, seconds=1))
    await until(lambda: "after the clock was mended" in received(grace))
