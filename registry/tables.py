"""The tables. A column bears the name of the record's field it keeps.

``changed_by`` and ``changed_at`` stand beside every version, so that a stale write can be told
who was quicker. Migrations are the history of this file; a test holds the two equal.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from .columns import Instant, JsonTuple, Word, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts)


def _stamp() -> list[Column[object]]:
    return [
        Column("version", Integer, nullable=False),
        Column("changed_by", Word, nullable=False),
        Column("changed_at", Instant, nullable=True),
    ]


def _word(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, Word, primary_key=key, nullable=null)


def _link(
    name: str, to: str, *, key: bool = False, null: bool = False, index: bool = False
) -> Column[str]:
    return Column(name, Word, ForeignKey(to), primary_key=key, nullable=null, index=index)


departments = _table(
    "departments",
    _word("id", key=True),
    _word("name"),
    _word("name_en"),
    Column("specialties", Words, nullable=False),
)

districts = _table(
    "districts",
    _word("id", key=True),
    _word("name"),
    _word("name_en"),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("outline", JsonTuple, nullable=False),
)

items = _table(
    "items",
    _word("id", key=True),
    _link("department", "departments.id", index=True),
    _word("name"),
    _word("sub_item"),
    Column("legal_basis", Text, nullable=False),
    _word("target_kind"),
    Column("content", Text, nullable=False),
    Column("method", Text, nullable=False),
    _word("ratio"),
    _word("frequency"),
    _word("specialty"),
    Column("minutes", Integer, nullable=False),
    Column("sectors", Words, nullable=False),
    _word("topic"),
    Column("key_supervision", Boolean, nullable=False),
    Column("valid_from", Date, nullable=True),
    Column("valid_to", Date, nullable=True),
    Column("note", Text, nullable=False),
)

targets = _table(
    "targets",
    _word("id", key=True),
    _word("id_kind"),
    _word("name"),
    _word("address"),
    _link("district", "districts.id"),
    _word("risk"),
    _word("sector"),
    Column("lon", Float, nullable=True),
    Column("lat", Float, nullable=True),
    _word("coord_system"),
    _word("person_in_charge"),
    _word("contact"),
    _word("industry_code"),
    _word("credit_flag"),
    Column("labels", Words, nullable=False),
    _word("status"),
    _word("open_from"),
    _word("open_to"),
    *_stamp(),
    # A page is found in one of these alone (index-only) and its few rows fetched afterwards.
    Index("ix_targets_status_id", "status", "id"),
    Index("ix_targets_status_district_risk_id", "status", "district", "risk", "id"),
    Index("ix_targets_status_sector_district_id", "status", "sector", "district", "id"),
    Index("ix_targets_status_risk_id", "status", "risk", "id"),
    Index("ix_targets_status_credit_flag_id", "status", "credit_flag", "id"),
    Index("ix_targets_status_name_id", "status", "name", "id"),
    Index("ix_targets_name", "name"),
)

# How many targets there are of each kind, kept with every write: a total over millions of rows
# is then a sum over a few thousand.
target_tally = _table(
    "target_tally",
    _word("status", key=True),
    _word("district", key=True),
    _word("risk", key=True),
    _word("sector", key=True),
    _word("credit_flag", key=True),
    Column("n", Integer, nullable=False),
)

inspectors = _table(
    "inspectors",
    _word("id", key=True),
    _word("name"),
    _link("department", "departments.id"),
    _link("unit", "districts.id"),
    _word("post"),
    Column("specialties", Words, nullable=False),
    _word("certificate_number"),
    Column("certificate_valid_until", Date, nullable=True),
    _word("certificate_issuer"),
    _word("sex"),
    _word("rank"),
    _word("role"),
    Column("max_visits_per_day", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    *_stamp(),
    Index("ix_inspectors_department_unit_id", "department", "unit", "id"),
    Index("ix_inspectors_unit_id", "unit", "id"),
)

recusals = _table(
    "recusals",
    _link("inspector", "inspectors.id", key=True),
    _link("target", "targets.id", key=True, index=True),
    _word("reason"),
)

absences = _table(
    "absences",
    _link("inspector", "inspectors.id", key=True),
    Column("first", Date, primary_key=True),
    Column("last", Date, primary_key=True),
    _word("reason"),
)

# What a row said before and after a change: {"field": value} of the fields that differ.
history = _table(
    "history",
    Column("seq", Integer, primary_key=True, autoincrement=True),
    _word("noun"),
    _word("subject"),
    Column("version", Integer, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    _word("actor"),
    _word("actor_name"),
    Column("at", Instant, nullable=True),
    Index("ix_history_noun_subject_version", "noun", "subject", "version"),
)

campaigns = _table(
    "campaigns",
    _word("id", key=True),
    Column("number", Integer, nullable=False),
    _word("name"),
    _word("theme"),
    _link("lead_department", "departments.id"),
    Column("departments", Words, nullable=False),
    Column("districts", Words, nullable=False),
    Column("sectors", Words, nullable=False),
    Column("rates", JSON, nullable=False),
    Column("window_from", Date, nullable=False),
    Column("window_to", Date, nullable=False),
    Column("groups", Integer, nullable=False),
    Column("inspectors_wanted", Integer, nullable=True),
    _word("jurisdiction"),
    _word("assignment"),
    Column("directed", Boolean, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("exclude", JsonTuple, nullable=False),
    _word("state"),
    _word("created_by"),
    Column("created_at", Instant, nullable=True),
    *_stamp(),
    UniqueConstraint("number"),
    Index("ix_campaigns_state_number", "state", "number"),
)

draws = _table(
    "draws",
    _word("id", key=True),
    Column("number", Integer, nullable=False),
    _link("campaign", "campaigns.id", index=True),
    _word("state"),
    Column("plan", JSON, nullable=False),
    _word("pool_file"),
    Column("pool_rows", Integer, nullable=False),
    _word("pool_digest"),
    Column("commitment", JSON(none_as_null=True), nullable=True),
    _word("seed", null=True),
    Column("evidence", JSON(none_as_null=True), nullable=True),
    Column("receipt", JSON(none_as_null=True), nullable=True),
    Column("people", JSON(none_as_null=True), nullable=True),
    Column("created_at", Instant, nullable=True),
    Column("published_at", Instant, nullable=True),
    Column("revealed_at", Instant, nullable=True),
    UniqueConstraint("number"),
)

pledges = _table(
    "pledges",
    _link("draw", "draws.id", key=True),
    _word("witness", key=True),
    _word("pledge"),
    _word("contribution", null=True),
    Column("pledged_at", Instant, nullable=True),
    Column("revealed_at", Instant, nullable=True),
)

# No foreign key: the log outlives whatever happens to the rows it speaks of.
draw_log = _table(
    "draw_log",
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _word("draw"),
    _word("kind"),
    Column("body", JSON, nullable=False),
    Index("ix_draw_log_draw_seq", "draw", "seq"),
)

drawn_targets = _table(
    "drawn_targets",
    _link("campaign", "campaigns.id", key=True),
    _link("target", "targets.id", key=True, index=True),
    _word("origin"),
    _word("stratum"),
    _word("ticket"),
    Column("position", Integer, nullable=False),
    _word("state"),
    _word("reason"),
    Column("drawn_at", Instant, nullable=True, index=True),
)

schedules = _table(
    "schedules",
    _word("id", key=True),
    _link("campaign", "campaigns.id", null=True, index=True),
    Column("problem", JSON, nullable=False),
    Column("schedule", JSON, nullable=False),
    _word("problem_digest"),
    _word("status"),
    _word("assignment"),
    _word("seed"),
    _word("effort"),
    _link("parent", "schedules.id", null=True),
    Column("chosen", Boolean, nullable=False),
    _word("created_by"),
    Column("created_at", Instant, nullable=True),
    Column("note", Text, nullable=False),
    *_stamp(),
)

# A visit's target need not stand in the directory: a bare problem may be scheduled too.
visits = _table(
    "visits",
    _word("id", key=True),
    _link("schedule", "schedules.id", index=True),
    _link("campaign", "campaigns.id", null=True, index=True),
    _word("target"),
    _word("start"),
    _word("end"),
    Column("inspectors", Words, nullable=False),
    _word("state"),
    *_stamp(),
    Index("ix_visits_start_id", "start", "id"),
    Index("ix_visits_target_start", "target", "start"),
)

# Who goes on which visit, one row a person: an inspector's day is found without a scan.
visit_people = _table(
    "visit_people",
    _word("inspector", key=True),
    _link("visit", "visits.id", key=True, index=True),
)

checklists = _table(
    "checklists",
    _word("id", key=True),
    _link("visit", "visits.id", index=True),
    _link("campaign", "campaigns.id", null=True, index=True),
    _word("target"),
    _word("title"),
    Column("lines", JsonTuple, nullable=False),
    Column("folded_from", Integer, nullable=False),
    _word("template", null=True),
    _word("created_by"),
    Column("created_at", Instant, nullable=True),
    *_stamp(),
)

jobs = _table(
    "jobs",
    _word("id", key=True),
    _word("kind"),
    _word("state"),
    Column("payload", JSON, nullable=False),
    Column("progress", JSON, nullable=False),
    Column("result", JSON(none_as_null=True), nullable=True),
    Column("error", JSON(none_as_null=True), nullable=True),
    _word("subject"),
    Column("stop_requested", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    _word("created_by"),
    Column("created_at", Instant, nullable=True),
    Column("started_at", Instant, nullable=True),
    Column("finished_at", Instant, nullable=True),
    Index("ix_jobs_state_created_at_id", "state", "created_at", "id"),
    Index("ix_jobs_subject", "subject"),
)

audit = _table(
    "audit",
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    _word("actor"),
    _word("role"),
    _word("department", null=True),
    _word("district", null=True),
    _word("action"),
    _word("subject"),
    Column("detail", JSON, nullable=False),
    _word("previous"),
    _word("digest"),
    Index("ix_audit_subject_seq", "subject", "seq"),
    Index("ix_audit_actor_seq", "actor", "seq"),
    Index("ix_audit_action_seq", "action", "seq"),
)

# The newest row of the chain, so that a chain cut short at its end is noticed.
audit_head = _table(
    "audit_head",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    _word("digest"),
)

people = _table(
    "people",
    _word("id", key=True),
    _word("name"),
    _word("role"),
    _word("department", null=True),
    _word("district", null=True),
    _word("key_digest", null=True),
    UniqueConstraint("key_digest"),
)

settings = _table(
    "settings",
    _word("key", key=True),
    Column("value", JSON, nullable=False),
)
