"""Typed access to untrusted JSON: each reader notes a fault and answers None when it cannot."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from solver.clock import is_date, minutes_of
from solver.faults import FaultList
from solver.wording import TYPE_WORDS

Row = Mapping[str, Any]
T = TypeVar("T")

_ABSENT = object()


def _wrong_type(faults: FaultList, field: str, value: Any, kind: str, rule: str) -> None:
    zh, en = TYPE_WORDS[kind]
    faults.add("wrong_type", field, value, rule, zh=zh, en=en)


def _get(
    faults: FaultList,
    row: Row,
    path: str,
    key: str,
    kind: str,
    accept: Callable[[Any], bool],
    rule: str = "R01",
) -> Any:
    """The value under `key` when it is of the wanted kind, else None with a fault."""
    value = row.get(key, _ABSENT)
    field = f"{path}.{key}" if path else key
    if value is _ABSENT:
        faults.add("missing", field, None, rule)
        return None
    if not accept(value):
        _wrong_type(faults, field, value, kind, rule)
        return None
    return value


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    if _is_int(value):
        return bool(abs(value) < 2**53)
    return isinstance(value, float) and math.isfinite(value)


def text(faults: FaultList, row: Row, path: str, key: str, *, blank: bool = False) -> str | None:
    """A text; blank ones are refused unless `blank`."""
    value = _get(faults, row, path, key, "text", lambda v: isinstance(v, str))
    if value is not None and not blank and not value.strip():
        faults.add("empty_text", f"{path}.{key}" if path else key, value, "R01")
        return None
    return value  # type: ignore[no-any-return]


def integer(
    faults: FaultList, row: Row, path: str, key: str, low: int, rule: str = "R01"
) -> int | None:
    """An integer of at least `low`; true and false are not integers."""
    value = _get(faults, row, path, key, "integer", _is_int, rule)
    if value is not None and value < low:
        faults.add("too_small", f"{path}.{key}" if path else key, value, rule, low=low)
        return None
    return value  # type: ignore[no-any-return]


def number(
    faults: FaultList, row: Row, path: str, key: str, low: float, high: float
) -> float | None:
    """A finite number within bounds."""
    value = _get(faults, row, path, key, "number", _is_number)
    if value is not None and not low <= value <= high:
        field = f"{path}.{key}" if path else key
        faults.add("out_of_range", field, value, "R01", low=low, high=high)
        return None
    return value  # type: ignore[no-any-return]


def boolean(faults: FaultList, row: Row, path: str, key: str) -> bool | None:
    """True or false."""
    return _get(  # type: ignore[no-any-return]
        faults, row, path, key, "boolean", lambda v: isinstance(v, bool)
    )


def listing(
    faults: FaultList, row: Row, path: str, key: str, *, empty: bool = False
) -> list[Any] | None:
    """A list; empty ones are refused unless `empty`."""
    value = _get(faults, row, path, key, "list", lambda v: isinstance(v, list))
    if value is not None and not value and not empty:
        faults.add("empty_list", f"{path}.{key}" if path else key, value, "R01")
        return None
    return value  # type: ignore[no-any-return]


def mapping(faults: FaultList, row: Row, path: str, key: str) -> Row | None:
    """A JSON object."""
    return _get(  # type: ignore[no-any-return]
        faults, row, path, key, "object", lambda v: isinstance(v, Mapping)
    )


def texts(faults: FaultList, values: list[Any] | None, path: str) -> tuple[str, ...]:
    """The texts of a list, in order; entries of another kind are noted and left out."""
    kept = []
    for index, value in enumerate(values or ()):
        if isinstance(value, str) and value.strip():
            kept.append(value)
        else:
            _wrong_type(faults, f"{path}[{index}]", value, "text", "R01")
    return tuple(kept)


def day(faults: FaultList, value: Any, field: str, rule: str = "R01") -> str | None:
    """A date YYYY-MM-DD."""
    if not isinstance(value, str) or not is_date(value):
        faults.add("malformed_date", field, value, rule)
        return None
    return value


def span(faults: FaultList, row: Row, path: str) -> tuple[int, int] | None:
    """`from` and `to` as minutes after midnight, in that order."""
    ends: list[int] = []
    for key in ("from", "to"):
        value = row.get(key, _ABSENT)
        if value is _ABSENT:
            faults.add("missing", f"{path}.{key}", None, "R01")
            continue
        minutes = minutes_of(value) if isinstance(value, str) else None
        if minutes is None:
            faults.add("malformed_time", f"{path}.{key}", value, "R01")
            continue
        ends.append(minutes)
    if len(ends) < 2:
        return None
    if ends[0] >= ends[1]:
        faults.add("window_reversed", f"{path}.to", row["to"], "R03")
        return None
    return ends[0], ends[1]


def rows(
    faults: FaultList,
    values: list[Any] | None,
    path: str,
    read: Callable[[Row, str], T | None],
) -> list[T]:
    """Every entry of a list of objects, read one by one; unreadable ones are left out."""
    kept = []
    for index, value in enumerate(values or ()):
        place = f"{path}[{index}]"
        if not isinstance(value, Mapping):
            _wrong_type(faults, place, value, "object", "R01")
            continue
        made = read(value, place)
        if made is not None:
            kept.append(made)
    return kept


def unique(faults: FaultList, ids: list[Any], path: str, key: str = "id") -> None:
    """Note every id that stands twice."""
    seen: set[str] = set()
    for index, value in enumerate(ids):
        if not isinstance(value, str):
            continue
        if value in seen:
            field = f"{path}[{index}].{key}" if key else f"{path}[{index}]"
            faults.add("duplicate_id", field, value, "R01")
        seen.add(value)
