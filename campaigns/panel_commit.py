"""What the commitment says about the inspectors: who may be drawn, the rules, the lottery of the two.

Everything is digested into the statement (``lottery``) and kept beside the pool, so that anybody can
make, draw and verify the same lottery with ``suixin panel``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from campaigns.candidates import candidates, experts, people_json, visit_days
from campaigns.crew import crew
from campaigns.estimating import visits_by_sector
from campaigns.merging import Errand, errands, needed_specialties
from campaigns.numbers import caps, of, own
from campaigns.panel import Candidate, coverable
from campaigns.panel_load import (
    WEIGHED,
    Weighting,
    load_warnings,
    months_before,
    times_drawn,
    weighting,
)
from campaigns.panel_lottery import (
    ALGORITHM,
    NOTICE,
    ORDER_RULE,
    fairest,
    lottery_rules,
    people_rows,
    shared_out,
)
from campaigns.panel_pairing import RULES, pairs_by
from draw import digest_of
from registry import Campaign, Tx

NEW_YEAR: Final[dict[str, Any]] = {
    "month": 1,
    "day": 1,
    "hour": 0,
    "minute": 0,
    "second": 0,
    "microsecond": 0,
}


def committed_people(tx: Tx, campaign: Campaign, now: datetime) -> dict[str, Any]:
    """Candidates, rows, rules and what pairing needs, from the registry as it is now."""
    days = visit_days(tx, campaign)
    weighed = weighting(campaign)
    people = _loaded(tx, candidates(tx, campaign, days), weighed, now)
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
        "notice": WEIGHED if weighed else NOTICE,
        "candidates": listed,
        "experts": called,
        "rows": people_rows(
            people, wanted, by_unit=by_unit, steps=len(weighed.weights) if weighed else 0
        ),
        "choices": [
            lottery_rules(
                people,
                plan.quotas,
                asked,
                heads=own(campaign, "department_heads", {}),
                max_departments=capped[0] if capped else None,
                max_chance=own(campaign, "max_chance", None),
                weights=weighed.table() if weighed else {},
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
            "pairing": RULES[pairs_by(campaign)],
            "notice": WEIGHED if weighed else NOTICE,
            **({"pair_by": "district"} if pairs_by(campaign) == "district" else {}),
            **({"load": _load_rule(weighed, now)} if weighed else {}),
        },
        "uncovered": _nobody_holds(people, wanted, campaign.groups),
        "load": times_drawn(tx, [c.id for c in people], now.replace(**NEW_YEAR), now),
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
        "warnings": [*_not_by_load(lottery["warnings"]), *load_warnings(committed["load"])],
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


def _loaded(
    tx: Tx, people: Sequence[Candidate], weighed: Weighting | None, now: datetime
) -> tuple[Candidate, ...]:
    """The candidates with how often each was drawn, where the plan weighs that."""
    if weighed is None:
        return tuple(people)
    since = months_before(now, weighed.months)
    times = times_drawn(tx, [c.id for c in people], since, now)
    return tuple(replace(c, load=times.get(c.id, 0)) for c in people)


def _load_rule(weighed: Weighting, now: datetime) -> dict[str, Any]:
    """The weighting as committed, with the span of time its counts are of."""
    since = months_before(now, weighed.months)
    return {
        "months": weighed.months,
        "weights": list(weighed.weights),
        "from": since.isoformat(),
        "to": now.isoformat(),
    }


def _not_by_load(warnings: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lottery's own warnings; who was drawn often is told by person instead of by type."""
    return [row for row in warnings if row["code"] != "load"]
