"""The demo's page: a chat window in the browser onto LocalTelegram. It shows and presses; it knows no bot."""

from bot.sandbox.cast import demo_people
from bot.sandbox.page.app import DemoControl, page_app

__all__ = ["DemoControl", "demo_people", "page_app"]
