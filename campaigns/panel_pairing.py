"""Pairing inspection groups and targets by lot, around recusals: pure and recomputable.

Targets come in the order of SHA-256(key + "/#pair/" + id). Each goes to the group with the fewest
targets so far that can serve it (people enough of every department, every specialty held, nobody
counted who is recused); of equals to the first by SHA-256(key + "/#pair/group-" + number). A target
no group can serve alone stays open to all of them together; one they cannot serve even together is
named, with what is lacking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from campaigns.numbers import own
from draw import pairing_order
from registry import Campaign

By = Literal["target", "district"]
RULES: Final[Mapping[By, Mapping[str, str]]] = {
    "target": {
        "zh": "检查对象按SHA-256(密钥/#pair/编号)的顺序，逐户配给能胜任（回避者不计）且已配最少的检查组。",
        "en": "Targets, by SHA-256(key/#pair/id), go one by one to the group with the fewest so far "
        "that can serve them without those recused.",
    },
    "district": {
        "zh": "同一辖区、由同样的检查组能胜任的检查对象，按SHA-256(密钥/#pair/编号)的顺序分成若干片，"
        "每片不超过一组应检户数的一半；各片由大到小、同样大小按号，整片配给能胜任且已配最少的检查组。",
        "en": "The targets of a district that the same groups can serve, by SHA-256(key/#pair/id), are "
        "cut in blocks of at most half a group's share; blocks, the largest first and equal ones by "
        "ticket, go whole to the group with the fewest so far that can serve them.",
    },
}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on duty in a group."""

    id: str
    department: str
    specialties: frozenset[str]
    recused: frozenset[str]


@dataclass(frozen=True, slots=True)
class Need:
    """What a visit asks: specialties by department, people of each department, people in all."""

    departments: Mapping[str, frozenset[str]]
    each: int
    least: int


def lacking(
    target: str, need: Need, members: Sequence[Member]
) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """(department, specialties nobody free holds, recused people of it), one row for each short one.

    A department is short where it has too few people free for this target, or a specialty lacks its
    holder. Empty: these people can serve the target.
    """
    found = []
    free_all = 0
    for department, wanted in sorted(need.departments.items()):
        own = [m for m in members if m.department == department]
        free = [m for m in own if target not in m.recused]
        free_all += len(free)
        gap = wanted - frozenset[str]().union(*(m.specialties for m in free))
        if gap or len(free) < max(1, need.each):
            away = tuple(m.id for m in own if target in m.recused)
            found.append((department, tuple(sorted(gap)), away))
    if not found and free_all < need.least:
        first = min(need.departments, default="")
        away = tuple(m.id for m in members if target in m.recused)
        found.append((first, (), away))
    return tuple(found)


def pair(
    targets: Mapping[str, Need],
    groups: Sequence[Sequence[Member]],
    key: str,
    fixed: Mapping[str, int | None] | None = None,
) -> dict[str, int | None]:
    """Target -> group from 1, or None for all groups together; ``fixed`` ones keep what they have."""
    paired: dict[str, int | None] = {t: g for t, g in (fixed or {}).items() if t in targets}
    load = [sum(group == n for group in paired.values()) for n in range(1, len(groups) + 1)]
    rank = _rank(key, len(groups))
    for target in pairing_order(key, [t for t in targets if t not in paired]):
        able = _able(target, targets[target], groups)
        if not able:
            paired[target] = None
            continue
        best = min(able, key=lambda n: (load[n], rank[n]))
        load[best] += 1
        paired[target] = best + 1
    return paired


def pairs_by(campaign: Campaign) -> By:
    """What the plan of a campaign pairs with groups: targets (the rule), or blocks of a district."""
    return "district" if own(campaign, "pairing", "target") == "district" else "target"


def pair_blocks(
    targets: Mapping[str, Need],
    districts: Mapping[str, str],
    groups: Sequence[Sequence[Member]],
    key: str,
) -> dict[str, int | None]:
    """As `pair`, by blocks of a district: less travel, and still nobody knows beforehand who goes where."""
    most = max(1, -(-len(targets) // (2 * len(groups))))
    blocks: dict[str, list[str]] = {}
    able: dict[str, list[int]] = {}
    counted: dict[tuple[str, tuple[int, ...]], int] = {}
    for target in pairing_order(key, list(targets)):
        some = _able(target, targets[target], groups)
        of = (districts[target], tuple(some))
        place = counted[of] = counted.get(of, 0) + 1
        name = f"block-{of[0]}-{'+'.join(str(n + 1) for n in some)}-{(place - 1) // most + 1}"
        blocks.setdefault(name, []).append(target)
        able[name] = some
    rank = _rank(key, len(groups))
    load = [0] * len(groups)
    paired: dict[str, int | None] = {}
    for name in sorted(pairing_order(key, list(blocks)), key=lambda name: -len(blocks[name])):
        best = min(able[name], key=lambda n: (load[n], rank[n]), default=None)
        if best is not None:
            load[best] += len(blocks[name])
        paired |= dict.fromkeys(blocks[name], None if best is None else best + 1)
    return paired


def _able(target: str, need: Need, groups: Sequence[Sequence[Member]]) -> list[int]:
    """The groups, from 0, that can serve a target alone."""
    return [n for n, members in enumerate(groups) if members and not lacking(target, need, members)]


def _rank(key: str, groups: int) -> list[int]:
    """The place of each group, from 0, in the order of the lot."""
    names = [f"group-{n}" for n in range(1, groups + 1)]
    order = {name: place for place, name in enumerate(pairing_order(key, names))}
    return [order[name] for name in names]


def need_of(rules: Mapping[str, Any], sector: str) -> Need:
    """What a target of a sector asks, as committed under ``errands`` and ``least``."""
    least = rules["least"]
    return Need(
        {d: frozenset(s) for d, s in rules["errands"].get(sector, {}).items()},
        int(least["department"]),
        int(least["visit"]),
    )


def members_of(people: Mapping[str, Any]) -> list[list[Member]]:
    """The groups as drawn, from the kept draw of people."""
    known = {row["id"]: row for row in people["candidates"]}
    groups: list[list[Member]] = [[] for _ in range(int(people["rules"]["groups"]))]
    for row in people["drawn"]:
        groups[row["group"] - 1].append(member(known[row["id"]]))
    return groups


def member(row: Mapping[str, Any]) -> Member:
    """A row of the candidate list as a member."""
    return Member(
        row["id"],
        row["department"],
        frozenset(row["specialties"]),
        frozenset(row.get("recused", ())),
    )
