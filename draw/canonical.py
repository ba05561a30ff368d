"""Canonical JSON (RFC 8785) and the digests taken of it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON value (RFC 8785)."""
    return rfc8785.dumps(value)


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical form, 64 hex characters."""
    return sha256(canonical(value)).hexdigest()
