"""The room's one door: sorted, lazy, and telling the type checker what it gives."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import campaigns

ROOM = Path(campaigns.__file__).parent


def test_every_name_of_the_door_can_be_had() -> None:
    for name in campaigns.__all__:
        assert getattr(campaigns, name) is not None


def test_the_names_are_sorted_and_stand_once() -> None:
    assert list(campaigns.__all__) == sorted(set(campaigns.__all__))


def test_no_module_bears_the_name_of_a_use_case() -> None:
    # Importing a submodule binds its name in the package: it would hide the function.
    modules = {path.stem for path in ROOM.glob("*.py")}
    assert modules.isdisjoint(campaigns.__all__)


def test_what_the_type_checker_sees_is_what_the_door_gives() -> None:
    tree = ast.parse((ROOM / "__init__.py").read_text(encoding="utf-8"))
    seen = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.split(".")[0] in ("campaigns", "registry")
        for alias in node.names
    }
    assert seen == set(campaigns.__all__)


def test_opening_the_door_brings_in_no_heavy_package() -> None:
    # `suixin --help` must not wait for the database (1 s) or the solver (2 s).
    code = "import sys, campaigns; print([m for m in ('sqlalchemy','solver','draw','knowledge') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(campaigns, "no_such_use_case")
