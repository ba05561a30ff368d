"""What a line of a template may be, and when it waits for a person to decide.

A line waits when it has no basis, or when the draft marked it; a person takes the mark away by giving
a basis and a word on the decision, never by silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from campaigns.basis import LEGAL_BASIS
from campaigns.checklists_folding import Line
from campaigns.errors import CampaignRefused, Fault
from campaigns.privacy import clean

MOST: Final = 300
_LONGEST: Final = {"topic": 100, "content": 1000, "method": 100, "why": 300, "decision": 300}
_PARTS: Final = ("procedure", "item", "text", "gap", "own")
NO_BASIS: Final = "没有依据，请补充依据或删去该行。No basis: add one or drop the line."


def template_lines(given: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The lines to keep; raises CampaignRefused ``template.lines`` with every fault."""
    faults = tuple(_faults(given))
    if faults:
        raise CampaignRefused("template.lines", faults)
    return [_line(line, no) for no, line in enumerate(given, start=1)]


def _line(given: Mapping[str, Any], no: int) -> Line:
    basis = [_basis(row) for row in given.get("basis") or ()]
    basis = [row for row in basis if row["basis"]]
    words = {key: clean(str(given.get(key) or ""), most) for key, most in _LONGEST.items()}
    decide = not basis or (bool(given.get("decide")) and not words["decision"])
    return {
        "no": no,
        "part": given.get("part") or "own",
        **words,
        "departments": [clean(str(one), 60) for one in given.get("departments") or ()],
        "items": [clean(str(one), 60) for one in given.get("items") or ()],
        "basis": basis,
        "decide": decide,
        "why": (words["why"] or NO_BASIS) if decide else words["why"],
    }


def _basis(row: Mapping[str, Any]) -> dict[str, str]:
    return {key: clean(str(row.get(key) or ""), 300) for key in ("department", "basis", "text")}


def _faults(given: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    if not given or len(given) > MOST:
        yield _fault(
            None,
            "lines",
            len(given),
            f"模板应有1至{MOST}行。",
            f"A template has 1 to {MOST} lines.",
        )
        return
    seen: dict[str, int] = {}
    for row, line in enumerate(given):
        if not isinstance(line, Mapping) or not clean(str(line.get("topic") or ""), 100):
            yield _fault(
                row,
                "topic",
                None,
                f"第{row + 1}行没有检查事项（topic）。",
                f"Line {row + 1} names no topic.",
            )
            continue
        yield from _shapes(row, line)
        items = line.get("items")
        for item in items if isinstance(items, (list, tuple)) else ():
            if str(item) in seen:
                yield _fault(
                    row,
                    "items",
                    str(item),
                    f"事项{item}已在第{seen[str(item)] + 1}行，不能重复。",
                    f"Item {item} stands on line {seen[str(item)] + 1} already.",
                )
            seen.setdefault(str(item), row)


def _shapes(row: int, line: Mapping[str, Any]) -> Iterator[Fault]:
    if (line.get("part") or "own") not in _PARTS:
        yield _fault(
            row,
            "part",
            str(line.get("part"))[:40],
            f"第{row + 1}行的类别（part）只能是{'、'.join(_PARTS)}。",
            f"The part of line {row + 1} is one of {', '.join(_PARTS)}.",
        )
    for key in ("departments", "items", "basis"):
        value = line.get(key) or ()
        kind: type = Mapping if key == "basis" else str
        if not isinstance(value, (list, tuple)) or not all(isinstance(v, kind) for v in value):
            yield _fault(
                row,
                key,
                repr(value)[:40],
                f"第{row + 1}行的{key}不合格式。",
                f"{key} of line {row + 1} is malformed.",
            )
    for key, most in _LONGEST.items():
        value = line.get(key)
        if value is not None and (not isinstance(value, str) or len(value) > most):
            yield _fault(
                row,
                key,
                repr(value)[:40],
                f"第{row + 1}行的{key}应为不超过{most}字的文字。",
                f"{key} of line {row + 1} must be text of at most {most} characters.",
            )


def _fault(row: int | None, field: str, value: Any, zh: str, en: str) -> Fault:
    place = "lines" if row is None else f"lines[{row}].{field}"
    return Fault("template.line", place, row, value, LEGAL_BASIS, zh=zh, en=en)
