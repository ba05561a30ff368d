"""Plain records of the registry: what goes in and comes out of the stores.

No SQL type leaves the room: a store takes and returns these frozen values. Dates are
``datetime.date``, instants ``datetime.datetime`` with an offset, JSON columns plain lists and dicts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``role``: planner, supervisor, inspector, witness, admin, system or public."""

    id: str
    name: str
    role: str
    department: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Department:
    """A department that inspects; ``id`` is the short Chinese name used everywhere (市场监管)."""

    id: str
    name: str
    name_en: str
    specialties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class District:
    """A district (辖区), also the unit of its inspectors; ``outline`` is a GeoJSON ring."""

    id: str
    name: str
    name_en: str
    lon: float
    lat: float
    outline: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the inspection item list (随机抽查事项清单; sz-2018#二(一)1)."""

    id: str
    department: str
    name: str
    sub_item: str
    legal_basis: str
    target_kind: str
    content: str
    method: str
    ratio: str
    frequency: str
    specialty: str
    minutes: int
    sectors: tuple[str, ...] = ()
    topic: str = ""  # items of several departments with one topic fold on the checklist
    key_supervision: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One row of the target registry (检查对象名录库; sz-2018#二(一)2).

    ``id`` is the unified social credit code, or a legacy registration number, or an issued id
    (``id_kind``: uscc, legacy, issued). ``risk`` A (low) to D (high).
    """

    id: str
    id_kind: str
    name: str
    address: str
    district: str
    risk: str
    sector: str
    lon: float | None = None
    lat: float | None = None
    coord_system: str = "CGCS2000"
    person_in_charge: str = ""
    contact: str = ""
    industry_code: str = ""
    credit_flag: str = ""  # "", abnormal, serious, complaints
    labels: tuple[str, ...] = ()
    status: str = "active"  # active, revoked, deregistered
    open_from: str = "09:00"
    open_to: str = "18:00"
    version: int = 1


@dataclass(frozen=True, slots=True)
class Inspector:
    """One row of the inspector registry (执法检查人员名录库; sz-2018#二(一)2, jiangxi-2024#二(一))."""

    id: str
    name: str
    department: str
    unit: str  # district id
    post: str
    specialties: tuple[str, ...]
    certificate_number: str
    certificate_valid_until: date | None
    certificate_issuer: str = ""
    sex: str = ""
    rank: str = ""
    role: str = "inspector"  # inspector, assistant
    max_visits_per_day: int = 3
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True)
class Recusal:
    """An inspector's interest in a target (回避; sz-2018#二(三)2)."""

    inspector: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Absence:
    """Days an inspector cannot be sent, both ends included."""

    inspector: str
    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """A joint campaign (部门联合抽查任务) and what it was asked to do.

    ``rates``: stratum (risk class) -> ratio text ("0.03") or {"count": n}. ``state``: draft, frozen,
    committed, drawn, scheduled, running, closed, cancelled. ``rules``: departures from the
    policy's default numbers, each ``{"value": …, "reason": …}``.
    """

    id: str
    number: int
    name: str
    theme: str
    lead_department: str
    departments: tuple[str, ...]
    districts: tuple[str, ...]
    sectors: tuple[str, ...]
    rates: Json
    window_from: date
    window_to: date
    groups: int = 1
    inspectors_wanted: int | None = None
    jurisdiction: str = "深圳"
    assignment: str = "drawn"
    directed: bool = True
    rules: Json = field(default_factory=dict)
    exclude: tuple[Json, ...] = ()
    state: str = "draft"
    created_by: str = ""
    created_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Draw:
    """One numbered plan and what became of it. ``state``: frozen, committed, revealed, cancelled."""

    id: str
    number: int
    campaign: str
    state: str
    plan: Json
    pool_file: str  # relative to the data folder
    pool_rows: int
    pool_digest: str
    commitment: Json | None = None
    seed: str | None = None
    evidence: Json | None = None
    receipt: Json | None = None
    people: Json | None = None  # lottery files, chances, panel and order of substitutes
    created_at: datetime | None = None
    published_at: datetime | None = None
    revealed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pledge:
    """A witness's commitment to a contribution, and later the contribution itself."""

    draw: str
    witness: str
    pledge: str
    contribution: str | None = None
    pledged_at: datetime | None = None
    revealed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry of the append-only draw log; ``body`` holds the chained entry as draw made it."""

    seq: int
    draw: str
    kind: str
    body: Json


@dataclass(frozen=True, slots=True)
class DrawnTarget:
    """A target of a campaign and how it came in. ``origin``: drawn, substitute, directed."""

    campaign: str
    target: str
    origin: str
    stratum: str
    ticket: str
    position: int
    state: str = "open"  # open, replaced, done
    reason: str = ""
    drawn_at: datetime | None = None  # filled by the store; "not twice in a year" counts by it


@dataclass(frozen=True, slots=True)
class ScheduleRecord:
    """A solved schedule with the very problem it answers (both contract JSON)."""

    id: str
    campaign: str | None
    problem: Json
    schedule: Json
    problem_digest: str
    status: str
    assignment: str
    seed: str
    effort: str
    parent: str | None = None
    chosen: bool = False
    created_by: str = ""
    created_at: datetime | None = None
    note: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of the chosen schedule. ``state``: planned, started, done, cancelled."""

    id: str
    schedule: str
    campaign: str | None
    target: str
    start: str  # local time YYYY-MM-DDTHH:MM
    end: str
    inspectors: tuple[str, ...]
    state: str = "planned"
    version: int = 1


@dataclass(frozen=True, slots=True)
class Checklist:
    """One merged checklist of a visit (一张表格管检查); ``lines`` as campaigns.checklists makes them."""

    id: str
    visit: str
    campaign: str | None
    target: str
    title: str
    lines: tuple[Json, ...]
    folded_from: int
    template: str | None = None
    version: int = 1
    created_by: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Long work. ``state``: queued, running, done, failed, cancelled; the row is the truth."""

    id: str
    kind: str
    state: str
    payload: Json
    progress: Json = field(default_factory=dict)
    result: Json | None = None
    error: Json | None = None
    subject: str = ""
    stop_requested: bool = False
    attempts: int = 0
    created_by: str = ""
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when; chained: ``digest`` = SHA-256 of the canonical row with ``previous``."""

    seq: int
    at: datetime
    actor: str
    role: str
    department: str | None
    district: str | None
    action: str
    subject: str
    detail: Json
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing: ``rows`` and the ``total`` before paging."""

    rows: Sequence[Any]
    total: int
    offset: int = 0
