"""The draw: lots that nobody can steer and anybody can recompute. This is the room's one door."""

from draw.errors import DrawRefused, Fault
from draw.freeze import freeze
from draw.plan import Plan, parse_plan
from draw.pool import Pool, open_pool
from draw.record import commit, reveal
from draw.seed import join_contributions, pledge
from draw.strata import expected_counts
from draw.tickets import draw_key, lot, pairing_order, panel_number, schedule_seed, ticket
from draw.verify import Verdict, verify

__all__ = [
    "DrawRefused",
    "Fault",
    "Plan",
    "Pool",
    "Verdict",
    "commit",
    "draw_key",
    "expected_counts",
    "freeze",
    "join_contributions",
    "lot",
    "open_pool",
    "pairing_order",
    "panel_number",
    "parse_plan",
    "pledge",
    "reveal",
    "schedule_seed",
    "ticket",
    "verify",
]
