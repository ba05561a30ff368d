"""``GET /health``: is the door open and the database there."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import OfficeDep
from campaigns import people

router = APIRouter(tags=["health"])


@router.get("/health")
def health(office: OfficeDep) -> dict[str, Any]:
    """Answers when the database answers."""
    return {"status": "ok", "people": len(people(office))}
