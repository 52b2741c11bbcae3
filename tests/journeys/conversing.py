"""How a journey reads: someone types or presses, then reads what came back."""

from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop


async def say(shop: Workshop, person: Person, text: str) -> list[str]:
    """Type a message and return the texts that came back."""
    return await _answers(shop, person, lambda: person.say(text))


async def press(shop: Workshop, person: Person, button: str | int) -> list[str]:
    """Press a button of the newest keyboard and return the texts that came back."""
    return await _answers(shop, person, lambda: person.press(button))


async def _answers(shop: Workshop, person: Person, act: Any) -> list[str]:
    before = {one["message_id"] for one in from_bot(person)}
    act()
    await shop.idle()
    return [text_of(one) for one in from_bot(person) if one["message_id"] not in before]


def from_bot(person: Person) -> list[dict[str, Any]]:
    """Return the bot's messages in a person's private chat, oldest first."""
    return [one for one in person.messages if one["from"]["is_bot"]]


def text_of(message: dict[str, Any]) -> str:
    """Return what can be read of a message."""
    return str(message.get("text") or message.get("caption") or "")
