"""PLAN.json: what is drawn, from which strata, how many, and where the seed will come from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from draw.credit import id_problem
from draw.errors import Fault, fault, refuse_if
from draw.instants import parse_day, parse_instant

BASE_COLUMNS = ("id", "risk", "district")
KINDS = ("ceremony", "published", "beacon", "rehearsal")
LARGEST_INTEGER = 2**53 - 1
_RATIO = re.compile(r"\d{1,30}(\.\d{1,30})?|\d{1,30}/\d{1,30}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stratum:
    """Rows that match every key of `where` (any of its values), and how many of them are drawn."""

    name: str
    where: tuple[tuple[str, tuple[str, ...]], ...]
    ratio: Fraction | None
    count: int | None

    def number(self, size: int) -> int:
        """How many of `size` rows are drawn: an exact ratio rounded up, or the count as it stands."""
        if self.ratio is None:
            return self.count or 0
        return -(-self.ratio.numerator * size // self.ratio.denominator)


@dataclass(frozen=True, slots=True)
class SeedSource:
    """Where the seed comes from; `not_before` is the instant before which it can't exist."""

    kind: str
    what: str
    not_before: str | None
    witnesses: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()
    chain: str = "quicknet"
    round: int | None = None
    fallback: tuple[SeedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan without faults. `raw` is the object as it was given and as it is committed."""

    draw_id: str
    strata: tuple[Stratum, ...]
    exclude: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    outside: bool
    publish_after: str | None
    seed_source: SeedSource
    raw: Mapping[str, Any]

    @property
    def line_columns(self) -> tuple[str, ...]:
        """The columns of a pool line in order: id, risk, district, then the plan's own."""
        return (*BASE_COLUMNS, *self.columns)

    @property
    def rehearsal(self) -> bool:
        """True when nothing drawn by this plan may be called a draw."""
        return self.seed_source.kind == "rehearsal"


def parse_plan(obj: object) -> Plan:
    """Read a plan; raises DrawRefused("plan_refused") with every fault it has."""
    faults: list[Fault] = []
    if not isinstance(obj, Mapping):
        refuse_if("plan_refused", [fault("not_an_object", "plan", value=type(obj).__name__)])
    assert isinstance(obj, Mapping)
    raw = _plain(obj, "plan", faults)
    plan = Plan(
        draw_id=_line(raw.get("draw_id"), "draw_id", faults),
        columns=(columns := _columns(raw.get("columns", []), faults)),
        strata=_strata(raw.get("strata"), columns, faults),
        exclude=_exclude(raw.get("exclude", []), faults),
        outside=_flag(raw.get("outside", False), "outside", faults),
        publish_after=_day_or_instant(raw.get("publish_after"), "publish_after", faults),
        seed_source=_source(raw.get("seed_source"), "seed_source", faults),
        raw=raw,
    )
    _lots(raw.get("lots", {}), faults)
    refuse_if("plan_refused", faults)
    return plan


def _plain(value: Any, field: str, faults: list[Fault]) -> Any:
    """A deep copy as plain JSON; floats and huge integers have no place in a commitment."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v, f"{field}.{k}", faults) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v, f"{field}[{i}]", faults) for i, v in enumerate(value)]
    if isinstance(value, float) or (
        isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST_INTEGER
    ):
        faults.append(fault("number_not_exact", field, value=value, rule="§5.3"))
        return None
    if value is None or isinstance(value, (str, int)):
        return value
    faults.append(fault("not_json", field, value=type(value).__name__))
    return None


def _line(value: object, field: str, faults: list[Fault]) -> str:
    if isinstance(value, str) and value and value == value.strip() and value.isprintable():
        return value
    faults.append(fault("not_one_line", field, value=value))
    return ""


def _flag(value: object, field: str, faults: list[Fault]) -> bool:
    if isinstance(value, bool):
        return value
    faults.append(fault("not_true_or_false", field, value=value))
    return False


def _instant(value: object, field: str, faults: list[Fault]) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and parse_instant(value) is not None:
        return value
    faults.append(fault("not_an_instant", field, value=value))
    return None


def _day_or_instant(value: object, field: str, faults: list[Fault]) -> str | None:
    if isinstance(value, str) and parse_day(value):
        return value
    return _instant(value, field, faults)


def _list(value: object, field: str, faults: list[Fault]) -> list[Any]:
    if isinstance(value, list):
        return value
    faults.append(fault("not_a_list", field, value=value))
    return []


def _columns(value: object, faults: list[Fault]) -> tuple[str, ...]:
    columns: list[str] = []
    for i, item in enumerate(_list(value, "columns", faults)):
        name = _line(item, f"columns[{i}]", faults)
        if name in BASE_COLUMNS or name in columns:
            faults.append(fault("column_twice", f"columns[{i}]", value=name, rule="§5.2"))
        columns.append(name)
    return tuple(columns)


def _strata(value: object, columns: tuple[str, ...], faults: list[Fault]) -> tuple[Stratum, ...]:
    items = _list(value, "strata", faults)
    if isinstance(value, list) and not items:
        faults.append(fault("no_strata", "strata"))
    strata = [_stratum(item, f"strata[{i}]", columns, faults) for i, item in enumerate(items)]
    for i, stratum in enumerate(strata):
        if stratum and stratum.name and stratum.name in [s.name for s in strata[:i] if s]:
            faults.append(fault("stratum_twice", f"strata[{i}].name", value=stratum.name))
    return tuple(s for s in strata if s)


def _stratum(
    item: object, field: str, columns: tuple[str, ...], faults: list[Fault]
) -> Stratum | None:
    if not isinstance(item, dict):
        faults.append(fault("not_an_object", field, value=item))
        return None
    ratio, count = item.get("ratio"), item.get("count")
    if (ratio is None) == (count is None):
        faults.append(fault("ratio_or_count", field, rule="§5"))
    return Stratum(
        name=_line(item.get("name"), f"{field}.name", faults),
        where=_where(item.get("where"), f"{field}.where", columns, faults),
        ratio=None if ratio is None else _ratio(ratio, f"{field}.ratio", faults),
        count=None if count is None else _count(count, f"{field}.count", faults),
    )


def _ratio(value: object, field: str, faults: list[Fault]) -> Fraction | None:
    if isinstance(value, str) and _RATIO.fullmatch(value) and not re.fullmatch(r".*/0+", value):
        ratio = Fraction(value)
        if 0 < ratio <= 1:
            return ratio
    faults.append(fault("ratio", field, value=value, rule="§5"))
    return None


def _count(value: object, field: str, faults: list[Fault]) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    faults.append(fault("count", field, value=value, rule="§5"))
    return None


def _where(
    value: object, field: str, columns: tuple[str, ...], faults: list[Fault]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        faults.append(fault("not_an_object", field, value=value))
        return ()
    allowed = ("risk", "district", *columns)
    where = []
    for key, wanted in value.items():
        if key not in allowed:
            faults.append(
                fault("where_column", f"{field}.{key}", value=key, allowed=", ".join(allowed))
            )
        values = wanted if isinstance(wanted, list) else [wanted]
        if not values or not all(isinstance(v, str) for v in values):
            faults.append(fault("where_value", f"{field}.{key}", value=wanted))
            values = []
        where.append((key, tuple(values)))
    return tuple(where)


def _exclude(value: object, faults: list[Fault]) -> tuple[tuple[str, str], ...]:
    seen: dict[str, str] = {}
    for i, item in enumerate(_list(value, "exclude", faults)):
        field = f"exclude[{i}]"
        if not isinstance(item, dict):
            faults.append(fault("not_an_object", field, value=item))
            continue
        who = item.get("id")
        problem = id_problem(who)
        if problem:
            faults.append(fault(problem, f"{field}.id", value=who, rule="§5.1"))
        elif who in seen:
            faults.append(fault("excluded_twice", f"{field}.id", value=who))
        seen[str(who)] = _line(item.get("reason"), f"{field}.reason", faults)
    return tuple(seen.items())


_LOTS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "day": (("days",), None),
    "one_side": (("names",), "count"),
    "census": (("days", "people"), "team_size"),
}
"""The special lots a plan may ask for: their lists, and the number beside them."""


def _lots(value: object, faults: list[Fault]) -> None:
    """Lists of different lines, a number of at least 1; the lots themselves are drawn by `modes`."""
    if not isinstance(value, dict):
        faults.append(fault("not_an_object", "lots", value=value))
        return
    for name, asked in value.items():
        field = f"lots.{name}"
        if name not in _LOTS:
            faults.append(fault("lot_kind", field, value=name, allowed=", ".join(_LOTS)))
        elif not isinstance(asked, dict):
            faults.append(fault("not_an_object", field, value=asked))
        else:
            lists, number = _LOTS[name]
            sizes = [_distinct(asked.get(n), f"{field}.{n}", faults) for n in lists]
            least = (_count(asked.get(number), f"{field}.{number}", faults) if number else 1) or 1
            if sizes[-1] < least:
                few = f"{field}.{lists[-1]}"
                faults.append(fault("too_few", few, value=sizes[-1], least=least))


def _distinct(value: object, field: str, faults: list[Fault]) -> int:
    """How many lines the list has."""
    items = _list(value, field, faults)
    for i, item in enumerate(items):
        if _line(item, f"{field}[{i}]", faults) and item in items[:i]:
            faults.append(fault("duplicate", f"{field}[{i}]", value=item))
    return len(items)


def _source(value: object, field: str, faults: list[Fault]) -> SeedSource:
    if not isinstance(value, dict):
        faults.append(fault("not_an_object", field, value=value))
        return SeedSource("rehearsal", "", None)
    kind = value.get("kind")
    if kind not in KINDS:
        faults.append(fault("seed_kind", f"{field}.kind", value=kind, allowed=", ".join(KINDS)))
    formal = kind != "rehearsal"
    if formal and value.get("not_before") is None:
        faults.append(fault("not_before_missing", f"{field}.not_before", rule="§5.4"))
    what = value.get("what", "" if not formal else None)
    return SeedSource(
        kind=str(kind),
        what=_line(what, f"{field}.what", faults) if formal or what else "",
        not_before=_instant(value.get("not_before"), f"{field}.not_before", faults),
        witnesses=_names(value.get("witnesses", []), f"{field}.witnesses", faults),
        reserves=_names(value.get("reserves", []), f"{field}.reserves", faults),
        chain=_line(value.get("chain", "quicknet"), f"{field}.chain", faults),
        round=None
        if value.get("round") is None
        else _count(value["round"], f"{field}.round", faults),
        fallback=_fallback(value.get("fallback", []), f"{field}.fallback", faults),
    )


def _names(value: object, field: str, faults: list[Fault]) -> tuple[str, ...]:
    names = [_line(n, f"{field}[{i}]", faults) for i, n in enumerate(_list(value, field, faults))]
    for i, name in enumerate(names):
        if name and name in names[:i]:
            faults.append(fault("witness_twice", f"{field}[{i}]", value=name, rule="§5.4"))
    return tuple(names)


def _fallback(value: object, field: str, faults: list[Fault]) -> tuple[SeedSource, ...]:
    items = _list(value, field, faults)
    for i, item in enumerate(items):
        if isinstance(item, dict) and item.get("kind") == "rehearsal":
            allowed = ", ".join(KINDS[:3])
            faults.append(
                fault("seed_kind", f"{field}[{i}].kind", value="rehearsal", allowed=allowed)
            )
    return tuple(_source(item, f"{field}[{i}]", faults) for i, item in enumerate(items))
