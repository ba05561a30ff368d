"""Three verifiers that share no code: the product's, the citizen's Python file, the page's JavaScript.

They must agree on every receipt, and refuse every change of one character. A long file on purpose: one
table of changes is run through all three.
"""

from __future__ import annotations

import base64
import copy
import gc
import gzip
import hashlib
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import draw

DOCS = Path(__file__).parents[2] / "docs" / "verify"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(
    NODE is None, reason="node is not installed: the page's core can't run"
)


class InProcess:
    """In place of a process pool, so that thousands of small pools can be verified."""

    def __enter__(self) -> InProcess:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def imap(self, work: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
        return map(work, jobs)


@pytest.fixture(scope="module")
def citizen(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Any]]:
    """The Python file's verdict on texts: receipt, gzipped pool, log, head."""
    spec = importlib.util.spec_from_file_location("suixin_verify", DOCS / "suixin_verify.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    gc.enable()  # the file turns the collector off, as a program of its own may
    module.__dict__["multiprocessing"] = SimpleNamespace(Pool=InProcess)
    folder = tmp_path_factory.mktemp("citizen")

    def verdict(receipt: str, pool: str, log: str | None = None, head: str = "") -> dict[str, Any]:
        paths = [folder / name for name in ("R.json", "P.csv.gz", "L.json")]
        paths[0].write_text(receipt, encoding="utf-8")
        paths[1].write_bytes(gzip.compress(pool.encode(), 1))
        if log is not None:
            paths[2].write_text(log, encoding="utf-8")
        module.differences.clear()
        printed: list[str] = []
        module.__dict__["print"] = lambda text: printed.append(text)
        module.main(paths[0], paths[1], *([paths[2], head] if log is not None else []))
        found: dict[str, Any] = json.loads(printed[0])
        return found

    return verdict


@pytest.fixture(scope="module")
def page() -> Callable[[list[dict[str, Any]]], list[Any]]:
    """The page's verdicts on many cases, in one run of node."""

    def verdicts(cases: list[dict[str, Any]]) -> list[Any]:
        assert NODE
        text = "\n".join(json.dumps(case) for case in cases)
        harness = Path(__file__).with_name("verify_page.mjs")
        ran = subprocess.run(
            [NODE, harness, DOCS / "verify.html"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in ran.stdout.splitlines()]

    return verdicts


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, city: Any) -> Any:
    """A ceremony over 16 rows, small enough to change each of its characters."""
    strata = [
        {"name": "高", "where": {"risk": ["C", "D"]}, "ratio": "0.30"},
        {"name": "低", "where": {"risk": "A"}, "count": 2},
    ]
    rows = city.made_up_rows(16, seed=3)
    gone = [{"id": rows[0]["id"], "reason": "本年度已抽"}]
    plan = city.plan_json("ceremony", strata=strata, outside=True, exclude=gone)
    return city.drawn_by_ceremony(tmp_path_factory.mktemp("small"), rows, plan)


def heads_of(log: dict[str, Any]) -> str:
    return str(log["stamps"][0]["head"])


def changes(text: str, rng: random.Random, every: int = 1) -> Iterator[str]:
    """The text with one character replaced, at every n-th place, where it still says something else."""
    right = json.loads(text)
    for at in range(rng.randrange(every), len(text), every):
        other = rng.choice([c for c in '0123456789abcdefDTU."[] ' if c != text[at]])
        changed = text[:at] + other + text[at + 1 :]
        try:
            if json.loads(changed) != right:
                yield changed
        except ValueError:
            continue


def judged(receipt: dict[str, Any]) -> str:
    """The part of a receipt that receipt and pool alone must prove."""
    part = {k: copy.deepcopy(receipt[k]) for k in ("commitment", "statement", "seed", "strata")}
    return json.dumps(part, ensure_ascii=False)


def test_the_verifier_is_one_file_under_150_lines_of_the_standard_library() -> None:
    text = (DOCS / "suixin_verify.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    imported = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
    names = {
        n.strip()
        for line in imported
        for n in line.split(" import ")[0].split(" ", 1)[1].split(",")
    }
    assert names <= sys.stdlib_module_names


def test_the_page_asks_nobody() -> None:
    text = (DOCS / "verify.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    for way in (
        "http:",
        "https:",
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "import(",
        "src=",
        "@import",
    ):
        assert way not in text
    assert "crypto.subtle" not in text  # missing on plain-HTTP intranets


def test_all_three_agree_that_a_right_draw_is_right(finished: Any, city: Any, citizen: Any) -> None:
    receipt, log = json.dumps(finished.receipt), json.dumps(finished.log)
    verdict = draw.verify(finished.receipt, finished.pool, log=finished.log)
    assert (verdict.recomputed, verdict.anchored, verdict.differences) == (True, True, ())
    assert verdict.anchors[0]["holder"] == "市公证处"
    assert verdict.holds
    pool = city.csv_text(finished.pool)
    alone = citizen(receipt, pool)
    assert (alone["recomputed"], alone["anchored"], alone["differences"]) == (True, False, [])
    both = citizen(receipt, pool, log, heads_of(finished.log))
    assert (both["recomputed"], both["anchored"], both["differences"]) == (True, True, [])


@needs_node
def test_the_page_agrees_too(finished: Any, city: Any, page: Any) -> None:
    path = finished.pool.path.with_name("POOL.csv.gz")
    case = {"receipt": json.dumps(finished.receipt)}
    case["pool"] = {"gz": base64.b64encode(path.read_bytes()).decode()}
    log = {"log": json.dumps(finished.log), "head": heads_of(finished.log)}
    drawn = finished.receipt["strata"][2]["drawn"][0]
    alone, both, found, lost = page(
        [case, case | log, case | {"find": drawn["id"]}, case | {"find": "T1"}]
    )
    assert alone == {"recomputed": True, "anchored": False, "rehearsal": False, "differences": []}
    assert both == {"recomputed": True, "anchored": True, "rehearsal": False, "differences": []}
    assert found["ticket"] == drawn["ticket"]
    assert "place 1 of stratum C" in found["en"]
    assert "neither drawn" in lost["en"]


@needs_node
def test_the_pages_own_sha_256_is_sha_256(page: Any) -> None:
    # the published value for "abc" (FIPS 180-4), and every length around the ends of blocks
    texts = [
        b"abc",
        *(bytes(range(n)) for n in (0, 1, 54, 55, 56, 63, 64, 65, 118, 119, 120, 128, 200)),
    ]
    assert page([{"hash": t.hex()} for t in texts]) == [
        hashlib.sha256(t).hexdigest() for t in texts
    ]


def test_run_as_a_program_it_says_so_in_its_exit_code(finished: Any, tmp_path: Path) -> None:
    (tmp_path / "R.json").write_text(json.dumps(finished.receipt), encoding="utf-8")
    wrong = copy.deepcopy(finished.receipt)
    wrong["strata"][0]["cutoff"] = "0" * 64
    (tmp_path / "W.json").write_text(json.dumps(wrong), encoding="utf-8")
    pool = finished.pool.path.with_name("POOL.csv.gz")

    def run(*arguments: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", DOCS / "suixin_verify.py", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    good, bad = run(tmp_path / "R.json", pool), run(tmp_path / "W.json", pool)
    assert good.returncode == 0, good.stderr
    assert "NOT ANCHORED" in good.stdout
    assert bad.returncode == 1
    assert "cutoff" in json.loads(bad.stdout)["differences"][0]["place"]
    assert run().returncode == 2


def test_one_changed_character_of_a_receipt_is_refused_by_product_and_citizen(
    small: Any, city: Any, citizen: Any
) -> None:
    pool, rng, tried = city.csv_text(small.pool), random.Random(7), 0
    rest = {k: v for k, v in small.receipt.items() if k not in json.loads(judged(small.receipt))}
    for text in changes(judged(small.receipt), rng, every=6):
        receipt = rest | json.loads(text)
        tried += 1
        verdict = draw.verify(receipt, small.pool)
        assert not verdict.recomputed, text
        assert verdict.differences, text
        assert not citizen(json.dumps(receipt), pool)["recomputed"], text
    assert tried > 200


@needs_node
def test_one_changed_character_of_a_receipt_is_refused_by_the_page(
    small: Any, city: Any, page: Any
) -> None:
    pool = {"text": city.csv_text(small.pool)}
    rest = {k: v for k, v in small.receipt.items() if k not in json.loads(judged(small.receipt))}
    texts = list(changes(judged(small.receipt), random.Random(8)))
    cases = [{"receipt": json.dumps(rest | json.loads(t)), "pool": pool} for t in texts]
    assert len(cases) > 1500
    for text, verdict in zip(texts, page(cases), strict=True):
        assert not verdict["recomputed"], text
        assert verdict["differences"], text


def changed_pools(text: str, columns: int) -> Iterator[str]:
    """The CSV with one character of a digested cell replaced, a row doubled, dropped or moved."""
    header, *rows = text.splitlines()
    for i, row in enumerate(rows):
        for at in range(len(row)):
            cell = row[:at].count(",") if '"' not in row else -1
            if cell not in (0, 2, 3, 4)[:columns] or row[at] == ",":
                continue
            for other in "7D":
                if other != row[at]:
                    changed = row[:at] + other + row[at + 1 :]
                    yield "\n".join([header, *rows[:i], changed, *rows[i + 1 :], ""])
        yield "\n".join([header, *rows[:i], row, *rows[i:], ""])
        yield "\n".join([header, *rows[:i], *rows[i + 1 :], ""])
    yield "\n".join([header, rows[1], rows[0], *rows[2:], ""])


def test_one_changed_character_of_a_pool_is_refused(
    tmp_path: Path, city: Any, citizen: Any, request: pytest.FixtureRequest
) -> None:
    rows = [r | {"name": "示例"} for r in city.made_up_rows(8)]
    strata = [{"name": "all", "where": {}, "ratio": "0.5"}]
    drawn = city.drawn_by_ceremony(tmp_path, rows, city.plan_json("ceremony", strata=strata))
    receipt, pools = json.dumps(drawn.receipt), list(changed_pools(city.csv_text(drawn.pool), 4))
    assert len(pools) > 300
    for text in pools[::7]:
        (tmp_path / "X.csv.gz").write_bytes(gzip.compress(text.encode(), 1))
        verdict = draw.verify(drawn.receipt, draw.open_pool(tmp_path / "X.csv.gz"))
        assert not verdict.recomputed
        assert verdict.differences
    assert not any(citizen(receipt, text)["recomputed"] for text in pools)
    if NODE:
        verdicts = request.getfixturevalue("page")(
            [{"receipt": receipt, "pool": {"text": text}} for text in pools]
        )
        assert not any(v["recomputed"] for v in verdicts)


def test_a_pool_made_by_hand_can_hide_no_boundary_between_its_fields(
    finished: Any, city: Any, tmp_path: Path, citizen: Any, request: pytest.FixtureRequest
) -> None:
    # Whoever writes pool, statement and receipt himself makes all digests fit. One line of the pool
    # can still not be read in two ways: T1 of class A, or T1 of a class that has a TAB inside.
    line = "T1\tA\tU01\t\n"
    text = 'id,name,risk,district\nT1,,"A\tU01",\n'
    plan = city.plan_json(columns=[], strata=[{"name": "all", "where": {}, "ratio": "1"}])
    leaf = hashlib.sha256(b"\0" + line.encode()).hexdigest()
    statement = finished.receipt["statement"] | {"rows": 1, "pool_root": leaf, "plan": plan}
    statement["pool_digest"] = hashlib.sha256(line.encode()).hexdigest()
    made = draw.digest_of(statement)
    row = {"id": "T1", "ticket": draw.ticket(draw.draw_key(made, "s"), "T1")}
    stratum = {"name": "all", "size": 1, "count": 1, "drawn": [row], "substitutes": []}
    receipt = {"commitment": made, "statement": statement, "seed": "s", "evidence": None}
    receipt["strata"] = [{**stratum, "cutoff": row["ticket"]}]
    (tmp_path / "X.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert not draw.verify(receipt, draw.open_pool(tmp_path / "X.csv.gz")).recomputed
    verdict = citizen(json.dumps(receipt), text)
    assert ["control character" in d["place"] for d in verdict["differences"]] == [True]
    if NODE:
        case = {"receipt": json.dumps(receipt), "pool": {"text": text}}
        (verdict,) = request.getfixturevalue("page")([case])
        assert "control character" in verdict["differences"][0]["place"]


def test_an_undigested_name_may_be_corrected_later(finished: Any, city: Any, citizen: Any) -> None:
    text = city.csv_text(finished.pool).replace("商行", "商店")
    assert citizen(json.dumps(finished.receipt), text)["recomputed"]


def test_one_changed_character_of_the_log_is_refused(small: Any, city: Any, citizen: Any) -> None:
    pool, receipt = city.csv_text(small.pool), json.dumps(small.receipt)
    entries = json.dumps(small.log["entries"], ensure_ascii=False)
    head, tried = heads_of(small.log), 0
    for text in changes(entries, random.Random(9), every=17):
        log = {"entries": json.loads(text), "stamps": small.log["stamps"]}
        tried += 1
        verdict = draw.verify(small.receipt, small.pool, log=log)
        assert verdict.recomputed
        assert not verdict.anchored, text
        assert not verdict.holds
        assert not citizen(receipt, pool, json.dumps(log), head)["anchored"], text
    assert tried > 100


@needs_node
def test_one_changed_character_of_the_log_is_refused_by_the_page(
    small: Any, city: Any, page: Any
) -> None:
    case = {"receipt": json.dumps(small.receipt), "pool": {"text": city.csv_text(small.pool)}}
    entries = json.dumps(small.log["entries"], ensure_ascii=False)
    texts = list(changes(entries, random.Random(10), every=3))
    cases = [
        case | {"log": json.dumps({"entries": json.loads(t)}), "head": heads_of(small.log)}
        for t in texts
    ]
    for text, verdict in zip(texts, page(cases), strict=True):
        assert verdict["recomputed"]
        assert not verdict["anchored"], text


def test_with_the_log_times_number_and_chain_of_the_receipt_are_held(
    small: Any, city: Any, citizen: Any
) -> None:
    pool, log = city.csv_text(small.pool), json.dumps(small.log)
    for change in (
        {"number": 2},
        {"previous": "0" * 64},
        {"times": {**small.receipt["times"], "published": "2026-12-01T09:01+08:00"}},
        {"times": {**small.receipt["times"], "revealed": "2026-12-01T12:01+08:00"}},
        {"evidence": {**small.receipt["evidence"], "place": "elsewhere"}},
    ):
        receipt = {**small.receipt, **change}
        assert draw.verify(receipt, small.pool).recomputed
        verdict = draw.verify(receipt, small.pool, log=small.log)
        assert (verdict.recomputed, verdict.anchored) == (True, False)
        assert not citizen(json.dumps(receipt), pool, log, heads_of(small.log))["anchored"]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"statement": None},
        {"statement": {"algorithm": "suixin-draw-1"}},
        {"strata": None},
        {"strata": [1, 2]},
        {"strata": [{}, {}]},
        {"seed": 5},
        {"seed": None},
        {"evidence": None},
        {"evidence": []},
        {"evidence": {"kind": "ceremony", "witnesses": [1]}},
        {"commitment": None},
    ],
)
def test_a_receipt_of_the_wrong_shape_is_a_verdict_not_a_crash(
    small: Any, city: Any, citizen: Any, broken: Any
) -> None:
    receipt = {**small.receipt, **broken} if broken else {}
    verdict = draw.verify(receipt, small.pool, log=small.log)
    assert not verdict.recomputed
    assert not verdict.anchored
    assert not citizen(json.dumps(receipt), city.csv_text(small.pool))["recomputed"]
    for log in ({}, {"entries": 1}, {"entries": [1]}, {"entries": [{}], "stamps": [{}]}):
        assert not draw.verify(small.receipt, small.pool, log=log).anchored


def random_rows(rng: random.Random, city: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = city.made_up_rows(rng.randint(1, 40), seed=rng.randrange(10**6))
    for row in rows:
        if rng.random() < 0.1:
            row["name"] = 'a "quoted", name'
    return rows


def random_plan(
    rng: random.Random, city: Any, rows: list[dict[str, Any]], kind: str
) -> dict[str, Any]:
    risks = list("ABCD")
    rng.shuffle(risks)
    cuts = sorted(rng.sample(range(1, 5), rng.randint(1, 3)))
    parts = [risks[a:b] for a, b in zip([0, *cuts], [*cuts, 4], strict=True) if risks[a:b]]
    strata: list[dict[str, Any]] = []
    for n, part in enumerate(parts):
        where: dict[str, Any] = {"risk": part if len(part) > 1 else part[0]}
        if rng.random() < 0.3:
            where["district"] = rng.choice(["U01", ["U01", "U02"]])
        share = rng.choice(["0.03", "1/3", "0.5", "1", "999/1000"])
        strata.append({"name": f"层{n}", "where": where, "ratio": share})
        inside = [r for r in rows if r["risk"] in part]
        if len(where) == 1 and inside and rng.random() < 0.4:
            strata[-1] = {"name": f"层{n}", "where": where, "count": rng.randint(1, len(inside))}
    gone = []
    if not any("count" in s for s in strata):
        gone = [{"id": r["id"], "reason": "已抽"} for r in rng.sample(rows, len(rows) // 4)]
    columns = ["credit_flag"] if rng.random() < 0.5 else []
    plan: dict[str, Any] = city.plan_json(
        kind, strata=strata, columns=columns, exclude=gone, outside=True
    )
    return plan


def spoilt(rng: random.Random, receipt: dict[str, Any]) -> bool:
    """Spoil three receipts in ten, each in one place; returns whether this one was left right."""
    if rng.random() < 0.7:
        return True
    listed = [s for s in receipt["strata"] if s["drawn"]]
    stratum = rng.choice(listed) if listed else receipt["strata"][0]
    which = rng.choice(["drawn", "substitutes"])
    if stratum[which] and rng.random() < 0.5:
        stratum[which].pop()
    else:
        stratum["size"] += 1
    return False


def agree_on_random_plans(
    count: int, seed: int, folder: Path, city: Any, citizen: Any, page: Any
) -> None:
    """`count` plans, ten over each pool; the page judges a thousand in one run of node."""
    rng, cases = random.Random(seed), []
    for number in range(count):
        if number % 10 == 0:
            rows = random_rows(rng, city)
            pool = draw.freeze(rows, folder / "POOL.parquet")
            text = city.csv_text(pool)
        plan = random_plan(rng, city, rows, rng.choice(["ceremony", "rehearsal"]))
        commitment = draw.commit(
            pool, draw.parse_plan(plan), published_at=city.NIGHT, number=number + 1
        )
        evidence = city.ceremony(commitment["commitment"])
        receipt = draw.reveal(
            commitment, pool, city.joined(evidence), evidence=evidence, previous=None, times={}
        )
        right = spoilt(rng, receipt)
        assert draw.verify(receipt, pool).recomputed is right
        assert citizen(json.dumps(receipt), text)["recomputed"] is right
        cases.append(({"receipt": json.dumps(receipt), "pool": {"text": text}}, right))
        if NODE and (len(cases) == 1000 or number == count - 1):
            verdicts = page([case for case, _ in cases])
            assert [v["recomputed"] for v in verdicts] == [right for _, right in cases]
            cases = []


def test_random_plans_are_judged_alike(tmp_path: Path, city: Any, citizen: Any, page: Any) -> None:
    agree_on_random_plans(100, 1, tmp_path, city, citizen, page)


@pytest.mark.slow
def test_many_random_plans_are_judged_alike(
    tmp_path: Path, city: Any, citizen: Any, page: Any
) -> None:
    # SUIXIN_PLANS=10000 is the long run; a thousand are enough for every day
    count = int(os.environ.get("SUIXIN_PLANS", "1000"))
    agree_on_random_plans(count, 2, tmp_path, city, citizen, page)
