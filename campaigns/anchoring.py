"""The log's head for holders outside, and what they signed: the office can't rebuild what others saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from campaigns.act_log import entries
from campaigns.publishing import STAMPS
from campaigns.roles import PLAN, READ_DRAW, require
from draw import DrawRefused, export_head, head_text, verify_log
from registry import Actor

if TYPE_CHECKING:
    from campaigns.office import Office


def log_head(office: Office, holder: str, at: str) -> dict[str, Any]:
    """The newest head and the text a holder signs (Ed25519); open to anybody.

    ``{"index", "head", "holder", "at", "text"}``; raises DrawRefused while the log is empty.
    """
    with office.registry.reading() as tx:
        head = export_head(entries(tx))
    return {**head, "holder": holder, "at": at, "text": head_text(head, holder, at).decode()}


def keep_stamp(office: Office, actor: Actor, stamp: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a holder's stamp ``{"index", "head", "holder", "at", "key", "signature"}`` beside the log.

    Raises DrawRefused when it doesn't fit the log as it stands or the signature isn't the key's.
    """
    require(actor, PLAN)
    kept = {name: stamp.get(name) for name in ("index", "head", "holder", "at", "key", "signature")}
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="draw.stamp", subject="log") as tx:
        faults = verify_log(entries(tx), [kept])
        if faults:
            raise DrawRefused("stamp_refused", faults)
        known = list(tx.settings.get(STAMPS, []))
        if kept not in known:
            tx.settings.put(STAMPS, [*known, kept])
        tx.note(holder=kept["holder"], head=kept["head"])
    return kept


def whole_log(office: Office, actor: Actor) -> dict[str, Any]:
    """Entries and stamps as the verifiers read them (LOG.json), for those who may see every entry."""
    require(actor, READ_DRAW)
    with office.registry.reading() as tx:
        return {"entries": entries(tx), "stamps": list(tx.settings.get(STAMPS, []))}
