"""Read a problem document into plain records; every fault becomes an R01 finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from solver.check import values
from solver.check.case import RISKS, Case, Item, Person, Pin, Place, Target, Terms, Window
from solver.check.finding import malformed
from solver.check.values import Faults

Record = Mapping[str, object]


def read_case(problem: object, faults: Faults) -> Case | None:
    """The problem as a `Case`, or None with the reasons added to `faults`."""
    before = len(faults)
    root = values.mapping(problem, "problem", faults)
    if root is None:
        return None
    days = tuple(
        values.day(entry, f"days[{place}]", faults)
        for place, entry in enumerate(values.array(root.get("days"), "days", faults))
    )
    _unique((shown for shown in days if shown), "days", faults)
    if not days:
        faults.append(malformed("days", "不得为空。", "must not be empty."))
    departments = values.texts(root.get("departments"), "departments", faults)
    _unique(departments, "departments", faults)
    skills = _specialties(root.get("specialties"), departments, faults)
    names = _Names(frozenset(shown for shown in days if shown), frozenset(departments), skills)
    terms = _terms(root.get("rules"), faults)
    targets = _targets(root.get("targets"), names, faults)
    units = _units(root.get("units"), faults) if root.get("units") is not None else None
    people = _people(root.get("inspectors"), names, units, faults)
    lead = _lead(root.get("lead_department"), names, faults)
    slots = _slots(root.get("slots"), faults)
    pins = _pins(root.get("pinned"), targets, people, faults)
    if root.get("assignment") is not None:
        values.choice(root["assignment"], ("drawn", "free"), "assignment", faults)
    if len(faults) > before or terms is None:
        return None
    by_department: dict[str, list[Person]] = {}
    for person in people.values():
        if person.counts:
            by_department.setdefault(person.department, []).append(person)
    members = {name: tuple(found) for name, found in by_department.items()}
    return Case(names.days, slots, lead, targets, people, units, terms, pins, members)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names other parts of the document may use."""

    days: frozenset[str]
    departments: frozenset[str]
    specialties: Mapping[str, frozenset[str]]


def _unique(ids: Iterable[str], field: str, faults: Faults) -> None:
    for name, count in Counter(ids).items():
        if count > 1:
            faults.append(
                malformed(field, f"中“{name}”重复出现。", f"names {name!r} more than once.")
            )


def _known(name: str | None, among: Iterable[str], field: str, faults: Faults) -> None:
    if name is not None and name not in among:
        faults.append(
            malformed(field, f"所写“{name}”未在问题中定义。", f"names {name!r}, which is unknown.")
        )


def _specialties(
    value: object, departments: tuple[str, ...], faults: Faults
) -> dict[str, frozenset[str]]:
    read = values.mapping(value, "specialties", faults) or {}
    found: dict[str, frozenset[str]] = {}
    for name, entries in read.items():
        if isinstance(name, str):
            _known(name, departments, "specialties", faults)
            found[name] = frozenset(values.texts(entries, f"specialties.{name}", faults))
        else:
            values.text(name, "specialties", faults)
    return found


def _slots(value: object, faults: Faults) -> tuple[tuple[int, int], ...]:
    found = []
    names = []
    for place, entry in enumerate(values.array(value, "slots", faults)):
        at = f"slots[{place}]"
        if (record := values.mapping(entry, at, faults)) is None:
            continue
        names.append(values.text(record.get("id"), f"{at}.id", faults))
        if (hours := _hours(record, at, faults)) is not None:
            found.append(hours)
    _unique((name for name in names if name), "slots", faults)
    return tuple(found)


def _hours(record: Record, at: str, faults: Faults) -> tuple[int, int] | None:
    start = values.clock(record.get("from"), f"{at}.from", faults)
    end = values.clock(record.get("to"), f"{at}.to", faults)
    if start is None or end is None:
        return None
    if start >= end:
        faults.append(malformed(at, "的起始时刻应早于结束时刻。", "must start before it ends."))
        return None
    return start, end


def _terms(value: object, faults: Faults) -> Terms | None:
    before = len(faults)
    rules = values.mapping(value, "rules", faults)
    if rules is None:
        return None

    def count(key: str, low: int) -> int:
        return values.whole(rules.get(key), f"rules.{key}", faults, low) or 0

    def cap(key: str) -> int | None:
        return None if rules.get(key) is None else count(key, 1)

    travel = values.mapping(rules.get("travel"), "rules.travel", faults) or {}

    def rate(key: str) -> float:
        return values.number(travel.get(key), f"rules.travel.{key}", faults, 0.0) or 0.0

    scale = values.mapping(rules.get("risk_weight"), "rules.risk_weight", faults) or {}
    weights = {
        risk: values.whole(scale.get(risk), f"rules.risk_weight.{risk}", faults) or 0
        for risk in RISKS
    }
    found = Terms(
        min_team=count("min_inspectors_per_visit", 2),
        max_team=count("max_inspectors_per_visit", 1),
        min_department=count("min_inspectors_per_department", 0),
        max_departments=count("max_departments_per_visit", 1),
        step=count("step_minutes", 1),
        same_unit=bool(values.flag(rules.get("same_unit_only"), "rules.same_unit_only", faults)),
        one_slot=bool(
            values.flag(rules.get("visit_within_one_slot"), "rules.visit_within_one_slot", faults)
        ),
        fixed=rate("fixed"),
        per_km=rate("min_per_km"),
        km_lon=rate("km_per_lon"),
        km_lat=rate("km_per_lat"),
        weights=weights,
        cap_departments=cap("max_departments_per_campaign"),
        cap_inspectors=cap("max_inspectors_per_campaign"),
    )
    return found if len(faults) == before else None


def _place(record: Record, at: str, faults: Faults) -> Place:
    lon = values.number(record.get("lon"), f"{at}.lon", faults)
    lat = values.number(record.get("lat"), f"{at}.lat", faults)
    return Place(lon or 0.0, lat or 0.0)


def _targets(value: object, names: _Names, faults: Faults) -> dict[str, Target]:
    found: list[Target] = []
    for index, entry in enumerate(values.array(value, "targets", faults)):
        at = f"targets[{index}]"
        if (record := values.mapping(entry, at, faults)) is None:
            continue
        found.append(
            Target(
                id=values.text(record.get("id"), f"{at}.id", faults) or at,
                place=_place(record, at, faults),
                district=values.text(record.get("district"), f"{at}.district", faults) or "",
                risk=values.choice(record.get("risk"), RISKS, f"{at}.risk", faults) or "A",
                items=_items(record.get("items"), at, names, faults),
                windows=_windows(record.get("windows"), at, names, faults),
            )
        )
    _unique((target.id for target in found), "targets", faults)
    return {target.id: target for target in found}


def _items(value: object, at: str, names: _Names, faults: Faults) -> tuple[Item, ...]:
    found: list[Item] = []
    ids: list[str] = []
    entries = values.array(value, f"{at}.items", faults)
    if isinstance(value, (list, tuple)) and not value:
        faults.append(malformed(f"{at}.items", "不得为空。", "must not be empty."))
    for index, entry in enumerate(entries):
        here = f"{at}.items[{index}]"
        if (record := values.mapping(entry, here, faults)) is None:
            continue
        ids.append(values.text(record.get("id"), f"{here}.id", faults) or here)
        department = values.text(record.get("department"), f"{here}.department", faults)
        specialty = values.text(record.get("specialty"), f"{here}.specialty", faults)
        minutes = values.whole(record.get("minutes"), f"{here}.minutes", faults, 1)
        _known(department, names.departments, f"{here}.department", faults)
        if department in names.departments:
            among = names.specialties.get(department, frozenset())
            _known(specialty, among, f"{here}.specialty", faults)
        if department and specialty and minutes:
            found.append(Item(department, specialty, minutes))
    _unique(ids, f"{at}.items", faults)
    return tuple(found)


def _windows(value: object, at: str, names: _Names, faults: Faults) -> tuple[Window, ...]:
    found: list[Window] = []
    for index, entry in enumerate(values.array(value, f"{at}.windows", faults)):
        here = f"{at}.windows[{index}]"
        if (record := values.mapping(entry, here, faults)) is None:
            continue
        day = values.day(record.get("day"), f"{here}.day", faults)
        _known(day, names.days, f"{here}.day", faults)
        hours = _hours(record, here, faults)
        if day and hours:
            found.append(Window(day, *hours))
    ordered = sorted(found, key=lambda window: (window.day, window.start, window.end))
    for first, second in pairwise(ordered):
        if first.day == second.day and second.start < first.end:
            faults.append(
                malformed(
                    f"{at}.windows",
                    f"在 {first.day} 的时间窗互相重叠。",
                    f"overlap each other on {first.day}.",
                )
            )
    return tuple(found)


def _units(value: object, faults: Faults) -> dict[str, Place]:
    found: dict[str, Place] = {}
    ids: list[str] = []
    for index, entry in enumerate(values.array(value, "units", faults)):
        at = f"units[{index}]"
        if (record := values.mapping(entry, at, faults)) is None:
            continue
        name = values.text(record.get("id"), f"{at}.id", faults) or at
        ids.append(name)
        found[name] = _place(record, at, faults)
    _unique(ids, "units", faults)
    return found


def _people(
    value: object, names: _Names, units: Mapping[str, Place] | None, faults: Faults
) -> dict[str, Person]:
    found: list[Person] = []
    for index, entry in enumerate(values.array(value, "inspectors", faults)):
        at = f"inspectors[{index}]"
        if (record := values.mapping(entry, at, faults)) is not None:
            found.append(_person(record, at, names, units, faults))
    _unique((person.id for person in found), "inspectors", faults)
    return {person.id: person for person in found}


def _person(
    record: Record,
    at: str,
    names: _Names,
    units: Mapping[str, Place] | None,
    faults: Faults,
) -> Person:
    department = values.text(record.get("department"), f"{at}.department", faults)
    _known(department, names.departments, f"{at}.department", faults)
    unit = values.text(record.get("unit"), f"{at}.unit", faults)
    if units is not None:
        _known(unit, units, f"{at}.unit", faults)
    skills = values.texts(record.get("specialties"), f"{at}.specialties", faults)
    if department in names.departments:
        for skill in skills:
            among = names.specialties.get(department, frozenset())
            _known(skill, among, f"{at}.specialties", faults)
    days = tuple(
        values.day(day, f"{at}.available_days[{place}]", faults)
        for place, day in enumerate(
            values.array(record.get("available_days"), f"{at}.available_days", faults)
        )
    )
    recused = values.texts(record.get("recused_targets"), f"{at}.recused_targets", faults)
    certificate = record.get("certificate_valid_until")
    if certificate is not None:
        certificate = values.day(certificate, f"{at}.certificate_valid_until", faults)
    role = record.get("role")
    if role is not None:
        role = values.choice(role, ("inspector", "assistant"), f"{at}.role", faults)
    return Person(
        id=values.text(record.get("id"), f"{at}.id", faults) or at,
        department=department or "",
        unit=unit or "",
        specialties=frozenset(skills),
        days=frozenset(day for day in days if day),
        recused=frozenset(recused),
        max_visits=values.whole(
            record.get("max_visits_per_day"), f"{at}.max_visits_per_day", faults
        )
        or 0,
        certificate=certificate if isinstance(certificate, str) else None,
        counts=role != "assistant",
    )


def _lead(value: object, names: _Names, faults: Faults) -> str | None:
    if value is None:
        return None
    name = values.text(value, "lead_department", faults)
    _known(name, names.departments, "lead_department", faults)
    return name


def _pins(
    value: object, targets: Mapping[str, Target], people: Mapping[str, Person], faults: Faults
) -> tuple[Pin, ...]:
    found: list[Pin] = []
    for index, entry in enumerate(() if value is None else values.array(value, "pinned", faults)):
        at = f"pinned[{index}]"
        if (record := values.mapping(entry, at, faults)) is None:
            continue
        target = values.text(record.get("target"), f"{at}.target", faults)
        _known(target, targets, f"{at}.target", faults)
        start = None
        if record.get("start") is not None:
            start = values.moment(record["start"], f"{at}.start", faults)
        team: tuple[str, ...] = ()
        if record.get("inspectors") is not None:
            team = values.texts(record["inspectors"], f"{at}.inspectors", faults)
        for name in team:
            _known(name, people, f"{at}.inspectors", faults)
        found.append(Pin(target or "", start, team))
    _unique((pin.target for pin in found), "pinned", faults)
    return tuple(found)
