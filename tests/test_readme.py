"""What the README shows is run, and what it names exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
READMES = ["README.md", "README.zh-CN.md"]
SHOWN = re.compile(r"<!-- run: (\S+) -->\n```text\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def printed() -> str:
    """What the example prints."""
    command = [sys.executable, str(ROOT / "examples" / "first_campaign.py")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", READMES)
def test_the_example_prints_what_the_readme_shows(name: str, printed: str) -> None:
    ((path, shown),) = SHOWN.findall((ROOT / name).read_text(encoding="utf-8"))
    assert path == "examples/first_campaign.py"
    # The example ends with the checker's count; nothing may be wrong with the schedule it shows.
    assert "violations: 0" in printed
    assert shown == printed


@pytest.mark.parametrize("name", READMES)
def test_every_file_the_readme_links_to_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+?)\)", text)
    missing = [link for link in links if "://" not in link and not (ROOT / link).exists()]
    assert missing == []


def test_both_readmes_name_the_same_two_commands() -> None:
    for name in READMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make demo" in text and "make test" in text
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"demo", "test"} <= set(targets)


def test_continuous_integration_calls_the_readme_test_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "make test" in [line.strip() for line in lines]
