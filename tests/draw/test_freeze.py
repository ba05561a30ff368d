"""Freezing: what becomes a pool, and what is refused with its row."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import draw


def refusal(rows: Any, out: Path, **options: Any) -> draw.DrawRefused:
    with pytest.raises(draw.DrawRefused) as refused:
        draw.freeze(rows, out, **options)
    assert not out.exists()
    return refused.value


def row(who: Any, **changes: Any) -> dict[str, Any]:
    return {"id": who, "name": "示例", "risk": "A", "district": "U01", **changes}


def write_csv(path: Path, rows: list[dict[str, Any]], encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    data = text.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def test_rows_in_any_order_and_any_form_make_the_same_pool(tmp_path: Path, city: Any) -> None:
    rows = city.made_up_rows(60)
    sources = {
        "mappings": rows,
        "reversed": rows[::-1],
        "csv": write_csv(tmp_path / "rows.csv", rows),
        "gz": write_csv(tmp_path / "rows.csv.gz", rows),
        "excel": write_csv(tmp_path / "excel.csv", rows, "utf-8-sig"),
    }
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, tmp_path / "rows.parquet")
    pq.write_table(
        table.set_column(2, "risk", table["risk"].dictionary_encode()).set_column(
            3, "district", table["district"].cast(pa.large_string())
        ),
        tmp_path / "categories.parquet",
    )
    sources["parquet"] = tmp_path / "rows.parquet"
    sources["categories"] = str(tmp_path / "categories.parquet")
    made = {}
    for name, source in sources.items():
        out = tmp_path / name / "POOL.parquet"
        out.parent.mkdir()
        pool = draw.freeze(source, out)
        made[name] = (pool.digest, out.read_bytes(), (out.parent / "POOL.csv.gz").read_bytes())
    assert len(set(made.values())) == 1


def test_the_pool_is_sorted_and_its_csv_holds_the_same_rows(tmp_path: Path, city: Any) -> None:
    rows = city.made_up_rows(30)
    rows[3]["name"] = '带"引号",的名称'
    pool = draw.freeze(rows, tmp_path / "POOL.parquet")
    assert pool.columns == ("id", "name", "risk", "district", "credit_flag")
    kept = pq.read_table(pool.path).to_pylist()
    assert kept == sorted(rows, key=lambda r: r["id"].encode())
    text = gzip.decompress((tmp_path / "POOL.csv.gz").read_bytes()).decode()
    assert list(csv.DictReader(io.StringIO(text, newline=""))) == kept


def test_the_id_column_may_have_another_name_and_a_missing_name_is_added(tmp_path: Path) -> None:
    rows = [
        {"代码": "T2", "risk": "A", "district": "U01"},
        {"代码": "T1", "risk": "B", "district": "U"},
    ]
    pool = draw.freeze(rows, tmp_path / "POOL.parquet", id_column="代码")
    assert pool.columns == ("id", "name", "risk", "district")
    assert pq.read_table(pool.path).column("id").to_pylist() == ["T1", "T2"]


def test_all_faults_are_named_at_once_with_their_rows(tmp_path: Path, city: Any) -> None:
    good = city.credit_code(7)
    wrong = good[:17] + ("0" if good[17] != "0" else "1")
    rows = [
        row("T1"),
        row("Ｔ2"),  # full-width
        row("T 3"),  # a blank
        row("t4"),  # lower case
        row("Т5"),  # a Cyrillic letter
        row("T-6"),
        row(""),
        row(None),
        row(wrong),
        row("91440300MA5ABCDO0X"),  # the letter O, which no credit code has
        row("11010519491231002X"),  # the example of GB 11643: an identity number
        row("T" * 65),
        row("T1"),
        row("T14", risk=None),
        row("T15", district="福田\t区"),
        row("T16", risk="Ａ"),
        row("T17", district=" U01"),
        row("T18", name="两\n行"),
        row("T19", risk=""),
    ]
    faults = refusal(rows, tmp_path / "P.parquet").faults
    assert sorted((f.row, f.field, f.code) for f in faults) == [
        (2, "id", "id_full_width"),
        (3, "id", "id_blank"),
        (4, "id", "id_lower_case"),
        (5, "id", "id_look_alike"),
        (6, "id", "id_character"),
        (7, "id", "id_missing"),
        (8, "id", "id_missing"),
        (9, "id", "credit_code_check"),
        (10, "id", "credit_code_letter"),
        (11, "id", "identity_number"),
        (12, "id", "id_too_long"),
        (13, "id", "duplicate"),
        (14, "risk", "null"),
        (15, "district", "control_character"),
        (16, "risk", "look_alike_value"),
        (17, "district", "look_alike_value"),
        (18, "name", "control_character"),
        (19, "risk", "null"),
    ]
    number = next(f for f in faults if f.code == "identity_number")
    assert number.value is None  # an identity number isn't repeated in a message
    assert all(
        f.zh.startswith(f"第 {f.row} 行") and f.en.startswith(f"Row {f.row}") for f in faults
    )


def test_rows_of_a_csv_are_counted_without_the_header(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "rows.csv", [row("T1"), row("T2", name="两\n行"), row("T2")])
    faults = refusal(path, tmp_path / "P.parquet").faults
    assert {(f.row, f.code) for f in faults} == {(2, "control_character"), (3, "duplicate")}


def test_numbers_are_not_taken_for_ids_or_classes(tmp_path: Path) -> None:
    faults = refusal([row(12), row("T2", risk=3)], tmp_path / "P.parquet").faults
    assert [(f.row, f.code) for f in faults] == [(1, "id_not_text"), (2, "value_not_text")]
    pq.write_table(
        pa.table({"id": [1.0], "risk": ["A"], "district": ["U"]}), tmp_path / "f.parquet"
    )
    assert (
        refusal(tmp_path / "f.parquet", tmp_path / "P.parquet").faults[0].code == "column_not_text"
    )


def test_missing_columns_and_an_empty_list_are_refused(tmp_path: Path) -> None:
    faults = refusal([{"id": "T1", "name": "x"}], tmp_path / "P.parquet").faults
    assert [(f.code, f.field) for f in faults] == [
        ("column_missing", "risk"),
        ("column_missing", "district"),
    ]
    path = tmp_path / "empty.csv"
    path.write_text("id,name,risk,district\n", encoding="utf-8")
    assert refusal(path, tmp_path / "P.parquet").faults[0].code == "empty_pool"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.parquet", b"PAR1 this is no parquet file"),
        ("rows.csv.gz", b"\x1f\x8bbroken"),
        ("rows.csv", "id,name,risk,district\nT1,名,A,U\n".encode("gbk")),
        ("rows.csv", b"id,name,risk,district\nT1,x,A\n"),
        ("rows.csv", b""),
        ("absent.csv", None),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    fault = refusal(tmp_path / name, tmp_path / "P.parquet").faults[0]
    assert fault.code in ("unreadable", "column_missing")
    with pytest.raises(draw.DrawRefused):
        draw.open_pool(tmp_path / name)


def test_a_pool_that_was_not_frozen_is_refused_at_the_commitment(tmp_path: Path, city: Any) -> None:
    rows = [row("T2"), row("T1"), row("T1"), row("t3"), row("T4", risk="A\tB")]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "P.parquet")
    pool = draw.open_pool(tmp_path / "P.parquet")
    strata = [{"name": "all", "where": {}, "count": 1}]
    plan = draw.parse_plan(city.plan_json(strata=strata, columns=[]))
    with pytest.raises(draw.DrawRefused) as refused:
        draw.commit(pool, plan, published_at=city.NIGHT, number=1)
    assert [(f.row, f.code) for f in refused.value.faults] == [
        (5, "control_character"),
        (4, "id_lower_case"),
        (2, "not_sorted"),
        (3, "duplicate"),
        (5, "not_sorted"),  # "T4" stands after "t3", and capitals come first
    ]
    with pytest.raises(draw.DrawRefused):
        _ = pool.digest


def test_a_very_bad_file_gets_a_list_that_ends(tmp_path: Path) -> None:
    faults = refusal([row(f"t{i}") for i in range(10_050)], tmp_path / "P.parquet").faults
    # the first 10,000 and one that says how many there were
    assert len(faults) == 10_001
    assert faults[-1].code == "too_many_faults"
    assert faults[-1].value == "10050"


def test_integers_and_flags_in_further_columns_have_one_text_form(
    tmp_path: Path, city: Any
) -> None:
    rows = [row(f"T{i}", staff=i, listed=i % 2 == 0) for i in range(9)]
    pool = draw.freeze(rows, tmp_path / "POOL.parquet")
    strata = [{"name": "all", "where": {}, "count": 1}]
    plan = draw.parse_plan(city.plan_json(strata=strata, columns=["staff", "listed"]))
    made = [
        draw.commit(p, plan, published_at=city.NIGHT, number=1)["statement"]["pool_digest"]
        for p in (pool, draw.open_pool(tmp_path / "POOL.csv.gz"))
    ]
    assert made[0] == made[1]
