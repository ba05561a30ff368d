"""A line of work: what it is on the left, its next step as a button on the right."""

from __future__ import annotations

import html

import streamlit as st

from ui.door import chip


def task(
    key: str, name: str, note: str, label: str = "", *, mark: str = "", urgent: bool = False
) -> bool:
    """Draw one line, ``mark`` a chip beside its name; true when its button was pressed."""
    with st.container(
        key=f"row-{key}",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        st.markdown(
            f'<span class="sx-name">{html.escape(name)}</span> {chip(mark) if mark else ""}'
            + (f'<br><span class="sx-quiet">{html.escape(note)}</span>' if note else ""),
            unsafe_allow_html=True,
            width="stretch",
        )
        return bool(label) and st.button(
            label, key=f"go-{key}", type="primary" if urgent else "secondary", width=148
        )
