"""What journeys about prices need: a believed price and rate in place of the sandbox's invented ones."""

from datetime import datetime, timedelta
from decimal import Decimal

from bot.sandbox.workshop import Workshop
from content.market.prices.quote import Accepted, Kind


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
