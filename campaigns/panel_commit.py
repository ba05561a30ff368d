"""What the commitment says about the inspectors: who may be drawn, the rules, the lottery of the two.

Everything is digested into the statement (``lottery``) and kept beside the pool, so that anybody can
make, draw and verify the same lottery with ``suixin panel``.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from campaigns.act_log import is_rehearsal
from campaigns.candidates import candidates, experts, people_json, visit_days
from campaigns.crew import crew
from campaigns.estimating import visits_by_sector
from campaigns.merging import Errand, errands, needed_specialties
from campaigns.numbers import caps, of, own
from campaigns.panel import Candidate, coverable
from campaigns.panel_lottery import (
    ALGORITHM,
    NOTICE,
    ORDER_RULE,
    fairest,
    lottery_rules,
    people_rows,
    shared_out,
)
from campaigns.panel_pairing import RULE
from draw import digest_of
from registry import Campaign, Tx

OFTEN: Final = 3  # drawn so many times in a year: the office should look at the load


def committed_people(tx: Tx, campaign: Campaign, year: int) -> dict[str, Any]:
    """Candidates, rows, rules and what pairing needs, from the registry as it is now."""
    days = visit_days(tx, campaign)
    people = candidates(tx, campaign, days)
    due = errands(tx, campaign)
    visits = visits_by_sector(tx, campaign)
    plan = crew(campaign, visits, due, people, len(days))
    capped = caps(campaign)
    by_unit = bool(of(campaign, "same_unit_only"))
    wanted = needed_specialties(due)
    listed = people_json(people)
    called = experts(tx, campaign)
    errands_ = {sector: _asked(campaign, errand) for sector, errand in due.items()}
    return {
        "notice": NOTICE,
        "candidates": listed,
        "experts": called,
        "rows": people_rows(people, wanted, by_unit=by_unit),
        "choices": [
            lottery_rules(
                people,
                plan.quotas,
                asked,
                heads=own(campaign, "department_heads", {}),
                max_departments=capped[0] if capped else None,
                max_chance=own(campaign, "max_chance", None),
            )
            for asked in _asked_of_groups(wanted, errands_, visits, campaign.groups)
        ],
        "rules": {
            "algorithm": ALGORITHM,
            "size": plan.size,
            "groups": campaign.groups,
            "cap": plan.cap,
            "quotas": [quota.to_json() for quota in plan.quotas],
            "experts": own(campaign, "experts", 0),
            "errands": errands_,
            "least": {
                "visit": int(of(campaign, "min_inspectors")),
                "department": int(of(campaign, "min_inspectors_per_department")),
            },
            "order": ORDER_RULE,
            "pairing": RULE,
            "notice": NOTICE,
        },
        "uncovered": _nobody_holds(people, wanted, campaign.groups),
        "load": _load(tx, listed, year),
    }


def with_lottery(committed: Mapping[str, Any]) -> dict[str, Any]:
    """The committed people with their lottery, its digests, and its warnings.

    Raises DrawRefused where the rules leave no panel, or ``max_chance`` cannot be kept.
    """
    lottery, kept, uncovered = fairest(committed["rows"], committed["choices"])
    rules = {**committed["rules"], "lottery": kept}
    listed = {"candidates": committed["candidates"], "experts": committed["experts"]}
    return {
        **{key: value for key, value in committed.items() if key != "choices"},
        "rules": rules,
        "lottery_rules": kept,
        "lottery": lottery,
        "uncovered": [*committed["uncovered"], *uncovered],
        "warnings": [*lottery["warnings"], *load_warnings(committed["load"])],
        "digests": {
            "people": digest_of(listed),
            "rules": digest_of(rules),
            "lottery": digest_of(lottery),
        },
    }


def write_lottery(folder: Path, people: Mapping[str, Any]) -> None:
    """The files a stranger verifies with ``suixin panel verify``, beside the pool."""
    write_json(folder / "PEOPLE.json", people["candidates"])
    write_json(folder / "PEOPLE_RULES.json", people["rules"])
    write_json(folder / "PANEL_RULES.json", people["lottery_rules"])
    write_json(folder / "LOTTERY.json", people["lottery"])
    with (folder / "PEOPLE.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(people["rows"][0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(people["rows"])


def write_json(path: Path, value: Any) -> None:
    """A file beside the pool, for whoever wants to hold it in hand; the database is the truth."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def _asked_of_groups(
    wanted: Mapping[str, frozenset[str]],
    errands_: Mapping[str, Mapping[str, Sequence[str]]],
    visits: Mapping[str, float],
    groups: int,
) -> list[list[Mapping[str, frozenset[str]]]]:
    """Every specialty in every group; else the sectors shared out among the groups."""
    every: list[Mapping[str, frozenset[str]]] = [wanted] * groups
    if groups == 1:
        return [every]
    return [every, list(shared_out(errands_, visits, groups))]


def _asked(campaign: Campaign, errand: Errand) -> dict[str, list[str]]:
    """Department -> specialties of a visit; the lead comes along where the campaign says so."""
    asked = {d: sorted(errand.specialties(d)) for d in errand.departments}
    if of(campaign, "lead_on_visit") and len(asked) > 1:
        asked.setdefault(campaign.lead_department, [])
    return asked


def _nobody_holds(
    people: Sequence[Candidate], wanted: Mapping[str, frozenset[str]], groups: int
) -> list[dict[str, Any]]:
    """Specialties no candidate has: no group can cover them."""
    rows = []
    for department, specialties in sorted(wanted.items()):
        own_people = [c.specialties for c in people if c.department == department]
        gap = sorted(specialties - coverable(specialties, own_people))
        if gap:
            rows += [
                {"group": group, "department": department, "specialties": gap}
                for group in range(1, groups + 1)
            ]
    return rows


def _load(tx: Tx, listed: Sequence[Mapping[str, Any]], year: int) -> dict[str, int]:
    """How often each candidate was drawn this year, rehearsals apart; only who was."""
    times: Counter[str] = Counter()
    for draw in tx.draws.page(limit=1000).rows:
        real = draw.state == "revealed" and not is_rehearsal(draw)
        if real and draw.revealed_at and draw.revealed_at.year == year:
            times.update(row["id"] for row in dict(draw.people or {}).get("drawn", ()))
    return {row["id"]: times[row["id"]] for row in listed if times[row["id"]]}


def load_warnings(load: Mapping[str, int]) -> list[dict[str, Any]]:
    """Who was drawn so often this year that the office should look at the load."""
    often = {person: times for person, times in load.items() if times >= OFTEN}
    if not often:
        return []
    zh = f"有{len(often)}人今年已被抽中{OFTEN}次或更多，请留意工作负担。"
    en = f"{len(often)} people were drawn {OFTEN} times or more this year; mind their load."
    return [{"code": "load", "people": sorted(often), "zh": zh, "en": en}]
