"""Make a change that an explanation offers: on the problem document, as its code says."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]


def with_change(problem: Mapping[str, Any], change: str) -> Json:
    """The problem (JSON of the contract) with a fix's `change` made; the given one stays as it is.

    Raises ValueError for a text that is no change, and for `visit.move` and `visit.replace`, which
    change the schedule and not the problem. Newcomers get ids that start with NEW.
    """
    made = copy.deepcopy(dict(problem))
    for verb, details in parsed(change):
        if verb not in _DOING:
            raise ValueError(f"{verb!r} does not change a problem")
        try:
            _DOING[verb](made, details)
        except (KeyError, IndexError, TypeError) as error:
            raise ValueError(f"{verb!r} does not fit this problem: {error!r}") from error
    return made


def parsed(change: str) -> Iterator[tuple[str, Json]]:
    """The verbs of a change, each with its details."""
    decoder = json.JSONDecoder()
    while change:
        verb, _, rest = change.partition(" ")
        try:
            details, end = decoder.raw_decode(rest)
        except ValueError as error:
            raise ValueError(f"not a change: {change!r}") from error
        if not isinstance(details, dict):
            raise ValueError(f"not a change: {change!r}")
        yield verb, details
        change = rest[end:].removeprefix("; ")


def _find(problem: Json, where: str, key: str, name: str) -> Json:
    """The row that bears the name; KeyError if there is none."""
    found = next((row for row in problem.get(where) or [] if row[key] == name), None)
    if found is None:
        raise KeyError(name)
    row: Json = found
    return row


def _person(problem: Json, details: Json) -> Json:
    return _find(problem, "inspectors", "id", details["inspector"])


def _target(problem: Json, details: Json) -> Json:
    return _find(problem, "targets", "id", details["target"])


def _pin(problem: Json, details: Json) -> Json:
    return _find(problem, "pinned", "target", details["target"])


def _add_inspectors(problem: Json, details: Json) -> None:
    taken = {row["id"] for row in problem["inspectors"]}
    for _ in range(details["count"]):
        number = next(n for n in range(1, len(taken) + 2) if f"NEW-{n}" not in taken)
        taken.add(f"NEW-{number}")
        problem["inspectors"].append(
            {
                "id": f"NEW-{number}",
                "department": details["department"],
                "unit": details["unit"],
                "specialties": details["specialties"],
                "available_days": details["days"],
                "recused_targets": [],
                "max_visits_per_day": 1,
            }
        )


def _free(problem: Json, details: Json) -> None:
    days = _person(problem, details)["available_days"]
    days.append(details["day"])


def _limit(problem: Json, details: Json) -> None:
    _person(problem, details)["max_visits_per_day"] = details["max_visits_per_day"]


def _end_recusal(problem: Json, details: Json) -> None:
    person = _person(problem, details)
    kept = [name for name in person["recused_targets"] if name != details["target"]]
    person["recused_targets"] = kept


def _renew(problem: Json, details: Json) -> None:
    _person(problem, details)["certificate_valid_until"] = details["until"]


def _lend(problem: Json, details: Json) -> None:
    _person(problem, details)["unit"] = details["unit"]


def _set_rules(problem: Json, details: Json) -> None:
    problem["rules"].update(details)


def _waive_lead(problem: Json, _: Json) -> None:
    problem["lead_department"] = None


def _set_window(problem: Json, details: Json) -> None:
    """A new window takes the place of those it meets."""
    target = _target(problem, details)
    new = {"day": details["day"], **details["now"]}
    kept = [
        window
        for window in target["windows"]
        if window["day"] != new["day"] or window["to"] <= new["from"] or new["to"] <= window["from"]
    ]
    target["windows"] = [*kept, new]


def _release_pin(problem: Json, details: Json) -> None:
    pin = _pin(problem, details)
    problem["pinned"] = [row for row in problem["pinned"] if row is not pin]


def _release_start(problem: Json, details: Json) -> None:
    _pin(problem, details)["start"] = None


def _release_inspector(problem: Json, details: Json) -> None:
    pin = _pin(problem, details)
    pin["inspectors"] = [name for name in pin["inspectors"] if name != details["inspector"]]


def _add_day(problem: Json, details: Json) -> None:
    """The day, the target open in every slot of it, and those concerned available."""
    day, target = details["day"], _target(problem, details)
    problem["days"].append(day)
    for slot in problem["slots"]:
        target["windows"].append({"day": day, "from": slot["from"], "to": slot["to"]})
    for name in details["inspectors"]:
        _find(problem, "inspectors", "id", name)["available_days"].append(day)


def _split(problem: Json, details: Json) -> None:
    """One target for each group of departments; a pin on the target cannot be split and goes."""
    whole = _target(problem, details)
    pieces = [
        whole
        | {
            "id": f"{whole['id']}-{number}",
            "items": [item for item in whole["items"] if item["department"] in departments],
        }
        for number, departments in enumerate(details["departments"], 1)
    ]
    at = problem["targets"].index(whole)
    problem["targets"][at : at + 1] = copy.deepcopy(pieces)
    problem["pinned"] = [p for p in problem.get("pinned") or [] if p["target"] != whole["id"]]
    for person in problem["inspectors"]:
        if whole["id"] in person["recused_targets"]:
            person["recused_targets"].extend(piece["id"] for piece in pieces)


_DOING: dict[str, Callable[[Json, Json], None]] = {
    "campaign.add_day": _add_day,
    "certificate.renew": _renew,
    "inspector.add": _add_inspectors,
    "inspector.free": _free,
    "inspector.limit": _limit,
    "lead.waive": _waive_lead,
    "pin.release": _release_pin,
    "pin.release_inspector": _release_inspector,
    "pin.release_start": _release_start,
    "recusal.end": _end_recusal,
    "rules.set": _set_rules,
    "target.split": _split,
    "unit.lend": _lend,
    "window.extend": _set_window,
    "window.open": _set_window,
}
