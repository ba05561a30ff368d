"""Refusals of the registry: what is wrong, where, by which rule, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input.

    ``field`` is a path or a column name, ``row`` the line of the sheet (the header is line 1),
    ``rule`` the clause or standard the value offends, where there is one.
    """

    code: str
    field: str
    row: int | None
    value: Any
    rule: str | None
    zh: str
    en: str

    def to_json(self) -> dict[str, Any]:
        """The fault as a plain dict, keys as the fields."""
        return asdict(self)


class RegistryRefused(ValueError):
    """The registry did not do it; nothing was kept.

    ``code`` is for machines; ``faults`` holds every fault found, in the order of the input.
    """

    def __init__(self, code: str, faults: Sequence[Fault]) -> None:
        self.code = code
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{fault.zh} {fault.en}" for fault in self.faults) or code)


def refusal(
    code: str, zh: str, en: str, *, field: str = "", value: Any = None, rule: str | None = None
) -> RegistryRefused:
    """A refusal with one fault that belongs to no row."""
    return RegistryRefused(code, [Fault(code, field, None, value, rule, zh, en)])
