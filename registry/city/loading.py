"""Puts the made-up city into a registry, inside the caller's transaction."""

from __future__ import annotations

from ..office import Tx
from .city import City


def load_city(tx: Tx, city: City) -> dict[str, int]:
    """Write every row of the city; returns how many rows of each kind it holds.

    Loading twice changes nothing: rows are merged by id, and a campaign that is already there is
    left as it stands, whatever became of it.
    """
    tx.departments.put_many(city.departments)
    tx.districts.put_many(city.districts)
    tx.items.put_many(city.items)
    tx.targets.put_many(city.targets)
    tx.inspectors.put_many(city.inspectors)
    tx.inspectors.add_recusals(city.recusals)
    tx.inspectors.add_absences(city.absences)
    for actor in city.people:
        tx.people.put(actor)
    for campaign in city.campaigns:
        if tx.campaigns.get(campaign.id) is None:
            tx.campaigns.add(campaign)
    return {
        "departments": len(city.departments),
        "districts": len(city.districts),
        "items": len(city.items),
        "targets": len(city.targets),
        "inspectors": len(city.inspectors),
        "recusals": len(city.recusals),
        "absences": len(city.absences),
        "campaigns": len(city.campaigns),
        "people": len(city.people),
    }
