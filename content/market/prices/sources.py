"""The table of price sources, and whom to trust first for what. A source's file that is not in it fails a test."""

import importlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from content.market.minerals import MINERALS
from content.market.prices.bodies import Answer
from content.market.prices.edge import Edge
from content.market.prices.quote import DEMO, OPERATOR

Fetch = Callable[[Edge, str, date], Awaitable[list[Answer]]]


@dataclass(frozen=True)
class Source:
    """A source: how it is called before people, how it is asked, and how often at most.

    `needs`: "nothing"; "consent", when the operator must have read its terms and names it in PRICE_SOURCES; or "key",
    also the operator's. `attribution` is the line that its terms ask to be shown, "" for none.
    """

    key: str
    name: str
    every: timedelta
    needs: Literal["nothing", "consent", "key"] = "nothing"
    attribution: str = ""

    def load(self) -> Fetch:
        """Return what asks it: `fetch` of the module of its key, loaded only when it is asked."""
        fetch: Fetch = importlib.import_module(f"content.market.prices.{self.key}").fetch
        return fetch


_TWICE_A_DAY: Final = timedelta(hours=12)
# A day's rates come soon after midnight UTC: who asks twice a day could miss them until noon.
_FOUR_TIMES_A_DAY: Final = timedelta(hours=6)
# A hundred calls a month are what free keys allow.
_SPARINGLY: Final = timedelta(hours=8)
_WORLD_BANK: Final = "The World Bank, Commodity Price Data (The Pink Sheet), CC BY 4.0"
_ALL: Final = (
    Source("gold_api", "gold-api.com", timedelta(minutes=10)),
    Source("goldprice", "goldprice.org", timedelta(minutes=15), "consent"),
    Source("metals_dev", "metals.dev", _SPARINGLY, "key"),
    Source("exchange_api", "exchange-api", _FOUR_TIMES_A_DAY),
    Source("frankfurter", "Frankfurter", _SPARINGLY),
    Source(
        "er_api",
        "ExchangeRate-API",
        _FOUR_TIMES_A_DAY,
        attribution="Rates By Exchange Rate API: www.exchangerate-api.com",
    ),
    Source("ecb", "European Central Bank", _TWICE_A_DAY, attribution="Source: European Central Bank"),
    Source("lbma", "LBMA", _TWICE_A_DAY, "consent"),
    Source("metalpriceapi", "metalpriceapi", _SPARINGLY, "key"),
    Source("currencylayer", "currencylayer", _SPARINGLY, "key"),
    Source("banrep", "Banco de la República", _TWICE_A_DAY),
    Source("bcb", "Banco Central do Brasil", _TWICE_A_DAY),
    Source("bcrp", "Banco Central de Reserva del Perú", _TWICE_A_DAY),
    Source("cbm", "Central Bank of Myanmar", _TWICE_A_DAY),
    Source("world_bank", "World Bank", timedelta(days=1), attribution=_WORLD_BANK),
    Source("fred", "FRED", timedelta(days=1), "key", "Source: IMF via FRED, Federal Reserve Bank of St. Louis"),
)
SOURCES: Final[Mapping[str, Source]] = {source.key: source for source in _ALL}
NAMES: Final[Mapping[str, str]] = {
    **{source.key: source.name for source in _ALL},
    OPERATOR: "operator's price",
    DEMO: "demo price, not real",
}

_METALS: Final = (
    "gold_api",
    "goldprice",
    "metals_dev",
    "exchange_api",
    "frankfurter",
    "lbma",
    "metalpriceapi",
    "currencylayer",
)
_BASE_METALS: Final = ("gold_api", "metals_dev", "world_bank", "fred")
# Where Frankfurter asks the country's own bank it comes first; where it rests on others' cross rates it comes last.
_BANKED: Final = ("frankfurter", "er_api", "exchange_api")
_UNBANKED: Final = ("er_api", "exchange_api", "frankfurter")
_UNBANKED_CODES: Final = frozenset({"GHS", "UGX", "CDF", "PEN", "ZWG", "SDG", "SLE", "GNF", "LSL", "MMK"})
_LATER: Final = ("banrep", "bcb", "bcrp", "cbm", "ecb", "metals_dev", "metalpriceapi", "currencylayer")


def chain(series: str) -> tuple[str, ...]:
    """Return the sources of a series, the most trusted first, the operator's own figure last."""
    mineral = MINERALS.get(series)
    if mineral is None:
        return (*(_UNBANKED if series in _UNBANKED_CODES else _BANKED), *_LATER, OPERATOR)
    return (*(_METALS if mineral.quoted_unit == "troy_ounce" else _BASE_METALS), OPERATOR)
