"""The country of a place by its ISO 3166-1 code, by the Unicode CLDR as babel carries it: countries, capitals, cities of time zones."""

from functools import cache
from typing import Final

from babel import Locale
from babel.core import get_global

from pipeline.texts.place import INSTITUTIONS

# Capitals that give no time zone its name (pipeline.texts.place).
_CAPITALS: Final = {
    "Abuja": "NG", "Ankara": "TR", "Beijing": "CN", "Bern": "CH", "Brasilia": "BR", "Canberra": "AU", "Hanoi": "VN", "Islamabad": "PK",
    "New Delhi": "IN", "Ottawa": "CA", "Pretoria": "ZA", "Rabat": "MA", "Washington": "US", "Wellington": "NZ",
}  # fmt: skip


def country_code(name: str) -> str | None:
    """Two letters for a place under its English name (as pipeline.texts.place gives it); None for continents and what is no place."""
    return _codes().get(name)


@cache
def _codes() -> dict[str, str]:
    english = Locale("en")
    found = dict(_CAPITALS)
    for zone, code in sorted(get_global("zone_territories").items()):
        name = english.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        if len(code) == 2 and code.isalpha():
            found.setdefault(name, code)
    territories = {name: code for code, name in sorted(english.territories.items()) if len(code) == 2}
    found |= {name: code for name, code in territories.items() if name not in INSTITUTIONS}
    return found
