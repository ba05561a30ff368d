"""``suixin panel lottery | possible | draw | verify``: the fair lottery over panels of inspectors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli import files

app = typer.Typer(help="检查人员抽取 / the lottery of inspectors", no_args_is_help=True)

People = Annotated[Path, typer.Argument(metavar="PEOPLE.csv")]
RulesFile = Annotated[Path, typer.Argument(metavar="RULES.json")]
Lottery = Annotated[Path, typer.Argument(metavar="LOTTERY.json")]


@app.command("lottery")
def lottery(
    people: People,
    rules: RulesFile,
    out: Annotated[Path, typer.Option("--out", help="写入文件 / write to this file")],
) -> None:
    """公平签：在规则内让机会最少的人机会最大。 The LEXIMIN lottery over panels."""
    with files.refusing():
        given = files.read_object(rules)
        from draw import panel_lottery

        made = panel_lottery(people, given)
        files.write(made, out)
        _warn(made["warnings"])


@app.command("possible")
def possible(
    lottery: Lottery,
    people: People,
    key: Annotated[str | None, typer.Option("--key", help="抽取的 key")] = None,
) -> None:
    """可能的组合：有哪些、各有多少种人选。 Which panels there are, and whom each would take."""
    with files.refusing():
        given = files.read_object(lottery)
        from draw import panel_possible

        files.write(panel_possible(given, people, key=key), None)


@app.command("draw")
def draw(
    lottery: Lottery, people: People, key: Annotated[str, typer.Option("--key", help="抽取的 key")]
) -> None:
    """抽签：由 key 定签，由号定人。 The key picks the lot, tickets the people."""
    with files.refusing():
        given = files.read_object(lottery)
        from draw import panel_draw

        files.write(panel_draw(given, people, key=key), None)


@app.command("verify")
def verify(lottery: Lottery, people: People, rules: RulesFile) -> None:
    """验证：逐组核对规则、机会与最优性。 Every panel, every chance, and the optimality proof."""
    with files.refusing():
        given, wanted = files.read_object(lottery), files.read_object(rules)
        from draw import panel_verify

        report = panel_verify(given, people, wanted)
        files.write(report, None)
        _warn(report["warnings"])
    if not report["ok"]:
        raise typer.Exit(files.NO)


def _warn(warnings: list[dict[str, Any]]) -> None:
    """What the office should look at, on stderr; the files and the exit code are the same."""
    for row in warnings:
        files.say(f"注意 / note: {row['zh']} {row['en']} {'、'.join(row['types'][:5])}".rstrip())
