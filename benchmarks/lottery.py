"""The fair lottery over panels of inspectors: ``python benchmarks/lottery.py [--quick]``.

Pools of 60, 200 and 1,000 people (five departments, six specialties, two ranks, all with a least and a
most; ten people drawn), of 9,857 people of 25 departments (at most five of them on a panel), and of as many
with departments and specialties of very uneven size, a fifth of the people with two specialties. For
each: CPU seconds, levels, the certificate as ``panel verify`` finds it, and the lowest chance; beside
it, in the same run, sortition-algorithms (maximin and LEXIMIN) where that package is importable, with a
limit of 120 s each. Then the same lottery in fresh processes: three runs, two hash seeds, one core.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from draw import panel_lottery, panel_verify  # noqa: E402

LIMIT = 120.0
SPECS = [f"S{n}" for n in range(1, 7)]


def made_up(folder: Path, people: int, departments: int) -> tuple[Path, dict[str, Any]]:
    """PEOPLE.csv and RULES.json of one size; the same from run to run."""
    dice = random.Random(people)
    path = folder / f"people-{people}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "dept", "spec", "rank"])
        for number in range(people):
            rank = "R2" if dice.random() < 0.3 else "R1"
            dept = f"D{dice.randrange(departments) + 1:02d}"
            writer.writerow([f"I{number:05d}", dept, dice.choice(SPECS), rank])
    quotas: dict[str, Any] = {
        "spec": {spec: [1, 3] for spec in SPECS},
        "rank": {"R1": [4, 8], "R2": [2, 6]},
    }
    if departments == 5:
        quotas["dept"] = {f"D{n:02d}": [1, 3] for n in range(1, 6)}
        return path, {"size": 10, "quotas": quotas}
    return path, {"size": 10, "quotas": quotas, "max_distinct": {"dept": 5}}


def uneven(folder: Path) -> tuple[Path, dict[str, Any]]:
    """9,857 people of 25 departments from a quarter to a hundredth of them, 985 types in all."""
    dice = random.Random(5)
    rows = []
    for number in range(9857):
        dept = dice.choices(range(25), [1 / (place + 1) for place in range(25)])[0]
        specs = {f"S{dice.choices(range(8), [30, 25, 20, 10, 8, 5, 1.5, 0.5])[0]}"}
        if dice.random() < 0.2:
            specs.add(f"S{dice.randrange(8)}")
        rank = "R1" if dice.random() < 0.8 else "R2"
        rows.append([f"I{number:05d}", f"D{dept:02d}", "|".join(sorted(specs)), rank])
    path = folder / "people-uneven.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["id", "dept", "spec", "rank"], *rows])
    quotas = {
        "spec": {f"S{place}": [1, 4] for place in range(8)},
        "rank": {"R1": [4, 8], "R2": [2, 6]},
    }
    return path, {"size": 10, "quotas": quotas, "max_distinct": {"dept": 5}}


def ours(path: Path, rules: dict[str, Any]) -> dict[str, Any]:
    """Make and verify one lottery; CPU seconds of both."""
    began, wall = time.process_time(), time.perf_counter()
    lottery = panel_lottery(path, rules)
    made, took = time.process_time() - began, time.perf_counter() - wall
    report = panel_verify(lottery, path, rules)
    proof = report["certificate"]
    return {
        "cpu": made,
        "wall": took,
        "verify_cpu": time.process_time() - began - made,
        "ok": report["ok"],
        "certified": proof["certified"],
        "gap": float(Fraction(proof["gap"])),
        "levels": f"{proof['by_arithmetic']} by arithmetic, {proof['by_step']} by step",
        "types": len(lottery["types"]),
        "panels": len(lottery["panels"]),
        "lowest": float(Fraction(lottery["min_chance"])),
        "ideal": rules["size"] / len(lottery["chances"]),
    }


THEIRS = """
import csv, json, sys, time
from sortition_algorithms import committee_generation, features, people, settings
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
rules = json.load(open(sys.argv[2], encoding="utf-8"))
lines = [
    {"feature": column, "value": value, "min": str(least), "max": str(most)}
    for column, table in rules["quotas"].items()
    for value, (least, most) in table.items()
]
found = features.read_in_features(["feature", "value", "min", "max"], lines)
found = found[0] if isinstance(found, tuple) else found
plain = settings.Settings(
    id_column="id", columns_to_keep=["dept"], check_same_address=False,
    check_same_address_columns=[],
)
known = people.read_in_people(list(rows[0]), rows, found, plain)
known = known[0] if isinstance(known, tuple) else known
began, wall = time.process_time(), time.perf_counter()
run = getattr(committee_generation, "find_distribution_" + sys.argv[3])
panels, chances, _ = run(found, known, rules["size"], [])
took = time.process_time() - began, time.perf_counter() - wall
lowest = {}
for panel, chance in zip(panels, chances):
    for name in panel:
        lowest[name] = lowest.get(name, 0.0) + chance
print(json.dumps({"cpu": took[0], "wall": took[1], "lowest": min(lowest.get(r["id"], 0.0) for r in rows)}))
"""


def theirs(path: Path, rules: dict[str, Any], algorithm: str, python: str) -> str:
    """What sortition-algorithms does with the same pool, or why it does not."""
    if "max_distinct" in rules:
        return "cannot be said: no bound on the number of departments"
    rules_path = path.with_suffix(".json")
    rules_path.write_text(json.dumps(rules), encoding="utf-8")
    command = [python, "-c", THEIRS, str(path), str(rules_path), algorithm]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return f"none in {LIMIT:g} s"
    if done.returncode:
        return "skipped: " + (done.stderr.strip().splitlines() or ["?"])[-1][:100]
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return f"cpu {told['cpu']:.2f} s  wall {told['wall']:.2f} s  lowest {told['lowest']:.6f}"


def digests(path: Path, rules: dict[str, Any]) -> set[str]:
    """SHA-256 of the lottery from fresh processes: three runs, other hash seeds, one core or two."""
    code = (
        "import json, sys; from pathlib import Path; from draw import panel_lottery; "
        "print(json.dumps(panel_lottery(Path(sys.argv[1]), json.loads(sys.argv[2]))))"
    )
    command = [sys.executable, "-c", code, str(path), json.dumps(rules)]
    found = set()
    for seed, cores in (("0", 2), ("0", 2), ("0", 2), ("77", 2), ("0", 1)):
        pinned = ["taskset", "-c", "0"] if cores == 1 else []
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            pinned + command, capture_output=True, cwd=ROOT, check=True, env=environ
        )
        found.add(hashlib.sha256(done.stdout).hexdigest())
    return found


def main() -> None:
    """Print a block of figures for every pool."""
    python = os.environ.get("SORTITION_PYTHON", sys.executable)
    probe = [python, "-c", "import sortition_algorithms"]
    there = subprocess.run(probe, capture_output=True, check=False).returncode == 0
    panel_lottery([{"id": "I1", "dept": "D"}], {"size": 1})  # imports are not timed
    with tempfile.TemporaryDirectory() as folder:
        sizes = ((60, 5), (200, 5), (1000, 5), (9857, 25))
        pools = [
            (
                f"{people} people, {departments} departments",
                *made_up(Path(folder), people, departments),
            )
            for people, departments in sizes
        ]
        pools.append(("9857 people, 25 departments, uneven", *uneven(Path(folder))))
        for name, path, rules in pools:
            told = ours(path, rules)
            print(name)
            print("  suixin  " + "  ".join(f"{key} {_text(told[key])}" for key in told))
            for algorithm in ("maximin", "leximin"):
                why = "skipped: sortition_algorithms is not importable"
                shown = theirs(path, rules, algorithm, python) if there else why
                print(f"  sortition-algorithms {algorithm}: {shown}", flush=True)
            if "--quick" not in sys.argv:
                same = digests(path, rules)
                print(f"  bytes of 5 processes: {'the same' if len(same) == 1 else 'DIFFERENT'}")


def _text(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
