"""What each kind of log entry carries, and which entries must or must not stand before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from draw.errors import Fault, fault
from draw.instants import parse_instant
from draw.seed import seed_faults

_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
Body = Mapping[str, Any]


@dataclass(slots=True)
class LogState:
    """What the entries so far amount to; commitments and receipts by their 64 hex characters."""

    plans: dict[int, str] = field(default_factory=dict)
    commitments: dict[str, int] = field(default_factory=dict)
    pledges: set[tuple[str, str]] = field(default_factory=set)
    seeds: dict[str, str] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    cancelled: set[int] = field(default_factory=set)
    moved: set[tuple[str, str]] = field(default_factory=set)
    last_receipt: str | None = None

    def take(self, entry: Mapping[str, Any]) -> None:
        """Add an entry without faults."""
        kind, body = entry["kind"], entry["body"]
        commitment = body.get("commitment")
        if kind == "plan":
            self.plans[body["number"]] = body["draw_id"]
        elif kind == "commitment":
            self.commitments[commitment] = body["number"]
        elif kind == "pledge":
            self.pledges.add((commitment, body["witness"]))
        elif kind == "seed":
            self.seeds[commitment] = body["seed"]
        elif kind == "receipt":
            self.receipts[commitment] = self.last_receipt = body["receipt"]
        elif kind == "cancellation":
            self.cancelled.add(body["number"])
        elif kind == "substitution":
            self.moved |= {(commitment, body["replaced"]), (commitment, body["substitute"])}
        elif kind == "top_up":
            self.moved.add((commitment, body["added"]))


def body_faults(state: LogState, entry: Mapping[str, Any]) -> list[Fault]:
    """What forbids this entry after the entries that made `state`."""
    kind, body, place = entry.get("kind"), entry.get("body"), f"log[{entry.get('index')}]"
    if not isinstance(kind, str) or kind not in _KINDS:
        known = ", ".join(_KINDS)
        return [fault("log_kind", f"{place}.kind", value=kind, allowed=known)]
    if not isinstance(body, Mapping):
        return [fault("not_an_object", f"{place}.body", value=body)]
    names, check = _KINDS[kind]
    faults = []
    for name in names:
        faults += _form_faults(name, body.get(name), f"{place}.body.{name}")
    return faults or check(state, body, place)


def _form_faults(name: str, value: object, where: str) -> list[Fault]:
    """The form of one value of a body, by its name."""
    if name == "number":
        right = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    elif name in ("commitment", "receipt", "pledge", "pool_digest"):
        right = isinstance(value, str) and bool(_HEX.fullmatch(value))
    elif name == "seed":
        return seed_faults(value, where)
    elif name == "published_at":
        right = parse_instant(value) is not None
    else:
        right = isinstance(value, str) and value != "" and value.isprintable()
    return [] if right else [fault("log_value", where, value=value)]


def _plan(state: LogState, body: Body, place: str) -> list[Fault]:
    """Plans are numbered 1, 2, 3 …; a draw_id is used again only after its plan was cancelled."""
    expected = len(state.plans) + 1
    if body["number"] != expected:
        return [
            fault("log_number", f"{place}.body.number", value=body["number"], expected=expected)
        ]
    living = [n for n, name in state.plans.items() if name == body["draw_id"]]
    if set(living) - state.cancelled:
        return [fault("draw_id_taken", f"{place}.body.draw_id", value=body["draw_id"])]
    return []


def _commitment(state: LogState, body: Body, place: str) -> list[Fault]:
    """One commitment a plan; the plan is in the log and not cancelled."""
    number = body["number"]
    if number not in state.plans or number in state.cancelled:
        return [fault("log_no_plan", f"{place}.body.number", value=number)]
    if number in state.commitments.values() or body["commitment"] in state.commitments:
        return [fault("log_committed", f"{place}.body.number", value=number)]
    return []


def _living(state: LogState, body: Body, place: str) -> list[Fault]:
    commitment = body["commitment"]
    if commitment not in state.commitments or state.commitments[commitment] in state.cancelled:
        return [fault("log_no_commitment", f"{place}.body.commitment", value=commitment)]
    return []


def _pledge(state: LogState, body: Body, place: str) -> list[Fault]:
    """One pledge a witness, after the commitment and before the seed."""
    faults = _living(state, body, place)
    if (body["commitment"], body["witness"]) in state.pledges:
        faults.append(fault("log_pledged", f"{place}.body.witness", value=body["witness"]))
    if body["commitment"] in state.seeds:
        faults.append(fault("log_seeded", f"{place}.body.commitment", value=body["commitment"]))
    return faults


def _seed(state: LogState, body: Body, place: str) -> list[Fault]:
    """One commitment takes one seed, ever."""
    faults = _living(state, body, place)
    if body["commitment"] in state.seeds:
        faults.append(fault("log_seeded", f"{place}.body.commitment", value=body["commitment"]))
    return faults


def _receipt(state: LogState, body: Body, place: str) -> list[Fault]:
    """A receipt follows the seed it uses, once, and names the receipt before it."""
    faults = _living(state, body, place)
    commitment = body["commitment"]
    if commitment not in state.seeds:
        faults.append(fault("log_no_seed", f"{place}.body.commitment", value=commitment))
    if commitment in state.receipts:
        faults.append(fault("log_drawn", f"{place}.body.commitment", value=commitment))
    if body.get("previous") != state.last_receipt:
        found, last = body.get("previous"), state.last_receipt
        faults.append(fault("log_chain", f"{place}.body.previous", value=found, expected=last))
    return faults


def _substitution(state: LogState, body: Body, place: str) -> list[Fault]:
    """After the receipt; nobody is replaced twice or steps in twice."""
    faults = []
    commitment = body["commitment"]
    if commitment not in state.receipts:
        faults.append(fault("log_no_receipt", f"{place}.body.commitment", value=commitment))
    if body["replaced"] == body["substitute"] or (commitment, body["substitute"]) in state.moved:
        faults.append(fault("log_moved", f"{place}.body.substitute", value=body["substitute"]))
    return faults


def _top_up(state: LogState, body: Body, place: str) -> list[Fault]:
    """After the receipt; nobody is added twice, or who stepped in already."""
    faults = []
    commitment = body["commitment"]
    if commitment not in state.receipts:
        faults.append(fault("log_no_receipt", f"{place}.body.commitment", value=commitment))
    if (commitment, body["added"]) in state.moved:
        faults.append(fault("log_moved", f"{place}.body.added", value=body["added"]))
    return faults


def _cancellation(state: LogState, body: Body, place: str) -> list[Fault]:
    """A plan may be cancelled until its seed exists; after that the lot stands."""
    number = body["number"]
    if number not in state.plans or number in state.cancelled:
        return [fault("log_no_plan", f"{place}.body.number", value=number)]
    if any(state.commitments[c] == number for c in state.seeds):
        return [fault("log_too_late", f"{place}.body.number", value=number)]
    return []


def _failed(state: LogState, body: Body, place: str) -> list[Fault]:
    """A failed attempt is kept whatever the state."""
    del state, body, place
    return []


_KINDS: dict[str, tuple[tuple[str, ...], Callable[[LogState, Body, str], list[Fault]]]] = {
    "plan": (("number", "draw_id"), _plan),
    "commitment": (("number", "commitment", "pool_digest", "published_at"), _commitment),
    "pledge": (("commitment", "witness", "pledge"), _pledge),
    "seed": (("commitment", "seed"), _seed),
    "receipt": (("commitment", "receipt"), _receipt),
    "substitution": (
        ("commitment", "stratum", "replaced", "substitute", "reason"),
        _substitution,
    ),
    "top_up": (("commitment", "stratum", "added", "reason"), _top_up),
    "cancellation": (("number", "reason"), _cancellation),
    "failed": (("act", "reason"), _failed),
}
