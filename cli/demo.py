"""``suixin demo``: the main job on made-up rows, from the empty folder to the printed schedule."""

from __future__ import annotations

import time
from typing import Annotated, Any

import typer

from cli import files, serving

SEED_TEXT = "suixin-demo-2026"
THEME = "服务业综合检查"


def demo(
    seed: Annotated[
        str, typer.Option("--seed", help="演练的种子 / seed of the rehearsal")
    ] = SEED_TEXT,
    effort: Annotated[str, typer.Option("--effort", help="quick | standard | deep")] = "quick",
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="只办事，不开服务 / no servers")
    ] = False,
    api_port: serving.ApiPort = serving.API_PORT,
    ui_port: serving.UiPort = serving.UI_PORT,
) -> None:
    """演示：建一座虚构的城，抽取、排程、出检查表，然后打开桌面与接口。 The whole job on a made-up city."""
    with files.refusing():
        from campaigns import open_office

        began = time.monotonic()
        with open_office() as office:
            _fill(office)
            _run_campaign(office, seed, effort)
        typer.echo(f"用时 / took {time.monotonic() - began:.1f} s")
    if not no_serve:
        serving.run(serving.start("127.0.0.1", api_port, ui_port))


def _fill(office: Any) -> None:
    from campaigns import fill_city

    counts = fill_city(office, office.keeper)
    line = "，".join(f"{name} {count}" for name, count in counts.items())
    typer.echo(f"虚构的城 / a made-up city: {line}")


def _run_campaign(office: Any, seed: str, effort: str) -> None:
    from campaigns import (
        choose_schedule,
        commit_draw,
        freeze_pool,
        list_campaigns,
        list_schedules,
        make_checklist,
        reveal_draw,
        start_schedule,
        verify_draw,
        wait_job,
    )

    found = [row for row in list_campaigns(office, office.keeper).rows if THEME in row.theme]
    campaign = found[0]
    if campaign.state != "draft":
        typer.echo(f"行动「{campaign.name}」已办过，沿用 / already there: {campaign.state}")
        rows = list_schedules(office, office.keeper, campaign.id)
        if rows:
            print_schedule(office, rows[-1])
        return
    draw = freeze_pool(office, office.keeper, campaign.id)
    typer.echo(f"1 冻结名单 / frozen     {draw.pool_rows} 户 / rows  {draw.pool_digest[:16]}…")
    source = {"kind": "rehearsal", "what": "demo"}
    draw = commit_draw(office, office.keeper, draw.id, seed_source=source)
    commitment = (draw.commitment or {})["commitment"]
    typer.echo(f"2 公布承诺 / committed  第 {draw.number} 号 / no.  {commitment[:16]}…")
    draw = reveal_draw(office, office.keeper, draw.id, seed=seed)
    drawn = sum(len(stratum["drawn"]) for stratum in (draw.receipt or {})["strata"])
    typer.echo(
        f"3 开奖 / revealed       {drawn} 户 / drawn  （演练，不是抽取 / a rehearsal, not a draw）"
    )
    verdict = verify_draw(office, draw.id)
    typer.echo(
        f"4 验证 / verified       recomputed={verdict['recomputed']} anchored={verdict['anchored']}"
    )
    job = wait_job(
        office, start_schedule(office, office.keeper, campaign.id, effort=effort).id, 600
    )
    if job.state != "done":
        files.say(f"排程未完成 / the schedule did not finish: {job.state} {job.error}")
        raise typer.Exit(files.NO)
    record = list_schedules(office, office.keeper, campaign.id)[-1]
    visits = choose_schedule(office, office.keeper, record.id)
    for visit in visits:
        make_checklist(office, office.keeper, visit.id)
    print_schedule(office, record)
    typer.echo(f"检查表 / checklists: {len(visits)}")


def print_schedule(office: Any, record: Any) -> None:
    """The schedule as a table: day, time, target, district, team."""
    from rich.console import Console
    from rich.table import Table

    from campaigns import schedule_rows

    table = Table(title="排程 / schedule", show_lines=False)
    for heading in ("日期 day", "时间 time", "检查对象 target", "辖区 district", "检查组 team"):
        table.add_column(heading, overflow="fold")
    for row in schedule_rows(office, record):
        table.add_row(
            row["day"], row["time"], row["target"], row["district"], "、".join(row["team"])
        )
    Console(width=120).print(table)
    schedule = record.schedule
    objective, bound = schedule["objective"], schedule["bound"]
    parts = "  ".join(f"{key} {objective[key]} (bound {bound[key]})" for key in bound)
    left = len(schedule["unscheduled"])
    typer.echo(f"{schedule['status']}  {parts}  未排 / unscheduled {left}")
