"""How often drawn targets are replaced, office by office: a rate that stands out asks for a reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from campaigns.roles import AUDIT, require
from registry import Actor

if TYPE_CHECKING:
    from campaigns.office import Office


@dataclass(frozen=True, slots=True)
class OfficeRate:
    """A lead department's draws: targets drawn, of them replaced, and the reasons by frequency."""

    department: str
    draws: int
    drawn: int
    replaced: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def rate(self) -> Fraction:
        """The share of drawn targets that were replaced, exact; 0 where nothing was drawn."""
        return Fraction(self.replaced, self.drawn) if self.drawn else Fraction(0)


def office_rates(office: Office, actor: Actor) -> tuple[OfficeRate, ...]:
    """The rates of all lead departments that have drawn, highest rate first, then by name.

    A substitute who is replaced in turn counts again, as it does in the log.
    """
    require(actor, AUDIT)
    draws: Counter[str] = Counter()
    drawn: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {}
    with office.registry.reading() as tx:
        revealed = [d for d in tx.draws.page(limit=1000).rows if d.state == "revealed"]
        leads = {
            c.id: c.lead_department
            for c in tx.campaigns.many(d.campaign for d in revealed).values()
        }
        for draw in revealed:
            if draw.campaign not in leads:
                continue
            name = leads[draw.campaign]
            rows = tx.draws.drawn(draw.campaign)
            draws[name] += 1
            drawn[name] += sum(row.origin == "drawn" for row in rows)
            found = reasons.setdefault(name, Counter())
            found.update(row.reason or "" for row in rows if row.state == "replaced")
    rates = [
        OfficeRate(name, draws[name], drawn[name], found.total(), _by_frequency(found))
        for name, found in reasons.items()
    ]
    return tuple(sorted(rates, key=lambda one: (-one.rate, one.department)))


def _by_frequency(found: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
