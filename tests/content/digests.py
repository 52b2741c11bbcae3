"""News that tests of digests share, and how an edition is read in them."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

from content.digest.edition import Edition, compose
from content.digest.news import (
    Answer,
    CardLine,
    Counted,
    Hazard,
    News,
    OpenQuestion,
    Priced,
    Story,
    Theme,
    Window,
    Withheld,
)
from content.languages import speaker

DAY = date(2026, 11, 23)
GOLD = Priced(
    mineral="gold",
    name="Gold",
    unit="g",
    money="310,000 TZS",
    lowest="300,000 TZS",
    highest="312,000 TZS",
    course=tuple(map(Decimal, ("300", "301", "305", "304", "309", "312", "310"))),
    moved=Decimal("0.033"),
    moved_said="▲ 3.3 %",
    as_of=date(2026, 11, 22),
)
CALM = replace(GOLD, moved=Decimal("0.02"), moved_said="▲ 2 %")
FULL = News(
    day=DAY,
    hazards=(Hazard("Bad air in the old shafts, two people fainted", "Geita"),),
    answers=(Answer("Where do I get a dust mask?", "At the clinic in town, and a wet cloth helps meanwhile"),),
    stories=(
        Story("I wet the rock before drilling and cough less", "👍 Better"),
        Story("We tied the ladder to two posts", "", "French"),
    ),
    card=CardLine("hs-pit-slope", "⛏️", "Slopes that hold", "rain"),
    windows=(Window("Women's loan fund", date(2026, 12, 15), "https://example.org"),),
    questions=(OpenQuestion(41, "How deep may a pit be without props?"), OpenQuestion(42, "Who buys tin in Kigoma?")),
    prices=(CALM,),
    counted=Counted("air", (("meter", 6), ("fan", 4), ("none", 11))),
    themes=(Theme("⚗️", "Burn amalgam in a closed retort", 17), Theme("⚖️", "Weigh your gold on a fair scale", 5)),
    themes_in="TZ",
    withheld=Withheld(waiting=12, unsafe=5, personal=4, unfit=1),
    own_line="Meeting on Friday at the school, bring your day books",
)
QUIET = News(day=DAY, prices=(CALM,), card=CardLine("hs-heat", "☀️", "Work in the heat"), asks="air", own_line="Peace")


def told(news: News, code: str = "en") -> Edition:
    """Return the edition that some news make."""
    edition = compose(news, speaker(code))
    assert edition is not None
    return edition


def shown(edition: Edition) -> str:
    """Return an edition as it is read."""
    return unescape(re.sub(r"<[^>]+>", "", edition.html))


def size(edition: Edition) -> tuple[int, int]:
    """Return how many characters are read, and how many bytes are sent with the buttons."""
    buttons = sum(len(one.label.encode()) + 64 for row in edition.buttons for one in row)
    return len(shown(edition)), len(edition.html.encode()) + buttons


def link(payload: str) -> str:
    """Return the link that opens the bot with a payload."""
    return f"https://t.me/pitwise_bot?start={payload}"
