"""One visit covers all due items (进一次门、查多项事): which items a target owes, and what that saves.

Entries saved by merging: over the targets, departments with due items less one, because each of
those departments would otherwise have come by itself (rules:G10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry import Campaign, Item, Tx


@dataclass(frozen=True, slots=True)
class Errand:
    """What is due at every target of one sector: the items of all departments, by id."""

    sector: str
    items: tuple[Item, ...]

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments with something to check, sorted."""
        return tuple(sorted({item.department for item in self.items}))

    @property
    def saved(self) -> int:
        """Entries saved at one target."""
        return max(0, len(self.departments) - 1)

    def minutes(self, step: int) -> int:
        """Length of the visit: the longest department's work, rounded up to ``step`` minutes."""
        work = {
            d: sum(i.minutes for i in self.items if i.department == d) for d in self.departments
        }
        return -(-max(work.values(), default=0) // step) * step

    def specialties(self, department: str) -> frozenset[str]:
        """What its people must be able to do between them."""
        return frozenset(i.specialty for i in self.items if i.department == department)


def errands(tx: Tx, campaign: Campaign) -> dict[str, Errand]:
    """What is due, by sector; items valid on the first day, key-supervision items left out (N6)."""
    items = tx.items.for_sectors(campaign.sectors, campaign.departments, campaign.window_from)
    return {
        sector: Errand(
            sector,
            tuple(
                item
                for item in items
                if not item.key_supervision and (not item.sectors or sector in item.sectors)
            ),
        )
        for sector in campaign.sectors
    }


def needed_specialties(due: Mapping[str, Errand]) -> dict[str, frozenset[str]]:
    """Department → every specialty that some target may ask of it."""
    departments = sorted({d for errand in due.values() for d in errand.departments})
    return {
        d: frozenset[str]().union(*(errand.specialties(d) for errand in due.values()))
        for d in departments
    }


def entries_saved(due: Mapping[str, Errand], sectors: Iterable[str]) -> int:
    """Entries saved over targets given by their sectors."""
    return sum(due[sector].saved for sector in sectors if sector in due)
