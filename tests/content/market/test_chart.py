"""Charts: small, few colours, whole on the picture, and drawn where the program does not feel it."""

import asyncio
import random
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from math import sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from content.market.chart import COLOURS, HEIGHT, LARGEST_BYTES, WIDTH, Chart, draw
from handlers.charts import Charts, NoChart

TODAY = date(2026, 11, 24)


def course(days: int, start: float = 135.4, *, seed: int = 4) -> tuple[tuple[date, Decimal], ...]:
    chance, value, points = random.Random(seed), start, []
    for back in reversed(range(days)):
        value *= 1 + chance.gauss(0, 0.012)
        points.append((TODAY - timedelta(days=back), Decimal(str(round(value, 2)))))
    return tuple(points)


def chart(days: int = 30, *, title: str = "Gold: 1 g of pure, in US dollars", locale: str = "en") -> Chart:
    return Chart(title, f"{days} days to 24 Nov 2026", locale, locale == "ar", course(days))


@pytest.mark.parametrize("days", [2, 7, 30, 365])
@pytest.mark.parametrize("locale", ["en", "ar", "fr"])
def test_a_chart_is_a_small_picture_of_few_colours(days: int, locale: str) -> None:
    content = draw(chart(days, locale=locale))
    picture = Image.open(BytesIO(content))
    assert picture.size == (WIDTH, HEIGHT)
    assert len(picture.convert("RGB").getcolors(WIDTH * HEIGHT) or ()) <= COLOURS
    assert len(content) <= LARGEST_BYTES


def test_a_year_of_ups_and_downs_is_no_larger() -> None:
    points = tuple(
        (TODAY - timedelta(days=back), Decimal(str(round(300_000 + 12_000 * sin(back / 9) + 6_000 * sin(back / 2.3)))))
        for back in reversed(range(365))
    )
    content = draw(Chart("ذهب: 1 g بنقاء عيار 22، بعملة TZS", "سنة واحدة حتى 23 نوفمبر 2026", "ar", True, points))
    assert len(content) <= LARGEST_BYTES
    assert len(Image.open(BytesIO(content)).convert("RGB").getcolors() or ()) >= 3


def test_a_title_too_long_for_the_picture_is_written_smaller_and_not_cut() -> None:
    picture = Image.open(BytesIO(draw(chart(title="A price with a very long name " * 4)))).convert("L")
    margin = picture.crop((WIDTH - 8, 0, WIDTH, HEIGHT // 5))
    assert margin.getextrema() == (255, 255)


def test_a_course_that_does_not_move_is_drawn() -> None:
    flat = Chart("Gold", "flat", "en", False, tuple((TODAY - timedelta(days=n), Decimal(4200)) for n in (2, 1, 0)))
    assert draw(flat)


def test_one_day_is_no_course() -> None:
    with pytest.raises(ValueError, match="two days"):
        draw(chart(1))


@given(
    st.lists(st.decimals("0.0001", "10000000000", places=4), min_size=2, max_size=5),
    st.text("Gold $1 = 2.500 TZS_^{\\ذهب·é", max_size=40),
)
@settings(max_examples=20)
def test_any_prices_and_any_words_are_drawn_and_survive_the_way_to_another_process(
    values: list[Decimal], words: str
) -> None:
    one = Chart(words, words, "ar", True, tuple((TODAY + timedelta(days=n), value) for n, value in enumerate(values)))
    assert Chart.from_json(one.to_json()) == one
    assert draw(one)


async def test_a_chart_asked_for_again_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    charts = Charts()
    first, second = await asyncio.gather(charts.picture(chart()), charts.picture(chart()))
    assert first == second == draw(chart())
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert await charts.picture(chart()) == first
    with pytest.raises(NoChart):
        await charts.picture(chart(7))


async def test_what_can_not_be_drawn_is_said() -> None:
    with pytest.raises(NoChart):
        await Charts().picture(chart(1))


def test_the_program_never_loads_the_library_that_draws() -> None:
    seen = "import sys, bot.assembly, handlers.charts; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], check=False).returncode == 0
