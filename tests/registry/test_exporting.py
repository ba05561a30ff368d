"""An export imports again as unchanged, whatever the directory holds."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from registry import (
    Inspector,
    Item,
    RegistryRefused,
    Target,
    export_rows,
    import_rows,
    open_registry,
)

BODY = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def trimmed(text):
    return text == text.strip(" \t\n\u00a0\u3000")


# Anything a person may type into one line: no control, format, separator or surrogate characters.
line = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "Co", "Cn"])
    | st.just(" "),
    max_size=12,
).filter(trimmed)
word = line.filter(bool)
words = st.lists(word, max_size=4, unique=True).map(tuple)
paragraph = st.lists(word, max_size=3).map("\n".join).filter(trimmed)
credit_codes = st.text(BODY, min_size=9, max_size=9).map(
    lambda tail: "91440300" + tail + uscc.calc_check_digit("91440300" + tail + "0")
)
ids = st.one_of(
    st.tuples(credit_codes, st.just("uscc")),
    st.tuples(st.from_regex(r"[1-9][0-9]{14}", fullmatch=True), st.just("legacy")),
    st.tuples(st.from_regex(r"[A-Z][A-Z0-9]{3,11}", fullmatch=True), st.just("issued")),
)
days = st.dates(date(1990, 1, 1), date(2199, 12, 31))


@st.composite
def targets(draw):
    id, kind = draw(ids)
    place = draw(
        st.none() | st.tuples(st.floats(73, 136, width=32), st.floats(3, 54, width=32))
    ) or (None, None)
    lon, lat = place
    return Target(
        id, kind, draw(word), draw(word), draw(st.sampled_from(["U01", "U02"])),
        draw(st.sampled_from("ABCD")), draw(word),
        None if lon is None else round(lon, 6), None if lat is None else round(lat, 6),
        draw(st.sampled_from(["CGCS2000", "GCJ-02", "WGS84", "BD-09"])), draw(line), draw(line),
        draw(st.sampled_from(["", "5211", "F5211"])),
        draw(st.sampled_from(["", "abnormal", "serious", "complaints"])), draw(words),
        draw(st.sampled_from(["active", "revoked", "deregistered"])), "08:30", "21:00",
    )  # fmt: skip


@st.composite
def inspectors(draw):
    department, trades = draw(
        st.sampled_from([("市场监管", ("综合监管", "食品安全")), ("消防", ("消防监督",))])
    )
    role = draw(st.sampled_from(["inspector", "assistant"]))
    number = draw(word) if role == "inspector" else draw(line)
    return Inspector(
        draw(st.from_regex(r"[A-Z0-9]{1,12}", fullmatch=True)), draw(word), department,
        draw(st.sampled_from(["U01", "U02"])), draw(line),
        tuple(draw(st.lists(st.sampled_from(trades), min_size=1, unique=True))), number,
        draw(st.none() | days) if number else None, draw(line),
        draw(st.sampled_from(["", "男", "女"])), draw(line), role, draw(st.integers(1, 20)),
        draw(st.booleans()),
    )  # fmt: skip


@st.composite
def items(draw):
    first, last = sorted(draw(st.tuples(days, days)))
    return Item(
        draw(st.from_regex(r"[A-Z]{2}-[0-9]{1,6}", fullmatch=True)), "消防", draw(word), draw(line),
        f"《某法》第{draw(st.integers(1, 99))}条", draw(line), draw(paragraph), draw(paragraph),
        draw(line), draw(line), "消防监督", draw(st.integers(1, 960)), draw(words), draw(line),
        draw(st.booleans()), draw(st.none() | st.just(first)), draw(st.none() | st.just(last)),
        draw(paragraph),
    )  # fmt: skip


@pytest.fixture
def round_trip(embedded_filled, planner, noon):
    def round_trip(kind, rows):
        folder = Path(tempfile.mkdtemp())
        shutil.copy(embedded_filled, folder / "suixin.db")
        registry = open_registry(f"sqlite:///{folder}/suixin.db")
        try:
            with registry.writing(by=planner, at=noon, action="a", subject="s") as tx:
                getattr(tx, kind).put_many(rows)
                sheet = export_rows(tx, kind)
                report = import_rows(tx, kind, sheet, f"{kind}.csv")
                again = export_rows(tx, kind)
        finally:
            registry.close()
            shutil.rmtree(folder)
        assert (report.added, report.changed) == (0, 0)
        assert report.unchanged == report.rows >= len(rows)
        assert report.cleaned == ()
        assert again == sheet

    return round_trip


keep = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@keep
@given(rows=st.lists(targets(), min_size=1, max_size=6, unique_by=lambda t: t.id))
def test_exported_targets_import_as_unchanged(round_trip, rows):
    round_trip("targets", rows)


@keep
@given(
    rows=st.lists(
        inspectors(),
        min_size=1,
        max_size=6,
        unique_by=(lambda i: i.id, lambda i: i.certificate_number or i.id),
    )
)
def test_exported_inspectors_import_as_unchanged(round_trip, rows):
    round_trip("inspectors", rows)


@keep
@given(rows=st.lists(items(), min_size=1, max_size=6, unique_by=lambda i: i.id))
def test_exported_items_import_as_unchanged(round_trip, rows):
    round_trip("items", rows)


def test_an_empty_registry_gets_back_what_another_exported(
    registry, write, tmp_path, planner, noon
):
    with registry.reading() as tx:
        sheets = {kind: export_rows(tx, kind) for kind in ("targets", "inspectors")}
        places = (tx.departments.all(), tx.districts.all())
        want = (tuple(tx.targets.iterate(status=None)), tx.inspectors.all())
    other = open_registry(f"sqlite:///{tmp_path}/other.db", migrate=True)
    with write(other) as tx:
        tx.departments.put_many(places[0])
        tx.districts.put_many(places[1])
        for kind, sheet in sheets.items():
            import_rows(tx, kind, sheet, f"{kind}.csv")
    with other.reading() as tx:
        assert (tuple(tx.targets.iterate(status=None)), tx.inspectors.all()) == want
    other.close()


def test_no_cell_of_an_export_is_a_formula(embedded, write):
    with write(embedded) as tx:
        for n, start in enumerate("=+-@"):
            tx.targets.put_many(
                [Target(f"X{n}", "issued", f"{start}1+1", "路", "U01", "A", "零售")]
            )
        sheet = export_rows(tx, "targets").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(sheet)) for cell in row]
    assert [c for c in cells if c.startswith(("=", "+", "-", "@"))] == []
    assert "'=1+1" in cells


def test_a_sheet_begins_with_the_mark_spreadsheets_look_for(embedded):
    with embedded.reading() as tx:
        assert export_rows(tx, "items").startswith(b"\xef\xbb\xbf")
        with pytest.raises(RegistryRefused):
            export_rows(tx, "recipes")
