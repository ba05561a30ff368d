"""The list and the two directories, people, settings and the record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_directories"
down_revision = None
branch_labels = None
depends_on = None

WORD = sa.String().with_variant(sa.String(collation="C"), "postgresql")
INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")

# Children last; the way back runs from the end.
TABLES = (
    "audit",
    "audit_head",
    "departments",
    "districts",
    "history",
    "people",
    "settings",
    "target_tally",
    "inspectors",
    "items",
    "targets",
    "absences",
    "recusals",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", WORD, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("department", WORD, nullable=True),
        sa.Column("district", WORD, nullable=True),
        sa.Column("action", WORD, nullable=False),
        sa.Column("subject", WORD, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", WORD, nullable=False),
        sa.Column("digest", WORD, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_action_seq", "audit", ["action", "seq"])
    op.create_index("ix_audit_actor_seq", "audit", ["actor", "seq"])
    op.create_index("ix_audit_subject_seq", "audit", ["subject", "seq"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", WORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "departments",
        sa.Column("id", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("name_en", WORD, nullable=False),
        sa.Column("specialties", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
    )
    op.create_table(
        "districts",
        sa.Column("id", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("name_en", WORD, nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_districts")),
    )
    op.create_table(
        "history",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("noun", WORD, nullable=False),
        sa.Column("subject", WORD, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("actor", WORD, nullable=False),
        sa.Column("actor_name", WORD, nullable=False),
        sa.Column("at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_history")),
    )
    op.create_index("ix_history_noun_subject_version", "history", ["noun", "subject", "version"])
    op.create_table(
        "people",
        sa.Column("id", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("department", WORD, nullable=True),
        sa.Column("district", WORD, nullable=True),
        sa.Column("key_digest", WORD, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_people_key_digest")),
    )
    op.create_table(
        "settings",
        sa.Column("key", WORD, nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "target_tally",
        sa.Column("status", WORD, nullable=False),
        sa.Column("district", WORD, nullable=False),
        sa.Column("risk", WORD, nullable=False),
        sa.Column("sector", WORD, nullable=False),
        sa.Column("credit_flag", WORD, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "status", "district", "risk", "sector", "credit_flag", name=op.f("pk_target_tally")
        ),
    )
    op.create_table(
        "inspectors",
        sa.Column("id", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("department", WORD, nullable=False),
        sa.Column("unit", WORD, nullable=False),
        sa.Column("post", WORD, nullable=False),
        sa.Column("specialties", sa.String(), nullable=False),
        sa.Column("certificate_number", WORD, nullable=False),
        sa.Column("certificate_valid_until", sa.Date(), nullable=True),
        sa.Column("certificate_issuer", WORD, nullable=False),
        sa.Column("sex", WORD, nullable=False),
        sa.Column("rank", WORD, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("max_visits_per_day", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", WORD, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["department"], ["departments.id"], name=op.f("fk_inspectors_department")
        ),
        sa.ForeignKeyConstraint(["unit"], ["districts.id"], name=op.f("fk_inspectors_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspectors")),
    )
    op.create_index("ix_inspectors_department_unit_id", "inspectors", ["department", "unit", "id"])
    op.create_index("ix_inspectors_unit_id", "inspectors", ["unit", "id"])
    op.create_table(
        "items",
        sa.Column("id", WORD, nullable=False),
        sa.Column("department", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("sub_item", WORD, nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("target_kind", WORD, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("ratio", WORD, nullable=False),
        sa.Column("frequency", WORD, nullable=False),
        sa.Column("specialty", WORD, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sectors", sa.String(), nullable=False),
        sa.Column("topic", WORD, nullable=False),
        sa.Column("key_supervision", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["departments.id"], name=op.f("fk_items_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
    )
    op.create_index(op.f("ix_items_department"), "items", ["department"])
    op.create_table(
        "targets",
        sa.Column("id", WORD, nullable=False),
        sa.Column("id_kind", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("address", WORD, nullable=False),
        sa.Column("district", WORD, nullable=False),
        sa.Column("risk", WORD, nullable=False),
        sa.Column("sector", WORD, nullable=False),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("coord_system", WORD, nullable=False),
        sa.Column("person_in_charge", WORD, nullable=False),
        sa.Column("contact", WORD, nullable=False),
        sa.Column("industry_code", WORD, nullable=False),
        sa.Column("credit_flag", WORD, nullable=False),
        sa.Column("labels", sa.String(), nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("open_from", WORD, nullable=False),
        sa.Column("open_to", WORD, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", WORD, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["district"], ["districts.id"], name=op.f("fk_targets_district")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    op.create_index("ix_targets_status_name_id", "targets", ["status", "name", "id"])
    op.create_index("ix_targets_name", "targets", ["name"])
    op.create_index("ix_targets_status_credit_flag_id", "targets", ["status", "credit_flag", "id"])
    op.create_index(
        "ix_targets_status_district_risk_id", "targets", ["status", "district", "risk", "id"]
    )
    op.create_index("ix_targets_status_id", "targets", ["status", "id"])
    op.create_index("ix_targets_status_risk_id", "targets", ["status", "risk", "id"])
    op.create_index(
        "ix_targets_status_sector_district_id", "targets", ["status", "sector", "district", "id"]
    )
    op.create_table(
        "absences",
        sa.Column("inspector", WORD, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["inspector"], ["inspectors.id"], name=op.f("fk_absences_inspector")
        ),
        sa.PrimaryKeyConstraint("inspector", "first", "last", name=op.f("pk_absences")),
    )
    op.create_table(
        "recusals",
        sa.Column("inspector", WORD, nullable=False),
        sa.Column("target", WORD, nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["inspector"], ["inspectors.id"], name=op.f("fk_recusals_inspector")
        ),
        sa.ForeignKeyConstraint(["target"], ["targets.id"], name=op.f("fk_recusals_target")),
        sa.PrimaryKeyConstraint("inspector", "target", name=op.f("pk_recusals")),
    )
    op.create_index(op.f("ix_recusals_target"), "recusals", ["target"])


def downgrade() -> None:
    """Drop them."""
    for name in reversed(TABLES):
        op.drop_table(name)
