"""What an import finds on its way: faults, cleaned cells, legacy numbers, assumptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..faults import Fault


class Cleaned(NamedTuple):
    """A cell that was written differently and is read so: row, column, before, after."""

    row: int
    column: str
    before: str
    after: str


class Assumed(NamedTuple):
    """A value the sheet does not say and the import took: row, column, value."""

    row: int
    column: str
    value: str


@dataclass
class Findings:
    """Collects while the rows are read; nothing is written before it is looked at."""

    faults: list[Fault] = field(default_factory=list)
    cleaned: list[Cleaned] = field(default_factory=list)
    legacy: list[tuple[int, str]] = field(default_factory=list)
    assumed: list[Assumed] = field(default_factory=list)

    def fault(
        self,
        code: str,
        row: int,
        column: str,
        value: Any,
        zh: str,
        en: str,
        rule: str | None = None,
    ) -> None:
        """Add a fault; row, column and rule are put in front of its sentences."""
        head_zh, head_en = f"第 {row} 行“{column}”：", f"Row {row}, {column}: "
        tail_zh = f"（依据 {rule}）" if rule else ""
        tail_en = f" (rule {rule})" if rule else ""
        self.faults.append(
            Fault(
                f"import.{code}",
                column,
                row,
                value,
                rule,
                head_zh + zh + tail_zh,
                head_en + en + tail_en,
            )
        )
