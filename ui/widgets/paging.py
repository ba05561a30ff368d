"""Pages of a long list: where one is, one step back, one step on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.words import say


def offset(key: str, size: int, filters: Any = None) -> int:
    """Where the page shown begins; changed filters begin at the first page again."""
    if st.session_state.get(f"filters-{key}") != filters:
        st.session_state[f"filters-{key}"] = filters
        st.session_state[f"page-{key}"] = 1
    return (int(st.session_state.get(f"page-{key}", 1)) - 1) * size


def pager(key: str, total: int, size: int) -> None:
    """The steps under a list; nothing where one page holds all."""
    pages = max(1, -(-total // size))
    page = min(int(st.session_state.get(f"page-{key}", 1)), pages)
    with st.container(horizontal=True, vertical_alignment="center", key=f"pager-{key}"):
        if pages > 1:
            st.button(
                say("common.previous"),
                key=f"previous-{key}",
                disabled=page <= 1,
                on_click=_turn,
                args=(key, page - 1),
            )
            st.button(
                say("common.next"),
                key=f"next-{key}",
                disabled=page >= pages,
                on_click=_turn,
                args=(key, page + 1),
            )
        st.markdown(
            f'<p class="sx-quiet">{say("common.page_of", page=page, pages=f"{pages:,}", total=f"{total:,}")}</p>',
            unsafe_allow_html=True,
        )


def _turn(key: str, page: int) -> None:
    st.session_state[f"page-{key}"] = page
