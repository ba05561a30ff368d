"""``suixin policy import | search | ask``: the policy texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import files

app = typer.Typer(help="政策文本 / the policy texts", no_args_is_help=True)

Question = Annotated[str, typer.Argument(metavar="QUESTION")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON")]
HowMany = Annotated[int, typer.Option("-k", min=1, max=50, help="条数 / how many")]
Region = Annotated[str | None, typer.Option("--jurisdiction", help="辖区，如 深圳 / region")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="截至日期 / YYYY-MM-DD")]


@app.command("import")
def import_texts(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE…")], as_json: AsJson = False
) -> None:
    """导入官方文本（txt、md、docx、pdf、html），切成条款并建索引。 Official texts into clauses."""
    with files.refusing():
        given = [(path.name, files.read_bytes(path)) for path in paths]
        from campaigns import import_policy, open_office

        with open_office() as office:
            reports = import_policy(office, office.keeper, given)
    rows = [report.to_json() for report in reports]
    if as_json:
        files.write(rows, None)
        return
    for row in rows:
        typer.echo(f"{row['doc']}  {row['clauses']} 条 / clauses  {row.get('title', '')}")


@app.command("search")
def search(
    question: Question, k: HowMany = 10, as_json: AsJson = False, jurisdiction: Region = None
) -> None:
    """检索条款。 Ranked clauses."""
    with files.refusing():
        from campaigns import open_office, search_policy

        with open_office() as office:
            hits = search_policy(office, question, k=k, jurisdiction=jurisdiction)
    if as_json:
        files.write([hit.to_json() for hit in hits], None)
        return
    for rank, hit in enumerate(hits, 1):
        typer.echo(
            f"{rank}. {hit.doc}#{hit.clause}  [{hit.status} · {hit.jurisdiction}]  {hit.score:.3f}"
        )
        typer.echo(f"   {' '.join(hit.text.split())}")


@app.command("ask")
def ask(
    question: Question,
    k: HowMany = 10,
    as_json: AsJson = False,
    jurisdiction: Region = None,
    as_of: AsOf = None,
) -> None:
    """问规则：答案、出处；文本没有规定时如实说。 An answer with its clauses, or "the texts do not say"."""
    with files.refusing():
        from assistant import ask_office
        from campaigns import open_office

        with open_office() as office:
            answer = ask_office(
                office, question, k=k, jurisdiction=jurisdiction, as_of=as_of
            ).to_json()
    if as_json:
        files.write(answer, None)
        return
    typer.echo(answer["answer"])
    for number, cited in enumerate(answer["citations"], 1):
        typer.echo(f"[{number}] {cited['doc']}#{cited['clause']}  “{cited['quote']}”")
