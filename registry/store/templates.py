"""Checklist templates: a head, every version of its lines, and the campaigns that use it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, literal, select

from ..papers import Template, TemplateUse, TemplateVersion
from ..tables_papers import template_uses, template_versions
from ..tables_papers import templates as table
from .history import read_history, write_history
from .shelf import Pen, Shelf, add_one, fetch_all, fetch_one, next_number, put_one

TEMPLATES: Shelf[Template] = Shelf(table, Template)
VERSIONS: Shelf[TemplateVersion] = Shelf(template_versions, TemplateVersion, "template", "number")
USES: Shelf[TemplateUse] = Shelf(template_uses, TemplateUse)
_V = template_versions.c
_NOUN = "template_use"


class TemplateStore:
    """Templates by id; a version once written stays as it is."""

    def __init__(self, link: Connection, pen: Pen | None) -> None:
        self._link, self._pen = link, pen

    def all(self, sector: str | None = None) -> tuple[Template, ...]:
        """The heads by number, optionally of one kind of business."""
        query = TEMPLATES.select().order_by(table.c.number)
        if sector is not None:
            query = query.where(table.c.sector == sector)
        return fetch_all(self._link, TEMPLATES, query)

    def get(self, id: str) -> Template | None:
        """The head of this template."""
        return fetch_one(self._link, TEMPLATES, id)

    def version(self, id: str, number: int) -> TemplateVersion | None:
        """The lines of a template at a version."""
        return fetch_one(self._link, VERSIONS, id, number)

    def versions(self, ids: Iterable[str]) -> tuple[TemplateVersion, ...]:
        """All versions of these templates in order, without their lines."""
        columns = [
            literal(None).label("lines") if column.name == "lines" else column
            for column in VERSIONS.columns
        ]
        query = select(*columns).where(_V.template.in_(list(ids)))
        rows = self._link.execute(query.order_by(_V.template, _V.number)).mappings()
        return tuple(TemplateVersion(**{**row, "lines": ()}) for row in rows)

    def count(self) -> int:
        """How many templates there are."""
        return self._link.execute(select(func.count()).select_from(table)).scalar_one()

    def next_number(self) -> int:
        """The number of the next template."""
        return next_number(self._link, table.c.number)

    def add(self, template: Template, first: TemplateVersion) -> Template:
        """Insert a new template with its first version."""
        made = add_one(self._link, TEMPLATES, template, self._pen)
        self._link.execute(template_versions.insert(), VERSIONS.values(first))
        return made

    def put(self, template: Template, lines: TemplateVersion, expected_version: int) -> Template:
        """Write the next version; a stale write is refused, older versions stay."""
        made = put_one(self._link, TEMPLATES, template, self._pen, expected_version)[1]
        self._link.execute(template_versions.insert(), VERSIONS.values(lines))
        return made

    def use(self, use: TemplateUse) -> TemplateUse:
        """Write which template a campaign uses."""
        before, after = put_one(self._link, USES, use, self._pen, None)
        if before is not None:
            write_history(self._link, self._pen, _NOUN, [(before, after)])
        return after

    def used_by(self, campaign: str) -> TemplateUse | None:
        """Which template a campaign uses."""
        return fetch_one(self._link, USES, campaign)

    def use_history(self, campaign: str) -> tuple[dict[str, Any], ...]:
        """Which templates a campaign used before, oldest first."""
        return read_history(self._link, _NOUN, campaign)
