"""The command line keeps contract §3: exit codes, reasons on standard error, files whole or not at all."""

from __future__ import annotations

import copy
import gzip
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
WINDOWS = [{"day": "2026-12-07", "from": "09:00", "to": "12:00"}]
PROBLEM: dict[str, Any] = {
    "name": "three shops",
    "days": ["2026-12-07"],
    "slots": [{"id": "am", "from": "09:00", "to": "12:00"}],
    "departments": ["市场监管", "消防"],
    "specialties": {"市场监管": ["食品"], "消防": ["消防设施"]},
    "targets": [
        {
            "id": f"T{n}",
            "lon": 114.05,
            "lat": 22.54,
            "district": "U1",
            "risk": "B",
            "items": [
                {"id": f"T{n}-1", "department": "市场监管", "specialty": "食品", "minutes": 30}
            ],
            "windows": WINDOWS,
        }
        for n in range(1, 4)
    ],
    "inspectors": [
        {
            "id": f"I{n}",
            "department": "市场监管",
            "unit": "U1",
            "specialties": ["食品"],
            "available_days": ["2026-12-07"],
            "recused_targets": [],
            "max_visits_per_day": 3,
        }
        for n in (1, 2, 3)
    ],
    "rules": {
        "min_inspectors_per_visit": 2,
        "min_inspectors_per_department": 1,
        "max_departments_per_visit": 5,
        "max_inspectors_per_visit": 10,
        "step_minutes": 15,
        "same_unit_only": False,
        "visit_within_one_slot": True,
        "travel": {"fixed": 10, "min_per_km": 2, "km_per_lon": 102.3, "km_per_lat": 111.2},
        "risk_weight": {"A": 1, "B": 2, "C": 4, "D": 8},
        "seed": 1,
    },
}


@dataclass(frozen=True)
class Done:
    """What a command printed and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: str, home: Path) -> Done:
    """The command in this process, in a data folder of its own."""
    from cli.commands import app

    result = CliRunner().invoke(app, list(words), env={"SUIXIN_HOME": str(home)})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def run_apart(*words: str, home: Path, hash_seed: str) -> Done:
    """The command as a process of its own, with another PYTHONHASHSEED."""
    command = [sys.executable, "-c", "from cli import main; main()", *words]
    env = {**os.environ, "SUIXIN_HOME": str(home), "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(PROBLEM, ensure_ascii=False), encoding="utf-8")
    return path


def changed(tmp_path: Path, **changes: Any) -> Path:
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(copy.deepcopy(PROBLEM) | changes, ensure_ascii=False), "utf-8")
    return path


def test_help_names_every_command_of_the_contract(tmp_path: Path) -> None:
    shown = run("--help", home=tmp_path)
    assert shown.returncode == 0
    words = (
        "demo solve check explain replan verify deadline serve pool draw panel policy db registry"
    )
    for command in words.split():
        assert command in shown.stdout


def test_help_brings_in_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys; from cli.commands import app; "
        "heavy = {'ortools', 'sqlalchemy', 'chromadb', 'langchain', 'streamlit', 'fastapi', 'numba'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"


def test_solve_then_check_finds_no_violation(problem: Path, tmp_path: Path) -> None:
    out = tmp_path / "schedule.json"
    solved = run("solve", str(problem), "--effort", "quick", "--out", str(out), home=tmp_path)
    assert solved.returncode == 0, solved.stderr
    judged = run("check", str(problem), str(out), home=tmp_path)
    assert judged.returncode == 0, judged.stdout
    report = json.loads(judged.stdout)
    # Three targets of class B weigh 2 each; two inspectors suffice, so nothing is in excess.
    assert report["objective"]["weight"] == 6 and report["objective"]["excess"] == 0


def test_the_same_problem_gives_the_same_bytes(problem: Path, tmp_path: Path) -> None:
    words = ["solve", str(problem), "--effort", "quick", "-q"]
    done = [run_apart(*words, home=tmp_path / name, hash_seed=name) for name in ("0", "4242")]
    assert [row.returncode for row in done] == [0, 0]
    outputs = {row.stdout for row in done}
    assert len(outputs) == 1


def test_a_broken_schedule_is_named_and_exits_1(problem: Path, tmp_path: Path) -> None:
    out = tmp_path / "schedule.json"
    run("solve", str(problem), "--effort", "quick", "--out", str(out), home=tmp_path)
    schedule = json.loads(out.read_text("utf-8"))
    schedule["visits"][0]["inspectors"] = schedule["visits"][0]["inspectors"][:1]
    out.write_text(json.dumps(schedule, ensure_ascii=False), "utf-8")
    judged = run("check", str(problem), str(out), home=tmp_path)
    assert judged.returncode == 1
    assert "R05" in {row["rule"] for row in json.loads(judged.stdout)["violations"]}


def test_twelve_wrong_rows_are_twelve_lines_and_exit_2(tmp_path: Path) -> None:
    row = PROBLEM["targets"][0]
    targets = [
        row | {"id": f"T{n}", "items": [row["items"][0] | {"id": f"T{n}-1", "minutes": -n}]}
        for n in range(1, 13)
    ]
    done = run("solve", str(changed(tmp_path, targets=targets)), home=tmp_path)
    assert done.returncode == 2 and done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if "targets[" in line]
    assert len(lines) == 12
    assert "12 error(s); nothing was changed" in done.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.not_json"),
        (b"{", "file.not_json"),
        (b"[1, 2]", "file.not_an_object"),
        (b"\xff\xfe\x00", "file.not_json"),
        (b'{"days": NaN}', "file.not_json"),
        (gzip.compress(b"{}", mtime=0)[:9], "file.not_json"),
    ],
    ids=["empty", "cut", "list", "not utf-8", "not a number", "cut gzip"],
)
def test_a_file_that_is_not_what_its_name_says_exits_2(
    content: bytes, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(content)
    done = run("solve", str(path), home=tmp_path)
    assert done.returncode == 2 and code in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file_exits_2(tmp_path: Path) -> None:
    done = run("solve", str(tmp_path / "none.json"), home=tmp_path)
    assert done.returncode == 2 and "file.unreadable" in done.stderr


def test_a_target_nobody_can_serve_is_explained_with_its_clause(tmp_path: Path) -> None:
    people = [row | {"recused_targets": ["T1"]} for row in PROBLEM["inspectors"]]
    path = changed(tmp_path, inspectors=people)
    done = run("explain", str(path), "--target", "T1", home=tmp_path)
    assert done.returncode == 0, done.stderr
    (answer,) = json.loads(done.stdout)["explanations"]
    # Everybody is recused (R08); its basis is the recusal sentence of the Shenzhen scheme.
    assert "R08" in answer["rules"] and "sz-2018#二(三)2" in answer["basis"]
    assert answer["why"]["zh"] and answer["why"]["en"] and answer["fixes"]


def test_a_draw_by_command_recomputes_and_takes_one_seed(tmp_path: Path) -> None:
    plan = {
        "draw_id": "cli-1",
        "strata": [{"name": "all", "where": {"risk": ["A", "B", "C", "D"]}, "ratio": "1/4"}],
        "exclude": [],
        "seed_source": {"kind": "rehearsal", "what": "test"},
    }
    (tmp_path / "plan.json").write_text(json.dumps(plan), "utf-8")
    pool, commitment, receipt = (tmp_path / n for n in ("P.parquet", "C.json", "R.json"))
    frozen = run("pool", "freeze", str(EXAMPLES / "targets.csv"), "--out", str(pool), home=tmp_path)
    assert frozen.returncode == 0, frozen.stderr
    assert json.loads(frozen.stdout)["rows"] == 40
    done = run(
        "draw",
        "commit",
        str(pool),
        str(tmp_path / "plan.json"),
        "--out",
        str(commitment),
        home=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    reveal = ["draw", "reveal", str(commitment), str(pool), "--seed", "one line"]
    done = run(*reveal, "--out", str(receipt), home=tmp_path)
    assert done.returncode == 0, done.stderr
    again = run(*reveal[:-1], "another line", "--out", str(tmp_path / "again.json"), home=tmp_path)
    assert again.returncode == 2 and not (tmp_path / "again.json").exists()
    verdict = run("verify", str(receipt), str(tmp_path / "P.csv.gz"), home=tmp_path)
    assert verdict.returncode == 0 and json.loads(verdict.stdout)["recomputed"] is True

    # A company checks its own row: the first drawn one, one that was not drawn, one that is nowhere.
    drawn = json.loads(receipt.read_text("utf-8"))["strata"][0]["drawn"]
    own = run("draw", "prove", str(receipt), str(pool), drawn[0]["id"], home=tmp_path)
    assert own.returncode == 0, own.stderr
    told = json.loads(own.stdout)
    assert told["status"] == "drawn" and told["holds"] is True
    nowhere = run("draw", "prove", str(receipt), str(pool), "X", home=tmp_path)
    assert nowhere.returncode == 2 and "Traceback" not in nowhere.stderr
    no_receipt = run("draw", "lots", str(commitment), home=tmp_path)
    assert no_receipt.returncode == 2 and "Traceback" not in no_receipt.stderr
    log = run("draw", "log", "--out", str(tmp_path / "LOG.json"), home=tmp_path)
    assert log.returncode == 0, log.stderr
    kept = json.loads((tmp_path / "LOG.json").read_text("utf-8"))
    # A plan, a second seed that was refused, and the draw itself stand in it.
    assert len(kept["entries"]) >= 2 and kept["stamps"] == []

    forged = json.loads(receipt.read_text("utf-8"))
    forged["strata"][0]["drawn"][0]["ticket"] = "0" * 64
    receipt.write_text(json.dumps(forged), "utf-8")
    verdict = run("verify", str(receipt), str(pool), home=tmp_path)
    assert verdict.returncode == 1
    assert "drawn[0]" in verdict.stdout


@pytest.mark.parametrize("seed", ["", "two\nlines", "种子", " padded "])
def test_a_seed_that_is_not_one_printable_line_is_refused(seed: str, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text("{}", "utf-8")
    words = ["draw", "reveal", str(tmp_path / "c.json"), str(EXAMPLES / "targets.csv")]
    done = run(*words, "--seed", seed, "--out", str(tmp_path / "r.json"), home=tmp_path)
    assert done.returncode == 2 and not (tmp_path / "r.json").exists()
    assert "Traceback" not in done.stderr


def test_working_days_follow_the_official_calendar(tmp_path: Path) -> None:
    # From Thursday 2026-02-12: 13 and the make-up Saturday 14, the holiday 15-23, then 24 to 27 and
    # the make-up Saturday 28 make seven.
    done = run("deadline", "2026-02-12", "--working-days", "7", home=tmp_path)
    assert done.stdout.strip() == "2026-02-28"
    # The calendar of 2027 is not announced: twenty working days after 2026-12-04 cannot be counted.
    done = run("deadline", "2026-12-04", "--working-days", "20", "--json", home=tmp_path)
    assert json.loads(done.stdout)["announced"] is False
    bad = run("deadline", "2026-13-01", "--working-days", "7", home=tmp_path)
    assert bad.returncode == 2


def test_a_broken_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "suixin.db"
    path.write_bytes(b"this is no database" * 100)
    done = run("registry", "export", "items", home=tmp_path)
    assert done.returncode == 2 and "broken_database" in done.stderr
    assert path.read_bytes() == b"this is no database" * 100


def test_an_import_with_errors_writes_nothing(tmp_path: Path) -> None:
    rows = "统一社会信用代码,企业名称,辖区,风险等级\n9144030012345678XX,甲,东区,Z\n,乙,东区,A\n"
    path = tmp_path / "targets.csv"
    path.write_text(rows, "utf-8")
    done = run("registry", "import", "targets", str(path), home=tmp_path)
    assert done.returncode == 2 and "nothing was changed" in done.stderr
    exported = run("registry", "export", "targets", home=tmp_path)
    assert exported.returncode == 0 and exported.stdout.strip().count("\n") == 0
