"""One checklist a visit (一张表格管检查): lines of several departments on one topic are folded.

A line keeps everything it was folded from in ``parts``, so that each department finds its own item,
wording and legal basis again. Folding is by the topic the item list gives, never by likeness of
words: an item without a topic stays a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from registry import Item

Line = dict[str, Any]

# Own definition: what an inspector may tick on a line. The result types of the whole visit differ
# by region and are not these.
OPTIONS: Final = ("未发现问题", "发现问题", "不适用")
# Of a line that binds the inspectors themselves (certificates, recusal, no fee): own definition too.
PROCEDURE_OPTIONS: Final = ("已做到", "未做到", "不适用")
# An entry that stands for no item of the list but for a line of a template: ``#CT00001@1/3``.
_GENERAL: Final = "#"


def fold(items: Iterable[Item], departments: Sequence[str]) -> tuple[Line, ...]:
    """Lines of a checklist: one a topic, in the order of ``departments``, then of item ids.

    A line: ``no``, ``topic``, ``content``, ``departments``, ``items`` (ids), ``basis`` (each
    department's own), ``method``, ``options``, ``result``, ``note``, ``parts``.
    """
    place = {department: n for n, department in enumerate(departments)}
    ordered = sorted(items, key=lambda i: (place.get(i.department, len(place)), i.id))
    groups: dict[str, list[dict[str, str]]] = {}
    for item in ordered:
        groups.setdefault(item.topic or f"#{item.id}", []).append(_part(item))
    return tuple(line_of(parts, no) for no, parts in enumerate(groups.values(), start=1))


def line_of(parts: Sequence[Mapping[str, str]], no: int) -> Line:
    """The line that these parts make together."""
    return {
        "no": no,
        "topic": _topic(parts),
        "content": _content(parts),
        "departments": _once(part["department"] for part in parts if part["department"]),
        "items": [part["item"] for part in parts],
        "basis": _basis(parts),
        "method": "、".join(_once(part["method"] for part in parts)),
        "options": options_of(parts),
        "result": "",
        "note": "",
        "parts": [dict(part) for part in parts],
    }


def general_line(template: str, row: Mapping[str, Any], no: int) -> Line:
    """A line of a template that has no item: what every check shares, or what a person added.

    ``template`` is ``id@version``. Each department named gets its own entry.
    """
    basis = "；".join(_once(one["text"] or one["basis"] for one in row["basis"]))
    parts = [
        {
            "item": f"{_GENERAL}{template}/{row['no']}" + (f".{n}" if n else ""),
            "department": department,
            "name": row["topic"],
            "sub_item": "",
            "topic": row["topic"],
            "content": row["content"],
            "basis": basis,
            "method": row["method"],
            "part": row["part"],
        }
        for n, department in enumerate(row["departments"] or [""])
    ]
    return {**line_of(parts, no), "topic": row["topic"], "content": row["content"]}


def is_general(item: str) -> bool:
    """Whether an entry of a line stands for a line of a template and no item of the list."""
    return item.startswith(_GENERAL)


def due_items(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    """The items of the list that stand on the lines."""
    return [item for line in lines for item in line["items"] if not is_general(item)]


def folded_from(lines: Iterable[Mapping[str, Any]]) -> int:
    """How many items of the list the lines were folded from."""
    return len(due_items(lines))


def folded_into(lines: Iterable[Mapping[str, Any]]) -> int:
    """How many lines hold items of the list."""
    return sum(bool(due_items([line])) for line in lines)


def is_procedure(line: Mapping[str, Any]) -> bool:
    """Whether a line binds the inspectors themselves and not the target."""
    parts = line["parts"]
    return bool(parts) and all(part.get("part") == "procedure" for part in parts)


def options_of(parts: Sequence[Mapping[str, str]]) -> list[str]:
    """What may be ticked: other words where the line binds the inspectors."""
    return list(PROCEDURE_OPTIONS if is_procedure({"parts": parts}) else OPTIONS)


def _part(item: Item) -> dict[str, str]:
    return {
        "item": item.id,
        "department": item.department,
        "name": item.name,
        "sub_item": item.sub_item,
        "topic": item.topic,
        "content": item.content,
        "basis": item.legal_basis,
        "method": item.method,
    }


def _topic(parts: Sequence[Mapping[str, str]]) -> str:
    """The common topic where several were folded, else the item's own name."""
    topics = _once(part["topic"] for part in parts)
    if len(parts) > 1 and len(topics) == 1 and topics[0]:
        return topics[0]
    return "、".join(_once(part["sub_item"] or part["name"] for part in parts))


def _content(parts: Sequence[Mapping[str, str]]) -> str:
    """What to look at; with several departments each part says whose it is."""
    contents: dict[str, list[str]] = {}
    for part in parts:
        contents.setdefault(part["department"], []).append(part["content"])
    if len(contents) == 1:
        return "\n".join(_once(part["content"] for part in parts))
    return "\n".join(f"{d}：{'；'.join(_once(own))}" for d, own in contents.items())


def _basis(parts: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    seen = dict.fromkeys((part["department"], part["basis"]) for part in parts)
    return [{"department": department, "basis": basis} for department, basis in seen]


def _once(values: Iterable[str]) -> list[str]:
    """Each value once, in order of first sight."""
    return list(dict.fromkeys(values))
