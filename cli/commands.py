"""All commands of ``suixin`` on one screen."""

from __future__ import annotations

import typer

from cli import dates, demo, drawing, panels, policies, registries, serving, solving, talking

app = typer.Typer(
    name="suixin",
    help="随信：双随机、一公开的抽取、排程、检查表与条款问答。\n\n"
    "Random, joint, public inspections: the draw, the schedule, the checklist, the clause.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("solve")(solving.solve)
app.command("check")(solving.check)
app.command("explain")(solving.explain)
app.command("replan")(solving.replan)
app.add_typer(drawing.pool_app, name="pool")
app.add_typer(drawing.draw_app, name="draw")
app.command("verify")(drawing.verify)
app.add_typer(panels.app, name="panel")
app.command("deadline")(dates.deadline)
app.add_typer(policies.app, name="policy")
app.add_typer(registries.db_app, name="db")
app.add_typer(registries.app, name="registry")
app.command("serve")(serving.serve)
app.add_typer(talking.app, name="talk")
app.command("mcp")(talking.mcp)
