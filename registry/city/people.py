"""Demo people one can act as. Made-up names; roles as the rights table knows them."""

from __future__ import annotations

from ..records import Actor, Inspector


def make_people(inspectors: tuple[Inspector, ...]) -> tuple[Actor, ...]:
    """Planners of two departments, a supervisor, two witnesses, an inspector and an admin."""
    someone = next(
        i for i in inspectors if (i.department, i.unit, i.role) == ("市场监管", "福田", "inspector")
    )
    return (
        Actor("P001", "林知远（示例）", "planner", "市场监管"),
        Actor("P002", "何思宁（示例）", "planner", "教育", "光明"),
        Actor("P003", "陈若川（示例）", "supervisor"),
        Actor("P004", "许安言（示例）", "witness"),
        Actor("P005", "谢嘉禾（示例）", "witness"),
        Actor(someone.id, someone.name, "inspector", someone.department, someone.unit),
        Actor("P009", "周景行（示例）", "admin"),
    )
