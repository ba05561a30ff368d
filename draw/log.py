"""The log: an append-only list in which every entry carries the hash of the one before.

Pure: a log is a sequence of entries, `append_entry` returns the next one, and whoever stores them
must store it only if the log hasn't grown meanwhile. An entry is
`{"index", "at", "kind", "body", "previous", "hash"}`; `hash` is the SHA-256 of the RFC 8785 form
of the others. What each kind asks of the entries before it stands in `log_rules`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from draw.canonical import digest_of
from draw.ed25519 import signature_holds
from draw.errors import Fault, fault, refuse_if
from draw.instants import before, parse_instant
from draw.log_rules import LogState, body_faults

START = "0" * 64
"""What the first entry names as the entry before it."""

_KEYS = ("index", "at", "kind", "body", "previous")


def append_entry(
    log: Sequence[Mapping[str, Any]], entry: Mapping[str, Any], at: str
) -> dict[str, Any]:
    """The next entry of the log: `entry` is `{"kind", …body}`, `at` an instant with offset.

    Raises DrawRefused("log_refused") when the log itself is broken or a rule forbids the entry, for
    example a second seed for one commitment. The log given isn't changed.
    """
    state, faults = _replay(log)
    body = {name: value for name, value in entry.items() if name != "kind"}
    made: dict[str, Any] = {
        "index": len(log),
        "at": at,
        "kind": entry.get("kind"),
        "body": body,
        "previous": log[-1].get("hash") if log else START,
    }
    faults += _time_faults(made, log[-1] if log else None)
    faults += body_faults(state, made)
    refuse_if("log_refused", faults)
    return {**made, "hash": digest_of(made)}


def verify_log(
    entries: Sequence[Mapping[str, Any]], stamps: Sequence[Mapping[str, Any]] = ()
) -> tuple[Fault, ...]:
    """Everything wrong with a log: chain, order, rules, and stamps of holders that don't fit it."""
    _, faults = _replay(entries)
    for i, stamp in enumerate(stamps):
        faults += stamp_faults(entries, stamp, f"stamps[{i}]")
    return tuple(faults)


def export_head(log: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The head to hand to holders outside: `{"index", "head"}` of the last entry."""
    if not log:
        refuse_if("log_refused", [fault("log_empty", "log")])
    return {"index": log[-1]["index"], "head": log[-1]["hash"]}


def head_text(head: Mapping[str, Any], holder: str, at: str) -> bytes:
    """What a holder signs (Ed25519): five lines with index, head, own name and own time."""
    return f"suixin-head-1\n{head['index']}\n{head['head']}\n{holder}\n{at}\n".encode()


def stamp_faults(
    entries: Sequence[Mapping[str, Any]], stamp: Mapping[str, Any], field: str
) -> list[Fault]:
    """A stamp is `{"index", "head", "holder", "at", "key", "signature"}`, the last two in hex.

    It fails when the log is shorter than the holder saw it, has another entry there, or the
    signature isn't the key's.
    """
    index = stamp.get("index")
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(entries):
        return [fault("log_cut", f"{field}.index", value=index, rows=len(entries))]
    faults = []
    if entries[index].get("hash") != stamp.get("head"):
        found = entries[index].get("hash")
        faults.append(
            fault("log_rebuilt", f"{field}.head", value=found, expected=stamp.get("head"))
        )
    if before(stamp.get("at"), entries[index].get("at")) or parse_instant(stamp.get("at")) is None:
        faults.append(fault("log_time", f"{field}.at", value=stamp.get("at")))
    try:
        key, signature = (bytes.fromhex(str(stamp.get(n))) for n in ("key", "signature"))
    except ValueError:
        key = signature = b""
    text = head_text(
        {"index": index, "head": stamp.get("head")}, str(stamp.get("holder")), str(stamp.get("at"))
    )
    if not signature_holds(key, text, signature):
        faults.append(fault("stamp_signature", f"{field}.signature", value=stamp.get("holder")))
    return faults


def _replay(entries: Sequence[Mapping[str, Any]]) -> tuple[LogState, list[Fault]]:
    state, faults = LogState(), []
    last: Mapping[str, Any] | None = None
    for i, entry in enumerate(entries):
        faults += _chain_faults(entry, i, last)
        faults += _time_faults(entry, last)
        found = body_faults(state, entry)
        faults += found
        if not found:
            state.take(entry)
        last = entry
    return state, faults


def _chain_faults(
    entry: Mapping[str, Any], index: int, last: Mapping[str, Any] | None
) -> list[Fault]:
    faults = []
    if entry.get("index") != index or isinstance(entry.get("index"), bool):
        faults.append(fault("log_gap", f"log[{index}].index", value=entry.get("index")))
    expected = last.get("hash") if last else START
    if entry.get("previous") != expected:
        found = entry.get("previous")
        faults.append(fault("log_chain", f"log[{index}].previous", value=found, expected=expected))
    try:
        right = digest_of({name: entry.get(name) for name in _KEYS})
    except ValueError as error:
        right = str(error)
    if entry.get("hash") != right or set(entry) != {*_KEYS, "hash"}:
        found = entry.get("hash")
        faults.append(fault("log_chain", f"log[{index}].hash", value=found, expected=right))
    return faults


def _time_faults(entry: Mapping[str, Any], last: Mapping[str, Any] | None) -> list[Fault]:
    at, field = entry.get("at"), f"log[{entry.get('index')}].at"
    if parse_instant(at) is None:
        return [fault("not_an_instant", field, value=at)]
    if last is not None and before(at, last.get("at")):
        return [fault("log_time", field, value=at)]
    return []
