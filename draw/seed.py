"""The seed text, and the contributions of witnesses that make one.

What is checked of randomness is an upper bound, said plainly: a text of n characters over the smallest
of five alphabets that holds it can carry at most n x log2(alphabet) bits. Words parted by blanks count
two bits a character; a text of one repeated part, of few characters or of even steps (`abcabc`, `1111`,
`0123…`) counts nothing. That catches a name, a date, a telephone number; it can't tell a random
text from one that a person made up to look like it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise

from draw.errors import Fault, fault, refuse_if

LEAST_BITS = 128
"""Random bits a witness must bring (contract §5.4)."""

LEAST_FIGURE_BITS = 16
"""Bits a published figure must be able to carry: our definition, about five digits."""


def seed_faults(seed: object, field: str = "seed") -> list[Fault]:
    """A seed is one line of printable ASCII without blanks at its ends; nothing is cleaned silently."""
    if not isinstance(seed, str) or not seed:
        return [fault("seed_missing", field, value=seed, rule="§5.1")]
    if not (seed.isascii() and seed.isprintable()) or seed != seed.strip():
        return [fault("seed_not_one_line", field, value=repr(seed), rule="§5.1")]
    return []


def most_bits(text: str) -> float:
    """At most how many random bits the text carries, by the rules at the head of this file."""
    if len(text) < 2 or _is_pattern(text):
        return 0.0
    if " " in text:
        return 2.0 * len(text)
    size = next(n for n, holds in _ALPHABETS if all(map(holds, text)))
    shares = [text.count(c) / len(text) for c in sorted(set(text))]
    variety = -sum(s * math.log2(s) for s in shares)
    if variety < 0.7 * math.log2(min(size, len(text))):
        return 0.0
    return len(text) * math.log2(size)


_ALPHABETS: tuple[tuple[int, Callable[[str], bool]], ...] = (
    (10, str.isdigit),
    (16, lambda c: c in "0123456789abcdef"),
    (16, lambda c: c in "0123456789ABCDEF"),
    (62, str.isalnum),
    (95, lambda _: True),
)


def _is_pattern(text: str) -> bool:
    """True for a text that repeats one part, or most of whose characters follow in even steps."""
    if text in (text + text)[1:-1]:
        return True
    steps = [ord(b) - ord(a) for a, b in pairwise(text)]
    return len(text) >= 8 and max(map(steps.count, steps)) > len(steps) / 2


def pledge(commitment: str, witness: str, contribution: str) -> str:
    """What a witness publishes before revealing: SHA-256 of the three lines, 64 hex characters."""
    return sha256(f"{commitment}\n{witness}\n{contribution}".encode()).hexdigest()


def contribution_faults(contribution: object, field: str) -> list[Fault]:
    """A contribution is a seed text without `/` that can carry at least 128 random bits."""
    faults = seed_faults(contribution, field)
    if faults:
        return faults
    assert isinstance(contribution, str)
    if "/" in contribution:
        faults.append(fault("contribution_slash", field, value=contribution, rule="§5.4"))
    bits = most_bits(contribution)
    if bits < LEAST_BITS:
        faults.append(fault("contribution_weak", field, bits=int(bits), rule="§5.4"))
    return faults


def join_contributions(contributions: Mapping[str, str]) -> str:
    """The seed of a ceremony: contributions in the order of the witnesses' names, joined by `/`.

    Names are ordered by their UTF-8 bytes. Raises DrawRefused when fewer than two take part, two
    names look the same, or a contribution is weak or not one printable line.
    """
    faults = witness_faults(list(contributions))
    for name in sorted(contributions):
        faults += contribution_faults(contributions[name], f"contributions[{name}]")
    if len(set(contributions.values())) < len(contributions):
        faults.append(fault("contribution_copied", "contributions", rule="§5.4"))
    refuse_if("seed_refused", faults)
    return "/".join(contributions[name] for name in sorted(contributions, key=str.encode))


def witness_faults(names: Sequence[object]) -> list[Fault]:
    """Two or more witnesses, each with a printable name of its own."""
    faults = []
    if len(names) < 2:
        faults.append(fault("witnesses_few", "evidence.witnesses", value=len(names), rule="§5.4"))
    seen: set[str] = set()
    for i, name in enumerate(names):
        field = f"evidence.witnesses[{i}].name"
        if not isinstance(name, str) or not name.strip() or not name.isprintable():
            faults.append(fault("not_one_line", field, value=name))
            continue
        plain = unicodedata.normalize("NFKC", name).casefold().strip()
        if plain in seen:
            faults.append(fault("witness_twice", field, value=name, rule="§5.4"))
        seen.add(plain)
    return faults
