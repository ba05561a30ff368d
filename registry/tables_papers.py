"""Tables of what the office writes for itself; ``tables`` holds the rest and the shared metadata."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, Text, UniqueConstraint

from .columns import Instant, JsonTuple, Words
from .tables import _link, _stamp, _table, _word

questions = _table(
    "questions",
    _word("id", key=True),
    Column("number", Integer, nullable=False),
    _word("words"),
    Column("question", Text, nullable=False),
    Column("nearest", Text, nullable=False),
    Column("lacking", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    _word("by"),
    _word("state"),
    Column("note", Text, nullable=False),
    _word("settled_by"),
    Column("settled_at", Instant, nullable=True),
    *_stamp(),
    UniqueConstraint("number"),
    UniqueConstraint("words"),
    Index("ix_questions_last_at_id", "last_at", "id"),
)

templates = _table(
    "templates",
    _word("id", key=True),
    Column("number", Integer, nullable=False),
    _word("name"),
    _word("sector"),
    Column("departments", Words, nullable=False),
    *_stamp(),
    UniqueConstraint("number"),
    Index("ix_templates_sector", "sector"),
)

template_versions = _table(
    "template_versions",
    _link("template", "templates.id", key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("lines", JsonTuple, nullable=False),
    Column("undecided", Integer, nullable=False),
    _word("by"),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
)

template_uses = _table(
    "template_uses",
    _link("id", "campaigns.id", key=True),
    _link("template", "templates.id", index=True),
    Column("number", Integer, nullable=False),
    _word("by"),
    *_stamp(),
)

talks = _table(
    "talks",
    _word("id", key=True),
    Column("number", Integer, nullable=False),
    _word("by"),
    Column("opened_at", Instant, nullable=False),
    _word("state"),
    *_stamp(),
    UniqueConstraint("number"),
    Index("ix_talks_by_number", "by", "number"),
)

turns = _table(
    "turns",
    _link("talk", "talks.id", key=True),
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("said", Text, nullable=False),
    _word("kind"),
    Column("shown", JSON, nullable=False),
    Column("form", JSON(none_as_null=True), nullable=True),
)
