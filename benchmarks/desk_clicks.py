"""Clicks and keystrokes of three jobs on the desk, counted by the page itself, beside a spreadsheet.

    python benchmarks/desk_clicks.py [--folder FOLDER]

A desk on a copy of the demo city is driven with Debian's Chromium; a listener on the page counts real
clicks and keys (a character typed counts as one, a Chinese one too). The spreadsheet's counts come from the steps of ``SPREADSHEET``, a practised user
who filters, fills down, pastes and looks things up by formula, and who never errs; nothing is checked there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.desk import demo, desk, rest  # noqa: E402

COUNT = """
const add = (kind, times = 1) => {
  const kept = JSON.parse(sessionStorage.counted || '{"clicks": 0, "keys": 0}');
  kept[kind] += times;
  sessionStorage.counted = JSON.stringify(kept);
};
addEventListener('pointerdown', e => { if (e.isTrusted) add('clicks'); }, true);
addEventListener('keydown', e => { if (e.isTrusted && e.key.length > 1) add('keys'); }, true);
addEventListener('input', e => { if (e.isTrusted && e.data) add('keys', e.data.length); }, true);
"""
# (what, clicks, keys), times what it is multiplied with.
SPREADSHEET: dict[str, tuple[tuple[str, int, int, str], ...]] = {
    "campaign": (
        ("filter the register by business: menu, box, word, OK", 3, 4, "once"),
        ("filter the register by status", 3, 0, "once"),
        ("a random number a row: =RAND() and fill down", 2, 8, "once"),
        ("a class: filter, sort, mark the first rows, copy, paste elsewhere", 8, 4, "class"),
        ("a visit's day and time: two cells of five characters and Enter", 1, 12, "visit"),
        ("a name of the team: a cell, three characters, Enter", 0, 4, "place"),
        ("filter the item list by business, copy it into a sheet", 6, 6, "once"),
        ("formulas that fetch firm and people by row number: four", 4, 80, "once"),
        ("a visit's sheet: copy the sheet, type its row number, Enter", 3, 3, "visit"),
    ),
    "sick inspector": (
        ("a day's visits: filter by day", 3, 0, "day"),
        ("a visit: choose the cell, type another name, Enter", 1, 4, "visit"),
    ),
    "checklists": (
        ("filter the item list by business, copy it into a sheet", 6, 6, "once"),
        ("formulas that fetch firm and people by row number: four", 4, 80, "once"),
        ("a visit's sheet: copy the sheet, type its row number, Enter", 3, 3, "visit"),
    ),
}


def on_paper(job: str, times: dict[str, int]) -> tuple[int, int]:
    """Clicks and keys of the spreadsheet, ``times``: how many classes, visits, places and days."""
    steps = [(clicks, keys, {"once": 1, **times}[per]) for _, clicks, keys, per in SPREADSHEET[job]]
    return sum(c * n for c, _, n in steps), sum(k * n for _, k, n in steps)


def counted(page: Any) -> tuple[int, int]:
    """Clicks and keys since the last call."""
    told = page.evaluate("sessionStorage.counted || ''")
    page.evaluate("sessionStorage.removeItem('counted')")
    kept = json.loads(told or '{"clicks": 0, "keys": 0}')
    return kept["clicks"], kept["keys"]


def settle(page: Any) -> None:
    """Until the page has taken up the last act."""
    page.wait_for_timeout(700)
    rest(page)
    page.wait_for_timeout(500)


def press(page: Any, name: str) -> None:
    """The last button of this name."""
    page.get_by_role("button", name=name, exact=True).last.click()
    settle(page)


def pick(page: Any, label: str, text: str) -> None:
    """Type into a box of choices and take the first."""
    page.get_by_label(label).first.click()
    page.keyboard.type(text)
    page.get_by_role("option", name=text).first.click()
    settle(page)
    page.locator("h1").first.click()  # closes a list that stays open for more


def campaign(page: Any, address: str) -> None:
    """From a theme to a schedule that is taken."""
    page.goto(f"{address}/campaign?lang=zh")
    settle(page)
    press(page, "新建行动")
    pick(page, "业态（可多选）", "宠物")
    pick(page, "牵头部门", "市场监管")
    page.get_by_text("按现有人手与时间，可以排下。").wait_for()
    press(page, "建立行动")
    page.get_by_text("已建立。下一步：冻结名单。").wait_for()
    press(page, "冻结名单")  # on to the draw
    page.get_by_role("heading", name="抽取").first.wait_for()
    settle(page)
    press(page, "冻结名单")
    page.get_by_text("演练", exact=True).first.click()
    settle(page)
    press(page, "公布承诺")
    press(page, "开奖")
    press(page, "去排程")
    press(page, "开始排程")
    page.get_by_text("排程完成").first.wait_for(timeout=240_000)
    settle(page)
    press(page, "采用这份排程")


def sick(page: Any, address: str) -> None:
    """The first person of the demo's schedule is away: the drawn substitute, and planned again."""
    page.goto(f"{address}/schedule?lang=zh&on=C2026-0002&s=C2026-0002-S01")
    settle(page)
    page.locator(".board button.name").first.click()
    settle(page)
    page.get_by_text("来不了：请抽定的候补递补", exact=True).first.click()
    settle(page)
    page.get_by_text("登记并递补", exact=True).first.click()
    page.get_by_text("排程完成", exact=False).first.wait_for(timeout=240_000)
    settle(page)


def sizes(home: Path) -> dict[str, dict[str, int]]:
    """How many visits, places in teams and days the schedules driven here have."""
    from campaigns import Settings, list_campaigns, list_schedules, open_office

    with open_office(Settings(home=home)) as office:
        newest = list_campaigns(office, office.keeper).rows[0]
        made = list_schedules(office, office.keeper, newest.id)[-1].schedule["visits"]
        kept = list_schedules(office, office.keeper, "C2026-0002")[0]
    visits = kept.schedule["visits"]
    return {"driven": _size(made), "demo": _size(visits)}


def _size(visits: list[dict[str, Any]]) -> dict[str, int]:
    loads: dict[str, list[str]] = {}
    for visit in visits:
        for person in visit["inspectors"]:
            loads.setdefault(person, []).append(visit["start"][:10])
    most = max(loads.values(), key=len)
    places = sum(len(visit["inspectors"]) for visit in visits)
    return {
        "class": 4,
        "visit": len(visits),
        "place": places,
        "most": len(most),
        "days": len(set(most)),
    }


def main() -> None:
    """Drive the jobs and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folder", type=Path)
    home = (parser.parse_args().folder or Path(tempfile.mkdtemp(prefix="suixin-clicks-"))) / "demo"
    if not home.exists():
        demo(home)
    from playwright.sync_api import sync_playwright

    rows: dict[str, tuple[int, int]] = {}
    with sync_playwright() as driver, desk(home) as address:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(COUNT)
        page.set_default_timeout(60_000)
        campaign(page, address)
        rows["campaign"] = counted(page)
        press(page, "去看检查表")
        press(page, "为全部检查生成检查表")
        rows["checklists"] = counted(page)
        rows["campaign"] = tuple(map(sum, zip(rows["campaign"], rows["checklists"], strict=True)))  # type: ignore[assignment]
        sick(page, address)
        rows["sick inspector"] = counted(page)
        browser.close()
    size = sizes(home)
    print(json.dumps(size))
    print(f"{'job':32} {'desk clicks':>11} {'keys':>6} {'sheet clicks':>12} {'keys':>6}")
    for job, (clicks, keys) in rows.items():
        for name, times in size.items():
            if job == "sick inspector":
                times = {**times, "visit": times["most"], "day": times["days"]}
            paper = on_paper(job, times)
            label = f"{job}, {times['visit']} visits ({name})"
            print(f"{label:32} {clicks:>11} {keys:>6} {paper[0]:>12} {paper[1]:>6}")


if __name__ == "__main__":
    main()
