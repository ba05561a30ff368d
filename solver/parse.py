"""From the JSON of contract §1 to a Problem, noting every fault on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from solver import reading
from solver.clock import split_moment
from solver.digest import problem_digest
from solver.faults import FaultList
from solver.parse_rules import parse_rules
from solver.problem import Inspector, Item, Pin, Problem, Slot, Target, Unit, Window
from solver.reading import Row


@dataclass(frozen=True, slots=True)
class _Names:
    """What the rows of a problem may refer to."""

    days: frozenset[str]
    departments: frozenset[str]
    specialties: Mapping[str, frozenset[str]]
    all_specialties: frozenset[str]


def parse_problem(obj: Any) -> Problem:
    """Read a problem; raises ProblemRefused with all faults."""
    faults = FaultList()
    if not isinstance(obj, Mapping):
        faults.add("not_an_object", "", type(obj).__name__, "R01")
        faults.raise_if_any()
    days = _days(faults, obj)
    departments = reading.texts(
        faults, reading.listing(faults, obj, "", "departments"), "departments"
    )
    reading.unique(faults, list(departments), "departments", "")
    specialties = _specialties(faults, obj, frozenset(departments))
    names = _Names(
        frozenset(days),
        frozenset(departments),
        {name: frozenset(values) for name, values in specialties.items()},
        frozenset(value for values in specialties.values() for value in values),
    )
    problem = Problem(
        name=reading.text(faults, obj, "", "name", blank=True) or "",
        days=tuple(sorted(days)),
        slots=_slots(faults, obj),
        departments=departments,
        specialties=specialties,
        targets=_targets(faults, obj, names),
        inspectors=_inspectors(faults, obj, names),
        rules=parse_rules(faults, obj),
        pinned=_pins(faults, obj, names),
        units=_units(faults, obj),
        lead_department=_lead(faults, obj, names),
        assignment=_choice(faults, obj, "", "assignment", ("free", "drawn")),
        digest=_digest(faults, obj),
    )
    _check_units(faults, problem)
    faults.raise_if_any()
    return problem


def _digest(faults: FaultList, obj: Row) -> str:
    try:
        return problem_digest(obj)
    except (ValueError, TypeError, RecursionError) as error:
        if not len(faults):
            faults.add("not_canonical", "", type(error).__name__, "R01")
        return ""


def _days(faults: FaultList, obj: Row) -> list[str]:
    values = reading.listing(faults, obj, "", "days") or []
    made = [reading.day(faults, value, f"days[{i}]") for i, value in enumerate(values)]
    reading.unique(faults, made, "days", "")
    return [value for value in dict.fromkeys(made) if value is not None]


def _slots(faults: FaultList, obj: Row) -> tuple[Slot, ...]:
    def read(row: Row, path: str) -> Slot | None:
        name = reading.text(faults, row, path, "id")
        span = reading.span(faults, row, path)
        return Slot(name, *span) if name is not None and span else None

    slots = reading.rows(faults, reading.listing(faults, obj, "", "slots"), "slots", read)
    _unique_rows(faults, obj, "slots")
    return tuple(sorted(slots, key=lambda slot: (slot.start, slot.end, slot.id)))


def _specialties(
    faults: FaultList, obj: Row, departments: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    made: dict[str, tuple[str, ...]] = {}
    table = reading.mapping(faults, obj, "", "specialties") or {}
    for name in table:
        path = f"specialties.{name}"
        if name not in departments:
            faults.add("unknown_department", path, name, "R01")
        values = reading.listing(faults, table, "specialties", name, empty=True)
        made[name] = reading.texts(faults, values, path)
        reading.unique(faults, list(made[name]), path, "")
    return made


def _targets(faults: FaultList, obj: Row, names: _Names) -> tuple[Target, ...]:
    spans: dict[tuple[Any, Any, Any], Window] = {}

    def read(row: Row, path: str) -> Target | None:
        key = reading.text(faults, row, path, "id")
        lon = reading.number(faults, row, path, "lon", -180, 180)
        lat = reading.number(faults, row, path, "lat", -90, 90)
        district = reading.text(faults, row, path, "district", blank=True)
        risk = _choice(faults, row, path, "risk", ("A", "B", "C", "D"), required=True)
        items = _items(faults, row, path, names)
        windows = _windows(faults, row, path, names, spans)
        if key is None or lon is None or lat is None or district is None:
            return None
        return Target(key, lon, lat, district, risk, items, windows)

    made = reading.rows(faults, reading.listing(faults, obj, "", "targets"), "targets", read)
    _unique_rows(faults, obj, "targets")
    return tuple(made)


def _items(faults: FaultList, target: Row, path: str, names: _Names) -> tuple[Item, ...]:
    def read(row: Row, place: str) -> Item | None:
        key = reading.text(faults, row, place, "id")
        department = reading.text(faults, row, place, "department")
        specialty = reading.text(faults, row, place, "specialty")
        minutes = reading.integer(faults, row, place, "minutes", 0, "R04")
        if department is not None and department not in names.departments:
            faults.add("unknown_department", f"{place}.department", department, "R01")
        elif specialty is not None and department is not None:
            known = names.specialties.get(department, frozenset())
            if specialty not in known:
                field = f"{place}.specialty"
                faults.add("unknown_specialty", field, specialty, "R07", department=department)
        if key is None or department is None or specialty is None or minutes is None:
            return None
        return Item(key, department, specialty, minutes)

    values = reading.listing(faults, target, path, "items")
    made = reading.rows(faults, values, f"{path}.items", read)
    reading.unique(faults, [item.id for item in made], f"{path}.items")
    return tuple(made)


def _windows(
    faults: FaultList,
    target: Row,
    path: str,
    names: _Names,
    spans: dict[tuple[Any, Any, Any], Window],
) -> tuple[Window, ...]:
    """Windows sorted by day and time. An empty list means closed throughout: allowed, explained."""

    def read(row: Row, place: str) -> Window | None:
        key = (row.get("day"), row.get("from"), row.get("to"))
        try:
            if key in spans:
                return spans[key]
        except TypeError:  # an unhashable value: reported below
            key = (None, None, None)
        span = reading.span(faults, row, place)
        if "day" not in row:
            faults.add("missing", f"{place}.day", None, "R03")
            return None
        date = reading.day(faults, row["day"], f"{place}.day", "R03")
        if date is not None and date not in names.days:
            faults.add("day_outside_campaign", f"{place}.day", date, "R03")
            return None
        if span is None or date is None:
            return None
        return spans.setdefault(key, Window(date, *span))

    values = reading.listing(faults, target, path, "windows", empty=True)
    made = reading.rows(faults, values, f"{path}.windows", read)
    made.sort(key=lambda window: (window.day, window.start, window.end))
    for before, after in pairwise(made):
        if before.day == after.day and after.start < before.end:
            field = f"{path}.windows"
            faults.add("windows_overlap", field, after.day, "R03")
    return tuple(made)


def _inspectors(faults: FaultList, obj: Row, names: _Names) -> tuple[Inspector, ...]:
    def read(row: Row, path: str) -> Inspector | None:
        key = reading.text(faults, row, path, "id")
        department = reading.text(faults, row, path, "department")
        unit = reading.text(faults, row, path, "unit", blank=True)
        if department is not None and department not in names.departments:
            faults.add("unknown_department", f"{path}.department", department, "R01")
        specialties = _inspector_specialties(faults, row, path, names)
        days = _available(faults, row, path, names)
        recused = reading.texts(
            faults,
            reading.listing(faults, row, path, "recused_targets", empty=True),
            f"{path}.recused_targets",
        )
        visits = reading.integer(faults, row, path, "max_visits_per_day", 0, "R10")
        valid_until = _certificate(faults, row, path)
        role = _choice(faults, row, path, "role", ("inspector", "assistant"))
        if key is None or department is None or unit is None or visits is None:
            return None
        return Inspector(
            id=key,
            department=department,
            unit=unit,
            specialties=specialties,
            available_days=days,
            recused_targets=frozenset(recused),
            max_visits_per_day=visits,
            certificate_valid_until=valid_until,
            role=role,
        )

    values = reading.listing(faults, obj, "", "inspectors")
    made = reading.rows(faults, values, "inspectors", read)
    _unique_rows(faults, obj, "inspectors")
    return tuple(made)


def _inspector_specialties(faults: FaultList, row: Row, path: str, names: _Names) -> frozenset[str]:
    values = reading.listing(faults, row, path, "specialties", empty=True)
    made = reading.texts(faults, values, f"{path}.specialties")
    for index, value in enumerate(made):
        if value not in names.all_specialties:
            field = f"{path}.specialties[{index}]"
            faults.add("unknown_specialty", field, value, "R07", department=row.get("department"))
    return frozenset(made)


def _available(faults: FaultList, row: Row, path: str, names: _Names) -> frozenset[str]:
    values = reading.listing(faults, row, path, "available_days", empty=True) or []
    kept = []
    for index, value in enumerate(values):
        if isinstance(value, str) and value in names.days:
            kept.append(value)
            continue
        field = f"{path}.available_days[{index}]"
        if reading.day(faults, value, field, "R09") is not None:
            faults.add("day_outside_campaign", field, value, "R09")
    return frozenset(kept)


def _certificate(faults: FaultList, row: Row, path: str) -> str | None:
    value = row.get("certificate_valid_until")
    if value is None:
        return None
    return reading.day(faults, value, f"{path}.certificate_valid_until", "R09")


def _units(faults: FaultList, obj: Row) -> tuple[Unit, ...] | None:
    if obj.get("units") is None:
        return None

    def read(row: Row, path: str) -> Unit | None:
        key = reading.text(faults, row, path, "id")
        lon = reading.number(faults, row, path, "lon", -180, 180)
        lat = reading.number(faults, row, path, "lat", -90, 90)
        return Unit(key, lon, lat) if key and lon is not None and lat is not None else None

    made = reading.rows(faults, reading.listing(faults, obj, "", "units"), "units", read)
    _unique_rows(faults, obj, "units")
    return tuple(made)


def _check_units(faults: FaultList, problem: Problem) -> None:
    """Where units have places, every inspector's day must start at one of them."""
    if problem.units is None:
        return
    known = {unit.id for unit in problem.units}
    for index, inspector in enumerate(problem.inspectors):
        if inspector.unit not in known:
            faults.add("unknown_unit", f"inspectors[{index}].unit", inspector.unit, "R13")


def _lead(faults: FaultList, obj: Row, names: _Names) -> str | None:
    if obj.get("lead_department") is None:
        return None
    lead = reading.text(faults, obj, "", "lead_department")
    if lead is not None and lead not in names.departments:
        faults.add("unknown_department", "lead_department", lead, "R15")
    return lead


def _pins(faults: FaultList, obj: Row, names: _Names) -> tuple[Pin, ...]:
    if obj.get("pinned") is None:
        return ()
    targets = _ids(obj, "targets")
    inspectors = _ids(obj, "inspectors")

    def read(row: Row, path: str) -> Pin | None:
        target = reading.text(faults, row, path, "target")
        if target is not None and target not in targets:
            faults.add("unknown_target", f"{path}.target", target, "R16")
        day, start = _pin_start(faults, row, path, names)
        team: tuple[str, ...] = ()
        if row.get("inspectors") is not None:
            values = reading.listing(faults, row, path, "inspectors", empty=True)
            team = reading.texts(faults, values, f"{path}.inspectors")
            reading.unique(faults, list(team), f"{path}.inspectors", "")
        for index, name in enumerate(team):
            if name not in inspectors:
                faults.add("unknown_inspector", f"{path}.inspectors[{index}]", name, "R16")
        return Pin(target, day, start, team) if target is not None else None

    values = reading.listing(faults, obj, "", "pinned", empty=True)
    made = reading.rows(faults, values, "pinned", read)
    reading.unique(faults, [pin.target for pin in made], "pinned", "target")
    return tuple(made)


def _pin_start(
    faults: FaultList, row: Row, path: str, names: _Names
) -> tuple[str, int] | tuple[None, None]:
    value = row.get("start")
    if value is None:
        return None, None
    moment = split_moment(value) if isinstance(value, str) else None
    if moment is None:
        faults.add("malformed_start", f"{path}.start", value, "R16")
        return None, None
    if moment[0] not in names.days:
        faults.add("day_outside_campaign", f"{path}.start", value, "R16")
    return moment


def _ids(obj: Row, key: str) -> frozenset[str]:
    rows = obj.get(key)
    if not isinstance(rows, list):
        return frozenset()
    ids = (row.get("id") for row in rows if isinstance(row, Mapping))
    return frozenset(value for value in ids if isinstance(value, str))


def _unique_rows(faults: FaultList, obj: Row, key: str) -> None:
    values = obj.get(key)
    if isinstance(values, list):
        ids = [row.get("id") if isinstance(row, Mapping) else None for row in values]
        reading.unique(faults, ids, key)


def _choice(
    faults: FaultList,
    row: Row,
    path: str,
    key: str,
    choices: tuple[str, ...],
    *,
    required: bool = False,
) -> Any:
    """One of the choices; the first one where the key is absent and not required."""
    value = row.get(key)
    if value in choices:
        return value
    field = f"{path}.{key}" if path else key
    if value is None and (key not in row or not required):
        if required:
            faults.add("missing", field, None, "R01")
        return choices[0]
    faults.add("unknown_choice", field, value, "R01", choices=", ".join(choices))
    return choices[0]
