"""The kinds of danger that can be reported: how each is called, what others are told of it, which card helps. Pure.

What others are told is a sentence of our own, so that it can be said in every language; a member's words go only to
who reads them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from content.languages import sentence
from content.market.regions import REGIONS

# Shorter names are words as well: "mara" is "often" in Swahili, "nord" a direction.
_SHORTEST_NAME = 5


@dataclass(frozen=True)
class Kind:
    """One kind of danger: `label` is its button, `told` what those near it are told, `card` what helps, or ""."""

    label: str
    told: str
    card: str = ""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "air": Kind(
            sentence("💨 Bad air"),
            sentence("Bad air in a pit or tunnel. Test the air before anyone goes in."),
            "hs-bad-air-test",
        ),
        "ground": Kind(
            sentence("🧱 Ground moves"),
            sentence("The ground moves or cracks. Keep away from its edge and from below it."),
            "hs-pit-slope",
        ),
        "water": Kind(
            sentence("🌊 Water comes"),
            sentence("Water may break in. Leave low pits, and watch the river and old workings."),
            "hs-dewatering",
        ),
        "buyer": Kind(
            sentence("🤝 Fake buyer"),
            sentence("A buyer who cheats. Do not let go of your gold before you have the money."),
            "mkt-scams",
        ),
        "scales": Kind(
            sentence("💵 False notes, scale"),
            sentence("False notes or a false scale. Look at each note in daylight, and weigh on a second scale."),
            "mkt-tricks",
        ),
        "mercury": Kind(
            sentence("💧 Mercury spilled"),
            sentence("Mercury was spilled. Do not touch it. Keep children, food and fire away."),
            "emg-mercury",
        ),
        "explosives": Kind(
            sentence("🧨 Explosives"),
            sentence("Explosives lie about. Do not touch or move them. Keep people away."),
            "hs-explosives",
        ),
        "other": Kind(
            sentence("❔ Another danger"),
            sentence("A member has seen a danger. Look well before you work there."),
        ),
    }
)


def place_in(text: str) -> tuple[str, str] | None:
    """Return the country and the region of ours that a text names, when it names exactly one, as it is written."""
    named = {
        (country, region.key)
        for country, regions in REGIONS.items()
        for region in regions
        if any(_names(text, name) for name in (region.name, region.ar))
    }
    return named.pop() if len(named) == 1 else None


def _names(text: str, name: str) -> bool:
    return len(name) >= _SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
