"""The one refusal of this room, and the fault it lists."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it stands, what it is, what to do (Chinese and English)."""

    code: str
    field: str
    row: int | None
    value: str
    rule: str | None
    zh: str
    en: str

    def to_json(self) -> dict[str, Any]:
        """The fault as a plain dictionary."""
        return asdict(self)


class KnowledgeRefused(ValueError):
    """Raised when an official text or a request cannot be taken; lists every fault found."""

    def __init__(self, code: str, faults: tuple[Fault, ...]) -> None:
        self.code = code
        self.faults = faults
        super().__init__("; ".join(f"{fault.field}: {fault.en}" for fault in faults) or code)


def refuse(code: str, field: str, value: str, zh: str, en: str) -> KnowledgeRefused:
    """A refusal with a single fault."""
    return KnowledgeRefused(code, (Fault(code, field, None, value, None, zh, en),))
