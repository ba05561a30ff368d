"""Who is on duty in which inspection group, and which group a target is paired with, as things stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from campaigns.panel_draw import by_lottery, key_of
from campaigns.panel_pairing import Member, Need, member, need_of, pair
from registry import Draw, Target, Tx


def on_duty(people: Mapping[str, Any]) -> tuple[str, ...]:
    """The inspectors of a draw who may be sent now: drawn, less replaced, and who was called."""
    out = {row["out"] for row in people.get("replaced", ())}
    drawn = [row["id"] for row in people["drawn"]]
    called = [row["in"] for key in ("replaced", "called") for row in people.get(key, ())]
    return tuple(id_ for id_ in [*drawn, *called] if id_ not in out)


def groups_of(people: Mapping[str, Any]) -> dict[str, int]:
    """The group of everybody who was ever on duty; a substitute has the group of the one replaced."""
    groups = {row["id"]: int(row.get("group", 1)) for row in people["drawn"]}
    for row in people.get("called", ()):
        groups[row["in"]] = int(row["group"])
    for row in people.get("replaced", ()):
        groups[row["in"]] = groups.get(row["out"], 1)
    return groups


def is_paired(people: Mapping[str, Any]) -> bool:
    """Whether targets are paired with groups: the lottery scheme, with two groups or more."""
    return by_lottery(people) and int(people["rules"]["groups"]) > 1 and "pairing" in people


def members_now(tx: Tx, people: Mapping[str, Any]) -> list[list[Member]]:
    """The groups on duty, with the recusals of today."""
    groups = groups_of(people)
    known = {row["id"]: member(row) for row in people["candidates"]}
    on = on_duty(people)
    recused: dict[str, set[str]] = {}
    for row in tx.inspectors.recusals(inspectors=on):
        recused.setdefault(row.inspector, set()).add(row.target)
    made: list[list[Member]] = [[] for _ in range(int(people["rules"]["groups"]))]
    for id_ in on:
        away = known[id_].recused | recused.get(id_, set())
        made[groups[id_] - 1].append(replace(known[id_], recused=frozenset(away)))
    return made


def needs_now(people: Mapping[str, Any], targets: Iterable[Target]) -> dict[str, Need]:
    """What each target asks, as it was committed for its sector."""
    return {target.id: need_of(people["rules"], target.sector) for target in targets}


def pairing_now(
    tx: Tx, draw: Draw, people: Mapping[str, Any], targets: Sequence[Target]
) -> dict[str, int | None]:
    """Target -> group; targets that stepped in since are paired after the others, by the same lot."""
    fixed = people["pairing"]
    needs = needs_now(people, targets)
    if set(needs) <= set(fixed):
        return {target: fixed[target] for target in needs}
    whole = {target: Need({}, 0, 0) for target in fixed} | needs
    paired = pair(whole, members_now(tx, people), key_of(draw), fixed)
    return {target: paired[target] for target in needs}


def not_theirs(pairing: Mapping[str, int | None], group: int) -> list[str]:
    """The targets paired with another group than this one."""
    return sorted(target for target, own in pairing.items() if own not in (None, group))
