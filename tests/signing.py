"""The holder's side of a stamp, which the product hasn't: signing by Ed25519 (RFC 8032)."""

from __future__ import annotations

import hashlib

from draw.ed25519 import BASE, ORDER, P, _times  # the tests sign on the same curve


def sign(secret: bytes, message: bytes) -> tuple[str, str]:
    """Public key and signature in hex (RFC 8032)."""
    h = hashlib.sha512(secret).digest()
    a = int.from_bytes(h[:32], "little") & (2**254 - 8) | 2**254
    key = _packed(_times(a, BASE))
    r = int.from_bytes(hashlib.sha512(h[32:] + message).digest(), "little") % ORDER
    first = _packed(_times(r, BASE))
    k = int.from_bytes(hashlib.sha512(first + key + message).digest(), "little")
    return key.hex(), (first + ((r + k * a) % ORDER).to_bytes(32, "little")).hex()


def _packed(point: tuple[int, int, int, int]) -> bytes:
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")
