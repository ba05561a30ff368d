"""The whole made-up city as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..records import (
    Absence,
    Actor,
    Campaign,
    Department,
    District,
    Inspector,
    Item,
    Recusal,
    Target,
)
from .departments import make_departments
from .districts import make_districts
from .inspectors import make_absences, make_inspectors, make_recusals
from .items import make_items
from .people import make_people
from .plans import make_campaigns
from .targets import make_targets

_FIRST_DAY = date(2026, 3, 2)


@dataclass(frozen=True, slots=True)
class City:
    """Everything a fresh registry needs to play with."""

    seed: int
    day: date  # the Monday from which certificates, absences and windows are dated
    departments: tuple[Department, ...]
    districts: tuple[District, ...]
    items: tuple[Item, ...]
    targets: tuple[Target, ...]
    inspectors: tuple[Inspector, ...]
    recusals: tuple[Recusal, ...]
    absences: tuple[Absence, ...]
    campaigns: tuple[Campaign, ...]
    people: tuple[Actor, ...]


def make_city(seed: int = 2026, *, day: date = _FIRST_DAY) -> City:
    """Make the city of a seed. ``day`` moves to the next Monday; the wall clock is never read."""
    monday = day + timedelta(days=-day.weekday() % 7)
    targets = make_targets(seed)
    inspectors = make_inspectors(seed, monday)
    return City(
        seed=seed,
        day=monday,
        departments=make_departments(),
        districts=make_districts(),
        items=make_items(date(monday.year, 1, 1)),
        targets=targets,
        inspectors=inspectors,
        recusals=make_recusals(seed, inspectors, targets),
        absences=make_absences(seed, inspectors, monday),
        campaigns=make_campaigns(monday),
        people=make_people(inspectors),
    )
