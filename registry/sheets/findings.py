"""What an import finds on its way: faults, cleaned cells, legacy numbers, assumptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..faults import Fault, RegistryRefused

# A sheet of the wrong kind has a fault in every cell; nobody mends more than this one by one.
MOST = 20_000


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
        if len(self.faults) >= MOST:
            raise RegistryRefused("import.rows", (_stopped(row), *self.faults))


def _stopped(row: int) -> Fault:
    return Fault(
        "import.too_many_faults",
        "",
        None,
        MOST,
        None,
        f"已列出 {MOST} 处错误，读到第 {row} 行为止，后面的行没有再查；请核对是不是选错了表。",
        f"{MOST} faults are listed; reading ended at row {row} and later rows were not judged. "
        "See whether this is the right sheet.",
    )
