"""Is a receipt anchored: does the log show its seed to be younger than a commitment seen outside?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from draw.canonical import digest_of
from draw.errors import Fault, fault
from draw.evidence import evidence_faults
from draw.instants import before
from draw.log import stamp_faults, verify_log
from draw.plan import Plan

Entry = Mapping[str, Any]


def anchor_faults(
    receipt: Mapping[str, Any],
    plan: Plan,
    log: Mapping[str, Any],
    holders: Mapping[str, str] | None,
    recomputed: bool,
) -> tuple[list[Fault], list[dict[str, str]]]:
    """What keeps a receipt from being anchored, and the outside stamps that anchor it.

    `log` is `{"entries": […], "stamps": […]}`; `holders` maps names to the public keys (hex) the
    reader trusts; without it any valid signature counts and the reader is told whose keys they are.
    Substitutions are compared only with a receipt that recomputes.
    """
    entries, stamps = _objects(log.get("entries")), _objects(log.get("stamps", []))
    if entries is None or stamps is None:
        return [fault("not_a_list", "log.entries", value=type(log.get("entries")).__name__)], []
    faults = list(verify_log(entries, stamps))
    if faults:
        return faults, []
    commitment = receipt.get("commitment")
    mine = [e for e in entries if e["body"].get("commitment") == commitment]
    found = {kind: next((e for e in mine if e.get("kind") == kind), None) for kind in _NEEDED}
    faults += [
        fault("log_misses", f"log.{kind}", value=commitment) for kind in _NEEDED if not found[kind]
    ]
    if plan.rehearsal:
        faults.append(fault("rehearsal", "statement.plan.seed_source.kind", value="rehearsal"))
    committed, seeded, drawn = (found[kind] for kind in _NEEDED)
    if committed is None or seeded is None or drawn is None:
        return faults, []
    faults += _commitment_faults(receipt, plan, entries, committed)
    faults += _seed_faults(receipt, plan, committed, seeded, mine)
    faults += _receipt_faults(receipt, drawn)
    if recomputed:
        faults += _substitution_faults(receipt, mine)
    anchors = _anchors(entries, stamps, committed, _seed_instant(receipt, seeded), holders)
    if not anchors:
        faults.append(fault("no_stamp", "log.stamps", value=len(stamps)))
    return faults, anchors


INSPECTORS = "inspectors/"
"""How the `stratum` of a substitution begins that concerns people, not targets."""

_NEEDED = ("commitment", "seed", "receipt")


def _objects(value: object) -> list[Entry] | None:
    good = isinstance(value, list) and all(isinstance(item, Mapping) for item in value)
    return value if good else None  # type: ignore[return-value]


def _same(field: str, value: object, expected: object) -> list[Fault]:
    return (
        []
        if value == expected
        else [fault("differs_from_log", field, value=value, expected=expected)]
    )


def _commitment_faults(
    receipt: Mapping[str, Any], plan: Plan, entries: Sequence[Entry], committed: Entry
) -> list[Fault]:
    body = committed["body"]
    times = receipt.get("times")
    published = times.get("published") if isinstance(times, Mapping) else None
    faults = _same("number", receipt.get("number"), body["number"])
    faults += _same("times.published", published, body["published_at"])
    faults += _same(
        "statement.pool_digest", receipt["statement"].get("pool_digest"), body["pool_digest"]
    )
    planned = next(
        (
            e
            for e in entries
            if e.get("kind") == "plan" and e["body"].get("number") == body["number"]
        ),
        None,
    )
    if planned is not None:
        faults += _same("statement.plan.draw_id", plan.draw_id, planned["body"].get("draw_id"))
    if before(committed["at"], body["published_at"]):
        faults.append(fault("log_time", "times.published", value=body["published_at"]))
    return faults


def _seed_instant(receipt: Mapping[str, Any], seeded: Entry) -> str:
    """When the seed came into being: as the evidence says, at the latest when it was logged."""
    evidence = receipt.get("evidence")
    time = evidence.get("time") if isinstance(evidence, Mapping) else None
    return str(time) if before(time, seeded["at"]) else str(seeded["at"])


def _seed_faults(
    receipt: Mapping[str, Any],
    plan: Plan,
    committed: Entry,
    seeded: Entry,
    mine: Sequence[Entry],
) -> list[Fault]:
    faults = _same("seed", receipt.get("seed"), seeded["body"]["seed"])
    evidence = receipt.get("evidence")
    published = committed["body"]["published_at"]
    faults += evidence_faults(
        plan, str(receipt["commitment"]), receipt.get("seed"), evidence, published
    )
    instant, least = _seed_instant(receipt, seeded), plan.seed_source.not_before
    if not before(published, instant):
        faults.append(fault("seed_too_early", "log.seed.at", value=instant, least=published))
    if least and before(instant, least):
        faults.append(fault("seed_too_early", "log.seed.at", value=instant, least=least))
    if isinstance(evidence, Mapping) and evidence.get("kind") == "ceremony":
        faults += _witness_faults(evidence, mine)
    return faults


def _witness_faults(evidence: Mapping[str, Any], mine: Sequence[Entry]) -> list[Fault]:
    """Each witness's pledge stands in the log, where it can't be younger than the seed."""
    logged = {e["body"]["witness"]: e["body"]["pledge"] for e in mine if e["kind"] == "pledge"}
    faults: list[Fault] = []
    for i, person in enumerate(_objects(evidence.get("witnesses")) or []):
        field = f"evidence.witnesses[{i}].pledge"
        faults += _same(field, person.get("pledge"), logged.get(person.get("name")))
    return faults


def _receipt_faults(receipt: Mapping[str, Any], drawn: Entry) -> list[Fault]:
    faults = _same("receipt", digest_of(dict(receipt)), drawn["body"]["receipt"])
    return faults + _same("previous", receipt.get("previous"), drawn["body"].get("previous"))


def _substitution_faults(receipt: Mapping[str, Any], mine: Sequence[Entry]) -> list[Fault]:
    """Substitutes and added targets came by the committed order; whom that passes over, the entry says.

    Substitutes of inspectors follow the order of their own list, which no receipt holds.
    """
    faults: list[Fault] = []
    used: dict[str, list[str]] = {}
    for entry in mine:
        name = {"substitution": "substitute", "top_up": "added"}.get(str(entry["kind"]))
        if name is None or entry["body"]["stratum"].startswith(INSPECTORS):
            continue
        body, place = entry["body"], f"log[{entry['index']}].body"
        rows = next((s for s in receipt["strata"] if s["name"] == body["stratum"]), None)
        if rows is None:
            field = f"{place}.{name}"
            faults.append(fault("no_such_stratum", field, value=body["stratum"], names=""))
            continue
        gone = used.setdefault(body["stratum"], [])
        came = [*(str(r.get("id")) for r in _objects(body.get("passed_over")) or []), body[name]]
        order = [row["id"] for row in rows["substitutes"] if row["id"] not in gone]
        faults += _same(f"{place}.{name}", ", ".join(came), ", ".join(order[: len(came)]))
        known = {row["id"] for row in rows["drawn"]} | set(gone)
        if name == "substitute" and body["replaced"] not in known:
            faults.append(fault("not_drawn", f"{place}.replaced", value=body["replaced"]))
        gone.append(body[name])
    return faults


def _anchors(
    entries: Sequence[Entry],
    stamps: Sequence[Entry],
    committed: Entry,
    seed_instant: str,
    holders: Mapping[str, str] | None,
) -> list[dict[str, str]]:
    """Stamps that saw the commitment and were made before the seed existed."""
    good = []
    for stamp in stamps:
        name, key = str(stamp.get("holder")), str(stamp.get("key"))
        if holders is not None and holders.get(name) != key:
            continue
        if stamp_faults(entries, stamp, "stamps") or stamp["index"] < committed["index"]:
            continue
        if before(stamp["at"], seed_instant):
            good.append({"holder": name, "key": key, "at": str(stamp["at"])})
    return good
