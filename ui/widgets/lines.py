"""The lines of a checklist while they are edited: moved, joined, taken apart, laid over a newer version.

Plain functions on plain lines; what may be kept is decided where checklists are saved.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

Line = dict[str, Any]
TEXTS = ("topic", "content", "note")


def with_texts(lines: Sequence[Line], rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The lines with the words typed into the table (rows in the same order)."""
    return [
        {**line, **{key: row[key] or "" for key in TEXTS}}
        for line, row in zip(lines, rows, strict=True)
    ]


def moved(lines: Sequence[Line], picked: Collection[int], step: int) -> list[Line]:
    """The picked lines (places from 0) one place up (-1) or down (+1), staying beside each other."""
    order = list(range(len(lines)))
    places = sorted(picked, reverse=step > 0)
    stop = -1 if step < 0 else len(lines)
    for place in places:
        if place + step != stop:
            order[place], order[place + step] = order[place + step], order[place]
        else:
            stop = place
    return [lines[n] for n in order]


def joined(lines: Sequence[Line], picked: Collection[int]) -> list[Line]:
    """The picked lines as one, where the first of them stood."""
    places = sorted(picked)
    if len(places) < 2:
        return list(lines)
    first = lines[places[0]]
    parts = [part for place in places for part in lines[place]["parts"]]
    one = _line(parts) | {"topic": first["topic"], "note": _notes(lines[n] for n in places)}
    rest = set(places[1:])
    return [one if n == places[0] else line for n, line in enumerate(lines) if n not in rest]


def split(lines: Sequence[Line], picked: Collection[int]) -> list[Line]:
    """Each picked line as one line an item again."""
    made: list[Line] = []
    for place, line in enumerate(lines):
        if place in picked and len(line["parts"]) > 1:
            own = [_line([part]) for part in line["parts"]]
            own[0]["note"] = line["note"]
            made += own
        else:
            made.append(line)
    return made


def differences(
    then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What of ``then`` is other in ``now``: texts line by line, the grouping, the order."""
    by_items = {_items(line): line for line in then}
    found: list[dict[str, Any]] = []
    for place, line in enumerate(now, 1):
        before = by_items.get(_items(line))
        if before is None:
            found.append({"no": place, "field": "items", "then": "", "now": line["topic"]})
            continue
        found += [
            {"no": place, "field": key, "then": before[key], "now": line[key]}
            for key in TEXTS
            if before[key] != line[key]
        ]
    grouped = set(by_items) == {_items(line) for line in now}
    if grouped and [_items(line) for line in then] != [_items(line) for line in now]:
        found.append({"no": 0, "field": "order", "then": "", "now": ""})
    return found


def rebased(
    base: Sequence[Mapping[str, Any]],
    mine: Sequence[Mapping[str, Any]],
    newest: Sequence[Mapping[str, Any]],
) -> list[Line]:
    """My changes laid over the newest version; where both changed a text, mine stands.

    Where the other one changed only texts, my order and grouping are kept, else theirs.
    """
    shape = [_items(line) for line in base]
    start = mine if [_items(line) for line in newest] == shape else newest
    old, own, new = ({_items(line): line for line in rows} for rows in (base, mine, newest))
    made = []
    for line in start:
        key = _items(line)
        texts = {
            field: own[key][field]
            if key in own and own[key][field] != old.get(key, own[key])[field]
            else new.get(key, line)[field]
            for field in TEXTS
        }
        made.append({**line, **texts})
    return made


def _items(line: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(line["items"]))


def _line(parts: Sequence[Mapping[str, Any]]) -> Line:
    """A line of these parts as the editor shows it; departments and bases follow from the parts."""
    departments = list(dict.fromkeys(part["department"] for part in parts))
    return {
        "topic": "、".join(dict.fromkeys(part["sub_item"] or part["name"] for part in parts)),
        "content": "\n".join(dict.fromkeys(part["content"] for part in parts)),
        "departments": departments,
        "items": [part["item"] for part in parts],
        "basis": [{"department": p["department"], "basis": p["basis"]} for p in parts],
        "method": "、".join(dict.fromkeys(part["method"] for part in parts)),
        "options": [],
        "result": "",
        "note": "",
        "parts": list(parts),
    }


def _notes(lines: Any) -> str:
    return "；".join(dict.fromkeys(line["note"] for line in lines if line["note"]))
