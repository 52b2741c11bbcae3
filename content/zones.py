"""The time zones of a country, the likeliest first; a person picks one by the place it is named after. No clock."""

from collections.abc import Mapping
from types import MappingProxyType

from babel.core import get_global

from content.schedule import FALLBACK

# Where most of a country's people, or its small mines, are. Countries with one zone need no line.
_LIKELIEST: Mapping[str, str] = MappingProxyType(
    {
        "AR": "America/Argentina/Buenos_Aires",
        "BR": "America/Sao_Paulo",
        "CD": "Africa/Lubumbashi",
        "CL": "America/Santiago",
        "EC": "America/Guayaquil",
        "ID": "Asia/Jakarta",
        "MN": "Asia/Ulaanbaatar",
        "MX": "America/Mexico_City",
        "MY": "Asia/Kuala_Lumpur",
        "PG": "Pacific/Port_Moresby",
    }
)


def zones_of(country: str | None) -> tuple[str, ...]:
    """Return the IANA zones of a country (two letters), the likeliest first; UTC alone where none is known."""
    zones: list[str] = list(get_global("territory_zones").get(country or "", ()))
    likeliest = _LIKELIEST.get(country or "")
    if likeliest in zones:
        zones = [likeliest, *(zone for zone in zones if zone != likeliest)]
    return tuple(zones) or (FALLBACK,)
