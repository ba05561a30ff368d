"""A plain table for a dozen rows: page text that wraps, is read aloud and prints."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence

import streamlit as st


class Raw(str):
    """Markup of our own, already escaped."""

    __slots__ = ()


def grid(
    head: Sequence[str], rows: Sequence[Sequence[object]], numbers: Collection[int] = ()
) -> None:
    """Draw the table; ``numbers`` are the columns set to the right."""
    top = "".join(_cell("th", text, n in numbers) for n, text in enumerate(head))
    top = f"<thead><tr>{top}</tr></thead>" if any(head) else ""  # pairs need no head
    body = "".join(
        f"<tr>{''.join(_cell('td', value, n in numbers) for n, value in enumerate(row))}</tr>"
        for row in rows
    )
    st.markdown(
        f'<div class="sx-wide"><table class="sx-grid">{top}<tbody>{body}</tbody></table></div>',
        unsafe_allow_html=True,
    )


def _cell(tag: str, value: object, number: bool) -> str:
    text = value if isinstance(value, Raw) else html.escape(str(value))
    kind = ' class="num"' if number else ' class="long"' if len(str(value)) > 16 else ""
    return f"<{tag}{kind}>{text}</{tag}>"
