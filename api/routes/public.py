"""What everybody may see: draws with their commitments, items, campaigns' plans."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from api.deps import OfficeDep, OpenDep
from campaigns import draw_log, list_items_public, public_draws

router = APIRouter(prefix="/public", tags=["public"], dependencies=[OpenDep])


@router.get("/draws")
def draws(office: OfficeDep) -> list[dict[str, Any]]:
    """Every numbered plan with its commitment, newest first."""
    return list(public_draws(office))


@router.get("/draw-log")
def log(office: OfficeDep) -> list[dict[str, Any]]:
    """The append-only, hash-chained log of the draws."""
    return list(draw_log(office))


@router.get("/items")
def items(office: OfficeDep, offset: int = 0, limit: int = 100) -> dict[str, Any]:
    """The inspection item list (sz-2018#二(一)1: published)."""
    page = list_items_public(office, offset=max(offset, 0), limit=min(max(limit, 1), 500))
    return {"total": page.total, "rows": [asdict(row) for row in page.rows]}
