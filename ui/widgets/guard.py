"""No page ends in a traceback: what happened, what was kept, what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from campaigns import describe
from ui.door import show_refusal
from ui.words import language

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
            st.error(describe(error, language()))
