"""The explanation of the contract with what a reader of many needs beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from solver.schedule import Explanation

Kind = Literal["local", "capacity", "servable"]


@dataclass(frozen=True, slots=True)
class Reason(Explanation):
    """`kind`: not even alone, or not beside the others; `group`: shared by equal reasons.

    `also` are further conflicting sets of rules, where giving up one of `rules` is not enough.
    """

    kind: Kind = "local"
    group: str = ""
    also: tuple[tuple[str, ...], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The explanation as in contract §2, with `kind`, `group` and `also`."""
        return {
            **Explanation.to_json(self),
            "kind": self.kind,
            "group": self.group,
            "also": [list(rules) for rules in self.also],
        }
