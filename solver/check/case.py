"""The problem as the checker sees it: plain records, looked up by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

RISKS = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Item:
    """One matter to inspect: whose it is, what it takes, how many minutes."""

    department: str
    specialty: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Window:
    """Opening hours on one day, in minutes after midnight."""

    day: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, in degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Target:
    """A target as the checker needs it."""

    id: str
    place: Place
    district: str
    risk: str
    items: tuple[Item, ...]
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """An inspector; an assistant (`counts` false) comes along and counts for nothing."""

    id: str
    department: str
    unit: str
    specialties: frozenset[str]
    days: frozenset[str]
    recused: frozenset[str]
    max_visits: int
    certificate: str | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """What must stay as it is."""

    target: str
    start: tuple[str, int] | None
    inspectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers of `rules`, minutes and kilometres as in the contract."""

    min_team: int
    max_team: int
    min_department: int
    max_departments: int
    step: int
    same_unit: bool
    one_slot: bool
    fixed: float
    per_km: float
    km_lon: float
    km_lat: float
    weights: Mapping[str, int]
    cap_departments: int | None
    cap_inspectors: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """The whole problem, looked up by id."""

    days: frozenset[str]
    slots: tuple[tuple[int, int], ...]
    lead: str | None
    targets: Mapping[str, Target]
    people: Mapping[str, Person]
    units: Mapping[str, Place] | None
    terms: Terms
    pins: tuple[Pin, ...]
    departments: Mapping[str, tuple[Person, ...]]
