"""Rows of an item list to items (rules B7: no check without a legal basis)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..records import Department, Item
from .cells import RowReader
from .headers import Columns
from .inspector_rows import read_department

BASIS_RULE = "sz-2018#二(一)1"

COLUMNS = Columns(
    aliases={
        "id": ("编号", "事项编号", "事项编码"),
        "name": ("抽查事项名称", "抽查事项", "事项名称", "检查事项"),
        "sub_item": ("抽查子项", "子项", "检查子项"),
        "legal_basis": ("抽查依据", "法律依据", "检查依据", "依据", "basis"),
        "department": ("抽查主体", "检查主体", "实施部门", "部门"),
        "target_kind": ("抽查对象", "检查对象"),
        "ratio": ("抽查比例", "比例"),
        "frequency": ("抽查频次", "频次"),
        "method": ("抽查方式", "检查方式"),
        "requirement": ("检查人员要求", "人员要求"),
        "note": ("备注", "remarks"),
        "content": ("抽查内容", "检查内容"),
        "specialty": ("业务专长", "专长"),
        "minutes": ("检查时长（分钟）", "时长（分钟）", "检查时长", "时长"),
        "sectors": ("适用领域", "适用业态", "领域", "业态", "sector"),
        "topic": ("检查主题", "主题"),
        "key_supervision": ("重点监管事项", "是否重点监管"),
        "valid_from": ("生效日期", "启用日期"),
        "valid_to": ("失效日期", "停用日期"),
    },
    required=("id", "name", "legal_basis", "department"),
)

DEFAULT_MINUTES = 30
_ID = re.compile(r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff._\-〔〕()\[\]]{0,63}")
_BLANK = Item("", "", "", "", "", "", "", "", "", "", "", DEFAULT_MINUTES)


def read_id(cells: RowReader) -> str:
    """The item's id: letters, digits, Chinese characters and . _ - ."""
    code = cells.cleaned("id", cells.text("id", required=BASIS_RULE), cells.word("id"))
    if code and not _ID.fullmatch(code):
        cells.fault(
            "id",
            "code_shape",
            code,
            f"编号“{code}”含有不可用的字符或超过 64 位，请改正。",
            f"“{code}” has characters an id may not have, or is over 64 long; correct it.",
        )
    return code


def read_item(
    cells: RowReader,
    known: Item | None,
    code: str,
    departments: Mapping[str, Department],
    words: Mapping[str, str],
) -> Item:
    """The item of a row. Columns the sheet lacks keep what the registry says already."""
    old = known or _BLANK
    item = replace(
        old,
        id=code,
        department=read_department(cells, words, "department"),
        name=cells.text("name", required=BASIS_RULE),
        legal_basis=_basis(cells),
        minutes=_minutes(cells, known),
    )
    item = _texts(cells, item)
    return _dates(cells, _trade(cells, item, known, departments.get(item.department)))


def _texts(cells: RowReader, item: Item) -> Item:
    short = ("sub_item", "target_kind", "ratio", "frequency", "topic")
    found: dict[str, str] = {f: cells.text(f) for f in short if cells.has(f)}
    found |= {f: cells.text(f, lines=True) for f in ("content", "method", "note") if cells.has(f)}
    return replace(
        item,
        **found,  # type: ignore[arg-type]
        sectors=cells.words("sectors") if cells.has("sectors") else item.sectors,
        key_supervision=cells.flag("key_supervision", item.key_supervision),
    )


def _basis(cells: RowReader) -> str:
    said = cells.text("legal_basis", lines=True)
    if said.strip("-—/无 ") == "":
        cells.fault(
            "legal_basis",
            "no_legal_basis",
            said,
            "没有抽查依据的事项不得列入清单，请填写法律、法规或规章的名称和条款。",
            "an item without a legal basis must not be on the list; name the law and its article.",
            BASIS_RULE,
        )
    return said


def _minutes(cells: RowReader, known: Item | None) -> int:
    default = known.minutes if known else DEFAULT_MINUTES
    minutes = cells.whole("minutes", default, 1, 960)
    if known is None and not cells.raw("minutes").strip():
        cells.assume("minutes", str(default))
    return minutes


def _trade(cells: RowReader, item: Item, known: Item | None, department: Department | None) -> Item:
    """The specialty an item asks for: said, or found in the row's words, or the general one."""
    trades = department.specialties if department else ()
    said = cells.text("specialty") or (
        known.specialty if known and not cells.has("specialty") else ""
    )
    asked = cells.text("requirement")
    if said and trades and said not in trades:
        _unknown_trade(cells, said, department)
    if not said:
        words = (asked, item.sub_item, item.name)
        named = [t for word in words for t in trades if t in word]
        # The first specialty of a department is its general one.
        said = cells.assume("specialty", (named or list(trades) or [""])[0])
    if asked and asked not in item.note and asked != said:
        item = replace(item, note=f"{item.note}\n检查人员要求：{asked}".strip())
    return replace(item, specialty=said)


def _unknown_trade(cells: RowReader, said: str, department: Department | None) -> None:
    name, known = (department.id, "、".join(department.specialties)) if department else ("", "")
    cells.fault(
        "specialty",
        "unknown_specialty",
        said,
        f"{name}没有“{said}”这一专长，可填：{known}。",
        f"{name} has no specialty “{said}”; use one of: {known}.",
    )


def _dates(cells: RowReader, item: Item) -> Item:
    first = cells.day("valid_from") if cells.has("valid_from") else item.valid_from
    last = cells.day("valid_to") if cells.has("valid_to") else item.valid_to
    if first and last and last < first:
        cells.fault(
            "valid_to",
            "dates_backwards",
            last.isoformat(),
            f"失效日期 {last} 早于生效日期 {first}，请更正。",
            f"the last day {last} is before the first day {first}; correct them.",
        )
    return replace(item, valid_from=first, valid_to=last)
