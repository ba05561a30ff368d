"""What docs/draw.md shows is run."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import draw

TEXT = (Path(__file__).parents[2] / "docs" / "draw.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def published(finished: Any, tmp_path: Path) -> Any:
    """A folder as a citizen has it, and the way back."""
    shutil.copy(finished.pool.path.with_name("POOL.csv.gz"), tmp_path / "POOL.csv.gz")
    (tmp_path / "RECEIPT.json").write_text(json.dumps(finished.receipt), encoding="utf-8")
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


def test_ten_lines_of_hashlib_recompute_a_real_receipt(published: Path, finished: Any) -> None:
    lines = next(b for b in BLOCKS if "hashlib" in b)
    assert "import draw" not in lines
    assert len([line for line in lines.splitlines() if line.strip()]) <= 11  # ten and the imports
    exec(compile(lines, "docs/draw.md", "exec"), {})
    wrong = json.loads(json.dumps(finished.receipt))
    drawn = wrong["strata"][3]["drawn"]
    drawn[0], drawn[1] = drawn[1], drawn[0]
    (published / "RECEIPT.json").write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(AssertionError):
        exec(compile(lines, "docs/draw.md", "exec"), {})


def test_the_first_example_runs_as_it_stands(published: Path, city: Any, finished: Any) -> None:
    rows = city.made_up_rows(120)
    header = ",".join(rows[0])
    text = "\n".join([header, *(",".join(r.values()) for r in rows), ""])
    (published / "ROWS.csv").write_text(text, encoding="utf-8")
    names = {
        "plan_json": city.plan_json("rehearsal"),
        "seed": "a seed",
        "evidence": None,
        "log": None,
    }
    exec(compile(next(b for b in BLOCKS if "import draw" in b), "docs/draw.md", "exec"), names)
    assert isinstance(names["pool"], draw.Pool)
    assert names["pool"].root == finished.pool.root
