"""Questions, checklist templates and conversations in tables of their own.

Until here they stood as JSON values under ``settings``. What stands there is carried over, and the
old keys are dropped; a value that is no such paper stays where it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003_papers"
down_revision = "0002_work"
branch_labels = None
depends_on = None

WORD = sa.String().with_variant(sa.String(collation="C"), "postgresql")
INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")

# Children last; the way back runs from the end.
TABLES = ("questions", "templates", "talks", "template_versions", "template_uses", "turns")

Row = dict[str, Any]


def upgrade() -> None:
    """Make the tables and carry over what the settings hold."""
    _make_questions()
    _make_templates()
    _make_talks()
    link = op.get_bind()
    settings = sa.table("settings", sa.column("key", sa.String), sa.column("value", sa.JSON))
    papers: dict[str, Any] = dict(link.execute(sa.select(settings)).tuples().all())
    done = {
        *_carry_questions(link, papers),
        *_carry_templates(link, papers),
        *_carry_talks(link, papers),
    }
    for key in sorted(done & set(papers)):
        link.execute(settings.delete().where(settings.c.key == key))


def downgrade() -> None:
    """Drop them with what they hold."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _stamp() -> list[sa.Column[Any]]:
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", WORD, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=True),
    ]


def _make_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", WORD, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("nearest", sa.Text(), nullable=False),
        sa.Column("lacking", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("by", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("settled_by", WORD, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        *_stamp(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("number", name=op.f("uq_questions_number")),
        sa.UniqueConstraint("words", name=op.f("uq_questions_words")),
    )
    op.create_index("ix_questions_last_at_id", "questions", ["last_at", "id"])


def _make_templates() -> None:
    op.create_table(
        "templates",
        sa.Column("id", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("sector", WORD, nullable=False),
        sa.Column("departments", sa.String(), nullable=False),
        *_stamp(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
        sa.UniqueConstraint("number", name=op.f("uq_templates_number")),
    )
    op.create_index("ix_templates_sector", "templates", ["sector"])
    op.create_table(
        "template_versions",
        sa.Column("template", WORD, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("undecided", sa.Integer(), nullable=False),
        sa.Column("by", WORD, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template"], ["templates.id"], name=op.f("fk_template_versions_template")
        ),
        sa.PrimaryKeyConstraint("template", "number", name=op.f("pk_template_versions")),
    )
    op.create_table(
        "template_uses",
        sa.Column("id", WORD, nullable=False),
        sa.Column("template", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by", WORD, nullable=False),
        *_stamp(),
        sa.ForeignKeyConstraint(["id"], ["campaigns.id"], name=op.f("fk_template_uses_id")),
        sa.ForeignKeyConstraint(
            ["template"], ["templates.id"], name=op.f("fk_template_uses_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_uses")),
    )
    op.create_index(op.f("ix_template_uses_template"), "template_uses", ["template"])


def _make_talks() -> None:
    op.create_table(
        "talks",
        sa.Column("id", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by", WORD, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        *_stamp(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
        sa.UniqueConstraint("number", name=op.f("uq_talks_number")),
    )
    op.create_index("ix_talks_by_number", "talks", ["by", "number"])
    op.create_table(
        "turns",
        sa.Column("talk", WORD, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["talk"], ["talks.id"], name=op.f("fk_turns_talk")),
        sa.PrimaryKeyConstraint("talk", "no", name=op.f("pk_turns")),
    )


def _listed(papers: Mapping[str, Any], kind: str) -> Iterator[tuple[str, Row]]:
    """The papers on the list of a kind, oldest first."""
    known = papers.get(kind)
    ids = known.get("ids", []) if isinstance(known, Mapping) else []
    for id_ in ids:
        paper = papers.get(f"{kind}/{id_}")
        if isinstance(paper, Mapping):
            yield id_, dict(paper)


def _carry_questions(link: sa.Connection, papers: Mapping[str, Any]) -> set[str]:
    words = {
        value["id"]: key.partition("/")[2]
        for key, value in papers.items()
        if key.startswith("question-words/") and isinstance(value, Mapping)
    }
    rows = [
        {
            **{name: paper.get(name, "") for name in ("question", "nearest", "lacking", "by")},
            **{name: paper.get(name, "") for name in ("state", "note", "settled_by")},
            "id": id_,
            "number": int(id_[1:]),
            "words": words.get(id_, id_),
            "asked": int(paper.get("asked", 1)),
            "first_at": _instant(link, paper["first_at"]),
            "last_at": _instant(link, paper["last_at"]),
            "settled_at": _instant(link, paper.get("settled_at")),
            "version": int(paper.get("version", 1)),
            "changed_by": paper.get("settled_by") or paper.get("by", ""),
            "changed_at": _instant(link, paper.get("settled_at") or paper["last_at"]),
        }
        for id_, paper in _listed(papers, "question")
    ]
    _insert(link, "questions", rows)
    return {"question"} | _keys(papers, "question/", "question-words/")


def _carry_templates(link: sa.Connection, papers: Mapping[str, Any]) -> set[str]:
    heads, versions, uses = [], [], []
    for id_, paper in _listed(papers, "template"):
        own = [
            papers[key]
            for number in range(1, int(paper["version"]) + 1)
            if isinstance(papers.get(key := f"template/{id_}/{number}"), Mapping)
        ]
        heads.append(
            {
                "id": id_,
                "number": int(id_[2:]),
                "name": paper["name"],
                "sector": paper["sector"],
                "departments": _words(paper.get("departments", [])),
                "version": int(paper["version"]),
                "changed_by": own[-1]["by"] if own else "",
                "changed_at": _instant(link, own[-1]["at"]) if own else None,
            }
        )
        versions += [
            {
                "template": id_,
                "number": int(one["version"]),
                **{name: one[name] for name in ("lines", "undecided", "by", "note")},
                "at": _instant(link, one["at"]),
            }
            for one in own
        ]
    there = {row["id"] for row in heads}
    campaigns = set(link.execute(sa.text("SELECT id FROM campaigns")).scalars())
    for key, use in papers.items():
        campaign = key.partition("/")[2]
        if key.startswith("template-of/") and campaign in campaigns and use["template"] in there:
            row = {"id": campaign, "template": use["template"], "number": int(use["version"])}
            stamp = {"version": 1, "changed_by": use["by"], "changed_at": None}
            uses.append({**row, "by": use["by"], **stamp})
    _insert(link, "templates", heads)
    _insert(link, "template_versions", versions, "lines")
    _insert(link, "template_uses", uses)
    return {"template"} | _keys(papers, "template/", "template-of/")


def _carry_talks(link: sa.Connection, papers: Mapping[str, Any]) -> set[str]:
    talks, turns = [], []
    for key in sorted(_keys(papers, "talk/")):
        paper = papers[key]
        if not isinstance(paper, Mapping):
            continue  # forgotten: nothing but the number is left
        opened = _instant(link, paper["opened_at"])
        last = paper["turns"][-1]["at"] if paper["turns"] else paper["opened_at"]
        talks.append(_talk(paper["id"], paper["by"], opened, "open", _instant(link, last)))
        turns += [
            {
                "talk": paper["id"],
                **{name: one[name] for name in ("no", "said", "kind", "shown")},
                "at": _instant(link, one["at"]),
                "form": one.get("form"),
            }
            for one in paper["turns"]
        ]
    given = papers.get("talk-number/last")
    last_number = int(given["n"]) if isinstance(given, Mapping) else 0
    if last_number and last_number not in {row["number"] for row in talks}:
        # A number once given is not given again, though its conversation was forgotten.
        then = _instant(link, "1970-01-01T00:00:00+00:00")
        talks.append(_talk(f"K{last_number:06d}", "", then, "forgotten", None))
    _insert(link, "talks", talks)
    _insert(link, "turns", turns, "shown", "form")
    return _keys(papers, "talk/", "talks-of/") | {"talk-number/last"}


def _talk(id_: str, by: str, opened_at: Any, state: str, changed_at: Any) -> Row:
    row = {"id": id_, "number": int(id_[1:]), "by": by, "opened_at": opened_at, "state": state}
    return {**row, "version": 1, "changed_by": by, "changed_at": changed_at}


def _keys(papers: Mapping[str, Any], *starts: str) -> set[str]:
    return {key for key in papers if key.startswith(starts)}


def _words(names: list[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False, separators=(",", ":"))


def _instant(link: sa.Connection, text: str | None) -> Any:
    """An instant as this database keeps it: UTC text on SQLite, else the moment itself."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if link.dialect.name == "postgresql":
        return moment
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _insert(link: sa.Connection, name: str, rows: list[Row], *as_json: str) -> None:
    if not rows:
        return
    kinds = {column: sa.JSON(none_as_null=True) for column in as_json}
    columns = [sa.column(key, kinds[key]) if key in kinds else sa.column(key) for key in rows[0]]
    link.execute(sa.table(name, *columns).insert(), rows)
