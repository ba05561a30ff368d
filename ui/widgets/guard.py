"""No page ends in a traceback: what happened, what was kept, what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ui.door import show_refusal
from ui.words import say

_log = logging.getLogger(__name__)


@contextmanager
def guarded() -> Iterator[None]:
    """Run a page's body; any error becomes a sentence, and the rest of the page is left out.

    Streamlit's own ways of stopping and rerunning are no ``Exception`` and pass.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, ValueError) and hasattr(error, "code"):
            show_refusal(error)
        else:
            _log.exception("a page could not be drawn")
            st.error(say(f"common.{kind_of(error)}", kind=type(error).__name__))
            if st.button(say("common.again"), key="guard_again"):
                st.rerun()


def kind_of(error: Exception) -> str:
    """Which words an unforeseen error gets: the database is busy, the disk is full, or neither."""
    told = f"{type(error).__name__} {error}".lower()
    if "database is locked" in told or "could not obtain lock" in told:
        return "locked"
    if "disk is full" in told or "no space left" in told:
        return "full"
    return "unforeseen"
