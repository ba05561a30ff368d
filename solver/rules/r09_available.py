"""R09: only who is available that day and holds a valid certificate is sent.

Basis: enforcement staff must be qualified; who is prevented is replaced by procedure.
"""

from __future__ import annotations

from solver.problem import Inspector
from solver.rules.rule import Rule

RULE = Rule(
    "R09",
    "当日在岗且执法证有效",
    "available and certified",
    ("sz-2018#二(一)2", "sz-2018#二(一)3"),
)


def may_work(inspector: Inspector, day: str) -> bool:
    """Whether the inspector can be sent on the day; the certificate's last day still counts."""
    valid_until = inspector.certificate_valid_until
    return day in inspector.available_days and (valid_until is None or day <= valid_until)
