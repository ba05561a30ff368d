"""A small made-up city for the draw's tests: rows, pools, plans, witnesses, a log and its holders."""

from __future__ import annotations

import gzip
import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import draw
from draw.credit import ALPHABET, check_character
from tests.signing import sign

NIGHT = "2026-12-01T09:00+08:00"
MORNING = "2026-12-01T10:00+08:00"
NOON = "2026-12-01T12:00+08:00"


def credit_code(number: int) -> str:
    """A made-up credit code with a right check character; one for each number."""
    digits = "".join(ALPHABET[number // 31**i % 31] for i in reversed(range(9)))
    body = "91440300" + digits
    return body + check_character(body)


def made_up_rows(count: int, seed: int = 1) -> list[dict[str, Any]]:
    lot = random.Random(seed)
    rows = [
        {
            "id": credit_code(1000 + i),
            "name": f"示例{i}号，商行",
            "risk": lot.choice("ABCD"),
            "district": lot.choice(("U01", "U02", "U03")),
            "credit_flag": lot.choice(("", "异常")),
        }
        for i in range(count)
    ]
    lot.shuffle(rows)
    return rows


def plan_json(kind: str = "rehearsal", **changes: Any) -> dict[str, Any]:
    plan: dict[str, Any] = {
        "draw_id": "2026-12-A",
        "strata": [
            {"name": risk, "where": {"risk": risk}, "ratio": ratio}
            for risk, ratio in (("A", "0.05"), ("B", "1/10"), ("C", "0.2"), ("D", "0.30"))
        ],
        "exclude": [],
        "columns": ["credit_flag"],
        "publish_after": "2026-12-20",
        "seed_source": {"kind": kind, "what": "市政务大厅现场", "not_before": MORNING},
    }
    return {**plan, **changes}


def contribution(witness: str) -> str:
    """128 bits that look random and are the same in every run."""
    return hashlib.sha256(witness.encode()).hexdigest()[:32]


def ceremony(commitment: str, names: tuple[str, ...] = ("乙代表", "甲委员")) -> dict[str, Any]:
    people = [
        {
            "name": name,
            "contribution": contribution(name),
            "pledge": draw.pledge(commitment, name, contribution(name)),
        }
        for name in names
    ]
    return {"kind": "ceremony", "time": NOON, "witnesses": people}


def joined(evidence: Mapping[str, Any]) -> str:
    return draw.join_contributions({w["name"]: w["contribution"] for w in evidence["witnesses"]})


def stamp(log: list[dict[str, Any]], holder: str, at: str) -> dict[str, Any]:
    head = draw.export_head(log)
    secret = hashlib.sha256(holder.encode()).digest()
    key, signature = sign(secret, draw.head_text(head, holder, at))
    return {**head, "holder": holder, "at": at, "key": key, "signature": signature}


@dataclass
class Drawn:
    """Everything of one finished draw."""

    pool: draw.Pool
    plan: draw.Plan
    commitment: dict[str, Any]
    evidence: dict[str, Any]
    receipt: dict[str, Any]
    log: dict[str, Any] = field(default_factory=dict)


def written_log(
    commitment: dict[str, Any], receipt: dict[str, Any], evidence: dict[str, Any]
) -> dict[str, Any]:
    """A log in which a ceremony went as it should, its head stamped outside before the seed."""
    entries: list[dict[str, Any]] = []

    def write(kind: str, at: str, **body: Any) -> None:
        entries.append(draw.append_entry(entries, {"kind": kind, **body}, at))

    text, statement = commitment["commitment"], commitment["statement"]
    write("plan", NIGHT, number=1, draw_id=statement["plan"]["draw_id"])
    write(
        "commitment",
        NIGHT,
        number=1,
        commitment=text,
        pool_digest=statement["pool_digest"],
        published_at=commitment["published_at"],
    )
    for person in evidence["witnesses"]:
        write("pledge", MORNING, commitment=text, witness=person["name"], pledge=person["pledge"])
    stamps = [stamp(entries, "市公证处", "2026-12-01T10:30+08:00")]
    write("seed", NOON, commitment=text, seed=receipt["seed"])
    write(
        "receipt",
        NOON,
        commitment=text,
        receipt=draw.digest_of(receipt),
        previous=receipt["previous"],
    )
    return {"entries": entries, "stamps": stamps}


def drawn_by_ceremony(folder: Path, rows: list[dict[str, Any]], plan: dict[str, Any]) -> Drawn:
    pool = draw.freeze(rows, folder / "POOL.parquet")
    parsed = draw.parse_plan(plan)
    commitment = draw.commit(pool, parsed, published_at=NIGHT, number=1)
    evidence = ceremony(commitment["commitment"])
    receipt = draw.reveal(
        commitment,
        pool,
        joined(evidence),
        evidence=evidence,
        previous=None,
        times={"seed": NOON, "revealed": NOON},
    )
    log = written_log(commitment, receipt, evidence)
    return Drawn(pool, parsed, commitment, evidence, receipt, log)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """One ceremony over 120 rows; tests must not change it."""
    folder = tmp_path_factory.mktemp("finished")
    return drawn_by_ceremony(folder, made_up_rows(120), plan_json("ceremony"))


@pytest.fixture
def make_pool(tmp_path: Path) -> Callable[..., draw.Pool]:
    def make(rows: list[dict[str, Any]], name: str = "POOL.parquet") -> draw.Pool:
        return draw.freeze(rows, tmp_path / name)

    return make


def csv_text(pool: draw.Pool) -> str:
    """The text of POOL.csv.gz beside a pool."""
    path = pool.path.with_name(pool.path.name.removesuffix(".parquet") + ".csv.gz")
    return gzip.decompress(path.read_bytes()).decode()


@pytest.fixture(scope="session")
def city() -> Any:
    """The functions of this file, for tests that build their own city."""
    from types import SimpleNamespace

    return SimpleNamespace(**{k: v for k, v in globals().items() if not k.startswith("_")})
