"""Export of the two directories and the item list as CSV that imports again unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from .importing import COLUMNS, KINDS, unknown_kind
from .records import Inspector

if TYPE_CHECKING:
    from .office import Tx

# Fields a sheet may bring but a record does not have.
_NOT_KEPT = ("requirement",)
_GUARD = ("=", "+", "-", "@", "'", "\t")
_WORD_MARKS = frozenset("|\\;；、,，")
_NAMES: dict[str, dict[Any, str]] = {
    "id_kind": {"uscc": "统一社会信用代码", "legacy": "旧注册号", "issued": "发放编号"},
    "credit_flag": {
        "": "",
        "abnormal": "经营异常",
        "serious": "严重违法失信",
        "complaints": "投诉较多",
    },
    "status": {"active": "存续", "revoked": "吊销", "deregistered": "注销"},
    "role": {"inspector": "执法人员", "assistant": "辅助人员"},
}


def export_rows(tx: Tx, kind: str) -> bytes:
    """A directory as CSV (UTF-8 with mark, for spreadsheets): all its rows by id."""
    if kind not in KINDS:
        raise unknown_kind(kind)
    columns = COLUMNS[kind]
    fields = [field for field in columns.aliases if field not in _NOT_KEPT]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([columns.title(field) for field in fields])
    for record in _records(tx, kind):
        writer.writerow([_cell(record, field) for field in fields])
    return stream.getvalue().encode("utf-8-sig")


def _records(tx: Tx, kind: str) -> Iterable[Any]:
    if kind == "targets":
        return tx.targets.iterate(status=None)
    return tx.inspectors.all() if kind == "inspectors" else tx.items.all()


def _cell(record: Any, field: str) -> str:
    value = getattr(record, field)
    if field == "certificate_valid_until" and value is None:
        return "长期" if _endless(record) else ""
    if field in _NAMES:
        return _NAMES[field].get(value, str(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return _guarded(_joined(value) if isinstance(value, tuple) else str(value))


def _endless(person: Inspector) -> bool:
    return bool(person.certificate_number)


def _joined(words: tuple[str, ...]) -> str:
    """Words parted by |; a word with a separator in it is escaped and the cell ends in |."""
    if not any(_WORD_MARKS & set(word) for word in words):
        return "|".join(words)
    return "".join(word.replace("\\", "\\\\").replace("|", "\\|") + "|" for word in words)


def _guarded(text: str) -> str:
    """A spreadsheet takes = + - @ at the start for a formula; a quote mark keeps it text."""
    return f"'{text}" if text.startswith(_GUARD) else text
