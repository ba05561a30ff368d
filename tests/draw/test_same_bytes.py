"""The same bytes, whatever the machine is set to: hash seed, locale, time zone, threads, functions."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import draw
from draw import kernel, native, plain, selection
from draw import survey as survey_module
from draw.selection import strata_of
from draw.survey import in_order, survey
from draw.tickets import draw_key

ROOT = Path(__file__).parents[2]
PROGRAM = """
import hashlib, json, sys
import draw
folder = sys.argv[1]
rows = json.load(open(folder + "/rows.json", encoding="utf-8"))
plan = draw.parse_plan(json.load(open(folder + "/plan.json", encoding="utf-8")))
pool = draw.freeze(rows, sys.argv[2] + "/POOL.parquet")
made = draw.commit(pool, plan, published_at="2026-12-01T09:00+08:00", number=1)
got = draw.reveal(made, pool, "s", evidence=None, previous=None, times={})
found = json.dumps(got).encode() + open(sys.argv[2] + "/POOL.parquet", "rb").read()
print(hashlib.sha256(found + open(sys.argv[2] + "/POOL.csv.gz", "rb").read()).hexdigest())
"""


def test_hash_seed_locale_and_time_zone_change_no_byte(tmp_path: Path, city: Any) -> None:
    (tmp_path / "rows.json").write_text(json.dumps(city.made_up_rows(80)), encoding="utf-8")
    (tmp_path / "plan.json").write_text(json.dumps(city.plan_json()), encoding="utf-8")
    settings = [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"},
    ]
    found = set()
    for number, setting in enumerate(settings):
        out = tmp_path / str(number)
        out.mkdir()
        command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(out)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **setting}
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found.add(ran.stdout)
    assert len(found) == 1


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory, city: Any) -> draw.Pool:
    """70,000 rows: three batches of reading and more than one block of the tree."""
    rows = [
        {"id": f"T{i:06d}", "name": "", "risk": "ABCD"[i * 7 % 4], "district": f"U{i % 11:02d}"}
        for i in range(70_000)
    ]
    return draw.freeze(rows, tmp_path_factory.mktemp("larger") / "POOL.parquet")


def test_threads_and_compiled_functions_change_no_byte(
    larger: draw.Pool, city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = draw.parse_plan(city.plan_json(columns=[]))
    key = draw_key("c" * 64, "seed")
    made = []
    ways = [(plain, 1), *((work, n) for work in (kernel, native) for n in (1, 2, 5))]
    for work, threads in ways:
        if work is native and not native.available():
            continue
        for module in (survey_module, selection):
            monkeypatch.setattr(module, "functions_for", lambda _, work=work: work)
        found = survey(
            larger.path, plan.line_columns, rows=larger.rows, plan=plan, key=key, threads=threads
        )
        strata = strata_of(larger, found, key)
        arrays = hashlib.sha256(found.codes.tobytes() + found.words.tobytes()).hexdigest()
        made.append((found.digest, found.root, found.counts, arrays, draw.digest_of(strata)))
    assert len({str(m) for m in made}) == 1


def test_a_large_pool_is_proven_with_the_same_root(
    larger: draw.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_module, "LARGE", 1)
    proof = draw.inclusion_proof(larger, [], "T069999")
    assert proof["root"] == larger.root
    assert draw.verify_inclusion(proof, {"rows": 70_000, "pool_root": larger.root})


LIGHT = """
import json, sys
import draw
pool = draw.open_pool(sys.argv[1])
plan = draw.parse_plan(json.loads(sys.argv[2]))
made = draw.commit(pool, plan, published_at="2026-12-01T09:00+08:00", number=1)
receipt = draw.reveal(made, pool, "s", evidence=None, previous=None, times={})
assert draw.verify(receipt, pool).recomputed
print(sorted({"numba", "pandas", "ortools"} & set(sys.modules)))
"""


@pytest.mark.skipif(not native.available(), reason="this processor has no SHA-256 instructions")
def test_a_large_draw_starts_light(larger: draw.Pool, city: Any) -> None:
    # numba takes four seconds of a fresh process and pandas one: neither is needed
    plan = json.dumps(city.plan_json(columns=[]))
    command = [sys.executable, "-c", LIGHT, str(larger.path), plan]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_results_come_in_the_order_of_their_items() -> None:
    def slow_first(n: int) -> int:
        return int(np.sum(np.arange(100_000 if n == 0 else 10)) * 0 + n)

    assert list(in_order(slow_first, range(50), 3)) == list(range(50))
