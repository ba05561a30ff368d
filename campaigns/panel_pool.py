"""The modes of a pool of inspectors (rules:F12): whole bureau, office and stations, stations, one
station, the campaign's own districts, or across regions (nobody of the districts that are visited)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from campaigns.numbers import of
from registry import Campaign

PLAIN: Final = ("bureau", "districts", "cross_region")
OFFICE: Final = "office"
STATION: Final = "station"


@dataclass(frozen=True, slots=True)
class PoolMode:
    """Whose people may be drawn: ``units`` None means every unit not in ``without``."""

    units: frozenset[str] | None
    without: frozenset[str] = frozenset()
    office: frozenset[str] = frozenset()

    def holds(self, unit: str) -> bool:
        """Whether people of this unit are in the pool."""
        return unit not in self.without and (self.units is None or unit in self.units)

    def part(self, unit: str) -> str:
        """In a pool of office and stations, which of the two a unit is; each must be drawn from."""
        if not self.office:
            return ""
        return OFFICE if unit in self.office else STATION


def pool_of(campaign: Campaign) -> PoolMode:
    """The pool of a campaign by its ``pool_mode``."""
    mode = of(campaign, "pool_mode")
    if mode == "districts":
        return PoolMode(frozenset(campaign.districts) or None)
    if mode == "cross_region":
        return PoolMode(None, frozenset(campaign.districts))
    if isinstance(mode, Mapping):
        office = frozenset(mode.get("office", ()))
        return PoolMode(frozenset(mode["units"]) | office, office=office)
    return PoolMode(None)


def known_pool(value: Any) -> bool:
    """Whether a ``pool_mode`` is well formed.

    ``bureau``, ``districts``, ``cross_region``; or ``{"mode": "station", "units": [one]}``,
    ``{"mode": "stations", "units": [several]}``,
    ``{"mode": "office+stations", "office": [...], "units": [...]}``.
    """
    if not isinstance(value, Mapping):
        return value in PLAIN
    units, office = value.get("units"), value.get("office") or ()
    if not _names(units) or (office and not _names(office)):
        return False
    mode = value.get("mode")
    if mode == "station":
        return len(units) == 1 and not office
    if mode == "stations":
        return len(units) > 1 and not office
    return mode == "office+stations" and bool(office) and not set(units) & set(office)


def _names(value: Any) -> TypeGuard[Sequence[str]]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        return False
    texts = all(isinstance(name, str) and name for name in value)
    return texts and len(set(value)) == len(value)
