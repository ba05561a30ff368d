"""Rounds of the drand beacon as seeds: the signature is checked offline, with py-ecc.

drand's `quicknet` publishes every three seconds a BLS signature over the round's number; nobody can
know it before, and its SHA-256 is the randomness. Scheme: bls-unchained-g1-rfc9380 (signature on G1,
public key on G2, message SHA-256(round as 8 bytes)). The chain's public values stand below.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from draw.errors import Fault, fault
from draw.instants import before, parse_instant
from draw.plan import SeedSource

_TAG = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


@dataclass(frozen=True, slots=True)
class Chain:
    """Public values of a beacon: key (96 bytes, hex), first round's time (Unix seconds), seconds a round."""

    key: str
    genesis: int
    period: int

    def instant(self, number: int) -> str:
        """When round `number` is published, with offset."""
        seconds = self.genesis + (number - 1) * self.period
        return datetime.fromtimestamp(seconds, UTC).isoformat()

    def first_round_at(self, instant: datetime) -> int:
        """The first round that isn't published before `instant`."""
        late = int(instant.timestamp()) + (instant.microsecond > 0) - self.genesis
        return max(1, -(-late // self.period) + 1)


CHAINS = {
    "quicknet": Chain(
        key="83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064"
        "510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
        genesis=1692803367,
        period=3,
    )
}


def beacon_faults(
    source: SeedSource, seed: str, evidence: Mapping[str, Any], published_at: str | None
) -> list[Fault]:
    """Evidence is `{"kind": "beacon", "round": n, "signature": "…96 hex"}`; the seed its SHA-256 in hex.

    The round is the plan's own or, where it names none, the first at `not_before`; it must lie after
    the commitment. Without py-ecc the kind is refused, since nothing would be proven.
    """
    chain = CHAINS.get(source.chain)
    number, signature = evidence.get("round"), evidence.get("signature")
    if chain is None:
        known = ", ".join(CHAINS)
        return [fault("beacon_chain", "seed_source.chain", value=source.chain, known=known)]
    planned = source.round or chain.first_round_at(_instant(source.not_before))
    if isinstance(number, bool) or number != planned:
        return [fault("beacon_round", "evidence.round", value=number, expected=planned)]
    if published_at and not before(published_at, chain.instant(planned)):
        instant = chain.instant(planned)
        return [fault("seed_too_early", "evidence.round", value=instant, least=published_at)]
    try:
        holds = _signature_holds(chain, planned, bytes.fromhex(str(signature)))
    except ImportError:
        return [fault("beacon_not_verifiable", "evidence.kind", value="beacon", rule="§5.4")]
    except ValueError:
        holds = False
    if not holds:
        return [fault("beacon_signature", "evidence.signature", value=signature, round=planned)]
    right = sha256(bytes.fromhex(str(signature))).hexdigest()
    return [] if seed == right else [fault("beacon_seed", "seed", value=seed, expected=right)]


def _instant(text: str | None) -> datetime:
    found = parse_instant(text)
    return found if found is not None else datetime.fromtimestamp(0, UTC)


def _signature_holds(chain: Chain, number: int, signature: bytes) -> bool:
    """e(signature, generator) == e(H(message), key); ValueError when bytes are no points."""
    bls, curve, field = map(
        _module,
        ("py_ecc.bls.g2_primitives", "py_ecc.bls.hash_to_curve", "py_ecc.optimized_bls12_381"),
    )
    if len(signature) != 48:
        return False
    message = sha256(number.to_bytes(8, "big")).digest()
    signed, key = bls.pubkey_to_G1(signature), bls.signature_to_G2(bytes.fromhex(chain.key))
    if not bls.subgroup_check(signed):
        return False
    hashed = curve.hash_to_G1(message, _TAG, sha256)
    return bool(field.pairing(field.G2, signed) == field.pairing(key, hashed))


def _module(name: str) -> Any:
    """A module of py_ecc, without the recursion limit that it raises for the whole process.

    Raised that far, a deeply nested document ends the process instead of a RecursionError.
    """
    limit = sys.getrecursionlimit()
    try:
        return importlib.import_module(name)
    finally:
        sys.setrecursionlimit(limit)
