"""No page has a serious finding of axe-core, in either theme and language. The checker is not part of the
project: the test asks for its file by ``SUIXIN_AXE`` and is skipped where there is none. To run it:

    npm install --prefix /somewhere axe-core
    SUIXIN_AXE=/somewhere/node_modules/axe-core/axe.min.js pytest tests/browser/test_accessible_in_the_browser.py
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = (
    *("", "campaign", "draw", "schedule", "checklists", "checklists?part=templates"),
    *("ask", "directories", "record", "verify"),
)
RUN = "axe.run(document, {resultTypes: ['violations']})"


@pytest.fixture(scope="module")
def axe() -> str:
    path = Path(os.environ.get("SUIXIN_AXE", "axe.min.js"))
    if not path.is_file():
        pytest.skip("needs axe-core: set SUIXIN_AXE to the path of axe.min.js")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_finding(open_page: Any, axe: str, scheme: str, lang: str) -> None:
    page = open_page("/?tour=1", color_scheme=scheme)
    serious = []
    for path in PAGES:
        mark = "&" if "?" in path else "?"
        page.goto(f"{page.url.split('?')[0].rsplit('/', 1)[0]}/{path}{mark}lang={lang}")
        page.wait_for_selector("h1", timeout=60_000)
        page.wait_for_timeout(2500)
        page.evaluate(axe)
        found = page.evaluate(RUN)["violations"]
        serious += [
            f"{path}: {row['id']} {node['html'][:80]}"
            for row in found
            if row["impact"] in ("serious", "critical")
            for node in row["nodes"]
        ]
    assert serious == []
