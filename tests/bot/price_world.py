"""A world of price sources for the tests: what each host answers, and how often it was asked."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

GOLD_API = "api.gold-api.com"
GOLDPRICE = "data-asg.goldprice.org"
EXCHANGE_API = "latest.currency-api.pages.dev"
ER_API = "open.er-api.com"


def gold_api(value: object, at: datetime, symbol: str = "XAU") -> bytes:
    """Return a body of gold-api.com."""
    said = {"name": symbol, "price": value, "symbol": symbol, "updatedAt": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
    return json.dumps(said).encode()


def goldprice(gold: object, at: datetime, silver: object = 60.6) -> bytes:
    """Return a body of goldprice.org."""
    item = {"curr": "USD", "xauPrice": gold, "xagPrice": silver}
    return json.dumps({"tsj": int(at.timestamp() * 1000), "items": [item]}).encode()


def exchange_api(gold: float, at: datetime, **rates: float) -> bytes:
    """Return a body of the exchange-api."""
    return json.dumps({"date": f"{at:%Y-%m-%d}", "usd": {"xau": 1 / gold, **rates}}).encode()


def er_api(at: datetime, **rates: float) -> bytes:
    """Return a body of ExchangeRate-API."""
    said = {"result": "success", "base_code": "USD", "time_last_update_unix": int(at.timestamp()), "rates": rates}
    return json.dumps(said).encode()


@dataclass
class World:
    """What hosts answer by the beginning of host and path; whoever is not in it is not reached."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    # A host whose answer never comes.
    endless: str = ""

    def client(self) -> httpx.AsyncClient:
        """Return a client that reaches this world only."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self._respond))

    async def _respond(self, request: httpx.Request) -> httpx.Response:
        self.asked[request.url.host] += 1
        if request.url.host == self.endless:
            await asyncio.Event().wait()
        place = f"{request.url.host}{request.url.path}"
        known: Any = next((body for prefix, body in self.bodies.items() if place.startswith(prefix)), None)
        if known is None:
            raise httpx.ConnectError("no such host")
        return httpx.Response(200, content=known)
