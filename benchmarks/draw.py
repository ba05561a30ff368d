"""The draw at city size: one run, ratios to plain ways of doing the same in the same run.

    python benchmarks/draw.py [--rows 6490000] [--folder FOLDER] [--skip-slow] [--only WAY …]

Each way runs in a process of its own, so that peak memory is its own; times are wall clock of the work
itself and of the whole process with imports; CPU seconds are the honest figure on a busy machine. The
last two columns are ratios to the draw. Printed as a table and as JSON lines.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEED = "3c1f9b0a77d2e64880c35e19fd42ab06/91e0c7d35b2af8461d7e90b3c85f2a64"
STRATA = [{"name": risk, "where": {"risk": risk}, "ratio": "0.03"} for risk in "ABCD"]
PLAN = {
    "draw_id": "benchmark",
    "strata": STRATA,
    "seed_source": {"kind": "rehearsal", "what": "benchmark"},
}


def made_up_city(rows: int, path: Path) -> None:
    """Rows with right credit codes in random order, four risk classes, eleven districts."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from draw.credit import ALPHABET, WEIGHTS

    lot = np.random.default_rng(1)
    codes = np.empty((rows, 18), dtype=np.int32)
    codes[:, :8] = [ALPHABET.index(c) for c in "91440300"]
    number = lot.permutation(rows).astype(np.int64) * 31 + lot.integers(0, 31, rows)
    for place in range(16, 7, -1):
        codes[:, place], number = number % 31, number // 31
    codes[:, 17] = -(codes[:, :17] @ np.array(WEIGHTS)) % 31
    letters = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)[codes]
    ends = np.arange(rows + 1, dtype=np.int32) * 18
    ids = pa.StringArray.from_buffers(rows, pa.py_buffer(ends), pa.py_buffer(letters))

    def chosen(values: list[str], shares: list[float] | None = None) -> Any:
        picked = pa.array(lot.choice(len(values), rows, p=shares).astype(np.int32))
        return pa.DictionaryArray.from_arrays(picked, pa.array(values)).cast(pa.string())

    table = {
        "id": ids,
        "name": chosen([f"示例企业{i}号" for i in range(5000)]),
        "risk": chosen(list("ABCD"), [0.4, 0.4, 0.15, 0.05]),
        "district": chosen([f"U{i:02d}" for i in range(1, 12)]),
    }
    pq.write_table(pa.table(table), path)


# Each way: a function of the folder that does the work and returns what it found. The city is made in
# a process of its own too: a child's peak memory begins at that of the process it is forked from.


def city(folder: Path) -> Any:
    rows = int((folder / "rows.txt").read_text())
    made_up_city(rows, folder / "rows.parquet")
    return [rows]


def freeze(folder: Path) -> Any:
    import draw

    pool = draw.freeze(folder / "rows.parquet", folder / "POOL.parquet")
    return [pool.digest, pool.root]


def commit(folder: Path) -> Any:
    import draw

    pool, plan = draw.open_pool(folder / "POOL.parquet"), draw.parse_plan(PLAN)
    made = draw.commit(pool, plan, published_at="2026-12-01T09:00+08:00", number=1)
    (folder / "C.json").write_text(json.dumps(made))
    return made["commitment"]


def _selected(folder: Path) -> Any:
    """The draw itself: read, prove the pool, rank; ids and tickets stay packed."""
    import draw
    from draw.selection import selected
    from draw.survey import survey

    made = json.loads((folder / "C.json").read_text())
    pool, plan = draw.open_pool(folder / "POOL.parquet"), draw.parse_plan(PLAN)
    key = draw.draw_key(made["commitment"], SEED)
    found = survey(pool.path, plan.line_columns, rows=pool.rows, plan=plan, key=key, tree=False)
    assert found.digest == made["statement"]["pool_digest"]
    return selected(pool, found, key)


def ours(folder: Path) -> Any:
    ids, tickets, places = _selected(folder)
    lowest = [ids[int(part[0])].as_py() for part in places]
    return [sum(map(len, places)), lowest, len(tickets)]


def ours_twice(folder: Path) -> Any:
    """The same in a process that has drawn before, as a server has."""
    ours(folder)
    begun = time.perf_counter()
    ours(folder)
    return {"seconds": time.perf_counter() - begun}


def reveal(folder: Path) -> Any:
    import draw

    made = json.loads((folder / "C.json").read_text())
    pool = draw.open_pool(folder / "POOL.parquet")
    receipt = draw.reveal(made, pool, SEED, evidence=None, previous=None, times={})
    (folder / "R.json").write_text(json.dumps(receipt))
    return [s["cutoff"] for s in receipt["strata"]]


def verify(folder: Path) -> Any:
    import draw

    receipt = json.loads((folder / "R.json").read_text())
    verdict = draw.verify(receipt, draw.open_pool(folder / "POOL.parquet"))
    assert verdict.recomputed, verdict.differences[:3]
    return verdict.recomputed


def citizen(folder: Path) -> Any:
    file = ROOT / "docs" / "verify" / "suixin_verify.py"
    command = [sys.executable, "-I", file, folder / "R.json", folder / "POOL.csv.gz"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)["recomputed"]


def _columns(folder: Path) -> tuple[list[str], Any, str]:
    import pyarrow.parquet as pq

    made = json.loads((folder / "C.json").read_text())
    key = sha256(f"{made['commitment']}\n{SEED}".encode()).hexdigest()[:32]
    table = pq.read_table(folder / "POOL.parquet", columns=["id", "risk"])
    return table["id"].to_pylist(), table["risk"].to_numpy(), key


def hashlib_numpy(folder: Path) -> Any:
    """A plain loop over hashlib, then numpy to find the lowest 3 % of each class."""
    import numpy as np

    ids, risk, key = _columns(folder)
    head = f"{key}/".encode()
    numbers = np.array([sha256(head + i.encode()).hexdigest()[:16] for i in ids], dtype="S16")
    found = []
    for value in "ABCD":
        inside = np.flatnonzero(risk == value)
        count = -(-3 * len(inside) // 100)
        order = inside[np.argsort(numbers[inside])[: 2 * count]]
        found.append([ids[i] for i in order])
    return [sum(map(len, found)), [f[0] for f in found]]


def duckdb_sql(folder: Path) -> Any:
    """Plain SQL: one query a class, sorted by ticket."""
    import duckdb

    made = json.loads((folder / "C.json").read_text())
    key = sha256(f"{made['commitment']}\n{SEED}".encode()).hexdigest()[:32]
    path, found = folder / "POOL.parquet", []
    con = duckdb.connect()
    for value in "ABCD":
        asked = f"select count(*) from '{path}' where risk = '{value}'"
        row = con.execute(asked).fetchone()
        count = -(-3 * row[0] // 100) if row else 0
        query = f"""select id from '{path}' where risk = '{value}'
                    order by sha256('{key}/' || id), id limit {2 * count}"""
        found.append([r[0] for r in con.execute(query).fetchall()])
    return [sum(map(len, found)), [f[0] for f in found]]


def consistent_sampler(folder: Path) -> Any:
    """Rivest's ticket sampler, one run a class; its tickets are its own, so only counts compare."""
    from consistent_sampler import sampler

    ids, risk, key = _columns(folder)
    total = 0
    for value in "ABCD":
        inside = [i for i, r in zip(ids, risk, strict=True) if r == value]
        count = -(-3 * len(inside) // 100)
        total += sum(1 for _ in sampler(inside, with_replacement=False, seed=key, take=2 * count))
    return [total]


WAYS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "city": (city, "making the rows up (not part of it)"),
    "freeze": (freeze, "freeze with digest and Merkle root"),
    "commit": (commit, "commit (digest, root, strata)"),
    "ours": (ours, "draw 3 % in 4 strata, reading included"),
    "ours_twice": (ours_twice, "the same, second time in the process"),
    "reveal": (reveal, "reveal into a receipt of all rows"),
    "verify": (verify, "verify, everything recomputed"),
    "citizen": (citizen, "citizen's verifier, gzipped CSV"),
    "hashlib_numpy": (hashlib_numpy, "plain hashlib loop + numpy"),
    "duckdb_sql": (duckdb_sql, "plain DuckDB"),
    "consistent_sampler": (consistent_sampler, "consistent_sampler"),
}


def run_one(name: str, folder: Path) -> None:
    sys.path.insert(0, str(ROOT))
    begun = time.perf_counter()
    found = WAYS[name][0](folder)
    seconds = time.perf_counter() - begun
    if isinstance(found, dict):
        seconds = found.pop("seconds")
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = max(own.ru_maxrss, children.ru_maxrss) / 1024**2
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_gb": peak, "found": found}))


def measure(name: str, folder: Path) -> dict[str, Any] | None:
    begun = time.perf_counter()
    command = [sys.executable, __file__, "--one", name, "--folder", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"{name}: not run ({ran.stderr.strip().splitlines()[-1]})")
        return None
    result: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return {"way": name, **result, "whole": time.perf_counter() - begun}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=6_490_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--skip-slow", action="store_true", help="leave consistent_sampler out")
    parser.add_argument(
        "--only", nargs="+", choices=WAYS, help="these ways, on what the folder has"
    )
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run_one(options.one, options.folder)
        return
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        (folder / "rows.txt").write_text(str(options.rows))
        print(f"{options.rows:,} rows, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        names = options.only or [
            n for n in WAYS if n != "consistent_sampler" or not options.skip_slow
        ]
        results = [r for name in names if (r := measure(name, folder))]
    by_name = {r["way"]: r for r in results}
    base = by_name.get("ours", results[0])
    for other in ("hashlib_numpy", "duckdb_sql"):
        if other in by_name:
            assert by_name[other]["found"][:2] == base["found"][:2], f"{other} drew others"
    print(f"{'':42}{'work':>9}{'process':>10}{'CPU':>9}{'peak':>9}{'x draw':>8}{'x CPU':>8}")
    for r in results:
        print(
            f"{WAYS[r['way']][1]:42}{r['seconds']:8.2f}s{r['whole']:9.2f}s{r['cpu']:8.2f}s"
            f"{r['peak_gb']:7.2f}GB{r['seconds'] / base['seconds']:8.1f}{r['cpu'] / base['cpu']:8.1f}"
        )
    for r in results:
        print(json.dumps({k: v for k, v in r.items() if k != "found"}))


if __name__ == "__main__":
    main()
