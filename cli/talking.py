"""``suixin talk``: a conversation in the terminal; ``suixin mcp``: the same tools for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import files

if TYPE_CHECKING:
    from campaigns import Actor, Office

app = typer.Typer(help="对话 / conversations", no_args_is_help=True)

As = Annotated[str | None, typer.Option("--as", metavar="PERSON", help="以谁的身份 / who acts")]
Lang = Annotated[str, typer.Option("--lang", help="zh / en")]


def _actor(office: Office, person: str | None) -> Actor:
    from campaigns import actor_by_id

    return actor_by_id(office, person) if person else office.keeper


@app.command("say")
def say(
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    talk: Annotated[str | None, typer.Option("--talk", help="接着哪次对话 / go on with")] = None,
    person: As = None,
    lang: Lang = "zh",
) -> None:
    """说一句话：提问、看记录、或提出请求（只成表单，不执行）。 One turn; a request becomes a form."""
    with files.refusing():
        from assistant import converse
        from campaigns import open_office

        with open_office() as office:
            for event in converse(office, _actor(office, person), text, talk_id=talk, lang=lang):
                if event.name == "delta":
                    typer.echo(event.data["text"], nl=False)
                elif event.name == "replace":
                    typer.echo("\n——")
                elif event.name == "form":
                    typer.echo("")
                    files.write(dict(event.data), None)
                elif event.name == "end":
                    typer.echo(f"\n[{event.data['talk']} #{event.data['turn']}]")


@app.command("confirm")
def confirm(
    talk: Annotated[str, typer.Argument(metavar="TALK")],
    digest: Annotated[str, typer.Argument(metavar="DIGEST")],
    person: As = None,
    lang: Lang = "zh",
) -> None:
    """确认一张表单并执行一次（生成草稿）。 Run a form once, as confirmed by its digest: a draft is made."""
    with files.refusing():
        from assistant import confirm_form
        from campaigns import open_office

        with open_office() as office:
            outcome = confirm_form(office, _actor(office, person), talk, digest, lang)
    files.write(outcome, None)


@app.command("forget")
def forget(talk: Annotated[str, typer.Argument(metavar="TALK")], person: As = None) -> None:
    """删除一次对话的全部内容。 Delete a conversation with all its words."""
    with files.refusing():
        from campaigns import forget_talk, open_office

        with open_office() as office:
            forget_talk(office, _actor(office, person), talk)
    typer.echo(talk)


def mcp(
    person: As = None,
    forms: Annotated[
        bool, typer.Option("--forms", help="可提出表单，由人确认 / may lay forms before a person")
    ] = False,
    lang: Lang = "zh",
) -> None:
    """在标准输入输出上提供只读工具（MCP）。 The reading tools as an MCP server on stdin and stdout."""
    with files.refusing():
        from assistant import serve_mcp
        from campaigns import open_office

        with open_office() as office:
            serve_mcp(office, _actor(office, person), forms=forms, lang=lang)
