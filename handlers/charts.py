"""Has charts drawn apart from everything else, one at a time, and keeps the newest ones. It knows no price.

The library that draws takes 60 MB and a second to load: it lives in a process that ends with its picture.
"""

import asyncio
import sys
from collections import OrderedDict

from content.errors import PitwiseError
from content.market.chart import Chart

MOST_KEPT = 64
LONGEST_DRAWING_S = 15.0


class NoChart(PitwiseError):
    """The picture could not be drawn; the figures can still be said in words."""


class Charts:
    """Draws and remembers; the same chart asked for again costs nothing."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[Chart, bytes] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def picture(self, chart: Chart) -> bytes:
        """Return a chart as PNG; raises NoChart when it can't be drawn, or not in time."""
        async with self._one_at_a_time:
            if chart not in self._drawn:
                self._drawn[chart] = await _draw(chart)
            self._drawn.move_to_end(chart)
            if len(self._drawn) > MOST_KEPT:
                self._drawn.popitem(last=False)
            return self._drawn[chart]


async def _draw(chart: Chart) -> bytes:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "content.market.chart")
    try:
        child = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
        )
    except OSError as error:
        raise NoChart(f"the process that draws did not start: {type(error).__name__}") from error
    try:
        async with asyncio.timeout(LONGEST_DRAWING_S):
            picture, _ = await child.communicate(chart.to_json().encode())
    except TimeoutError as error:
        raise NoChart(f"no picture within {LONGEST_DRAWING_S:g} s") from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        raise NoChart(f"the process that draws ended with {child.returncode}")
    return picture
