"""Campaigns, draws, schedules, visits, checklists and jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_work"
down_revision = "0001_directories"
branch_labels = None
depends_on = None

WORD = sa.String().with_variant(sa.String(collation="C"), "postgresql")
INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")

# Children last; the way back runs from the end.
TABLES = (
    "draw_log",
    "jobs",
    "campaigns",
    "drawn_targets",
    "draws",
    "schedules",
    "pledges",
    "visits",
    "checklists",
    "visit_people",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "draw_log",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("draw", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_draw_log")),
    )
    op.create_index("ix_draw_log_draw_seq", "draw_log", ["draw", "seq"])
    op.create_table(
        "jobs",
        sa.Column("id", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("subject", WORD, nullable=False),
        sa.Column("stop_requested", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_by", WORD, nullable=False),
        sa.Column("created_at", INSTANT, nullable=True),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_state_created_at_id", "jobs", ["state", "created_at", "id"])
    op.create_index("ix_jobs_subject", "jobs", ["subject"])
    op.create_table(
        "campaigns",
        sa.Column("id", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("theme", WORD, nullable=False),
        sa.Column("lead_department", WORD, nullable=False),
        sa.Column("departments", sa.String(), nullable=False),
        sa.Column("districts", sa.String(), nullable=False),
        sa.Column("sectors", sa.String(), nullable=False),
        sa.Column("rates", sa.JSON(), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
        sa.Column("groups", sa.Integer(), nullable=False),
        sa.Column("inspectors_wanted", sa.Integer(), nullable=True),
        sa.Column("jurisdiction", WORD, nullable=False),
        sa.Column("assignment", WORD, nullable=False),
        sa.Column("directed", sa.Boolean(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("exclude", sa.JSON(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("created_by", WORD, nullable=False),
        sa.Column("created_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", WORD, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_department"], ["departments.id"], name=op.f("fk_campaigns_lead_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("number", name=op.f("uq_campaigns_number")),
    )
    op.create_index("ix_campaigns_state_number", "campaigns", ["state", "number"])
    op.create_table(
        "drawn_targets",
        sa.Column("campaign", WORD, nullable=False),
        sa.Column("target", WORD, nullable=False),
        sa.Column("origin", WORD, nullable=False),
        sa.Column("stratum", WORD, nullable=False),
        sa.Column("ticket", WORD, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.Column("drawn_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign"], ["campaigns.id"], name=op.f("fk_drawn_targets_campaign")
        ),
        sa.ForeignKeyConstraint(["target"], ["targets.id"], name=op.f("fk_drawn_targets_target")),
        sa.PrimaryKeyConstraint("campaign", "target", name=op.f("pk_drawn_targets")),
    )
    op.create_index(op.f("ix_drawn_targets_drawn_at"), "drawn_targets", ["drawn_at"])
    op.create_index(op.f("ix_drawn_targets_target"), "drawn_targets", ["target"])
    op.create_table(
        "draws",
        sa.Column("id", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("campaign", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("pool_file", WORD, nullable=False),
        sa.Column("pool_rows", sa.Integer(), nullable=False),
        sa.Column("pool_digest", WORD, nullable=False),
        sa.Column("commitment", sa.JSON(), nullable=True),
        sa.Column("seed", WORD, nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=True),
        sa.Column("receipt", sa.JSON(), nullable=True),
        sa.Column("people", sa.JSON(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=True),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("revealed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name=op.f("fk_draws_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draws")),
        sa.UniqueConstraint("number", name=op.f("uq_draws_number")),
    )
    op.create_index(op.f("ix_draws_campaign"), "draws", ["campaign"])
    op.create_table(
        "schedules",
        sa.Column("id", WORD, nullable=False),
        sa.Column("campaign", WORD, nullable=True),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("problem_digest", WORD, nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("assignment", WORD, nullable=False),
        sa.Column("seed", WORD, nullable=False),
        sa.Column("effort", WORD, nullable=False),
        sa.Column("parent", WORD, nullable=True),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("created_by", WORD, nullable=False),
        sa.Column("created_at", INSTANT, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", WORD, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name=op.f("fk_schedules_campaign")),
        sa.ForeignKeyConstraint(["parent"], ["schedules.id"], name=op.f("fk_schedules_parent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    op.create_index(op.f("ix_schedules_campaign"), "schedules", ["campaign"])
    op.create_table(
        "pledges",
        sa.Column("draw", WORD, nullable=False),
        sa.Column("witness", WORD, nullable=False),
        sa.Column("pledge", WORD, nullable=False),
        sa.Column("contribution", WORD, nullable=True),
        sa.Column("pledged_at", INSTANT, nullable=True),
        sa.Column("revealed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["draw"], ["draws.id"], name=op.f("fk_pledges_draw")),
        sa.PrimaryKeyConstraint("draw", "witness", name=op.f("pk_pledges")),
    )
    op.create_table(
        "visits",
        sa.Column("id", WORD, nullable=False),
        sa.Column("schedule", WORD, nullable=False),
        sa.Column("campaign", WORD, nullable=True),
        sa.Column("target", WORD, nullable=False),
        sa.Column("start", WORD, nullable=False),
        sa.Column("end", WORD, nullable=False),
        sa.Column("inspectors", sa.String(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", WORD, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.id"], name=op.f("fk_visits_campaign")),
        sa.ForeignKeyConstraint(["schedule"], ["schedules.id"], name=op.f("fk_visits_schedule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_campaign"), "visits", ["campaign"])
    op.create_index(op.f("ix_visits_schedule"), "visits", ["schedule"])
    op.create_index("ix_visits_start_id", "visits", ["start", "id"])
    op.create_index("ix_visits_target_start", "visits", ["target", "start"])
    op.create_table(
        "checklists",
        sa.Column("id", WORD, nullable=False),
        sa.Column("visit", WORD, nullable=False),
        sa.Column("campaign", WORD, nullable=True),
        sa.Column("target", WORD, nullable=False),
        sa.Column("title", WORD, nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("folded_from", sa.Integer(), nullable=False),
        sa.Column("template", WORD, nullable=True),
        sa.Column("created_by", WORD, nullable=False),
        sa.Column("created_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", WORD, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign"], ["campaigns.id"], name=op.f("fk_checklists_campaign")
        ),
        sa.ForeignKeyConstraint(["visit"], ["visits.id"], name=op.f("fk_checklists_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklists")),
    )
    op.create_index(op.f("ix_checklists_campaign"), "checklists", ["campaign"])
    op.create_index(op.f("ix_checklists_visit"), "checklists", ["visit"])
    op.create_table(
        "visit_people",
        sa.Column("inspector", WORD, nullable=False),
        sa.Column("visit", WORD, nullable=False),
        sa.ForeignKeyConstraint(["visit"], ["visits.id"], name=op.f("fk_visit_people_visit")),
        sa.PrimaryKeyConstraint("inspector", "visit", name=op.f("pk_visit_people")),
    )
    op.create_index(op.f("ix_visit_people_visit"), "visit_people", ["visit"])


def downgrade() -> None:
    """Drop them."""
    for name in reversed(TABLES):
        op.drop_table(name)
