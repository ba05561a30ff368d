"""What the catalogue says of one rule."""

from __future__ import annotations

from dataclasses import dataclass

# Where no clause speaks, the product's own definition does, and says so.
OWN = "own:definition"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule code of contract §1, its title, and the clauses it stands on (`doc#path`)."""

    code: str
    zh: str
    en: str
    basis: tuple[str, ...]
