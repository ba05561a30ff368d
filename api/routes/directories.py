"""The two registers and the item list: look, import, export."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, UploadFile
from fastapi.responses import Response

from api.deps import ActorDep, OfficeDep
from campaigns import (
    export_directory,
    import_directory,
    list_departments,
    list_districts,
    list_inspectors,
    list_items,
    list_targets,
)

router = APIRouter(tags=["registry"])
Kind = Literal["targets", "inspectors", "items"]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=500)]
LISTS = {"targets": list_targets, "inspectors": list_inspectors, "items": list_items}


@router.get("/departments")
def departments(office: OfficeDep, actor: ActorDep) -> list[dict[str, Any]]:
    """The departments and their specialties."""
    return [asdict(row) for row in list_departments(office, actor)]


@router.get("/districts")
def districts(office: OfficeDep, actor: ActorDep) -> list[dict[str, Any]]:
    """The districts with their outlines."""
    return [asdict(row) for row in list_districts(office, actor)]


@router.get("/registry/{kind}")
def rows(
    kind: Kind,
    office: OfficeDep,
    actor: ActorDep,
    text: Annotated[str | None, Query(max_length=100)] = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> dict[str, Any]:
    """One page of a list."""
    page = LISTS[kind](office, actor, text=text, offset=offset, limit=limit)
    return {"total": page.total, "rows": [asdict(row) for row in page.rows]}


@router.post("/registry/{kind}/import")
async def import_rows(
    kind: Kind, file: UploadFile, office: OfficeDep, actor: ActorDep
) -> dict[str, Any]:
    """Import a CSV: every row is judged; with any error nothing is written."""
    data = await file.read()
    report = import_directory(office, actor, kind, data, file.filename or "upload.csv")
    return report.to_json()


@router.get("/registry/{kind}/export", response_class=Response)
def export_rows(kind: Kind, office: OfficeDep, actor: ActorDep) -> Response:
    """The whole list as CSV that imports again unchanged."""
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return Response(export_directory(office, actor, kind), media_type="text/csv", headers=headers)
