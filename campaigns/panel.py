"""Who may be drawn and how the places fall; and the earlier stratified draw, kept for its receipts.

How many of each department go into each inspection group and which specialties each group must cover
is digested into the committed statement. In the earlier scheme the seed gives everyone a ticket,
``SHA-256(key + "/" + id)``. Group by group and department by department, people are taken in ticket
order; one is passed over only where taking them would leave too few places for a specialty still
missing. The order of what remains is the order of substitutes, department by department.

`draw_people` is the scheme of draws committed before the lottery over panels (panel_lottery.py); it is
kept so that their receipts can be recomputed. Nothing new is committed under it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

ALGORITHM: Final = "suixin-people-tickets-1"
ORDER_RULE: Final = {
    "zh": (
        "按检查组、部门依次抽取：以SHA-256(密钥/人员编号)为号，从小到大；"
        "仅当取用某人会使所缺专长无法补齐时才跳过。其余人员按号为本部门递补顺序。"
    ),
    "en": (
        "By group and department, people are taken by rising ticket SHA-256(key/id); one is passed "
        "over only where taking them leaves too few places for a specialty still missing. The "
        "rest, by ticket, are the substitutes of their department."
    ),
}
NOTICE: Final = {
    "zh": "分层随机号抽取：任何人可复算，但每人抽中机会不必相等。",
    "en": "Stratified ticket draw: anybody can recompute it; chances need not be equal.",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be drawn."""

    id: str
    department: str
    unit: str
    specialties: frozenset[str]
    recused: frozenset[str] = frozenset()  # of the targets that may be drawn
    part: str = ""  # of a pool in two parts: "office" or "station"
    load: int = 0  # how often drawn lately, where the plan weighs that

    def to_json(self) -> dict[str, Any]:
        """A row of the candidate list."""
        row = {
            "id": self.id,
            "department": self.department,
            "unit": self.unit,
            "specialties": sorted(self.specialties),
        }
        more = {"recused": sorted(self.recused), "part": self.part, "load": self.load}
        return row | {key: value for key, value in more.items() if value}


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of one department each group takes, and what they must cover between them."""

    department: str
    per_group: tuple[int, ...]
    specialties: frozenset[str]

    def to_json(self) -> dict[str, Any]:
        """A row of the committed rules."""
        return {
            "department": self.department,
            "per_group": list(self.per_group),
            "specialties": sorted(self.specialties),
        }


def smallest_cover(wanted: frozenset[str], people: Sequence[frozenset[str]]) -> int | None:
    """Fewest people who hold every wanted specialty between them; None where nobody can.

    Exact: only distinct useful sets count, and they are few (specialties of one department).
    """
    if not wanted:
        return 0
    useful = _maximal({p & wanted for p in people if p & wanted})
    if not wanted <= frozenset[str]().union(*useful):
        return None
    for size in range(1, len(wanted) + 1):
        if any(wanted <= frozenset().union(*some) for some in combinations(useful, size)):
            return size
    return None


def coverable(wanted: frozenset[str], people: Sequence[frozenset[str]]) -> frozenset[str]:
    """The wanted specialties that at least one of the people holds."""
    return wanted & frozenset[str]().union(*people)


def quotas(
    candidates: Sequence[Candidate],
    wanted: Mapping[str, frozenset[str]],
    load: Mapping[str, float],
    *,
    size: int,
    groups: int,
) -> tuple[Quota, ...]:
    """``size`` places dealt to departments and groups: the fewest that cover, the rest by load.

    ``wanted``: department → specialties; ``load``: department → share of the work (any unit). Every
    department gets what covers its specialties in every group where it has the people; what is left
    goes, one by one, to the department with the most work a head. The sum may stay below ``size``
    where people are lacking, and exceeds it only where covering asks for more (the caller refuses).
    """
    holders = {d: [c for c in candidates if c.department == d] for d in sorted(wanted)}
    heads = {d: _fewest(wanted[d], holders[d], groups) for d in holders}
    while sum(heads.values()) < size:
        open_ = [d for d in heads if heads[d] < len(holders[d])]
        if not open_:
            break
        heads[max(open_, key=lambda d: (load.get(d, 0.0) / max(1, heads[d]), d))] += 1
    return _dealt(heads, wanted, groups)


def draw_people(
    candidates: Sequence[Candidate], rules: Sequence[Quota], tickets: Mapping[str, str]
) -> dict[str, Any]:
    """Who is drawn, in order, the substitutes of each department, and what stayed uncovered.

    Pure: ``tickets`` maps every candidate's id to its ticket. The answer is plain JSON.
    """
    left = {
        q.department: sorted(
            (c for c in candidates if c.department == q.department),
            key=lambda c: (tickets[c.id], c.id),
        )
        for q in rules
    }
    drawn: list[dict[str, Any]] = []
    uncovered: list[dict[str, Any]] = []
    for group in range(max((len(q.per_group) for q in rules), default=0)):
        for quota in rules:
            taken = _take(left[quota.department], quota.per_group[group], quota.specialties)
            left[quota.department] = [c for c in left[quota.department] if c not in taken]
            drawn += [_row(c, tickets, group=group + 1) for c in taken]
            gap = quota.specialties - frozenset[str]().union(*(c.specialties for c in taken))
            if gap:
                uncovered.append(
                    {
                        "group": group + 1,
                        "department": quota.department,
                        "specialties": sorted(gap),
                    }
                )
    substitutes = {d: [_row(c, tickets) for c in rest] for d, rest in left.items()}
    return {"drawn": drawn, "substitutes": substitutes, "uncovered": uncovered}


def _take(queue: Sequence[Candidate], places: int, wanted: frozenset[str]) -> list[Candidate]:
    missing = coverable(wanted, [c.specialties for c in queue])
    least = smallest_cover(missing, [c.specialties for c in queue])
    if least is not None and least > places:
        missing = _reachable(queue, places, missing)
    taken: list[Candidate] = []
    for index, person in enumerate(queue):
        if len(taken) == places:
            break
        after = missing - person.specialties
        rest = [c.specialties for c in queue[index + 1 :]]
        need = smallest_cover(after, rest)
        if need is not None and need <= places - len(taken) - 1:
            taken.append(person)
            missing = after
    return taken


def _reachable(queue: Sequence[Candidate], places: int, missing: frozenset[str]) -> frozenset[str]:
    """The most specialties ``places`` people can cover; among equals the first in word order."""
    for size in range(len(missing), 0, -1):
        for some in combinations(sorted(missing), size):
            need = smallest_cover(frozenset(some), [c.specialties for c in queue])
            if need is not None and need <= places:
                return frozenset(some)
    return frozenset()


def _maximal(sets: set[frozenset[str]]) -> list[frozenset[str]]:
    kept = [s for s in sets if not any(s < other for other in sets)]
    return sorted(kept, key=sorted)


def _fewest(wanted: frozenset[str], holders: Sequence[Candidate], groups: int) -> int:
    cover = smallest_cover(
        coverable(wanted, [c.specialties for c in holders]), [c.specialties for c in holders]
    )
    return min(len(holders), groups * max(1, cover or 0))


def _dealt(
    heads: Mapping[str, int], wanted: Mapping[str, frozenset[str]], groups: int
) -> tuple[Quota, ...]:
    # The odd places go round from group to group, so that groups differ by one person at most.
    rows, turn = [], 0
    for department, total in heads.items():
        base, odd = divmod(total, groups)
        extra = {(turn + n) % groups for n in range(odd)}
        turn = (turn + odd) % groups
        rows.append(
            Quota(
                department,
                tuple(base + (g in extra) for g in range(groups)),
                wanted[department],
            )
        )
    return tuple(rows)


def _row(c: Candidate, tickets: Mapping[str, str], group: int | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"id": c.id, "department": c.department, "ticket": tickets[c.id]}
    return row if group is None else {**row, "group": group}
