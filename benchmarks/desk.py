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


class Address(str):
    """Where a desk answers, and its process."""

    pid: int

    def seconds(self) -> float:
        """Processor seconds it has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def desk(home: Path) -> Iterator[Address]:
    """A desk of its own on a free port; ended by its own handle."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "SUIXIN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT / "ui", env=environment, stdout=quiet)
    address = Address(f"http://127.0.0.1:{port}")
    address.pid = process.pid
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


Seconds = tuple[float, float]  # wall clock, processor of the desk


def opened(page: Any, address: Address, path: str) -> Seconds:
    """A whole load."""
    begun, used = time.perf_counter(), address.seconds()
    page.goto(f"{address}/{path}")
    rest(page)
    return time.perf_counter() - begun, address.seconds() - used


def acted(page: Any, address: Address, act: Act) -> Seconds:
    """From a click or key until the page rests again."""
    begun, used = time.perf_counter(), address.seconds()
    act(page)
    try:
        page.wait_for_selector(BUSY, timeout=1_500, state="attached")
    except Exception:  # the answer was there before the look
        return time.perf_counter() - begun, address.seconds() - used
    rest(page)
    return time.perf_counter() - begun, address.seconds() - used


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


def measure(browser: Any, home: Path, times: int) -> dict[str, list[Seconds]]:
    """Row → seconds: the first is cold (or the only one, of an act)."""
    found: dict[str, list[Seconds]] = {}
    with desk(home) as address:
        for n, (row, path) in enumerate(PAGES.items()):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            if n == 0:
                found["(fresh server)"] = [opened(page, address, path)]
            found[row] = [opened(page, address, path) for _ in range(times + 1)]
            for label, act in ACTS.get(row, ()):
                try:
                    found[f"{row}: {label}"] = [acted(page, address, act)]
                except Exception as error:
                    print(f"{row}: {label} not measured: {str(error)[:160]}", file=sys.stderr)
            context.close()
    return found


def table(small: dict[str, list[Seconds]], big: dict[str, list[Seconds]]) -> None:
    """Wall seconds cold and warm, processor seconds warm, demo and city; the ratios of what is warm."""
    heads = ("cold", "warm", "cpu")
    print(
        f"{'':46}" + "".join(f"{f'{s} {h}':>11}" for s in ("demo", "city") for h in heads), end=""
    )
    print(f"{'warm ratio':>12}{'cpu ratio':>11}")
    for row in small:
        if row not in big:
            continue
        numbers: list[float] = []
        for side in (small, big):
            warm = side[row][1:] or side[row]
            middle = [statistics.median(one[part] for one in warm) for part in (0, 1)]
            numbers += [side[row][0][0], *middle]
        ratios = [numbers[part + 3] / max(numbers[part], 0.01) for part in (1, 2)]
        print(f"{row:46}" + "".join(f"{n:>11.2f}" for n in numbers), end="")
        print(f"{ratios[0]:>12.1f}{ratios[1]:>11.1f}")


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
