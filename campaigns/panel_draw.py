"""Who was drawn: the people of a draw from what was committed and its key, and whether that holds.

Two schemes: the lottery over panels, and the earlier draw by tickets alone, whose kept draws are
recomputed as they were made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from campaigns.act_log import is_rehearsal
from campaigns.panel import ALGORITHM as BY_TICKETS
from campaigns.panel import Candidate, Quota, draw_people
from campaigns.panel_load import times_drawn
from campaigns.panel_lottery import ALGORITHM as BY_LOTTERY
from campaigns.panel_lottery import draw_from, people_rows
from campaigns.panel_pairing import members_of, need_of, pair, pair_blocks
from draw import (
    DrawRefused,
    digest_of,
    draw_key,
    open_pool,
    panel_verify,
    pool_rows,
    ticket,
)
from registry import Draw

if TYPE_CHECKING:
    from campaigns.office import Office

NOT_A_DRAW: Final = {"zh": "演练，不是抽取", "en": "rehearsal, not a draw"}


def drawn_from(office: Office, draw: Draw, receipt: Mapping[str, Any]) -> dict[str, Any]:
    """The kept people of a draw once its seed is known: drawn, in order of substitution, paired."""
    people = dict(draw.people or {})
    people |= _recompute(people, key_of(draw))
    people["replaced"] = []
    if by_lottery(people):
        people["pairing"] = paired_by_lot(office, draw, people, receipt)
    return people | ({"rehearsal": NOT_A_DRAW} if is_rehearsal(draw) else {})


def by_lottery(people: Mapping[str, Any]) -> bool:
    """Whether these people were drawn by the lottery over panels."""
    return bool(dict(people.get("rules") or {}).get("algorithm") == BY_LOTTERY)


def key_of(draw: Draw) -> str:
    """The key of a draw that has its seed."""
    return str(draw_key(str((draw.commitment or {})["commitment"]), str(draw.seed)))


def paired_by_lot(
    office: Office, draw: Draw, people: Mapping[str, Any], receipt: Mapping[str, Any]
) -> dict[str, Any]:
    """Target -> group (None: all groups together), by sector and district of the frozen pool.

    Both are digested columns of the very file that `verify` holds against the commitment.
    """
    drawn = {row["id"] for stratum in receipt["strata"] for row in stratum["drawn"]}
    rows = pool_rows(open_pool(office.home / draw.pool_file), ("sector", "district"), drawn)
    needs = {id_: need_of(people["rules"], row[0]) for id_, row in sorted(rows.items())}
    if people["rules"].get("pair_by") == "district":
        districts = {id_: row[1] for id_, row in rows.items()}
        return pair_blocks(needs, districts, members_of(people), key_of(draw))
    return pair(needs, members_of(people), key_of(draw))


def people_differences(office: Office, draw: Draw) -> Iterator[dict[str, Any]]:
    """Everything about the people of a draw that differs from its commitment, key and pool."""
    people = dict(draw.people or {})
    statement = dict((draw.commitment or {})["statement"])
    committed = dict(statement.get("lottery") or {})
    found = _digests(people)
    for name in sorted({*found, *committed}):
        if committed.get(name) != found.get(name):
            yield _differs(f"people.{name}", found.get(name), committed.get(name))
    try:
        if by_lottery(people):
            yield from _lottery_differences(people)
            yield from _load_differences(office, people)
        for name, right in _recompute(people, key_of(draw)).items():
            if people.get(name) != right:
                yield _differs(f"people.{name}", people.get(name), right)
                return
    except DrawRefused as refused:
        yield from (fault.to_json() for fault in refused.faults)
        return
    if by_lottery(people):
        right = paired_by_lot(office, draw, people, dict(draw.receipt or {}))
        for target in sorted({*right, *people["pairing"]}):
            if right.get(target, "") != people["pairing"].get(target, ""):
                yield _differs(
                    f"people.pairing.{target}", people["pairing"].get(target), right.get(target)
                )


def _recompute(people: Mapping[str, Any], key: str) -> dict[str, Any]:
    if by_lottery(people):
        return draw_from(
            people.get("lottery", {}),
            people["rows"],
            people["candidates"],
            people.get("experts", ()),
            int(people["rules"].get("experts", 0)),
            key,
        )
    listed = [
        Candidate(c["id"], c["department"], c["unit"], frozenset(c["specialties"]))
        for c in people["candidates"]
    ]
    rules = [
        Quota(q["department"], tuple(q["per_group"]), frozenset(q["specialties"]))
        for q in people["rules"]["quotas"]
    ]
    return draw_people(listed, rules, {c.id: ticket(key, c.id) for c in listed})


def _digests(people: Mapping[str, Any]) -> dict[str, str]:
    if people["rules"].get("algorithm") == BY_TICKETS:
        return {"people": digest_of(people["candidates"]), "rules": digest_of(people["rules"])}
    listed = {"candidates": people["candidates"], "experts": people["experts"]}
    return {
        "people": digest_of(listed),
        "rules": digest_of(people["rules"]),
        "lottery": digest_of(people.get("lottery", {})),
    }


def _lottery_differences(people: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    rules = people.get("lottery_rules", {})
    yield from panel_verify(people.get("lottery", {}), people["rows"], rules)["differences"]
    if people["rules"]["lottery"] != rules:
        yield _differs("people.lottery_rules", rules, people["rules"]["lottery"])
    yield from _row_differences(people)


def _row_differences(people: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows the lottery was made of are those of the committed candidates."""
    wanted: dict[str, frozenset[str]] = {}
    for asked in people["rules"]["errands"].values():
        for department, specialties in asked.items():
            wanted[department] = wanted.get(department, frozenset()) | frozenset(specialties)
    listed = [
        Candidate(
            c["id"],
            c["department"],
            c["unit"],
            frozenset(c["specialties"]),
            frozenset(c.get("recused", ())),
            c.get("part", ""),
            c.get("load", 0),
        )
        for c in people["candidates"]
    ]
    by_unit = any(row["unit"] for row in people["rows"])
    steps = len(people["rules"].get("load", {}).get("weights", ()))
    right = people_rows(listed, wanted, by_unit=by_unit, steps=steps)
    for found, row in zip(people["rows"], right, strict=False):
        if found != row:
            yield _differs(f"people.rows.{row['id']}", found, row)
    if len(right) != len(people["rows"]):
        yield _differs("people.rows", len(people["rows"]), len(right))


def _load_differences(office: Office, people: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """How often everybody was drawn, counted again from the kept draws of the time."""
    rule = people["rules"].get("load")
    if not rule:
        return
    since, until = (datetime.fromisoformat(rule[key]) for key in ("from", "to"))
    with office.registry.reading() as tx:
        times = times_drawn(tx, [row["id"] for row in people["candidates"]], since, until)
    for row in people["candidates"]:
        if row.get("load", 0) != times.get(row["id"], 0):
            yield _differs(f"people.load.{row['id']}", row.get("load", 0), times.get(row["id"], 0))


def _differs(field: str, found: object, right: object) -> dict[str, Any]:
    shown, true = str(found)[:80], str(right)[:80]
    return {
        "code": "people_differs",
        "field": field,
        "row": None,
        "value": shown,
        "rule": "§5.6",
        "zh": f"{field} 与承诺、密钥或名单算出的不同（现为 {shown}，应为 {true}）。",
        "en": f"{field} differs from what commitment, key and pool give ({shown}, not {true}).",
    }
