"""``suixin db upgrade`` and ``suixin registry import | export``."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import files

db_app = typer.Typer(help="数据库 / the database", no_args_is_help=True)
app = typer.Typer(help="一单两库 / item list and two registries", no_args_is_help=True)


class Kind(StrEnum):
    """Which list: targets, inspectors, or the inspection items."""

    targets = "targets"
    inspectors = "inspectors"
    items = "items"


KindArgument = Annotated[Kind, typer.Argument(help="targets | inspectors | items")]


@db_app.command("upgrade")
def upgrade() -> None:
    """升级数据库结构到当前版本。 Run the migrations."""
    with files.refusing():
        from campaigns import upgrade_database

        typer.echo(upgrade_database())


@app.command("import")
def import_rows(
    kind: KindArgument, path: Annotated[Path, typer.Argument(metavar="FILE.csv")]
) -> None:
    """导入名录：逐行校验，有错一行也不写。 All rows validated; any error and nothing is written."""
    with files.refusing():
        from campaigns import import_directory, open_office

        with open_office() as office:
            report = import_directory(
                office, office.keeper, kind.value, files.read_bytes(path), path.name
            )
        files.write(report.to_json(), None)


@app.command("export")
def export_rows(
    kind: KindArgument,
    out: Annotated[Path | None, typer.Option("--out", help="写入文件 / write to a file")] = None,
) -> None:
    """导出名录（CSV，可原样再导入）。 Export a list as CSV that imports again unchanged."""
    with files.refusing():
        from campaigns import export_directory, open_office

        with open_office() as office:
            data = export_directory(office, office.keeper, kind.value)
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        out.write_bytes(data)
