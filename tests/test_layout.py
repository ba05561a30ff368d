"""The house keeps its rooms: folders, wheel, import contracts and ownership say the same."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = ["api", "assistant", "campaigns", "cli", "draw", "knowledge", "registry", "solver", "ui"]

# A room that would be left out of a contract by mistake shows up as a folder nobody named.
NOT_ROOMS = {"benchmarks", "build", "dist", "docs", "examples", "requirements", "scripts", "tests"}

# Third-party package -> the only files that may import it.
OWNERS = {
    "ortools": ("solver/", "draw/lottery", "draw/panel"),
    "chromadb": ("knowledge/",),
    "langchain_chroma": ("knowledge/",),
    "sqlalchemy": ("registry/",),
    "alembic": ("registry/",),
    "langchain": ("assistant/",),
    "langchain_openai": ("assistant/",),
    "langchain_core": ("assistant/", "knowledge/"),
    "fastapi": ("api/",),
    "starlette": ("api/",),
    "streamlit": ("ui/",),
}

# The cores that may know no clock, no network, no chance but the one they are given.
IMPURE = {
    "time",
    "random",
    "secrets",
    "socket",
    "urllib",
    "http",
    "requests",
    "httpx",
    "os",
    "subprocess",
    "uuid",
}


def python_files(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names


def test_every_folder_with_code_is_a_named_room() -> None:
    folders = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".") and any(path.rglob("*.py"))
    }
    assert sorted(folders - NOT_ROOMS) == ROOMS


def test_the_wheel_and_the_contracts_hold_the_same_rooms() -> None:
    tool = CONFIG["tool"]
    assert sorted(tool["uv"]["build-backend"]["module-name"]) == ROOMS
    assert sorted(tool["importlinter"]["root_packages"]) == ROOMS
    assert sorted(tool["mypy"]["packages"]) == ROOMS


def test_the_import_contracts_hold() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("package", sorted(OWNERS))
def test_a_third_party_package_has_one_owner(package: str) -> None:
    strangers = [
        str(path.relative_to(ROOT))
        for path in python_files(*ROOMS)
        if any(name == package or name.startswith(package + ".") for name in imports_of(path))
        and not str(path.relative_to(ROOT)).startswith(OWNERS[package])
    ]
    assert strangers == []


def uses_of(module: str, path: Path) -> set[str]:
    """Which names of a module a file uses, as ``module.name``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == module
    }


def in_order(names: list[str]) -> bool:
    """Sorted plainly, or constants first, then classes, then functions."""
    groups = [0 if n.isupper() else 1 if n[:1].isupper() else 2 for n in names]
    by_group = [name for _, name in sorted(zip(groups, names, strict=True))]
    return names in (sorted(names), by_group)


@pytest.mark.parametrize("path", python_files("solver", "draw"), ids=lambda path: path.name)
def test_solver_and_draw_are_pure(path: Path) -> None:
    """Seed and time are arguments: no clock, no network, no global chance."""
    roots = {name.split(".")[0] for name in imports_of(path)}
    if uses_of("os", path) <= {"cpu_count"}:  # how many cores share the work changes no result
        roots.discard("os")
    assert roots & IMPURE == set()


@pytest.mark.parametrize("path", python_files("solver"), ids=lambda path: path.name)
def test_the_solver_touches_no_file(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    opened = [
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "open"
    ]
    assert opened == [] and "pathlib" not in imports_of(path)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_one_door_with_a_sorted_list(room: str) -> None:
    tree = ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == "__all__":
            listed = ast.literal_eval(node.value)  # type: ignore[attr-defined]
            assert in_order(listed), listed
            return
    if room in {"api", "ui"}:  # doors for people and programs, not for other rooms
        return
    pytest.fail(f"{room}/__init__.py names no __all__")


@pytest.mark.parametrize("room", ROOMS)
def test_other_rooms_come_in_by_the_door(room: str) -> None:
    """``from solver import solve``, never ``from solver.model import …``."""
    intruders = [
        f"{path.relative_to(ROOT)}: {name}"
        for other in ROOMS
        if other != room
        for path in python_files(other)
        for name in sorted(imports_of(path))
        if name.startswith(room + ".")
    ]
    assert intruders == []


def test_no_file_grows_past_400_lines() -> None:
    """A file over 400 lines says why in its first lines (with the word long)."""
    too_long = []
    for path in python_files(*ROOMS, "tests", "benchmarks", "examples"):
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > 400 and not re.search(r"\blong\b", " ".join(lines[:15])):
            too_long.append(f"{path.relative_to(ROOT)} ({len(lines)})")
    assert too_long == []


def test_no_test_folder_hides_a_room() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
    assert not (ROOT / "ui" / "pages").exists()  # that name turns Streamlit's old navigation on
    assert not [p for p in (ROOT / "ui").glob("*.py") if p.stem in ROOMS]
