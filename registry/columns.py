"""Column types shared by all tables: the same values on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, DateTime, Dialect, String, TypeDecorator
from sqlalchemy.types import TypeEngine

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")

# PostgreSQL sorts by the locale of its server unless told otherwise; "C" sorts by code point,
# which is what SQLite does and what the draw's byte order asks for.
Word = String().with_variant(String(collation="C"), "postgresql")


def instant_text(moment: datetime) -> str:
    """An instant as fixed-width UTC text, so that text order is time order.

    Raises ValueError for a naive datetime: an instant without an offset names no moment.
    """
    if moment.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Instant(TypeDecorator[datetime]):
    """An instant with offset; UTC text on SQLite, timestamptz on PostgreSQL; read at +08:00."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Native instants where the database has them."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive datetimes, write UTC."""
        if value is None:
            return None
        text = instant_text(value)
        return value if dialect.name == "postgresql" else text

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        """Read at the office's offset."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(OFFICE_ZONE)


class Words(TypeDecorator[tuple[str, ...]]):
    """A tuple of short texts as compact JSON text, so that LIKE can look for one of them."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _dialect: Dialect) -> str | None:
        """Write ``["a","b"]``; a plain text (a LIKE pattern) passes unchanged."""
        if value is None or isinstance(value, str):
            return value
        return (
            "[]"
            if not value
            else json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))
        )

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[str, ...]:
        """Read back the tuple."""
        return tuple(json.loads(value)) if value and value != "[]" else ()


class JsonTuple(TypeDecorator[tuple[Any, ...]]):
    """A tuple of JSON values; lists directly inside it come back as tuples."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Any, ...] | None, _dialect: Dialect) -> Any:
        """Write a list."""
        return None if value is None else list(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[Any, ...]:
        """Read a tuple."""
        return tuple(tuple(v) if isinstance(v, list) else v for v in value or ())
