"""Reading and writing files, and saying no: exit 2 for bad input, 1 when the answer is no."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import typer

NO = 1
BAD_INPUT = 2


class FileRefused(ValueError):
    """A file that cannot be read as what it should be; the same shape as every room's refusal."""

    def __init__(self, code: str, path: Path, zh: str, en: str) -> None:
        super().__init__(en)
        self.code, self.path, self.zh, self.en = code, path, zh, en
        self.faults: tuple[Any, ...] = ()


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or of standard input for ``-``; unreadable is refused with the reason."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        why = error.strerror or "error"
        raise FileRefused(
            "file.unreadable", path, f"无法读取文件 {path}：{why}。", f"Cannot read {path}: {why}."
        ) from error


def read_json(path: Path) -> Any:
    """Read a JSON document from ``.json`` or ``.json.gz`` (or ``-`` for standard input)."""
    raw = read_bytes(path)
    try:
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, OSError, EOFError, RecursionError) as error:
        raise FileRefused(
            "file.not_json",
            path,
            f"文件 {path} 不是 UTF-8 编码的 JSON：{error}。",
            f"{path} is not UTF-8 JSON: {error}.",
        ) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def read_object(path: Path) -> dict[str, Any]:
    """Read a JSON object; a list or a bare value is refused."""
    value = read_json(path)
    if not isinstance(value, dict):
        raise FileRefused(
            "file.not_an_object",
            path,
            f"文件 {path} 应是一个 JSON 对象（花括号），现为 {type(value).__name__}。",
            f"{path} must hold one JSON object, not a {type(value).__name__}.",
        )
    return value


def dumps(value: Any) -> str:
    """JSON for people and programs: UTF-8, keys in the order given, one newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def write(value: Any, out: Path | None) -> None:
    """Write JSON to ``out`` whole or not at all, or to standard output."""
    text = dumps(value)
    if out is None:
        sys.stdout.write(text)
        return
    scratch = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(out)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        why = error.strerror or "error"
        raise FileRefused(
            "file.unwritable", out, f"无法写入文件 {out}：{why}。", f"Cannot write {out}: {why}."
        ) from error


def say(text: str) -> None:
    """A line on standard error: progress, remarks, reasons."""
    typer.echo(text, err=True)


def refusal_lines(error: Any) -> list[str]:
    """One line a fault: code, field, row, then the sentence in Chinese and in English."""
    faults = getattr(error, "faults", ())
    if not faults:
        return [f"{error.code}: {getattr(error, 'zh', '')} {getattr(error, 'en', str(error))}"]
    lines = []
    for fault in faults:
        row = "" if fault.row is None else f" row {fault.row}"
        rule = "" if not fault.rule else f" [{fault.rule}]"
        lines.append(f"{fault.code} {fault.field}{row}{rule}: {fault.zh} {fault.en}")
    return lines


@contextmanager
def refusing() -> Iterator[None]:
    """Turn any room's refusal into its reasons on standard error and exit 2."""
    try:
        yield
    except ValueError as error:
        if not hasattr(error, "code"):
            raise
        lines = refusal_lines(error)
        for line in lines:
            say(line)
        say(f"共 {len(lines)} 处错误，未作任何更改。 {len(lines)} error(s); nothing was changed.")
        raise typer.Exit(BAD_INPUT) from None


def progress_printer(quiet: bool = False) -> Callable[[Any], None]:
    """A callback that prints a solver's progress on standard error, a line a change."""
    seen: list[str] = []

    def show(progress: Any) -> None:
        found = progress.get("objective")
        objective = found if isinstance(found, dict) else {}
        figures = "  ".join(f"{key} {value}" for key, value in objective.items())
        line = f"{progress.get('stage', '')}  {figures}".rstrip()
        if not quiet and (not seen or seen[-1] != line):
            seen[:] = [line]
            say(line)

    return show
