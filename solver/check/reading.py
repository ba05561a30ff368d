"""Read a problem document into plain records; every fault becomes an R01 finding."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from solver.check import values
from solver.check.case import RISKS, Case, Item, Person, Pin, Place, Target, Window
from solver.check.finding import malformed
from solver.check.names import Names, Record, hours, known, read_names, records, unique
from solver.check.names import dates as read_dates
from solver.check.terms import read_terms
from solver.check.values import Faults


def read_case(problem: object, faults: Faults) -> Case | None:
    """The problem as a `Case`, or None with the reasons added to `faults`."""
    before = len(faults)
    root = values.mapping(problem, "problem", faults)
    if root is None:
        return None
    values.text(root.get("name"), "name", faults, blank=True)
    names = read_names(root, faults)
    targets = _targets(root.get("targets"), names, faults)
    units = None if root.get("units") is None else _units(root["units"], faults)
    people = _people(root.get("inspectors"), names, units, faults)
    if root.get("assignment") is not None:
        values.choice(root["assignment"], ("drawn", "free"), "assignment", faults)
    case = Case(
        days=names.days,
        slots=_slots(root.get("slots"), faults),
        lead=_lead(root.get("lead_department"), names, faults),
        targets=targets,
        people=people,
        units=units,
        terms=read_terms(root.get("rules"), faults),
        pins=_pins(root.get("pinned"), targets, people, names, faults),
        departments=_members(people),
    )
    return case if len(faults) == before else None


def _members(people: Mapping[str, Person]) -> dict[str, tuple[Person, ...]]:
    """Who counts for each department."""
    found: dict[str, list[Person]] = {}
    for person in people.values():
        if person.counts:
            found.setdefault(person.department, []).append(person)
    return {name: tuple(members) for name, members in found.items()}


def _slots(value: object, faults: Faults) -> tuple[tuple[int, int], ...]:
    found = []
    names = []
    for at, record in records(value, "slots", faults):
        names.append(values.text(record.get("id"), f"{at}.id", faults) or at)
        if (span := hours(record, at, faults)) is not None:
            found.append(span)
    unique(names, "slots", faults)
    return tuple(found)


def _place(record: Record, at: str, faults: Faults) -> Place:
    lon = values.number(record.get("lon"), f"{at}.lon", faults, -180, 180)
    lat = values.number(record.get("lat"), f"{at}.lat", faults, -90, 90)
    return Place(lon or 0.0, lat or 0.0)


def _targets(value: object, names: Names, faults: Faults) -> dict[str, Target]:
    found = [_target(record, at, names, faults) for at, record in records(value, "targets", faults)]
    unique((target.id for target in found), "targets", faults)
    return {target.id: target for target in found}


def _target(record: Record, at: str, names: Names, faults: Faults) -> Target:
    return Target(
        id=values.text(record.get("id"), f"{at}.id", faults) or at,
        place=_place(record, at, faults),
        district=values.text(record.get("district"), f"{at}.district", faults, blank=True) or "",
        risk=values.choice(record.get("risk"), RISKS, f"{at}.risk", faults) or "A",
        items=_items(record.get("items"), f"{at}.items", names, faults),
        windows=_windows(record.get("windows"), f"{at}.windows", names, faults),
    )


def _items(value: object, field: str, names: Names, faults: Faults) -> tuple[Item, ...]:
    found: list[Item] = []
    ids: list[str] = []
    for at, record in records(value, field, faults):
        ids.append(values.text(record.get("id"), f"{at}.id", faults) or at)
        department = values.text(record.get("department"), f"{at}.department", faults)
        specialty = values.text(record.get("specialty"), f"{at}.specialty", faults)
        minutes = values.whole(record.get("minutes"), f"{at}.minutes", faults)
        known(department, names.departments, f"{at}.department", faults)
        if department in names.departments:
            among = names.specialties.get(department, frozenset())
            known(specialty, among, f"{at}.specialty", faults)
        if department and specialty and minutes is not None:
            found.append(Item(department, specialty, minutes))
    unique(ids, field, faults)
    return tuple(found)


def _windows(value: object, field: str, names: Names, faults: Faults) -> tuple[Window, ...]:
    """Opening hours; none at all means closed throughout."""
    found: list[Window] = []
    for at, record in records(value, field, faults, empty=True):
        day = values.day(record.get("day"), f"{at}.day", faults)
        known(day, names.days, f"{at}.day", faults)
        span = hours(record, at, faults)
        if day and span:
            found.append(Window(day, *span))
    found.sort(key=lambda window: (window.day, window.start, window.end))
    for first, second in pairwise(found):
        if first.day == second.day and second.start < first.end:
            zh, en = f"在 {first.day} 的时间窗互相重叠。", f"overlap each other on {first.day}."
            faults.append(malformed(field, zh, en))
    return tuple(found)


def _units(value: object, faults: Faults) -> dict[str, Place]:
    found: dict[str, Place] = {}
    ids: list[str] = []
    for at, record in records(value, "units", faults):
        name = values.text(record.get("id"), f"{at}.id", faults) or at
        ids.append(name)
        found[name] = _place(record, at, faults)
    unique(ids, "units", faults)
    return found


def _people(
    value: object, names: Names, units: Mapping[str, Place] | None, faults: Faults
) -> dict[str, Person]:
    found = []
    for at, record in records(value, "inspectors", faults):
        person = _person(record, at, names, faults)
        if units is not None:
            known(person.unit, units, f"{at}.unit", faults)
        found.append(person)
    unique((person.id for person in found), "inspectors", faults)
    return {person.id: person for person in found}


def _person(record: Record, at: str, names: Names, faults: Faults) -> Person:
    department = values.text(record.get("department"), f"{at}.department", faults)
    known(department, names.departments, f"{at}.department", faults)
    limit = values.whole(record.get("max_visits_per_day"), f"{at}.max_visits_per_day", faults)
    role = record.get("role")
    if role is not None:
        role = values.choice(role, ("inspector", "assistant"), f"{at}.role", faults)
    recused = values.texts(
        record.get("recused_targets"), f"{at}.recused_targets", faults, empty=True
    )
    return Person(
        id=values.text(record.get("id"), f"{at}.id", faults) or at,
        department=department or "",
        unit=values.text(record.get("unit"), f"{at}.unit", faults, blank=True) or "",
        specialties=frozenset(_held(record, at, names, faults)),
        days=frozenset(_available(record, at, names, faults)),
        recused=frozenset(recused),
        max_visits=limit or 0,
        certificate=_certificate(record, at, faults),
        counts=role != "assistant",
    )


def _held(record: Record, at: str, names: Names, faults: Faults) -> tuple[str, ...]:
    held = values.texts(record.get("specialties"), f"{at}.specialties", faults, empty=True)
    for skill in held:
        known(skill, names.all_specialties, f"{at}.specialties", faults)
    return held


def _available(record: Record, at: str, names: Names, faults: Faults) -> tuple[str, ...]:
    field = f"{at}.available_days"
    days = read_dates(record.get("available_days"), field, faults, empty=True)
    for day in days:
        known(day, names.days, field, faults)
    return days


def _certificate(record: Record, at: str, faults: Faults) -> str | None:
    if record.get("certificate_valid_until") is None:
        return None
    return values.day(record["certificate_valid_until"], f"{at}.certificate_valid_until", faults)


def _lead(value: object, names: Names, faults: Faults) -> str | None:
    if value is None:
        return None
    name = values.text(value, "lead_department", faults)
    known(name, names.departments, "lead_department", faults)
    return name


def _pins(
    value: object,
    targets: Mapping[str, Target],
    people: Mapping[str, Person],
    names: Names,
    faults: Faults,
) -> tuple[Pin, ...]:
    found: list[Pin] = []
    for at, record in () if value is None else records(value, "pinned", faults, empty=True):
        target = values.text(record.get("target"), f"{at}.target", faults)
        known(target, targets, f"{at}.target", faults)
        start = None
        if record.get("start") is not None:
            start = values.moment(record["start"], f"{at}.start", faults)
            known(start and start[0], names.days, f"{at}.start", faults)
        team: tuple[str, ...] = ()
        if record.get("inspectors") is not None:
            team = values.texts(record["inspectors"], f"{at}.inspectors", faults, empty=True)
            unique(team, f"{at}.inspectors", faults)
        for name in team:
            known(name, people, f"{at}.inspectors", faults)
        found.append(Pin(target or "", start, team))
    unique((pin.target for pin in found), "pinned", faults)
    return tuple(found)
