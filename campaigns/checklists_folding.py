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
        "departments": _once(part["department"] for part in parts),
        "items": [part["item"] for part in parts],
        "basis": _basis(parts),
        "method": "、".join(_once(part["method"] for part in parts)),
        "options": list(OPTIONS),
        "result": "",
        "note": "",
        "parts": [dict(part) for part in parts],
    }


def folded_from(lines: Iterable[Mapping[str, Any]]) -> int:
    """How many items the lines were folded from."""
    return sum(len(line["items"]) for line in lines)


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
