"""The lottery over panels of inspectors for one campaign: made before the seed, drawn by its key.

Before the seed exists: who may be drawn as rows of categories, the rules as RULES.json, and the
LEXIMIN lottery of the two (draw.panel_lottery) with everybody's chance and its certificate. With the
key: a lot picks the panel, tickets pick the people of each type, and the inspection groups are filled
in the order of tickets. Pure: no database, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final

from campaigns.panel import Candidate, Quota, coverable
from draw import panel_cover, panel_draw, panel_lottery, ticket

ALGORITHM: Final = "suixin-people-lottery-1"
ORDER_RULE: Final = {
    "zh": (
        "按SHA-256(密钥/#panel)从公布的等额签中取一签，签上写明各类人员的人数；"
        "同类人员按SHA-256(密钥/人员编号)从小到大取用，依次编入检查组。其余人员按号为本部门递补顺序。"
    ),
    "en": (
        "SHA-256(key/#panel) takes one of the published equal lots, which says how many of each type "
        "are drawn; of one type the lowest tickets SHA-256(key/id) are taken and fill the groups in "
        "that order. The rest, by ticket, are the substitutes of their department."
    ),
}
NOTICE: Final = {
    "zh": "公平抽签：在规则内让机会最少的人机会最大，每人的机会在取得随机数之前公布，任何人可复算。",
    "en": "Fair lottery: the lowest chance is as high as the rules allow; everybody's chance is "
    "published before the seed, and anybody can recompute it.",
}


def people_rows(
    candidates: Sequence[Candidate],
    wanted: Mapping[str, frozenset[str]],
    *,
    by_unit: bool,
    steps: int = 0,
) -> list[dict[str, str]]:
    """The candidates as rows of PEOPLE.csv: what makes two people interchangeable, and no more.

    A specialty counts where the campaign asks for it, a unit where the rules name units, a recusal
    where its target may be drawn, the load up to the last of ``steps`` weights where the plan has any.
    """
    return [
        {
            "id": person.id,
            "dept": _clean(person.department),
            "skill": "|".join(
                skill_value(person.department, s)
                for s in sorted(person.specialties & wanted.get(person.department, frozenset()))
            ),
            "unit": _clean(person.unit) if by_unit else "",
            "part": _clean(person.part),
            "recused": "|".join(sorted(map(_clean, person.recused))),
            **({"load": str(min(person.load, steps))} if steps else {}),
        }
        for person in candidates
    ]


def shared_out(
    errands: Mapping[str, Mapping[str, Sequence[str]]], visits: Mapping[str, float], groups: int
) -> list[dict[str, frozenset[str]]]:
    """For each group the specialties by department of the sectors that fall to it.

    Each sector falls to as many groups as its share of the visits (rounded up, at least one), one
    after the other round the groups, so that every sector has groups that cover the whole of it.
    """
    made: list[dict[str, frozenset[str]]] = [{} for _ in range(groups)]
    whole, at = sum(visits.values()) or 1.0, 0
    for sector in sorted(errands, key=lambda name: (-visits.get(name, 0.0), name)):
        share = max(1, ceil(groups * visits.get(sector, 0.0) / whole - 1e-9))
        for place in range(at, at + min(share, groups)):
            mine = made[place % groups]
            for department, specialties in errands[sector].items():
                mine[department] = mine.get(department, frozenset()) | frozenset(specialties)
        at += share
    return made


def lottery_rules(
    candidates: Sequence[Candidate],
    quotas: Sequence[Quota],
    asked: Sequence[Mapping[str, frozenset[str]]],
    *,
    heads: Mapping[str, Sequence[int]],
    max_departments: int | None,
    max_chance: str | None,
    weights: Mapping[str, str],
) -> dict[str, Any]:
    """RULES.json: heads by department and group, specialties in the groups, recusals spread.

    ``asked``: for each group the specialties by department it must hold. ``heads`` (department ->
    least and most of the panel) loosens the heads dealt by work. ``weights``: of the column ``load``.
    """
    sizes = [sum(q.per_group[g] for q in quotas) for g in range(len(quotas[0].per_group))]
    groups = [
        {
            "size": size,
            "quotas": {
                "dept": {_clean(q.department): _heads(q, g, heads) for q in quotas},
                "skill": _skills(candidates, quotas, asked[g], g),
            },
        }
        for g, size in enumerate(sizes)
        if size
    ]
    whole: dict[str, Any] = {"size": sum(sizes), "quotas": _whole(candidates, quotas, heads)}
    if max_departments is not None:
        whole["max_distinct"] = {"dept": max(max_departments, 1)}
    if max_chance is not None:
        whole["max_chance"] = max_chance
    if weights:
        whole["weights"] = {"load": dict(weights)}
    return {**whole, "groups": groups}


def fairest(
    rows: Sequence[Mapping[str, str]], choices: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """(LOTTERY.json, the rules it is made under, what no panel can cover by group and department).

    The first of the choices (strictest first) that covers what it asks and leaves nobody without a
    chance; else the one that leaves the fewest people without. Raises DrawRefused where none works.
    """
    made: list[tuple[int, int, int, Any, Any, Any]] = []
    for rules in choices:
        lottery, kept, uncovered = _make(rows, rules)
        never = sum(chance == "0" for chance in lottery["chances"].values())
        if not never and not uncovered:
            return lottery, kept, uncovered
        made.append((never, len(uncovered), len(made), lottery, kept, uncovered))
    best = min(made, key=lambda row: row[:3])
    return best[3], best[4], best[5]


def _make(
    rows: Sequence[Mapping[str, str]], rules: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    kept, gone = panel_cover(rows, rules, "skill") if _asks(rules, "skill") else (dict(rules), [])
    if len(kept["groups"]) == 1:
        kept = _merged(kept)
    uncovered = [
        {
            "group": row["group"],
            "department": row["value"].split("/", 1)[0],
            "specialties": [row["value"].split("/", 1)[1]],
        }
        for row in gone
    ]
    return panel_lottery(rows, kept), kept, uncovered


def draw_from(
    lottery: Mapping[str, Any],
    rows: Sequence[Mapping[str, str]],
    candidates: Sequence[Mapping[str, Any]],
    experts: Sequence[Mapping[str, Any]],
    places: int,
    key: str,
) -> dict[str, Any]:
    """Who is drawn (by group and ticket), each department's substitutes by ticket, and the lot.

    ``experts`` are those who may be called as assistants, ``places`` how many of them are drawn.
    """
    made = panel_draw(lottery, rows, key=key)
    department = {row["id"]: row["department"] for row in candidates}
    drawn = sorted(
        (
            {
                "id": row["id"],
                "department": department[row["id"]],
                "ticket": row["ticket"],
                "group": row.get("group", 1),
            }
            for row in made["drawn"]
        ),
        key=lambda row: (row["group"], row["department"], row["ticket"], row["id"]),
    )
    taken = {row["id"] for row in drawn}
    rest = sorted((ticket(key, id_), id_) for id_ in department if id_ not in taken)
    along = sorted((ticket(key, row["id"]), row["id"], row["department"]) for row in experts)
    return {
        "lot": made["lot"],
        "lots": made["lots"],
        "panel": made["panel"],
        "drawn": drawn,
        "substitutes": {
            one: [
                {"id": id_, "department": one, "ticket": number}
                for number, id_ in rest
                if department[id_] == one
            ]
            for one in sorted(set(department.values()))
        },
        "experts_drawn": [
            {"id": id_, "department": one, "ticket": number} for number, id_, one in along[:places]
        ],
    }


def skill_value(department: str, specialty: str) -> str:
    """A specialty of a department as one value of the column ``skill``."""
    return f"{_clean(department)}/{_clean(specialty)}"


def _clean(value: str) -> str:
    # "|" parts the values of a cell, and a category is one line.
    return " ".join(value.replace("|", "／").split())


def _heads(quota: Quota, group: int, heads: Mapping[str, Sequence[int]]) -> list[int]:
    groups = len(quota.per_group)
    if quota.department not in heads:
        return [quota.per_group[group]] * 2
    least, most = heads[quota.department]
    return [least // groups, -(-most // groups)]


def _skills(
    candidates: Sequence[Candidate],
    quotas: Sequence[Quota],
    asked: Mapping[str, frozenset[str]],
    group: int,
) -> dict[str, list[int]]:
    size = sum(q.per_group[group] for q in quotas)
    return {
        skill_value(q.department, specialty): [1, size]
        for q in quotas
        if q.per_group[group]
        for specialty in sorted(
            coverable(
                asked.get(q.department, frozenset()),
                [c.specialties for c in candidates if c.department == q.department],
            )
        )
    }


def _whole(
    candidates: Sequence[Candidate], quotas: Sequence[Quota], heads: Mapping[str, Sequence[int]]
) -> dict[str, Any]:
    """What holds for the whole panel: heads, both parts of a pool, nobody left for a target."""
    total = {q.department: sum(q.per_group) for q in quotas}
    dept = {_clean(d): list(heads.get(d, (n, n))) for d, n in total.items()}
    found: dict[str, Any] = {"dept": dept}
    size = sum(total.values())
    parts = sorted({c.part for c in candidates if c.part})
    if len(parts) > 1:
        found["part"] = {_clean(part): [1, size] for part in parts}
    away: dict[str, list[Candidate]] = {}
    for person in candidates:
        for target in person.recused:
            away.setdefault(target, []).append(person)
    # Were everybody drawn of one department recused, nobody could visit that target.
    limits = {
        _clean(target): [0, most]
        for target, some in sorted(away.items())
        if (most := _most_recused(some, total)) < len(some)
    }
    return found | ({"recused": limits} if limits else {})


def _most_recused(some: Sequence[Candidate], total: Mapping[str, int]) -> int:
    by_department = {d: sum(c.department == d for c in some) for d in total}
    full = [total[d] for d, n in by_department.items() if n >= total[d] > 0]
    return min(full) - 1 if full else len(some)


def _asks(rules: Mapping[str, Any], column: str) -> bool:
    return any(group["quotas"][column] for group in rules["groups"])


def _merged(rules: Mapping[str, Any]) -> dict[str, Any]:
    """One group is the panel itself."""
    (group,) = rules["groups"]
    quotas = {**group["quotas"], **rules["quotas"]}
    kept = {column: table for column, table in quotas.items() if table}
    return {**{k: v for k, v in rules.items() if k != "groups"}, "quotas": kept}
