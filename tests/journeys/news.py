"""What the journeys of groups and their news do again and again: press in a group, read the newest message."""

import asyncio
from datetime import date, timedelta
from typing import Any

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.languages import speaker
from storage.subscriptions import Subscription
from tests.journeys.conversing import text_of

BREATH = timedelta(seconds=11)


def labels(message: dict[str, Any]) -> list[str]:
    return [one["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]


def newest(group: Group) -> dict[str, Any]:
    """The newest message of the bot with buttons, as it reads now."""
    return next(one for one in reversed(group.messages) if one["from"]["is_bot"] and "reply_markup" in one)


async def settle(shop: Workshop) -> None:
    async with asyncio.timeout(20):
        await shop.idle()


async def press(shop: Workshop, person: Person, group: Group, words: str) -> str:
    """Press the button that holds `words` under the newest message, and return how the newest reads then."""
    await shop.clock.turn(BREATH)
    message = newest(group)
    person.press(next(one for one in labels(message) if words in one), message)
    await settle(shop)
    return text_of(newest(group))


async def write(shop: Workshop, person: Person, group: Group, text: str, *, topic: int = 0) -> str:
    """Write in the group and return the bot's newest message."""
    await shop.clock.turn(BREATH)
    person.say(text, chat=group, topic=topic)
    await settle(shop)
    return text_of([one for one in group.messages if one["from"]["is_bot"]][-1])


def told(person: Person) -> str:
    """What only this person saw after their last press."""
    return str((person.answered or {}).get("text") or "")


async def subscription(shop: Workshop, group: Group | Person) -> Subscription | None:
    async with shop.store.read() as r:
        known = await (r.groups.find(group.id) if isinstance(group, Group) else r.members.find(group.id))
        return await r.subscriptions.get(known.id) if known else None


def editions(group: Group, code: str, day: date) -> list[dict[str, Any]]:
    """Return the editions of one day in one language."""
    say = speaker(code)
    head = say("📰 News for this group, {date}", date=say.date(day))
    return [one for one in group.messages if head in text_of(one)]


async def press_under(shop: Workshop, person: Person, message: dict[str, Any], words: str) -> str:
    """Press the button that holds `words` under one message; returns what this person saw."""
    await shop.clock.turn(timedelta(seconds=1))
    person.press(next(one for one in labels(message) if words in one), message)
    await settle(shop)
    return told(person)


async def set_up(shop: Workshop, person: Person, group: Group, kind: str = "Women", country: str = "Ghana") -> None:
    """Set the news up by buttons, from the welcome on."""
    await press(shop, person, group, "news")
    await press(shop, person, group, kind)
    while not any(country in one for one in labels(newest(group))):
        await press(shop, person, group, "▶️")
    await press(shop, person, group, country)


async def make_up(shop: Workshop, person: Person, message: dict[str, Any], data: str) -> str:
    """Press a button that is not there, as a changed client can; returns what this person saw."""
    query = shop.local.world.queries.ask(person.id, message["chat"]["id"])
    body = {"id": query.id, "from": person.face, "message": message, "chat_instance": "1", "data": data}
    shop.local.inject({"callback_query": body})
    await settle(shop)
    return told(person)
