"""Time to usable of every page of the desk, with the demo city and with a city-size register.

    python benchmarks/desk.py [--targets 6490000] [--inspectors 10000] [--folder FOLDER] [--times 3]

Makes the demo city and a copy of it grown to the city's size (``desk_city.py``; kept in FOLDER and used
again), starts a desk on each on a free port of this machine, and drives it with Debian's Chromium.
"fresh" is the very first opening in a server just started, "cold" the first opening of the page in that server,
"warm" the median of whole reloads; an act is timed from the key or click until the page rests again.
Usable: heading drawn, no script running, nothing in progress. The last column is warm large to warm small.
Needs ``playwright`` and /usr/bin/chromium. Figures depend on the load of the machine: it is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.desk_city import grow  # noqa: E402
from benchmarks.desk_schedule import CAMPAIGN, ID, lay_large  # noqa: E402

LARGE = "schedule of 400 visits"
PAGES = {
    "today": "?lang=zh",
    **{
        name: f"{name}?lang=zh"
        for name in (
            "campaign",
            "draw",
            "schedule",
            "checklists",
            "ask",
            "directories",
            "record",
            "verify",
        )
    },
    LARGE: f"schedule?lang=zh&on={CAMPAIGN}&s={ID}",
}
APP = '[data-testid="stApp"]'
IDLE = f'{APP}[data-test-script-state="notRunning"]'
BUSY = f'{APP}[data-test-script-state="running"]'
Act = Callable[[Any], None]
REGISTER = "名称、编号或地址"


def demo(home: Path) -> None:
    """The demo city with one campaign from the draw to the checklists."""
    code = "from cli import main; main()"
    environment = {**os.environ, "SUIXIN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, "demo", "--no-serve"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def desk(home: Path) -> Iterator[str]:
    """A desk of its own on a free port; ended by its own handle."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "SUIXIN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT / "ui", env=environment, stdout=quiet)
    address = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2)
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def rest(page: Any) -> None:
    """Until the page is usable: no script runs and nothing is in progress."""
    page.wait_for_selector(IDLE, timeout=180_000)
    page.wait_for_selector("h1", timeout=180_000)
    page.wait_for_selector('[data-testid="stSpinner"]', state="detached", timeout=180_000)


def opened(page: Any, address: str) -> float:
    """Seconds of a whole load."""
    begun = time.perf_counter()
    page.goto(address)
    rest(page)
    return time.perf_counter() - begun


def acted(page: Any, act: Act) -> float:
    """Seconds from a click or key until the page rests again."""
    begun = time.perf_counter()
    act(page)
    try:
        page.wait_for_selector(BUSY, timeout=1_500, state="attached")
    except Exception:  # the answer was there before the look
        return time.perf_counter() - begun
    rest(page)
    return time.perf_counter() - begun


def find(box: str, text: str) -> Act:
    """Type into the search box with this hint."""

    def act(page: Any) -> None:
        page.get_by_placeholder(box).first.fill(text)
        page.keyboard.press("Enter")

    return act


def press(name: str) -> Act:
    """A button, or a choice of a row of choices."""
    return lambda page: page.get_by_text(name, exact=True).first.click()


def choose(label: str, option: str) -> Act:
    """One more value in a box of many."""

    def act(page: Any) -> None:
        page.get_by_role("combobox", name=label).first.fill(option)
        page.keyboard.press("Enter")

    return act


ACTS: dict[str, tuple[tuple[str, Act], ...]] = {
    "directories": (
        ("a name is looked for", find(REGISTER, "棠谷国际酒店（梅湾）")),
        ("two characters are looked for", find(REGISTER, "棠谷")),
        ("a rare word is looked for", find(REGISTER, "第3777店")),
        ("nothing is found", find(REGISTER, "没有这家企业")),
        ("a credit code is looked for", find(REGISTER, "91440300MA5FAKE00X")),
        ("the search is emptied", find(REGISTER, "")),
        ("one district", choose("辖区", "福田区")),
        ("one district, a word", find(REGISTER, "闪送仓")),
        ("the next page", press("下一页")),
        ("inspectors", press("执法检查人员名录库")),
        ("items", press("随机抽查事项清单")),
    ),
    "campaign": (
        ("a new campaign", press("新建行动")),
        ("its kind of business", choose("业态", "餐饮")),
    ),
    "schedule": (("all days", press("全部")), ("the map", press("路线图"))),
    LARGE: (
        ("another day", press("12-16 周三")),
        ("all days", press("全部")),
        ("by district", press("辖区")),
        ("by person", press("人员")),
        ("a name is looked for", find("姓名、企业、部门或辖区", "于承默")),
        ("the map", press("路线图")),
        ("the table", press("表格")),
    ),
}


def measure(browser: Any, home: Path, times: int) -> dict[str, list[float]]:
    """Row → seconds: the first is cold (or the only one, of an act)."""
    found: dict[str, list[float]] = {}
    with desk(home) as address:
        for n, (row, path) in enumerate(PAGES.items()):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            where = f"{address}/{path}"
            if n == 0:
                found["(fresh server)"] = [opened(page, where)]
            found[row] = [opened(page, where) for _ in range(times + 1)]
            for label, act in ACTS.get(row, ()):
                try:
                    found[f"{row}: {label}"] = [acted(page, act)]
                except Exception as error:
                    print(f"{row}: {label} not measured: {str(error)[:160]}", file=sys.stderr)
            context.close()
    return found


def table(small: dict[str, list[float]], big: dict[str, list[float]]) -> None:
    """Seconds, small and large, and the ratio of what is warm."""
    print(f"{'':44} {'demo cold':>9} {'warm':>6} {'city cold':>9} {'warm':>6} {'ratio':>6}")
    for row in small:
        if row not in big:
            continue
        cold = [f"{side[row][0]:.2f}" for side in (small, big)]
        warm = [statistics.median(side[row][1:] or side[row]) for side in (small, big)]
        print(
            f"{row:44} {cold[0]:>9} {warm[0]:>6.2f} {cold[1]:>9} {warm[1]:>6.2f} {warm[1] / warm[0]:>6.2f}"
        )


def main() -> None:
    """Make both folders where they are missing, measure, print a table and JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--targets", type=int, default=6_490_000)
    parser.add_argument("--inspectors", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", choices=("demo", "city"))
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="suixin-desk-"))
    small, big = folder / "demo", folder / f"city-{given.targets}-{given.inspectors}"
    if not small.exists():
        demo(small)
    if not big.exists():
        grow(small, big, given.targets, given.inspectors)
    for home in (small, big):
        lay_large(home)
    from playwright.sync_api import sync_playwright

    print("load", *(f"{part:.1f}" for part in os.getloadavg()), "cores", os.cpu_count())
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        homes = {"demo": small, "city": big}
        rows = {
            name: measure(browser, home, given.times)
            for name, home in homes.items()
            if given.only in (None, name)
        }
        browser.close()
    table(rows.get("demo", rows.get("city", {})), rows.get("city", rows.get("demo", {})))
    print(json.dumps(rows))
    print("load", *(f"{part:.1f}" for part in os.getloadavg()))


if __name__ == "__main__":
    main()
