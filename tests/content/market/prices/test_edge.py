"""The way out to the sources: hostile bodies, endless redirects and slow drips end soon and hold nobody up."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest

from content.market.prices import exchange_api, world_bank
from content.market.prices.edge import Edge, Unreachable
from content.market.prices.sources import SOURCES
from tests.content.market.prices.test_payloads import HERE, PINK_SHEET
from tests.content.market.prices.workbooks import workbook

HOSTS = frozenset({"prices.example"})
URL = "https://prices.example/gold"


def edge(answer: httpx.Response | Exception, **limits: float) -> Edge:
    def respond(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Edge(httpx.AsyncClient(transport=httpx.MockTransport(respond)), **limits)  # type: ignore[arg-type]  # int and float


class Endless(httpx.AsyncByteStream):
    """A body that never ends, or that stops for good after its first byte."""

    def __init__(self, *, drips: bool) -> None:
        self.sent, self._drips = 0, drips

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent += 1
            yield b"7" * (1 if self._drips else 65_536)
            if self._drips:
                await asyncio.Event().wait()


async def test_a_body_without_an_end_is_left_at_the_limit() -> None:
    body = Endless(drips=False)
    with pytest.raises(Unreachable, match="more than 1 MB"):
        await edge(httpx.Response(200, stream=body), most_bytes=1_000_000).get(URL, HOSTS)
    assert body.sent == 16


async def test_a_body_that_drips_is_left_at_the_deadline() -> None:
    with pytest.raises(Unreachable, match="no whole answer"):
        await edge(httpx.Response(200, stream=Endless(drips=True)), deadline_s=0.01).get(URL, HOSTS)


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (URL, "again and again"),
        ("https://evil.example/", "another host"),
        ("http://prices.example/", "another host"),
        ("https://prices.example:8443/", "another host"),
        ("https://prices.example@evil.example/", "another host"),
        ("file:///etc/passwd", "another host"),
    ],
)
async def test_redirects_are_followed_three_times_and_only_to_the_same_hosts(to: str, reason: str) -> None:
    http = edge(httpx.Response(302, headers={"location": to}))
    with pytest.raises(Unreachable, match=reason):
        await http.get(URL, HOSTS)
    assert http.requests == (4 if to == URL else 1)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(403, text="<html>Just a moment"),
        httpx.Response(503),
        httpx.Response(200, headers={"content-encoding": "br"}, stream=httpx.ByteStream(b"packed")),
        httpx.ConnectError("https://prices.example/gold?key=secret"),
        OSError("no route"),
    ],
)
async def test_what_goes_wrong_is_said_without_the_address(answer: httpx.Response | Exception) -> None:
    with pytest.raises(Unreachable) as flaw:
        await edge(answer).get(f"{URL}?key=secret", HOSTS)
    assert "secret" not in str(flaw.value) and "prices.example" not in str(flaw.value)


async def test_a_source_is_told_honestly_who_asks() -> None:
    asked: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=b"{}")

    await Edge(httpx.AsyncClient(transport=httpx.MockTransport(respond))).get(URL, HOSTS)
    assert asked[0].headers["user-agent"].startswith("Pitwise/")
    assert asked[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("key", SOURCES)
async def test_every_source_asks_its_own_hosts_only_and_never_raises_anything_else(key: str) -> None:
    asked: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(200, content=b"<html>welcome to the hotel</html>")

    http = Edge(httpx.AsyncClient(transport=httpx.MockTransport(respond)))
    try:
        answers = await SOURCES[key].load()(http, "key", date(2026, 11, 23))
    except ValueError:
        answers = []
    assert asked and not any(isinstance(answer, tuple) for answer in answers)


async def test_when_the_first_mirror_fails_the_second_is_asked() -> None:
    body = (HERE / "payloads" / "fawazahmed0_usd.json").read_bytes()
    for first in (httpx.Response(500), httpx.Response(200, content=b"<html>")):

        def respond(request: httpx.Request, first: httpx.Response = first) -> httpx.Response:
            return first if "pages.dev" in request.url.host else httpx.Response(200, content=body)

        http = Edge(httpx.AsyncClient(transport=httpx.MockTransport(respond)))
        [answer] = await exchange_api.fetch(http, "", date(2026, 11, 23))
        assert isinstance(answer, tuple) and http.requests == 2


async def test_the_pink_sheet_is_fetched_from_where_its_page_says() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.host == "www.worldbank.org":
            link = "https://thedocs.worldbank.org/en/doc/1-2026/related/CMO-Historical-Data-Monthly.xlsx"
            return httpx.Response(200, content=f'<a href="{link}">'.encode())
        return httpx.Response(200, content=workbook("Monthly Prices", PINK_SHEET))

    http = Edge(httpx.AsyncClient(transport=httpx.MockTransport(respond)))
    [answer] = await world_bank.fetch(http, "", date(2026, 11, 23))
    assert isinstance(answer, tuple) and {one.mineral for one in answer} == {"copper", "tin", "zinc"}
