"""``suixin pool freeze``, ``suixin draw commit | reveal`` and ``suixin verify``: the lot in two acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from cli import files

pool_app = typer.Typer(help="抽取范围 / the pool", no_args_is_help=True)
draw_app = typer.Typer(help="抽取 / the draw", no_args_is_help=True)

PoolFile = Annotated[Path, typer.Argument(metavar="POOL.parquet|POOL.csv.gz")]
NeededOut = Annotated[Path, typer.Option("--out", help="写入文件 / write to this file")]


@contextmanager
def _whole(receipt: Path) -> Iterator[None]:
    """Say that a file is no receipt where a part of one is missing or of another kind."""
    try:
        yield
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise files.FileRefused(
            "file.not_a_receipt",
            receipt,
            f"文件 {receipt} 不是完整的抽取凭证，缺 {error}。",
            f"{receipt} is not a whole receipt of a draw: {error} is missing or of another kind.",
        ) from error


@pool_app.command("freeze")
def freeze(
    rows: Annotated[Path, typer.Argument(metavar="ROWS.csv|.csv.gz|.parquet")], out: NeededOut
) -> None:
    """冻结名单：规范、排序、取摘要。 A canonical, sorted, digested pool, and a .csv.gz beside it."""
    with files.refusing():
        from draw import freeze as freeze_pool

        pool = freeze_pool(rows, out)
        files.write({"rows": pool.rows, "digest": pool.digest, "root": pool.root}, None)


@draw_app.command("commit")
def commit(
    pool: PoolFile,
    plan: Annotated[Path, typer.Argument(metavar="PLAN.json")],
    out: NeededOut,
) -> None:
    """公布承诺：编号、登记、写出承诺。 Number the plan, log it, write the commitment."""
    with files.refusing():
        given = files.read_object(plan)
        from campaigns import commit_plan, open_office

        with open_office() as office:
            commitment = commit_plan(office, office.keeper, pool, given)
        files.write(commitment, out)
        files.say(f"commitment {commitment['commitment']}  number {commitment['number']}")


@draw_app.command("reveal")
def reveal(
    commitment: Annotated[Path, typer.Argument(metavar="COMMITMENT.json")],
    pool: PoolFile,
    seed: Annotated[
        str, typer.Option("--seed", help="种子（一行可打印 ASCII） / one printable line")
    ],
    out: NeededOut,
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="种子的证据 / evidence")
    ] = None,
) -> None:
    """开奖：一个承诺只收一个种子。 Draw with the seed; one commitment takes one seed, ever."""
    with files.refusing():
        given = files.read_object(commitment)
        proof = files.read_object(evidence) if evidence else None
        from campaigns import open_office, reveal_plan

        with open_office() as office:
            receipt = reveal_plan(office, office.keeper, given, pool, seed=seed, evidence=proof)
        files.write(receipt, out)


@draw_app.command("prove")
def prove(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT.json")],
    pool: PoolFile,
    row: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path | None, typer.Option("--out", help="写入文件 / write to a file")] = None,
) -> None:
    """一户自查：在不在名单里、号码、入围线，附 Merkle 证明。 One row: was it in the pool, its ticket, the cut-off."""
    with files.refusing():
        given = files.read_object(receipt)
        from draw import inclusion_proof, open_pool, parse_plan, row_status, verify_inclusion

        with _whole(receipt):
            statement = given["statement"]
            proof = inclusion_proof(open_pool(pool), parse_plan(statement["plan"]).columns, row)
            found = row_status(given, row, line=proof["line"])
            holds = verify_inclusion(proof, statement)
        files.write({**found, "proof": proof, "holds": holds}, out)
    if not holds:
        raise typer.Exit(files.NO)


@draw_app.command("lots")
def lots(receipt: Annotated[Path, typer.Argument(metavar="RECEIPT.json")]) -> None:
    """计划所列的其他抽签：日期、单随机、普查。 The plan's other lots: day, one side, census."""
    with files.refusing():
        given = files.read_object(receipt)
        from draw import plan_lots

        with _whole(receipt):
            made = plan_lots(given)
        files.write(made, None)


@draw_app.command("log")
def log(out: NeededOut) -> None:
    """导出抽取日志与存证（核验用）。 Write the log of draws and its stamps, as the verifiers read it."""
    with files.refusing():
        from campaigns import open_office, whole_log

        with open_office() as office:
            files.write(whole_log(office, office.keeper), out)


def verify(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT.json")],
    pool: PoolFile,
    log: Annotated[Path | None, typer.Option("--log", help="抽取日志 / the draw log")] = None,
) -> None:
    """验证：任何人都能重算一次抽取。 Recompute everything; exit 1 if it does not hold."""
    with files.refusing():
        given = files.read_object(receipt)
        entries = files.read_json(log) if log else None
        from draw import open_pool
        from draw import verify as verify_receipt

        verdict = verify_receipt(given, open_pool(pool), log=entries)
        files.write(verdict.to_json(), None)
    if not verdict.recomputed or (log is not None and not verdict.anchored):
        raise typer.Exit(files.NO)
