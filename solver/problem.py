"""The scheduling problem: what contract §1 says, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Assignment = Literal["drawn", "free"]
Role = Literal["inspector", "assistant"]
Seed = int | str


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the day in which visits take place; minutes after midnight."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """A span of one day in which a target can be visited; minutes after midnight."""

    day: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a department checks at a target, and the minutes it takes."""

    id: str
    department: str
    specialty: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Target:
    """A business to visit once, with all its items."""

    id: str
    lon: float
    lat: float
    district: str
    risk: str
    items: tuple[Item, ...]
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Inspector:
    """A person who may be sent; `certificate_valid_until` is the last valid day."""

    id: str
    department: str
    unit: str
    specialties: frozenset[str]
    available_days: frozenset[str]
    recused_targets: frozenset[str]
    max_visits_per_day: int
    certificate_valid_until: str | None = None
    role: Role = "inspector"


@dataclass(frozen=True, slots=True)
class Unit:
    """An office where its inspectors' days start and end."""

    id: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Pin:
    """A visit fixed in advance; what is None or empty is left to the solver."""

    target: str
    day: str | None = None
    start: int | None = None
    inspectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Travel:
    """Travel by Manhattan distance; minutes = ceil(fixed + km * min_per_km - 1e-9)."""

    fixed: float
    min_per_km: float
    km_per_lon: float
    km_per_lat: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers a campaign is planned with."""

    min_inspectors_per_visit: int
    min_inspectors_per_department: int
    max_departments_per_visit: int
    max_inspectors_per_visit: int
    step_minutes: int
    same_unit_only: bool
    visit_within_one_slot: bool
    travel: Travel
    risk_weight: Mapping[str, int]
    seed: Seed
    max_departments_per_campaign: int | None = None
    max_inspectors_per_campaign: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole campaign to schedule. Make it with `Problem.from_json`, which checks everything."""

    name: str
    days: tuple[str, ...]
    slots: tuple[Slot, ...]
    departments: tuple[str, ...]
    specialties: Mapping[str, tuple[str, ...]]
    targets: tuple[Target, ...]
    inspectors: tuple[Inspector, ...]
    rules: Rules
    pinned: tuple[Pin, ...] = ()
    units: tuple[Unit, ...] | None = None
    lead_department: str | None = None
    assignment: Assignment = "free"
    digest: str = field(default="", compare=False)

    @classmethod
    def from_json(cls, obj: Any) -> Problem:
        """Read the JSON object of contract §1.

        Raises ProblemRefused with every fault found, not the first only.
        """
        from solver.parse import parse_problem

        return parse_problem(obj)
