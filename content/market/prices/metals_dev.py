"""metals.dev: metals and rates with the operator's key, about a hundred calls a month."""

from datetime import date
from typing import Final

from content.market.minerals import MINERALS, TROY_OUNCE_GRAMS
from content.market.prices.bodies import Answer, Unusable, maybe_number, moment, read_json, understood
from content.market.prices.edge import Edge
from content.market.prices.money import CODES, DOLLAR
from content.market.prices.quote import Quote, metal_quote, rate_quote

SOURCE: Final = "metals_dev"
HOSTS: Final = frozenset({"api.metals.dev"})
METALS: Final = ("gold", "silver", "platinum", "palladium", "copper", "zinc", "lead", "nickel")


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return metals and rates. All metals stand per troy ounce, copper too; rates are dollars per one, so inverses."""
    said = read_json(body)
    if said["status"] != "success" or said["unit"] != "toz" or said["currency"] != DOLLAR:
        raise Unusable("another unit or currency than asked for")
    metals_at, rates_at = moment(said["timestamps"]["metal"]), moment(said["timestamps"]["currency"])
    figures = {metal: maybe_number(said["metals"].get(metal)) for metal in METALS}
    quotes = [
        metal_quote(
            metal, round(figure * MINERALS[metal].quoted_grams / TROY_OUNCE_GRAMS, 4), metals_at, SOURCE, "live"
        )
        for metal, figure in figures.items()
        if figure is not None
    ]
    rates = {code: maybe_number(said["currencies"].get(code)) for code in CODES}
    return quotes + [
        rate_quote(code, figure, rates_at, SOURCE, is_inverse=True) for code, figure in rates.items() if figure
    ]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for all metals in USD per troy ounce; raises Unreachable."""
    return [parse(await http.get(f"https://api.metals.dev/v1/latest?api_key={key}&currency=USD&unit=toz", HOSTS))]
