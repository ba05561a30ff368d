"""Beacon rounds as seeds. Without a package that verifies the signature the kind is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from draw.errors import Fault, fault
from draw.plan import SeedSource


def beacon_faults(source: SeedSource, seed: str, evidence: Mapping[str, Any]) -> list[Fault]:
    """Refuses every beacon: its signature can't be verified here."""
    del source, seed, evidence
    return [fault("beacon_not_verifiable", "evidence.kind", value="beacon", rule="§5.4")]
