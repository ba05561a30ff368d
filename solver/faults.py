"""What is wrong with an input, said once for the machine and twice for people."""

from __future__ import annotations

import reprlib
from dataclasses import asdict, dataclass
from typing import Any

from solver.wording import FAULT_WORDS


@dataclass(frozen=True, slots=True)
class Fault:
    """One defect of an input: where it stands, which rule it touches, what to do about it.

    `field` is a path such as `targets[3].items[0].minutes`, `row` the place in the outermost
    list counted from 1 (as in a spreadsheet), `rule` a code of contract §1 where one applies.
    """

    code: str
    field: str
    row: int | None
    value: Any
    rule: str | None
    zh: str
    en: str

    def to_json(self) -> dict[str, Any]:
        """The fault as a JSON object."""
        return asdict(self)


class ProblemRefused(ValueError):
    """A scheduling problem (or schedule) that cannot be read; `faults` lists every defect."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.code = "problem.refused"
        self.faults = faults
        super().__init__("\n".join(f"{fault.zh} {fault.en}" for fault in faults))


class FaultList:
    """Collects all faults of one input, so that a planner mends them in one go."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(
        self, code: str, field: str, value: Any = None, rule: str | None = None, **words: Any
    ) -> None:
        """Note one fault; `words` fill the sentences of `FAULT_WORDS[code]`."""
        row = row_of(field)
        zh, en = FAULT_WORDS[code]
        place_zh = (f"第 {row} 行的 " if row else "") + field
        place_en = field + (f" (row {row})" if row else "")
        code_zh = f"（规则 {rule}）" if rule else ""
        code_en = f" (rule {rule})" if rule else ""
        shown = _shorten(value)
        self._faults.append(
            Fault(
                code=f"problem.{code}",
                field=field,
                row=row,
                value=value,
                rule=rule,
                zh=f"{place_zh}：{zh.format(value=shown, **words)}{code_zh}",
                en=f"{place_en}: {en.format(value=shown, **words)}{code_en}",
            )
        )

    def raise_if_any(self) -> None:
        """Refuse the input when anything was noted."""
        if self._faults:
            raise ProblemRefused(tuple(self._faults))

    def __len__(self) -> int:
        return len(self._faults)


def row_of(field: str) -> int | None:
    """The row, counted from 1, of the outermost list a field path enters; None outside lists."""
    start = field.find("[")
    if start < 0:
        return None
    return int(field[start + 1 : field.index("]", start)]) + 1


# Bounded in depth: a stranger's document may nest deeper than the stack.
_REPR = reprlib.Repr()
_REPR.maxlevel, _REPR.maxstring, _REPR.maxother = 4, 80, 80


def _shorten(value: Any, limit: int = 60) -> str:
    """A value as it is quoted in a sentence; long ones are cut."""
    text = _REPR.repr(value) if not isinstance(value, str) else f"“{value}”"
    return text if len(text) <= limit else text[: limit - 1] + "…"
