"""A problem as flat integer arrays, the form the search works on.

Static rules are applied here, once: R03 and R14 (starts), R04 (length), R06 and R15 (departments),
R07 (masks), R08, R13 and roles (who may join), R09 (days), R16 (what a pin leaves open). R10 and R11
are kept by the search as routes grow; R05 and the team minimum by the choice of teams.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.entries import Entry, entries_of
from solver.need import need_of, staff_of
from solver.objective import weight_of
from solver.problem import Pin, Problem, Target
from solver.rules.r03_time import starts_allowed
from solver.rules.r04_length import visit_minutes
from solver.rules.r09_available import may_work
from solver.rules.r16_pin import start_allowed

Ints = NDArray[np.int64]

NEIGHBOURS = 40


class Arrays(NamedTuple):
    """Everything fixed about a problem. Targets t, inspectors i, days d, entries e, minutes.

    An entry is one department's part in one target's visit; `el_*` list who may fill it.
    `start_*` hold the allowed starts of target t on day d at row t * days + d.
    """

    weight: Ints  # t -> risk weight
    length: Ints  # t -> minutes
    need: Ints  # t -> smallest team, or -1 when none exists
    entry_ptr: Ints  # t -> first entry
    entry_full: Ints  # e -> mask of all specialties asked
    entry_min: Ints  # e -> fewest people, calendars apart
    entry_max: Ints  # e -> most people worth trying
    entry_counts: Ints  # e -> 1, or 0 for pinned assistants
    entry_dept: Ints  # e -> department, or -1 for assistants
    el_ptr: Ints  # e -> first candidate
    el_insp: Ints  # candidate -> inspector
    el_mask: Ints  # candidate -> specialties held of those asked
    el_must: Ints  # candidate -> 1 when a pin names this person
    start_ptr: Ints  # t * days + d -> first start
    start: Ints  # start in minutes after midnight
    start_edge: Ints  # steps from the nearest end of the open span
    start_row: Ints  # t * days + d -> row of start_at
    start_at: Ints  # row, minute // step -> how many of the row's starts are earlier
    avail: Ints  # i, d -> 1 when the inspector may work
    room: Ints  # d, i -> visits the inspector may make that day
    most_visits: Ints  # i -> visits a day
    home: Ints  # i -> place of the unit, or -1
    way: NDArray[np.int32]  # place, place -> minutes; places are targets, then units
    near: NDArray[np.int32]  # t -> other targets, nearest first
    fixed: Ints  # t -> 1 when pinned, 2 when nothing is left open: never moved
    sizes: (
        Ints  # least team, largest team, widest mask, longest team, route places, step, least leg
    )
    clean: Ints  # t -> 1 when a visit can be placed at all
    plain: Ints  # t -> 1 when the least numbers of its entries already make a whole team
    wide: Ints  # t -> 1 when more people than the least may help


@dataclass(frozen=True, slots=True)
class Model:
    """A problem beside its arrays."""

    problem: Problem
    arrays: Arrays
    departments: tuple[tuple[str, ...], ...]  # per target, those that take part


def build_model(problem: Problem, allowed: frozenset[str] | None = None) -> Model:
    """Compile a problem; `allowed` narrows the inspectors (campaign caps), None means all."""
    staff = staff_of(problem)
    pins = {pin.target: pin for pin in problem.pinned}
    entries = [
        entries_of(staff, target, pins.get(target.id), allowed) for target in problem.targets
    ]
    needs = [need_of(staff, target) for target in problem.targets]
    lengths = [visit_minutes(t.items, problem.rules.step_minutes) for t in problem.targets]
    starts = [
        _starts(problem, target, pins.get(target.id), length)
        for target, length in zip(problem.targets, lengths, strict=True)
    ]
    way = _ways(problem)
    flat = [entry for group in entries for entry in group]
    most = np.array([p.max_visits_per_day for p in problem.inspectors], dtype=np.int64)
    clean = [
        int(_placeable(problem, need, group, day_starts))
        for need, group, day_starts in zip(needs, entries, starts, strict=True)
    ]
    low = problem.rules.min_inspectors_per_visit
    start_ptr, start, edge, row, at = _flatten_starts(problem, starts)
    avail = _availability(problem)
    arrays = Arrays(
        weight=_ints(weight_of(problem, target) for target in problem.targets),
        length=_ints(lengths),
        need=_ints(-1 if need is None else need for need in needs),
        entry_ptr=_pointers(len(group) for group in entries),
        entry_full=_ints(entry.full for entry in flat),
        entry_min=_ints(entry.least for entry in flat),
        entry_max=_ints(entry.most for entry in flat),
        entry_counts=_ints(entry.counts for entry in flat),
        entry_dept=_ints(entry.department for entry in flat),
        el_ptr=_pointers(len(entry.people) for entry in flat),
        el_insp=_ints(chain.from_iterable(entry.people for entry in flat)),
        el_mask=_ints(chain.from_iterable(entry.masks for entry in flat)),
        el_must=_ints(chain.from_iterable(entry.musts for entry in flat)),
        start_ptr=start_ptr,
        start=start,
        start_edge=edge,
        start_row=row,
        start_at=at,
        avail=avail,
        room=np.ascontiguousarray((avail * most[:, None]).T),
        most_visits=most,
        home=_homes(problem),
        way=way,
        near=_nearest(way, len(problem.targets)),
        fixed=_ints(
            _fixed(pins.get(target.id), group, low)
            for target, group in zip(problem.targets, entries, strict=True)
        ),
        sizes=_sizes(problem, entries, most, lengths),
        clean=_ints(clean),
        plain=_ints(int(_size(group) >= low) for group in entries),
        wide=_ints(
            int(_size(group) < low or any(e.most > e.least for e in group)) for group in entries
        ),
    )
    departments = tuple(
        tuple(problem.departments[e.department] for e in group if e.counts) for group in entries
    )
    return Model(problem, arrays, departments)


def _fixed(pin: Pin | None, entries: tuple[Entry, ...], low: int) -> int:
    """0 without a pin, 2 where the pin names the start and a whole team, else 1."""
    if pin is None:
        return 0
    for entry in entries:
        held = 0
        for mask, must in zip(entry.masks, entry.musts, strict=True):
            held |= mask * must
        if held != entry.full or sum(entry.musts) < entry.least:
            return 1
    whole = sum(sum(entry.musts) for entry in entries if entry.counts) >= low
    return 2 if pin.start is not None and whole else 1


def _size(entries: tuple[Entry, ...]) -> int:
    """The counted people of a team when every entry takes its least number."""
    return sum(entry.least * entry.counts for entry in entries)


def _ints(values: object) -> Ints:
    return np.array(list(values), dtype=np.int64)  # type: ignore[call-overload]


def _pointers(counts: object) -> Ints:
    return np.concatenate(([0], np.cumsum(_ints(counts)))).astype(np.int64)


def _starts(
    problem: Problem, target: Target, pin: Pin | None, length: int
) -> dict[str, tuple[int, ...]]:
    allowed = starts_allowed(target.windows, problem.slots, length, problem.rules)
    if pin is None:
        return allowed
    kept = {
        day: tuple(start for start in times if start_allowed(pin, day, start))
        for day, times in allowed.items()
    }
    return {day: times for day, times in kept.items() if times}


def _placeable(
    problem: Problem,
    need: int | None,
    entries: tuple[Entry, ...],
    starts: dict[str, tuple[int, ...]],
) -> bool:
    """Whether a visit can stand alone as far as departments, people and windows tell."""
    rules = problem.rules
    counted = sum(entry.counts for entry in entries)
    return (
        need is not None
        and need <= rules.max_inspectors_per_visit
        and counted <= rules.max_departments_per_visit
        and bool(starts)
        and all(entry.coverable for entry in entries)
    )


def _flatten_starts(
    problem: Problem, starts: list[dict[str, tuple[int, ...]]]
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Starts in rows, with the distance in steps to the nearest end of their unbroken run.

    Then the kind of each row, and for each kind how many starts lie before each step of the day.
    """
    step = problem.rules.step_minutes
    counts: list[int] = []
    values: list[int] = []
    edges: list[int] = []
    rows: list[int] = []
    kinds: dict[tuple[int, ...], int] = {}
    seen: dict[tuple[int, ...], list[int]] = {}
    for by_day in starts:
        for day in problem.days:
            times = by_day.get(day, ())
            if times not in seen:
                seen[times] = _edges(times, step)
            rows.append(kinds.setdefault(times, len(kinds)))
            counts.append(len(times))
            values.extend(times)
            edges.extend(seen[times])
    grid = np.arange(0, 24 * 60 + step, step)
    at = np.array([np.searchsorted(times, grid) for times in kinds], dtype=np.int64)
    return _pointers(counts), _ints(values), _ints(edges), _ints(rows), at.reshape(-1, len(grid))


def _edges(times: tuple[int, ...], step: int) -> list[int]:
    from_left = [0] * len(times)
    from_right = [0] * len(times)
    for k in range(1, len(times)):
        from_left[k] = from_left[k - 1] + 1 if times[k] == times[k - 1] + step else 0
    for k in range(len(times) - 2, -1, -1):
        from_right[k] = from_right[k + 1] + 1 if times[k] == times[k + 1] - step else 0
    return [min(pair) for pair in zip(from_left, from_right, strict=True)]


def _availability(problem: Problem) -> Ints:
    return np.array(
        [[int(may_work(person, day)) for day in problem.days] for person in problem.inspectors],
        dtype=np.int64,
    ).reshape(len(problem.inspectors), len(problem.days))


def _homes(problem: Problem) -> Ints:
    if problem.units is None:
        return np.full(len(problem.inspectors), -1, dtype=np.int64)
    place = {unit.id: len(problem.targets) + k for k, unit in enumerate(problem.units)}
    return _ints(place[person.unit] for person in problem.inspectors)


def _ways(problem: Problem) -> NDArray[np.int32]:
    """The travel formula of R11 over all pairs; the same IEEE steps in the same order."""
    places = [(target.lon, target.lat) for target in problem.targets]
    places += [(unit.lon, unit.lat) for unit in problem.units or ()]
    lon = np.array([place[0] for place in places], dtype=np.float64)
    lat = np.array([place[1] for place in places], dtype=np.float64)
    travel = problem.rules.travel
    made = np.empty((len(places), len(places)), dtype=np.int32)
    for row in range(len(places)):
        km = np.abs(lon[row] - lon) * travel.km_per_lon + np.abs(lat[row] - lat) * travel.km_per_lat
        made[row] = np.maximum(np.ceil(travel.fixed + km * travel.min_per_km - 1e-9), 0)
    return made


def _nearest(way: NDArray[np.int32], targets: int) -> NDArray[np.int32]:
    """For each target the others, nearest first, ties by position."""
    width = min(NEIGHBOURS, targets - 1)
    made = np.empty((targets, max(width, 0)), dtype=np.int32)
    order = np.arange(targets, dtype=np.int64)
    for row in range(targets if width > 0 else 0):
        keys = way[row, :targets].astype(np.int64) * targets + order
        keys[row] = np.iinfo(np.int64).max
        chosen = np.argpartition(keys, width - 1)[:width]
        made[row] = chosen[np.argsort(keys[chosen], kind="stable")]
    return made


def _sizes(
    problem: Problem, entries: list[tuple[Entry, ...]], most: Ints, lengths: list[int]
) -> Ints:
    rules = problem.rules
    widest = max((entry.full for group in entries for entry in group), default=0).bit_length()
    longest = 1
    for group in entries:
        assistants = sum(sum(entry.musts) for entry in group if not entry.counts)
        people = sum(len(entry.people) for entry in group if entry.counts)
        longest = max(longest, min(people, rules.max_inspectors_per_visit) + assistants)
    shortest = max(1, min(lengths, default=1))
    places = max(1, min(int(most.max(initial=1)), len(problem.targets), 24 * 60 // shortest + 1))
    leg = max(0, int(rules.travel.fixed) - 2)  # no visit between two others adds less than this
    return _ints(
        (
            rules.min_inspectors_per_visit,
            rules.max_inspectors_per_visit,
            widest,
            longest,
            places,
            rules.step_minutes,
            leg,
        )
    )
