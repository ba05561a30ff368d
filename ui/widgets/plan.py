"""A kept schedule as rows a page can show: names beside ids, departments beside people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns import ScheduleRecord, names_of


@dataclass(frozen=True, slots=True)
class Plan:
    """One schedule with everything its page needs, looked up once."""

    record: ScheduleRecord
    targets: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, Mapping[str, Any]]
    names: Mapping[str, str]

    @property
    def visits(self) -> list[dict[str, Any]]:
        """The visits of the schedule, in time order."""
        return sorted(self.record.schedule["visits"], key=lambda row: (row["start"], row["target"]))

    @property
    def days(self) -> list[str]:
        """Days with at least one visit."""
        return sorted({row["start"][:10] for row in self.record.schedule["visits"]})

    def name(self, id_: str) -> str:
        """The name of a target, person or district, or the id itself."""
        return self.names.get(id_, id_)

    def bars(self, by: str) -> list[dict[str, Any]]:
        """One row a bar: a visit of an inspector, of a team, or in a district."""
        rows = []
        for place, visit in enumerate(self.visits):
            target = self.targets[visit["target"]]
            departments = sorted({self.people[p]["department"] for p in visit["inspectors"]})
            common = {
                "visit": place,
                "day": visit["start"][:10],
                "from": hours(visit["start"]),
                "to": hours(visit["end"]),
                "span": f"{visit['start'][11:]}–{visit['end'][11:]}",
                "target": self.name(visit["target"]),
                "team": "、".join(self.name(person) for person in visit["inspectors"]),
                "risk": target["risk"],
                "lon": target["lon"],
                "lat": target["lat"],
            }
            if by == "inspector":
                rows += [
                    common
                    | {"row": self.name(person), "department": self.people[person]["department"]}
                    for person in visit["inspectors"]
                ]
            else:
                row = self.name(target["district"]) if by == "district" else common["team"]
                rows.append(common | {"row": row, "department": "、".join(departments)})
        return rows


def hours(moment: str) -> float:
    """``YYYY-MM-DDTHH:MM`` as hours after midnight."""
    return int(moment[11:13]) + int(moment[14:16]) / 60


def open_plan(office: Any, record: ScheduleRecord) -> Plan:
    """Look up the names once."""
    return Plan(
        record=record,
        targets={row["id"]: row for row in record.problem["targets"]},
        people={row["id"]: row for row in record.problem["inspectors"]},
        names=names_of(office, record),
    )
