"""The draw: lots that nobody can steer and anybody can recompute. This is the room's one door."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from draw.canonical import digest_of
from draw.errors import DrawRefused, Fault
from draw.evidence import evidence_faults
from draw.freeze import freeze
from draw.log import append_entry, export_head, head_text, verify_log
from draw.modes import census, draw_day, draw_one_side, exclusions, plan_lots
from draw.picking import pool_rows
from draw.plan import Plan, parse_plan
from draw.pool import Pool, open_pool
from draw.proof import inclusion_proof, row_status, substitutes, verify_inclusion
from draw.record import commit, reveal
from draw.seed import join_contributions, most_bits, pledge
from draw.selection import expected_counts
from draw.tickets import draw_key, lot, pairing_order, panel_number, schedule_seed, ticket
from draw.verify import Verdict, verify

if TYPE_CHECKING:
    from draw.lottery import panel_lottery
    from draw.lottery_gives import panel_cover
    from draw.panel import panel_draw, panel_verify
    from draw.possible import panel_possible

__all__ = [
    "DrawRefused",
    "Fault",
    "Plan",
    "Pool",
    "Verdict",
    "append_entry",
    "census",
    "commit",
    "digest_of",
    "draw_day",
    "draw_key",
    "draw_one_side",
    "evidence_faults",
    "exclusions",
    "expected_counts",
    "export_head",
    "freeze",
    "head_text",
    "inclusion_proof",
    "join_contributions",
    "lot",
    "most_bits",
    "open_pool",
    "pairing_order",
    "panel_cover",
    "panel_draw",
    "panel_lottery",
    "panel_number",
    "panel_possible",
    "panel_verify",
    "parse_plan",
    "plan_lots",
    "pledge",
    "pool_rows",
    "reveal",
    "row_status",
    "schedule_seed",
    "substitutes",
    "ticket",
    "verify",
    "verify_inclusion",
    "verify_log",
]


def __getattr__(name: str) -> Any:
    """The lottery is brought in when it is first asked for: OR-Tools takes seconds to import."""
    if name == "panel_lottery":
        return import_module("draw.lottery").panel_lottery
    if name == "panel_cover":
        return import_module("draw.lottery_gives").panel_cover
    if name == "panel_possible":
        return import_module("draw.possible").panel_possible
    if name in ("panel_draw", "panel_verify"):
        return getattr(import_module("draw.panel"), name)
    raise AttributeError(f"draw has no {name}")
