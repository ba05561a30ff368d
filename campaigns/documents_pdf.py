"""The checklist as PDF, where the optional renderer is installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from campaigns.documents import Sheet, clean
from campaigns.documents_template import COLUMNS, SHARED
from campaigns.errors import CampaignRefused, refusal


def checklist_html(sheet: Sheet) -> str:
    """The sheet as one self-contained page; names and notes are escaped."""
    source = files("campaigns").joinpath("documents_checklist.html").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined)
    page.filters["css"] = _css
    return clean(page.from_string(source).render(s=sheet, columns=COLUMNS, shared_columns=SHARED))


def render_pdf(sheet: Sheet, load: Callable[[str], Any] = import_module) -> bytes:
    """PDF bytes; CampaignRefused ``document.no_pdf`` where weasyprint or pango is missing."""
    try:
        renderer = load("weasyprint")
    except (ImportError, OSError) as error:  # OSError: the pango library is not on the machine
        raise _no_renderer() from error
    return bytes(renderer.HTML(string=checklist_html(sheet), url_fetcher=_nothing).write_pdf())


def _no_renderer() -> CampaignRefused:
    return refusal(
        "document.no_pdf",
        "本机未安装PDF组件（weasyprint及pango），请改为下载Word文档。",
        "This machine has no PDF renderer (weasyprint with pango); download the Word file.",
        field="format",
        value="pdf",
    )


def _nothing(url: str) -> dict[str, Any]:
    """The page is self-contained: nothing is ever fetched."""
    raise ValueError(f"not fetched: {url}")


def _css(text: str) -> str:
    """Text inside a CSS string: only what an id may hold, so that nothing can end the string."""
    return "".join(c for c in text if c.isalnum() or c in "-_.（）")
