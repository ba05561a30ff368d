"""A kept schedule as rows a page can show: names beside ids, departments beside people."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import streamlit as st

from campaigns import ScheduleRecord, list_departments, list_districts, list_items, names_of
from ui.door import actor, office
from ui.tokens import department_colours
from ui.words import language, say

_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d\b")
# A blank between a Chinese sign and a letter of a name has no place in a Chinese sentence.
_GAP = re.compile("(?<=[\u3001-\u9fff\uff00-\uffef]) (?=[\u3001-\u9fff\uff00-\uffef])")
JOINT = "#44546a"  # a bar that stands for several departments


@dataclass(frozen=True)
class Plan:
    """One schedule with everything its page needs, looked up once."""

    record: ScheduleRecord
    targets: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, Mapping[str, Any]]
    names: Mapping[str, str]
    colours: Mapping[str, str]
    departments: Mapping[str, str]
    items: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def visits(self) -> list[dict[str, Any]]:
        """The visits of the schedule, in time order."""
        return sorted(self.record.schedule["visits"], key=lambda row: (row["start"], row["target"]))

    @cached_property
    def days(self) -> list[str]:
        """Days with at least one visit."""
        return sorted({row["start"][:10] for row in self.visits})

    @cached_property
    def visit_of(self) -> dict[str, dict[str, Any]]:
        """Target id -> its visit."""
        return {row["target"]: row for row in self.visits}

    @cached_property
    def walks(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """(inspector, day) -> that person's visits in order."""
        walks: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for visit in self.visits:
            for person in visit["inspectors"]:
                walks.setdefault((person, visit["start"][:10]), []).append(visit)
        return walks

    def name(self, id_: str) -> str:
        """The name of a target, person or district, or the id itself."""
        return self.names.get(id_, id_)

    def department(self, id_: str) -> str:
        """A department in the visitor's language."""
        return self.departments.get(id_, id_)

    def colour(self, department: str) -> str:
        """The department's one hue."""
        return self.colours.get(department, JOINT)

    def departments_of(self, visit: Mapping[str, Any]) -> list[str]:
        """Departments of a visit's team, in the order of the problem."""
        here = {self.people[person]["department"] for person in visit["inspectors"]}
        return [name for name in self.record.problem["departments"] if name in here]

    def team(self, visit: Mapping[str, Any]) -> str:
        """The names of a visit's team."""
        return self.names_joined(visit["inspectors"])

    def names_joined(self, ids: Any) -> str:
        """Names with the language's comma."""
        return ("、" if language() == "zh" else ", ").join(self.name(id_) for id_ in ids)

    def travel(self, first: Mapping[str, Any], then: Mapping[str, Any]) -> int:
        """Minutes between two targets as the rules of the problem count them (contract, travel)."""
        a, b = self.targets[first["target"]], self.targets[then["target"]]
        if a["id"] == b["id"]:
            return 0
        rule = self.record.problem["rules"]["travel"]
        km: float = (
            abs(a["lon"] - b["lon"]) * rule["km_per_lon"]
            + abs(a["lat"] - b["lat"]) * rule["km_per_lat"]
        )
        way: float = rule["fixed"] + km * rule["min_per_km"]
        return math.ceil(way - 1e-9)

    def travel_of(self, person: str, day: str) -> int:
        """Minutes a person travels between the visits of a day."""
        return sum(self.travel(a, b) for a, b in pairwise(self.walks.get((person, day), [])))

    def load(self, person: str) -> int:
        """Visits of a person in the whole schedule."""
        return sum(person in visit["inspectors"] for visit in self.visits)

    def short(self, target: str) -> str:
        """A target's name without what all names of the schedule begin with (for narrow bars)."""
        return self.name(target)[self._common :] or self.name(target)

    @cached_property
    def _common(self) -> int:
        names = [self.name(id_) for id_ in self.targets]
        if len(names) < 3:
            return 0
        first, last = min(names), max(names)
        return next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)

    def told(self, sentence: str) -> str:
        """A sentence of the solver with names where it has ids, and moments as people write them."""
        named = self._ids.sub(lambda found: self.name(found.group()), sentence)
        named = _MOMENT.sub(lambda found: moment(found.group()), named)
        return _GAP.sub("", named) if language() == "zh" else named

    @cached_property
    def _ids(self) -> re.Pattern[str]:
        ids = sorted({*self.targets, *self.people}, key=lambda id_: (-len(id_), id_))
        inner = "|".join(re.escape(id_) for id_ in ids) or "(?!)"
        return re.compile(rf"(?<![0-9A-Za-z])(?:{inner})(?![0-9A-Za-z])")


def minutes(moment: str) -> int:
    """``YYYY-MM-DDTHH:MM`` or ``HH:MM`` as minutes after midnight."""
    return int(moment[-5:-3]) * 60 + int(moment[-2:])


def day_label(day: str) -> str:
    """``12-16 Wed`` of an ISO day."""
    when = date.fromisoformat(day[:10])
    return f"{day[5:10]} {say(f'schedule.weekday_{when.weekday()}')}"


def moment(start: str) -> str:
    """``12-16 Wed 09:30`` of ``2026-12-16T09:30``."""
    return f"{day_label(start)} {start[11:]}"


def span(visit: Mapping[str, Any]) -> str:
    """``09:00–10:15`` of a visit."""
    return f"{visit['start'][11:]}–{visit['end'][11:]}"


@st.cache_data(ttl=300, show_spinner=False)
def item_names() -> dict[str, str]:
    """Item id -> its name in the item list."""
    rows = list_items(office(), actor(), limit=2000).rows
    return {row.id: row.sub_item or row.name for row in rows}


def open_plan(record: ScheduleRecord) -> Plan:
    """Look up the names once."""
    english = language() == "en"
    departments = list_departments(office(), actor())
    names = names_of(office(), record)
    if english:
        names |= {row.id: row.name_en for row in list_districts(office(), actor()) if row.name_en}
    return Plan(
        record=record,
        targets={row["id"]: row for row in record.problem["targets"]},
        people={row["id"]: row for row in record.problem["inspectors"]},
        names=names,
        colours=department_colours([row.id for row in departments]),
        departments={row.id: row.name_en if english else row.id for row in departments},
        items=item_names(),
    )
