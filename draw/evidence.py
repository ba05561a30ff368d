"""Does the evidence prove the seed? One check a kind: ceremony, published, beacon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from draw.beacon import beacon_faults
from draw.errors import Fault, fault
from draw.instants import before, parse_instant
from draw.plan import Plan, SeedSource
from draw.seed import (
    LEAST_FIGURE_BITS,
    contribution_faults,
    most_bits,
    pledge,
    seed_faults,
    witness_faults,
)


def evidence_faults(
    plan: Plan, commitment: str, seed: object, evidence: object, published_at: str | None
) -> list[Fault]:
    """Everything that speaks against `seed` having come from where the plan says, in one list.

    Arithmetic (pledges, joining, signatures) is checked in full; instants are compared as the
    evidence states them. `published_at` is when the commitment was published, None if unknown.
    """
    faults = seed_faults(seed)
    if plan.rehearsal:
        return faults
    if evidence is None:
        return [*faults, fault("evidence_missing", "evidence", rule="§5.4")]
    if not isinstance(evidence, Mapping):
        return [*faults, fault("not_an_object", "evidence", value=evidence)]
    source = _source_used(plan, evidence, faults)
    if faults or source is None:
        return faults
    faults += _CHECKS[source.kind](source, commitment, str(seed), evidence, published_at)
    return faults + _time_faults(source, evidence.get("time"), published_at, "evidence.time")


def _source_used(plan: Plan, evidence: Mapping[str, Any], faults: list[Fault]) -> SeedSource | None:
    """The first of the plan's sources, main and fallbacks in order, that the evidence is of.

    Of several of one kind the evidence says by `what` which one. Anything but the main source needs
    its reason: why those before it gave no seed.
    """
    kind, main, what = evidence.get("kind"), plan.seed_source, evidence.get("what")
    for source in (main, *main.fallback):
        if source.kind == kind and what in (None, source.what):
            reason = evidence.get("fallback_reason")
            if source is not main and not (isinstance(reason, str) and reason.strip()):
                faults.append(fault("fallback_reason", "evidence.fallback_reason", rule="§5.4"))
            return source
    faults.append(fault("evidence_kind", "evidence.kind", value=kind, planned=main.kind))
    return None


def _time_faults(
    source: SeedSource, time: object, published_at: str | None, field: str
) -> list[Fault]:
    if time is None and source.kind in ("ceremony", "beacon"):
        return []
    if parse_instant(time) is None:
        return [fault("not_an_instant", field, value=time, rule="§5.4")]
    faults = []
    if published_at and not before(published_at, time):
        faults.append(fault("seed_too_early", field, value=time, least=published_at, rule="§5.4"))
    if source.not_before and before(time, source.not_before):
        faults.append(
            fault("seed_too_early", field, value=time, least=source.not_before, rule="§5.4")
        )
    return faults


def _ceremony(
    source: SeedSource,
    commitment: str,
    seed: str,
    evidence: Mapping[str, Any],
    published_at: str | None,
) -> list[Fault]:
    people = evidence.get("witnesses")
    if not isinstance(people, list) or not all(isinstance(p, Mapping) for p in people):
        return [fault("not_a_list", "evidence.witnesses", value=people, rule="§5.4")]
    del published_at
    faults = witness_faults([p.get("name") for p in people])
    faults += _named_faults(source, [str(p.get("name")) for p in people])
    for i, person in enumerate(people):
        faults += _pledge_faults(commitment, person, f"evidence.witnesses[{i}]")
    if faults:
        return faults
    people = sorted(people, key=lambda p: str(p["name"]).encode())
    contributions = [p["contribution"] for p in people]
    if len(set(contributions)) < len(contributions):
        faults.append(fault("contribution_copied", "evidence.witnesses", rule="§5.4"))
    if "/".join(contributions) != seed:
        faults.append(fault("seed_not_joined", "seed", value=seed, rule="§5.4"))
    return faults


def _named_faults(source: SeedSource, names: list[str]) -> list[Fault]:
    """Where the plan names witnesses: all of them, or for each one missing the next reserve."""
    if not source.witnesses:
        return []
    absent = [name for name in source.witnesses if name not in names]
    expected = [n for n in source.witnesses if n in names]
    expected += source.reserves[: len(absent)]
    if sorted(names) == sorted(expected):
        return []
    return [
        fault(
            "witnesses_differ",
            "evidence.witnesses",
            value=", ".join(names),
            expected=", ".join(expected),
            rule="§5.4",
        )
    ]


def _pledge_faults(commitment: str, person: Mapping[str, Any], field: str) -> list[Fault]:
    contribution = person.get("contribution")
    faults = contribution_faults(contribution, f"{field}.contribution")
    if not faults:
        expected = pledge(commitment, str(person.get("name")), str(contribution))
        if person.get("pledge") != expected:
            found = person.get("pledge")
            faults.append(
                fault("pledge", f"{field}.pledge", value=found, expected=expected, rule="§5.4")
            )
    pledged, revealed = person.get("pledged_at"), person.get("revealed_at")
    if pledged is not None and revealed is not None and not before(pledged, revealed):
        faults.append(fault("pledge_late", f"{field}.pledged_at", value=pledged, rule="§5.4"))
    return faults


def _published(
    source: SeedSource,
    commitment: str,
    seed: str,
    evidence: Mapping[str, Any],
    published_at: str | None,
) -> list[Fault]:
    del source, commitment, published_at
    faults = []
    if not isinstance(evidence.get("source"), str) or not evidence["source"].strip():
        faults.append(
            fault("not_one_line", "evidence.source", value=evidence.get("source"), rule="§5.4")
        )
    if evidence.get("figure", seed) != seed:
        faults.append(
            fault("figure_differs", "evidence.figure", value=evidence["figure"], rule="§5.4")
        )
    if most_bits(seed) < LEAST_FIGURE_BITS:
        faults.append(fault("figure_weak", "seed", value=seed, least=LEAST_FIGURE_BITS))
    return faults


def _beacon(
    source: SeedSource,
    commitment: str,
    seed: str,
    evidence: Mapping[str, Any],
    published_at: str | None,
) -> list[Fault]:
    del commitment
    return beacon_faults(source, seed, evidence, published_at)


_Check = Callable[[SeedSource, str, str, Mapping[str, Any], str | None], list[Fault]]
_CHECKS: dict[str, _Check] = {
    "ceremony": _ceremony,
    "published": _published,
    "beacon": _beacon,
}
