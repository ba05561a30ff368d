"""Alembic's entry: runs the migrations on the connection it is handed.

To draft a migration: ``alembic`` is configured in code (registry/migrate.py), so there is no ini
file; see docs/registry.md.
"""

from __future__ import annotations

from alembic import context

from registry.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite alters a table by copying it
    compare_type=True,
)
context.run_migrations()
