"""A browser for the page's tests: how it is opened, and where on the page things are."""

import os
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

CHROMIUM: Final = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: Final = {"width": 360, "height": 640}
DESK: Final = {"width": 1280, "height": 800}
PATIENCE_MS: Final = 5_000
# Chromium writes this for each refusal of the server and while the network is away; the page itself says it better.
EXPECTED: Final = "Failed to load resource"


def draw_png(width: int, height: int) -> bytes:
    """Return a whole picture that a browser can show."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\x00" + bytes([200, 150, 60]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@asynccontextmanager
async def chromium_open() -> AsyncIterator[Browser]:
    """Start Chromium; without one the tests are skipped, under CI they fail."""
    if not CHROMIUM.exists():
        reason = f"There is no Chromium at {CHROMIUM}: the page was not tried."
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def look(chromium: Browser, address: str, size: dict[str, int]) -> AsyncIterator[Page]:
    """Open the page; anything it complains of is a failure."""
    complaints: list[str] = []
    expect.set_options(timeout=PATIENCE_MS)
    context = await chromium.new_context(viewport=size, permissions=[])  # type: ignore[arg-type]  # a TypedDict
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" and EXPECTED not in said.text else None,
    )
    await page.goto(address)
    await expect(page.locator(".person").first).to_be_visible()
    yield page
    await context.close()
    assert complaints == []


def person(page: Page, name: str) -> Locator:
    return page.locator(".person").filter(has=page.get_by_text(name, exact=True))


def bubble(page: Page, text: str) -> Locator:
    return page.locator(".bubble").filter(has_text=text).last


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Message", exact=True).fill(text)
    await page.keyboard.press("Enter")


async def overflow(page: Page) -> int:
    return await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
