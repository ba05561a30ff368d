"""The trail of who did what, and whether its chain holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import ActorDep, KeyDep, OfficeDep
from campaigns import audit_page, overview, verify_audit

router = APIRouter(tags=["audit"])


@router.get("/audit")
def many(
    office: OfficeDep,
    actor: ActorDep,
    subject: str | None = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> dict[str, Any]:
    """The trail, newest first."""
    page = audit_page(office, actor, subject=subject, offset=offset, limit=limit)
    return {"total": page.total, "rows": [asdict(row) for row in page.rows]}


@router.get("/audit/verification", dependencies=[KeyDep])
def verification(office: OfficeDep) -> dict[str, Any]:
    """Whether every row still follows from the one before."""
    return verify_audit(office)


@router.get("/overview")
def figures(office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """What waits, what runs, what is late; each figure with unit and period."""
    return overview(office, actor)
