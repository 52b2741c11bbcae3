"""How a journey reads: someone types or presses, then reads what came back."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop

# Between two messages a person takes a breath, as Telegram's pace expects.
BREATH = timedelta(seconds=3)
LONGEST_ANSWER_S = 20


async def say(shop: Workshop, person: Person, text: str) -> list[str]:
    """Type a message and return the texts that came back."""
    return await do(shop, person, lambda: person.say(text))


async def press(shop: Workshop, person: Person, button: str | int) -> list[str]:
    """Press a button of the newest keyboard, by a part of its label or its place, and return the texts that came."""
    found = button if isinstance(button, int) else label(person, button)
    return await do(shop, person, lambda: person.press(found))


async def do(shop: Workshop, person: Person, act: Callable[[], Any]) -> list[str]:
    """Do anything with a phone and return the texts that came or changed."""
    before = {_state(one) for one in from_bot(person)}
    await shop.clock.turn(BREATH)
    act()
    async with asyncio.timeout(LONGEST_ANSWER_S):
        await shop.idle()
    return [text_of(one) for one in from_bot(person) if _state(one) not in before]


async def pass_by(shop: Workshop, time: timedelta) -> None:
    """Let time go by and what falls due happen."""
    await shop.clock.turn(time)
    await shop.clock_turned()
    async with asyncio.timeout(LONGEST_ANSWER_S):
        await shop.idle()


async def reconnect(shop: Workshop) -> None:
    """End a lost connection and let the bot notice; its next attempts are due within the minute."""
    shop.local.connection_lost = False
    for _ in range(200):
        await asyncio.sleep(0)
    await pass_by(shop, timedelta(minutes=1))


def label(person: Person, words: str) -> str:
    """Return the whole label of the button, inline or lasting, that holds `words`."""
    every = [one for row in (*person.buttons, *person.keyboard) for one in row]
    return next(one for one in every if words in one)


def number_on(person: Person, words: str) -> str:
    """Return the number that is written on a button."""
    return label(person, words).lstrip("\u200f").split()[0]


def from_bot(person: Person) -> list[dict[str, Any]]:
    """Return the bot's messages in a person's private chat, oldest first."""
    return [one for one in person.messages if one["from"]["is_bot"]]


def text_of(message: dict[str, Any]) -> str:
    """Return what can be read of a message; a space that keeps a number and its unit in one line reads as any other."""
    return str(message.get("text") or message.get("caption") or "").replace("\u00a0", " ")


def voice_of(person: Person) -> str:
    """Return the id of the newest voice note in a chat."""
    return str(next(one["voice"]["file_id"] for one in reversed(person.messages) if "voice" in one))


def _state(message: dict[str, Any]) -> tuple[int, str, str]:
    return message["message_id"], text_of(message), str(message.get("reply_markup"))
