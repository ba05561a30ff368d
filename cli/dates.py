"""``suixin deadline``: working days by the official calendar."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cli import files


def deadline(
    start: Annotated[str, typer.Argument(metavar="FROM", help="起算日（不计入） YYYY-MM-DD")],
    working_days: Annotated[int, typer.Option("--working-days", help="工作日数 / working days")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON")] = False,
) -> None:
    """期限：N 个工作日后是哪一天；日历未公布时说明最早与最晚。 The date N working days after FROM."""
    with files.refusing():
        from campaigns import deadline as count

        found = count(_day(start), working_days)
    if as_json:
        files.write(found.to_json(), None)
    elif found.date is not None:
        typer.echo(found.date.isoformat())
    else:
        typer.echo(f"未公布 / not announced: {found.earliest} … {found.latest}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} 不是 YYYY-MM-DD 形式的日期 / is not a date YYYY-MM-DD", param_hint="FROM"
        ) from None
