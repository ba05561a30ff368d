"""What an edited checklist may be: worded, ordered and regrouped freely, but no item may be lost.

Departments, legal bases and methods of a line follow from its items; they are never taken from
the one who edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from campaigns.checklists_folding import Line, line_of, options_of
from campaigns.errors import CampaignRefused, Fault
from registry import Checklist

_LONGEST: Final = {"topic": 60, "content": 1000, "note": 500}  # characters; own definition
_WORDS: Final = {"topic": "检查事项", "content": "检查内容", "note": "备注"}


def edited_lines(checklist: Checklist, given: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The lines to keep; raises CampaignRefused ``checklist.lines`` with every fault."""
    parts = {part["item"]: part for line in checklist.lines for part in line["parts"]}
    faults = [*_shape(given)]
    if not faults:
        faults = [*_items(given, parts), *_words(given, parts)]
    if faults:
        raise CampaignRefused("checklist.lines", tuple(faults))
    return tuple(_line(line, parts, no) for no, line in enumerate(given, start=1))


def _line(given: Mapping[str, Any], parts: Mapping[str, Mapping[str, str]], no: int) -> Line:
    line = line_of([parts[item] for item in given["items"]], no)
    kept = {key: given[key] for key in ("topic", "content") if str(given.get(key) or "").strip()}
    return {
        **line,
        **kept,
        "result": given.get("result") or "",
        "note": given.get("note") or "",
    }


def _shape(given: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    for row, line in enumerate(given):
        items = line.get("items") if isinstance(line, Mapping) else None
        if (
            not isinstance(items, (list, tuple))
            or not items
            or not all(isinstance(i, str) for i in items)
        ):
            yield Fault(
                "checklist.line_without_items",
                f"lines[{row}].items",
                row,
                items,
                zh=f"第{row + 1}行没有列出检查事项编号（items），请补上或删去该行。",
                en=f"Line {row + 1} lists no item ids (items); add them or drop the line.",
            )


def _items(
    given: Sequence[Mapping[str, Any]], parts: Mapping[str, Mapping[str, str]]
) -> Iterator[Fault]:
    """Every due item stands on exactly one line (one visit covers all due items; rules:G10)."""
    count = Counter(item for line in given for item in line["items"])
    for row, line in enumerate(given):
        for item in line["items"]:
            if item not in parts:
                yield Fault(
                    "checklist.unknown_item",
                    f"lines[{row}].items",
                    row,
                    item,
                    "rules:C9",
                    zh=f"第{row + 1}行的事项{item}不在本次应查事项之内，请删去。",
                    en=f"Item {item} on line {row + 1} is not due at this visit; take it out.",
                )
    for item in parts:
        if count[item] != 1:
            zh, en = ("缺少", "is missing") if not count[item] else ("重复列出", "is listed twice")
            yield Fault(
                "checklist.item_lost" if not count[item] else "checklist.item_twice",
                "lines",
                None,
                item,
                "rules:G10",
                zh=f"应查事项{item}{zh}；每一事项须且只须列在一行，请更正。",
                en=f"Item {item} {en}; each due item stands on exactly one line.",
            )


def _words(
    given: Sequence[Mapping[str, Any]], parts: Mapping[str, Mapping[str, str]]
) -> Iterator[Fault]:
    for row, line in enumerate(given):
        for key, longest in _LONGEST.items():
            yield from _text(row, key, line.get(key), longest)
        result = line.get("result") or ""
        options = options_of([parts[item] for item in line["items"] if item in parts])
        if result and result not in options:
            yield Fault(
                "checklist.result",
                f"lines[{row}].result",
                row,
                result,
                "own:definition",
                zh=f"第{row + 1}行的检查结果只能是：{'、'.join(options)}，请改选。",
                en=f"The result of line {row + 1} must be one of: {', '.join(options)}.",
            )


def _text(row: int, key: str, value: Any, longest: int) -> Iterator[Fault]:
    if value is None:
        return
    bad = not isinstance(value, str) or any(ord(c) < 32 and c not in "\n\t" for c in value)
    if bad or len(value) > longest:
        yield Fault(
            "checklist.text",
            f"lines[{row}].{key}",
            row,
            value if isinstance(value, str) else repr(value),
            "own:definition",
            zh=f"第{row + 1}行的{_WORDS[key]}应为不超过{longest}字的文字，不含控制字符，请修改。",
            en=f"{key} of line {row + 1} must be text of at most {longest} characters "
            "without control characters.",
        )
