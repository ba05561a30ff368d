"""What may be read of a draw: by its people at once, by everybody after the visits.

Commitment, digest and seed are public at once; pool, drawn rows and inspectors only once the plan's
``publish_after`` has passed, so that nobody is warned of a visit (contract §5.8).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaigns.act_log import entries, is_rehearsal, known_draw, wrong_state
from campaigns.basis import DRAW
from campaigns.clock import today
from campaigns.errors import CampaignRefused, missing, refusal
from campaigns.opening import known_campaign
from campaigns.panel_draw import NOT_A_DRAW, people_differences
from campaigns.roles import PUBLIC, READ, READ_DRAW, allowed, require
from draw import DrawRefused, inclusion_proof, open_pool, verify
from draw import row_status as status_of_row
from registry import Actor, Draw, DrawnTarget, Target

if TYPE_CHECKING:
    from campaigns.office import Office

_WORD = re.compile(r"[a-z_]{1,30}")
_OF_IDS = frozenset({"chances", "load", "pairing", "rows"})  # what comes after these names somebody
STAMPS = "draw_stamps"  # the settings key of what holders outside signed


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A drawn target with what stands in the directory today."""

    row: DrawnTarget
    target: Target
    district_name: str


def get_draw(office: Office, actor: Actor, draw_id: str) -> Draw:
    """The whole draw, for those who work on it or witness it."""
    require(actor, READ_DRAW)
    with office.registry.reading() as tx:
        return known_draw(tx, draw_id)


def draws_of_campaign(office: Office, actor: Actor, campaign_id: str) -> tuple[Draw, ...]:
    """The draws of a campaign by number, cancelled ones among them."""
    require(actor, READ_DRAW)
    with office.registry.reading() as tx:
        known_campaign(tx, campaign_id)
        return tuple(tx.draws.of_campaign(campaign_id))


def drawn_targets(office: Office, actor: Actor, campaign_id: str) -> tuple[DrawnRow, ...]:
    """The drawn targets of a campaign by stratum and position, substitutes among them."""
    require(actor, READ)
    with office.registry.reading() as tx:
        known_campaign(tx, campaign_id)
        rows = tx.draws.drawn(campaign_id)
        targets = tx.targets.many(row.target for row in rows)
        names = {district.id: district.name for district in tx.districts.all()}
    return tuple(
        DrawnRow(row, targets[row.target], names.get(targets[row.target].district, ""))
        for row in rows
        if row.target in targets
    )


def drawn_people(office: Office, actor: Actor, draw_id: str) -> list[dict[str, Any]]:
    """Who was drawn, in order, then each department's substitutes: id, name, department, use, …"""
    require(actor, READ)
    with office.registry.reading() as tx:
        people = dict(known_draw(tx, draw_id).people or {})
        if "drawn" not in people:
            return []
        rows = [*people["drawn"], *(r for rest in people["substitutes"].values() for r in rest)]
        known = tx.inspectors.many(row["id"] for row in rows)
    out = {row["out"]: row for row in people.get("replaced", ())}
    called = ("replaced", "called")
    stepped_in = {row["in"] for key in called for row in people.get(key, ())}
    return [
        {
            **row,
            "name": known[row["id"]].name if row["id"] in known else row["id"],
            "unit": known[row["id"]].unit if row["id"] in known else "",
            "specialties": list(known[row["id"]].specialties) if row["id"] in known else [],
            "use": _use(row, out, stepped_in),
        }
        for row in rows
    ]


def verify_draw(office: Office, draw_id: str, actor: Actor = PUBLIC) -> dict[str, Any]:
    """Recompute a revealed draw from its receipt, its pool file and the log: the verdict as JSON.

    ``people`` says whether the inspectors hold too: digests, lottery and certificate, lot, pairing.
    Until the lists are public a difference tells the public where it lies, but no id and no value.
    """
    with office.registry.reading() as tx:
        draw = _revealed(known_draw(tx, draw_id))
        log = {"entries": entries(tx), "stamps": tx.settings.get(STAMPS, [])}
    pool = open_pool(office.home / draw.pool_file)
    verdict: dict[str, Any] = verify(dict(draw.receipt or {}), pool, log=log).to_json()
    whole = _with_people(verdict, list(people_differences(office, draw)))
    if allowed(actor, READ_DRAW) or is_public(office, draw):
        return whole
    return {**whole, "differences": without_ids(whole["differences"], draw)}


def get_receipt(office: Office, draw_id: str, actor: Actor = PUBLIC) -> dict[str, Any]:
    """RECEIPT.json; before publication the public gets it without the drawn rows.

    What is held back is named under ``withheld`` with the day it becomes public.
    """
    with office.registry.reading() as tx:
        draw = _revealed(known_draw(tx, draw_id))
    receipt = dict(draw.receipt or {})
    if allowed(actor, READ_DRAW) or is_public(office, draw):
        return receipt
    strata = [{key: s[key] for key in ("name", "size", "count")} for s in receipt["strata"]]
    statement = {**receipt["statement"], "plan": _masked(receipt["statement"]["plan"])}
    held = {"what": ["strata", "exclude"], "until": draw.plan["publish_after"]}
    return {**receipt, "strata": strata, "statement": statement, "withheld": held}


def public_draws(office: Office) -> list[dict[str, Any]]:
    """Every numbered plan, newest first: what may be said of it at any time."""
    with office.registry.reading() as tx:
        page = tx.draws.page(limit=1000)
        names = {c.id: c.name for c in tx.campaigns.many(d.campaign for d in page.rows).values()}
    return [
        {
            "id": draw.id,
            "number": draw.number,
            "campaign": names.get(draw.campaign, ""),
            "state": draw.state,
            "pool_rows": draw.pool_rows,
            "commitment": (draw.commitment or {}).get("commitment"),
            "seed_source": draw.plan.get("seed_source"),
            "published_at": draw.published_at.isoformat() if draw.published_at else None,
            "seed": draw.seed,
            "revealed_at": draw.revealed_at.isoformat() if draw.revealed_at else None,
            "publish_after": draw.plan.get("publish_after"),
            "lists_public": is_public(office, draw),
            **({"notice": NOT_A_DRAW} if is_rehearsal(draw) else {}),
        }
        for draw in page.rows
    ]


def row_status(
    office: Office, draw_id: str, target_id: str, actor: Actor = PUBLIC
) -> dict[str, Any]:
    """Was this target in the pool, what is its ticket, where was the cut-off; with the proof."""
    with office.registry.reading() as tx:
        draw = _revealed(known_draw(tx, draw_id))
    if not (allowed(actor, READ_DRAW) or is_public(office, draw)):
        raise _too_early(draw)
    pool = open_pool(office.home / draw.pool_file)
    try:
        proof: dict[str, Any] | None = inclusion_proof(pool, draw.plan["columns"], target_id)
    except DrawRefused as refused:
        if refused.code != "not_in_pool":
            raise
        return {"id": target_id, "in_pool": False, "status": "not_in_pool", "proof": None}
    assert proof is not None
    found = status_of_row(dict(draw.receipt or {}), target_id, line=proof["line"])
    return {**found, "in_pool": True, "proof": proof}


def draw_log(office: Office, actor: Actor = PUBLIC) -> list[dict[str, Any]]:
    """The append-only log of every plan, commitment, seed, receipt and failed attempt.

    Substitutions name who is visited: until their draw is public the public gets only their hashes.
    """
    with office.registry.reading() as tx:
        rows = tx.draws.log()
        draws = {d.id: d for d in tx.draws.page(limit=1000).rows}
    whole = allowed(actor, READ_DRAW)
    return [
        dict(row.body)
        if whole or row.kind != "substitution" or is_public(office, draws[row.draw])
        else {**row.body, "body": {"withheld": True}}
        for row in rows
    ]


def export_pool(office: Office, draw_id: str, kind: str = "csv.gz", actor: Actor = PUBLIC) -> Path:
    """The frozen pool as a file (csv.gz or parquet), to its people at once, to all when published."""
    with office.registry.reading() as tx:
        draw = known_draw(tx, draw_id)
    if not (allowed(actor, READ_DRAW) or is_public(office, draw)):
        raise _too_early(draw)
    if kind not in ("csv.gz", "parquet"):
        raise refusal(
            "pool.kind",
            f"名单文件只有csv.gz和parquet两种，没有“{kind}”。",
            f"The pool comes as csv.gz or parquet, not {kind!r}.",
            field="kind",
            value=kind,
        )
    path = (office.home / draw.pool_file).with_name(f"POOL.{kind}")
    if not path.exists():
        raise missing("pool", "名单文件", path.name)
    return path


def without_ids(differences: Sequence[Mapping[str, Any]], draw: Draw) -> list[dict[str, Any]]:
    """Where a draw differs and how often, for readers who may not know yet who is visited by whom."""
    names = [stratum["name"] for stratum in draw.plan.get("strata", ())]
    counted: dict[tuple[str, str, str], int] = {}
    for row in differences:
        key = (str(row["code"]), _place(str(row["field"]), names), str(row["rule"] or ""))
        counted[key] = counted.get(key, 0) + 1
    until = draw.plan.get("publish_after", "—")
    return [
        {
            "code": code,
            "field": field,
            "row": None,
            "value": None,
            "rule": rule or None,
            "count": count,
            "zh": f"{field} 有 {count} 处与承诺或重算结果不同；具体内容在名单公开（{until}）后可查。",
            "en": f"{field} differs from the commitment or the recomputation in {count} place(s); "
            f"what it says is held back until the lists are public ({until}).",
        }
        for (code, field, rule), count in counted.items()
    ]


def _place(field: str, strata: Sequence[str]) -> str:
    """A field without anything that could name somebody: known words and stratum names only."""
    parts = []
    for part in field.split("."):
        word, _, rest = part.partition("[")
        if not _WORD.fullmatch(word):
            break
        place = rest.split("]")[0]
        stratum = word == "strata" and place.isdecimal() and int(place) < len(strata)
        parts.append(f"{word}[{strata[int(place)]}]" if stratum else word)
        if word in _OF_IDS:
            break
    return ".".join(parts) or "draw"


def is_public(office: Office, draw: Draw) -> bool:
    """Whether pool, drawn rows and inspectors may be shown to everybody."""
    after = draw.plan.get("publish_after")
    if draw.state != "revealed":
        return False
    return after is None or today(office.clock) > date.fromisoformat(str(after)[:10])


def _with_people(
    verdict: Mapping[str, Any], differences: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The verdict on the targets, and on the people beside it; one difference is enough to fail."""
    made = {**verdict, "people": {"recomputed": not differences}}
    if not differences:
        return made
    return made | {
        "recomputed": False,
        "anchored": False,
        "differences": [*verdict["differences"], *differences],
        "summary": {
            "zh": "检查人员的抽取重算不一致；未锚定（NOT ANCHORED）。",
            "en": "Recomputed: the draw of inspectors differs. NOT ANCHORED.",
        },
    }


def _revealed(draw: Draw) -> Draw:
    if draw.state != "revealed":
        raise wrong_state(draw, zh="查阅结果", en="read as a result")
    return draw


def _masked(plan: Mapping[str, Any]) -> dict[str, Any]:
    return {**plan, "exclude": [{"reason": row["reason"]} for row in plan.get("exclude", ())]}


def _too_early(draw: Draw) -> CampaignRefused:
    after = draw.plan.get("publish_after") or "—"
    return refusal(
        "draw.not_public",
        f"第{draw.number}号抽取的名单在检查结束（{after}）后公开，请届时查询。",
        f"The lists of draw {draw.number} become public after the visits ({after}); ask then.",
        field="draw_id",
        value=draw.id,
        rule=f"{DRAW}.8",
    )


def _use(row: Mapping[str, Any], out: Mapping[str, Any], stepped_in: set[str]) -> dict[str, str]:
    if row["id"] in out:
        return {"zh": f"已递补（{out[row['id']]['reason']}）", "en": "replaced"}
    if row["id"] in stepped_in:
        return {"zh": "递补", "en": "substitute, called"}
    if "group" in row:
        return {"zh": f"第{row['group']}组", "en": f"group {row['group']}"}
    return {"zh": "候补", "en": "substitute"}
