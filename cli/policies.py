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


@app.command("questions")
def questions(
    state: Annotated[
        str | None, typer.Option("--state", help="open 待解答 / settled 已办结")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """文本没有回答的问题。 The register of questions the texts do not answer."""
    with files.refusing():
        from campaigns import list_questions, open_office

        with open_office() as office:
            rows, total = list_questions(office, office.keeper, state=state, limit=200)
    if as_json:
        files.write({"total": total, "rows": [row.to_json() for row in rows]}, None)
        return
    for row in rows:
        typer.echo(f"{row.id}  [{row.state} ×{row.asked}]  {row.question}")
        typer.echo(f"   {row.note or row.nearest}")


@app.command("settle")
def settle(
    question_id: Annotated[str, typer.Argument(metavar="ID")],
    note: Annotated[str, typer.Argument(metavar="NOTE")],
) -> None:
    """办结一个问题，写明答复。 Mark a question as settled, with a note."""
    with files.refusing():
        from campaigns import open_office, settle_question

        with open_office() as office:
            row = settle_question(office, office.keeper, question_id, note)
    typer.echo(f"{row.id}  {row.state}  {row.note}")


@app.command("links")
def links(name: Annotated[str, typer.Argument(metavar="DOC#PATH|R05")]) -> None:
    """条款对应的规则与决定，或规则对应的条款。 From clause to rule to decision, and back."""
    with files.refusing():
        from campaigns import clause_links, open_office, rule_links

        with open_office() as office:
            find = clause_links if "#" in name else rule_links
            told = find(office, office.keeper, name)
    files.write(told, None)
