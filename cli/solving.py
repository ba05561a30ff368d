"""``suixin solve | check | explain | replan``: the scheduling core on files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import files


class Effort(StrEnum):
    """Deterministic work: about 5 s, 60 s or 10 minutes on two ordinary cores."""

    quick = "quick"
    standard = "standard"
    deep = "deep"


ProblemFile = Annotated[Path, typer.Argument(metavar="PROBLEM.json", help="排程问题 / the problem")]
ScheduleFile = Annotated[Path, typer.Argument(metavar="SCHEDULE.json", help="排程 / a schedule")]
Out = Annotated[Path | None, typer.Option("--out", help="写入文件 / write to a file")]
Seed = Annotated[str | None, typer.Option("--seed", help="种子 / overrides rules.seed")]
EffortOption = Annotated[Effort, typer.Option("--effort", help="quick | standard | deep")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度 / no progress")]


def _seed(text: str | None) -> int | str | None:
    """A number where it is one, else the line of text (a draw's digest)."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 16 else text


def solve(
    problem: ProblemFile,
    seed: Seed = None,
    effort: EffortOption = Effort.standard,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """排程：把检查对象、时间与检查组排到一起。 Find a schedule that keeps every rule."""
    with files.refusing():
        given = files.read_object(problem)
        from solver import Problem
        from solver import solve as solve_problem

        schedule = solve_problem(
            Problem.from_json(given),
            seed=_seed(seed),
            effort=effort.value,
            on_progress=files.progress_printer(quiet),
        )
        files.write(schedule.to_json(), out)
    if schedule.status == "infeasible":
        raise typer.Exit(files.NO)


def check(problem: ProblemFile, schedule: ScheduleFile) -> None:
    """核验：按规则逐条检查一份排程，并重算目标值。 Judge a schedule; exit 1 if a rule is broken."""
    with files.refusing():
        given, judged = files.read_object(problem), files.read_object(schedule)
        from solver import check as check_schedule

        report = check_schedule(given, judged)
        files.write(report, None)
    if not report["ok"]:
        raise typer.Exit(files.NO)


def explain(
    problem: ProblemFile,
    target: Annotated[str | None, typer.Option("--target", help="检查对象 / target id")] = None,
    schedule: Annotated[
        Path | None, typer.Option("--schedule", help="已有排程 / explain this schedule's leftovers")
    ] = None,
) -> None:
    """说明：为什么排不上，以及最小的改法。 Why something can't be scheduled, and the smallest fix."""
    with files.refusing():
        given = files.read_object(problem)
        made = files.read_object(schedule) if schedule else None
        from solver import Problem, Schedule, explain_all, explain_target
        from solver import solve as solve_problem

        parsed = Problem.from_json(given)
        if target is not None:
            known = Schedule.from_json(made) if made is not None else None
            answers = [explain_target(parsed, target, known)]
        else:
            known = (
                Schedule.from_json(made)
                if made is not None
                else solve_problem(parsed, effort="quick")
            )
            answers = list(explain_all(parsed, known))
        files.write({"explanations": [answer.to_json() for answer in answers]}, None)


def replan(
    problem: ProblemFile,
    schedule: ScheduleFile,
    seed: Seed = None,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """改排：问题变了，改动最少的新排程。 A schedule of the changed problem with the fewest changes."""
    with files.refusing():
        given, before = files.read_object(problem), files.read_object(schedule)
        from solver import Problem, Schedule
        from solver import replan as replan_schedule

        after = replan_schedule(
            Problem.from_json(given),
            Schedule.from_json(before),
            seed=_seed(seed),
            on_progress=files.progress_printer(quiet),
        )
        files.write(after.to_json(), out)
    if after.status == "infeasible":
        raise typer.Exit(files.NO)
