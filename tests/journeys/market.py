"""What journeys about prices need: believed prices and rates instead of invented ones, a line typed and read back."""

import html
from datetime import datetime, timedelta
from decimal import Decimal

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.market.prices.quote import Accepted, Kind
from tests.journeys.conversing import say


async def believe(
    shop: Workshop, *, age: timedelta = timedelta(minutes=1), kind: Kind = "live", **figures: str
) -> None:
    """Let the bot believe USD per quoted unit of minerals and rates per USD, as of `age` ago."""
    now: datetime = shop.clock.now()
    async with shop.store.write() as w:
        for series, value in figures.items():
            is_rate = series.isupper()
            sources = ("er_api",) if is_rate else ("gold_api", "exchange_api")
            accepted = Accepted(
                series,
                Decimal(value),
                now - age,
                "daily" if is_rate else kind,
                "agreed",
                sources,
                now + timedelta(seconds=1),
            )
            await w.quotes.accept(accepted)


async def say_all(shop: Workshop, person: Person, *texts: str) -> str:
    """Type one message after the other and return the last text that came back, as it is read."""
    answers = [""]
    for text in texts:
        answers = await say(shop, person, text)
    return html.unescape(answers[-1]).replace("\xa0", " ")


def buttons_of(person: Person) -> str:
    """Return what stands on the buttons of the newest keyboard."""
    return " | ".join(one for row in person.buttons for one in row).replace("\u00a0", " ")
