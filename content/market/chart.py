"""Draws the course of a price as a small picture: few colours, few kilobytes, read at arm's length on a 5-inch screen.

It knows no store and no source: what is written on it comes whole, in the reader's language. `python -m
content.market.chart` draws one chart from standard input, so that the program itself never carries the library.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import format_decimal

WIDTH, HEIGHT = 640, 400
COLOURS = 12
# A course that goes up and down all the time takes more bytes: it is drawn in fewer colours.
FEWER_COLOURS = (COLOURS, 8, 6, 4, 3)
LARGEST_BYTES = 10_000
# Further back, a date on the axis is a month and a year.
LONG = timedelta(days=100)
_DPI = 100
_INK, _LINE, _GRID = "#222222", "#9a5b00", "#d8d8d8"
_TITLE, _LABELS, _NOTE = 15, 13, 11
_DATES = 4
_PRICES = 5
_WIDEST = 0.94


@dataclass(frozen=True)
class Chart:
    """What is drawn: `points` by day in one currency; `title` and `note` are plain sentences; `locale` is Babel's."""

    title: str
    note: str
    locale: str
    is_from_right: bool
    points: tuple[tuple[date, Decimal], ...]

    def to_json(self) -> str:
        """Return it as text for another process."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "Chart":
        """Return what `to_json` wrote."""
        fields = json.loads(text)
        points = tuple((date.fromisoformat(day), Decimal(value)) for day, value in fields.pop("points"))
        return cls(points=points, **fields)


def draw(chart: Chart) -> bytes:
    """Return the chart as a PNG of at most COLOURS colours and LARGEST_BYTES; raises ValueError for one day."""
    if len(chart.points) < 2:
        raise ValueError("a course needs two days")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure: Any = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor="white")
    axes = figure.add_axes((0.04 if chart.is_from_right else 0.19, 0.2, 0.77, 0.62))
    days, values = [day for day, _ in chart.points], [float(value) for _, value in chart.points]
    axes.plot(days, values, color=_LINE, linewidth=2.5, solid_capstyle="round", antialiased=True)
    low, high = min(values), max(values)
    room = (high - low or high * 0.01) * 0.12
    axes.set_ylim(low - room, high + room)
    axes.set_xlim(days[0], days[-1])
    _mark_ends(axes, days, values)
    _label_prices(axes, chart)
    _label_dates(axes, chart)
    _write(figure, chart)
    canvas: Any = FigureCanvasAgg(figure)
    _fit(figure)
    canvas.draw()
    return _packed(canvas)


def _mark_ends(axes: Any, days: Sequence[date], values: Sequence[float]) -> None:
    """Put a dot on the last day and a ring on the lowest and the highest."""
    for value in {min(values), max(values)}:
        at = values.index(value)
        axes.plot([days[at]], [value], "o", color="white", markeredgecolor=_LINE, markeredgewidth=2, markersize=8)
    axes.plot([days[-1]], [values[-1]], "o", color=_LINE, markersize=9, clip_on=False)


def _label_prices(axes: Any, chart: Chart) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(_PRICES, min_n_ticks=3))
    ticks = [Decimal(repr(float(tick))) for tick in axes.get_yticks()]
    axes.set_yticks(axes.get_yticks(), [_number(tick, chart.locale) for tick in ticks])
    axes.tick_params(axis="y", labelsize=_LABELS, colors=_INK, length=0, pad=6)
    if chart.is_from_right:
        axes.yaxis.tick_right()
    axes.grid(axis="y", color=_GRID, linewidth=1, antialiased=False)
    for side in axes.spines.values():
        side.set_visible(False)


def _label_dates(axes: Any, chart: Chart) -> None:
    first, last = chart.points[0][0], chart.points[-1][0]
    count = min(_DATES, (last - first).days + 1)
    shown = [first + (last - first) * step / (count - 1) for step in range(count)]
    skeleton = "yMMM" if last - first > LONG else "MMMd"
    labels = [format_skeleton(skeleton, day, locale=chart.locale) for day in shown]
    axes.set_xticks(shown, labels)
    axes.tick_params(axis="x", labelsize=_LABELS, colors=_INK, length=0, pad=8)
    for label, side in ((axes.get_xticklabels()[0], "left"), (axes.get_xticklabels()[-1], "right")):
        label.set_horizontalalignment(side)


def _write(figure: Any, chart: Chart) -> None:
    side, at = ("right", 0.97) if chart.is_from_right else ("left", 0.03)
    figure.text(at, 0.9, chart.title, ha=side, fontsize=_TITLE, color=_INK, weight="bold", parse_math=False)
    figure.text(at, 0.03, chart.note, ha=side, fontsize=_NOTE, color=_INK, parse_math=False)


def _fit(figure: Any) -> None:
    """Make what is too long for the picture smaller; half a title helps nobody."""
    for text in figure.texts:
        wide = text.get_window_extent().width / (WIDTH * _WIDEST)
        if wide > 1:
            text.set_fontsize(text.get_fontsize() / wide)


def _number(value: Decimal, locale: str) -> str:
    return str(format_decimal(value, locale=locale, numbering_system="latn"))


def _packed(canvas: Any) -> bytes:
    from PIL import Image

    picture = Image.frombytes("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    content = b""
    for colours in FEWER_COLOURS:
        file = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True, bits=4)
        content = file.getvalue()
        if len(content) <= LARGEST_BYTES:
            break
    return content


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(Chart.from_json(sys.stdin.read())))
