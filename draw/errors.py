"""The one error of this room: every fault of an input, collected, each a sentence for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from draw.wording import WORDING
from draw.wording_log import LOG_WORDING

MOST_FAULTS = 10_000
"""A list longer than this is cut, and its last fault says how many there were."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: where it stands, what was found, and what to do."""

    code: str
    field: str
    row: int | None
    value: str | None
    rule: str | None
    zh: str
    en: str

    def to_json(self) -> dict[str, Any]:
        """The fault as a JSON object with the seven keys of the dataclass."""
        return asdict(self)


def fault(
    code: str,
    field: str,
    *,
    row: int | None = None,
    value: object = None,
    rule: str | None = None,
    **words: object,
) -> Fault:
    """Build a fault with the sentences of the wording table; `rule` names the part of the contract."""
    shown = None if value is None else _short(str(value))
    zh, en = (
        text.format(field=field, row=row, value=shown, **words)
        for text in (WORDING.get(code) or LOG_WORDING[code])
    )
    if row is not None:
        zh, en = f"第 {row} 行：{zh}", f"Row {row}: {en}"
    return Fault(code, field, row, shown, rule, zh, en)


def _short(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


class DrawRefused(ValueError):
    """An input of the draw is refused. `code` is for the machine, `faults` holds them all."""

    def __init__(self, code: str, faults: Iterable[Fault]) -> None:
        self.code = code
        self.faults = tuple(faults)
        super().__init__(code, self.faults)

    def __str__(self) -> str:
        shown = [f"{f.zh} {f.en}" for f in self.faults[:20]]
        rest = len(self.faults) - len(shown)
        return "\n".join([*shown, *([f"(+{rest})"] if rest > 0 else [])])


def refuse_if(code: str, faults: list[Fault]) -> None:
    """Raise with all faults, or return when there are none."""
    if not faults:
        return
    kept = faults[:MOST_FAULTS]
    if len(faults) > MOST_FAULTS:
        kept.append(fault("too_many_faults", "", value=len(faults), shown=MOST_FAULTS))
    raise DrawRefused(code, kept)
