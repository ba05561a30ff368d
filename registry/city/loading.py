"""Puts the made-up city into a registry, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from ..office import Tx
from .city import City


class _Named(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Named)


def load_city(tx: Tx, city: City) -> dict[str, int]:
    """Write the rows of the city that are not there yet; returns how many rows it holds of each kind.

    A row that is there already stays as it stands, whatever became of it, so loading twice changes
    nothing and never undoes anybody's work.
    """
    tx.departments.put_many(_new(city.departments, tx.departments.all()))
    tx.districts.put_many(_new(city.districts, tx.districts.all()))
    tx.items.put_many(_new(city.items, tx.items.all()))
    tx.targets.put_many(_new(city.targets, tx.targets.many(t.id for t in city.targets).values()))
    known = tx.inspectors.all()
    tx.inspectors.put_many(_new(city.inspectors, known))
    if not known:  # recusals and absences may have been struck since
        tx.inspectors.add_recusals(city.recusals)
        tx.inspectors.add_absences(city.absences)
    for actor in _new(city.people, tx.people.all()):
        tx.people.put(actor)
    for campaign in city.campaigns:
        if tx.campaigns.get(campaign.id) is None:
            tx.campaigns.add(campaign)
    return _counts(city)


def _new(wanted: Iterable[R], there: Iterable[_Named]) -> list[R]:
    """The rows whose id nobody has yet."""
    taken = {row.id for row in there}
    return [row for row in wanted if row.id not in taken]


def _counts(city: City) -> dict[str, int]:
    kinds = [
        "departments",
        "districts",
        "items",
        "targets",
        "inspectors",
        "recusals",
        "absences",
        "campaigns",
        "people",
    ]
    return {kind: len(getattr(city, kind)) for kind in kinds}
