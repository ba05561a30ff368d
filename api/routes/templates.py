"""Checklist templates: drafted, saved with versions, used in a campaign."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from api.deps import ActorDep, OfficeDep
from api.schemas import Body, Text
from assistant import draft_checklist
from campaigns import create_template, get_template, list_templates, save_template, use_template

router = APIRouter(prefix="/checklist-templates", tags=["checklists"])
Lines = Annotated[list[dict[str, Any]], Field(max_length=500)]
Names = Annotated[list[Text], Field(max_length=50)]
Note = Annotated[str, Field(max_length=300)]


class DraftRequest(Body):
    """A kind of business and who takes part; without departments, all that have items for it."""

    sector: Text
    departments: Names = Field(default_factory=list)
    exclude: Names = Field(default_factory=list)


class CreateRequest(Body):
    """Lines of a draft, or one's own."""

    name: Text
    sector: Annotated[str, Field(max_length=60)] = ""
    departments: Names = Field(default_factory=list)
    lines: Lines
    note: Note = ""


class SaveRequest(Body):
    """The edited lines and the version they were made from."""

    lines: Lines
    expected_version: Annotated[int, Field(ge=1)]
    note: Note = ""


class UseRequest(Body):
    """The campaign that is to use the template; without ``version``, the newest."""

    campaign: Text
    version: Annotated[int, Field(ge=1, le=100_000)] | None = None


@router.post("/draft")
def draft(body: DraftRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """A drafted checklist, each line with its basis or marked for a person; nothing is saved."""
    made = draft_checklist(office, actor, body.sector, body.departments, exclude=body.exclude)
    return made.to_json()


@router.get("")
def many(
    office: OfficeDep,
    actor: ActorDep,
    sector: Annotated[str | None, Query(max_length=60)] = None,
) -> list[dict[str, Any]]:
    """Templates without their lines."""
    return list(list_templates(office, actor, sector=sector))


@router.post("", status_code=201)
def create(body: CreateRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Save lines as version 1 of a new template."""
    return create_template(
        office,
        actor,
        name=body.name,
        sector=body.sector,
        departments=body.departments,
        lines=body.lines,
        note=body.note,
    )


@router.get("/{template_id}")
def one(
    template_id: str,
    office: OfficeDep,
    actor: ActorDep,
    version: Annotated[int | None, Query(ge=1, le=100_000)] = None,
) -> dict[str, Any]:
    """One template at a version."""
    return get_template(office, actor, template_id, version)


@router.put("/{template_id}")
def save(template_id: str, body: SaveRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Save edited lines as the next version; a stale version is refused."""
    return save_template(
        office,
        actor,
        template_id,
        body.lines,
        expected_version=body.expected_version,
        note=body.note,
    )


@router.post("/{template_id}/use")
def use(template_id: str, body: UseRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Use the template for the checklists a campaign makes from now on."""
    return use_template(office, actor, template_id, body.campaign, body.version)
