"""Import of the two directories and the item list: all rows judged, then all written, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from .faults import RegistryRefused, refusal
from .records import Inspector, Item, Target
from .sheets import inspector_rows, item_rows, target_rows
from .sheets.cells import RowReader
from .sheets.findings import Assumed, Cleaned, Findings
from .sheets.headers import Columns, Header, find_header
from .sheets.reading import Grid, read_grid

if TYPE_CHECKING:
    from .office import Tx

KINDS = ("targets", "inspectors", "items")
COLUMNS: dict[str, Columns] = {
    "targets": target_rows.COLUMNS,
    "inspectors": inspector_rows.COLUMNS,
    "items": item_rows.COLUMNS,
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. Rows are lines of the sheet, the header's included.

    ``legacy``: (row, number) accepted and marked; ``cleaned``: cells read otherwise than written;
    ``assumed``: values the sheet does not say; ``ignored``: headers that mean nothing here.
    """

    kind: str
    filename: str
    encoding: str
    rows: int
    added: int
    changed: int
    unchanged: int
    legacy: tuple[tuple[int, str], ...] = ()
    cleaned: tuple[Cleaned, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    ignored: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON; cleaned and assumed cells as objects."""
        return asdict(self) | {
            "legacy": [list(pair) for pair in self.legacy],
            "cleaned": [cell._asdict() for cell in self.cleaned],
            "assumed": [cell._asdict() for cell in self.assumed],
            "ignored": list(self.ignored),
        }


def import_rows(tx: Tx, kind: str, data: bytes, filename: str) -> ImportReport:
    """Read a CSV sheet into a directory (``kind``: targets, inspectors, items).

    Every row is judged before any is written. Raises RegistryRefused ``import.rows`` with every
    fault of every row, ``import.headers``, or what :func:`sheets.reading.read_grid` refuses.
    """
    if kind not in KINDS:
        raise unknown_kind(kind)
    grid = read_grid(data, filename)
    header = find_header(grid.rows, COLUMNS[kind])
    findings = Findings()
    records = _READERS[kind](tx, _rows(grid, header, findings))
    if findings.faults:
        raise RegistryRefused("import.rows", sorted(findings.faults, key=lambda f: f.row or 0))
    if not records:
        raise _no_rows(filename)
    counts = getattr(tx, kind).put_many(records)
    tx.note(
        kind=kind,
        filename=filename,
        sha256=hashlib.sha256(data).hexdigest(),
        rows=len(records),
        **counts,
    )
    return ImportReport(
        kind=kind,
        filename=filename,
        encoding=grid.encoding,
        rows=len(records),
        **counts,
        legacy=tuple(findings.legacy),
        cleaned=tuple(findings.cleaned),
        assumed=tuple(findings.assumed),
        ignored=header.ignored,
    )


def _rows(grid: Grid, header: Header, findings: Findings) -> list[RowReader]:
    readers = []
    for line, cells in enumerate(grid.rows[header.line + 1 :], start=header.line + 2):
        if any(cell.strip() for cell in cells):
            readers.append(RowReader(line, cells, header, findings))
    return readers


def _judged(
    rows: list[RowReader], read_id: Callable[[RowReader], Any]
) -> Iterator[tuple[RowReader, Any]]:
    """Rows with their ids; a row whose id stood before gets a fault naming the earlier row."""
    seen: dict[str, int] = {}
    for cells in rows:
        cells.within()
        code = read_id(cells)
        text = code[0] if isinstance(code, tuple) else code
        if text and text in seen:
            _twice(cells, "id", text, seen[text])
        seen.setdefault(text, cells.row)
        yield cells, code


def _twice(cells: RowReader, field: str, value: str, first: int) -> None:
    cells.fault(
        field,
        "duplicate",
        value,
        f"{value} 与第 {first} 行重复，请只留一行。",
        f"{value} stands in row {first} already; keep one row.",
    )


def _targets(tx: Tx, rows: list[RowReader]) -> list[Target]:
    listed = list(_judged(rows, target_rows.read_id))
    known = tx.targets.many(code for _, (code, _kind) in listed)
    words = target_rows.district_words(tx.districts.all())
    return [
        target_rows.read_target(cells, known.get(code[0]), code, words) for cells, code in listed
    ]


def _inspectors(tx: Tx, rows: list[RowReader]) -> list[Inspector]:
    listed = list(_judged(rows, inspector_rows.read_id))
    known = tx.inspectors.many(code for _, code in listed)
    departments = {d.id: d for d in tx.departments.all()}
    words = inspector_rows.department_words(departments)
    districts = target_rows.district_words(tx.districts.all())
    people, holders = [], dict[str, int]()
    for cells, code in listed:
        person = inspector_rows.read_inspector(
            cells, known.get(code), code, departments, words, districts
        )
        number = person.certificate_number
        if number and number in holders:
            _twice(cells, "certificate_number", number, holders[number])
        holders.setdefault(number, cells.row)
        people.append(person)
    return people


def _items(tx: Tx, rows: list[RowReader]) -> list[Item]:
    listed = list(_judged(rows, item_rows.read_id))
    known = {item.id: item for item in tx.items.all()}
    departments = {d.id: d for d in tx.departments.all()}
    words = inspector_rows.department_words(departments)
    return [
        item_rows.read_item(cells, known.get(code), code, departments, words)
        for cells, code in listed
    ]


_READERS: dict[str, Callable[[Any, list[RowReader]], list[Any]]] = {
    "targets": _targets,
    "inspectors": _inspectors,
    "items": _items,
}


def unknown_kind(kind: str) -> RegistryRefused:
    """The refusal of a kind there is no sheet for."""
    known = ", ".join(KINDS)
    return refusal(
        "import.unknown_kind",
        f"不能导入“{kind}”，可导入：{known}。",
        f"“{kind}” cannot be imported; use one of: {known}.",
        field="kind",
        value=kind,
    )


def _no_rows(filename: str) -> RegistryRefused:
    return refusal(
        "import.empty",
        f"文件“{filename}”只有表头，没有数据行。",
        f"The file “{filename}” has a header and no rows.",
        field="filename",
        value=filename,
    )
