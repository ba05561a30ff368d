"""Checklists of visits: make, look, save, download."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from api.deps import ActorDep, OfficeDep
from api.schemas import Body
from campaigns import checklist_docx, get_checklist, list_checklists, make_checklist, save_checklist

router = APIRouter(tags=["checklists"])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class SaveRequest(Body):
    """The edited lines and the version they were made from."""

    lines: list[dict[str, Any]] = Field(max_length=500)
    expected_version: int = Field(ge=1)


@router.get("/campaigns/{campaign_id}/checklists")
def many(campaign_id: str, office: OfficeDep, actor: ActorDep) -> list[dict[str, Any]]:
    """Every checklist of a campaign."""
    return [asdict(row) for row in list_checklists(office, actor, campaign_id)]


@router.post("/visits/{visit_id}/checklist", status_code=201)
def make(visit_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """One merged checklist for the visit."""
    return asdict(make_checklist(office, actor, visit_id))


@router.get("/checklists/{checklist_id}")
def one(checklist_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """One checklist."""
    return asdict(get_checklist(office, actor, checklist_id))


@router.put("/checklists/{checklist_id}")
def save(
    checklist_id: str, body: SaveRequest, office: OfficeDep, actor: ActorDep
) -> dict[str, Any]:
    """Save edited lines as the next version; a stale version is refused."""
    saved = save_checklist(
        office, actor, checklist_id, body.lines, expected_version=body.expected_version
    )
    return asdict(saved)


@router.get("/checklists/{checklist_id}/docx", response_class=Response)
def docx(checklist_id: str, office: OfficeDep, actor: ActorDep) -> Response:
    """The checklist as a Word document, for whoever may read the checklist."""
    get_checklist(office, actor, checklist_id)
    headers = {"Content-Disposition": f'attachment; filename="checklist-{checklist_id}.docx"'}
    return Response(checklist_docx(office, checklist_id), media_type=DOCX, headers=headers)
