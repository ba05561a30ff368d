"""How well a planner's sentence is understood: ``python benchmarks/plan.py [ROWS.jsonl …]``.

Prints, for each file of rows (default: both under ``tests/evals``), the share of right intents, F1
over the facts of ``understood``, rows wholly right, dates right, refusals caught with the rule
named, refusals without need, and the 95th percentile of the time in ms.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from assistant import plan_request  # noqa: E402

EVALS = ROOT / "tests" / "evals"
DATES = ("window", "days_off", "absent")
OUTSIDE = ("inspectors",)  # told for explanations, not asked for by the rows
Facts = set[tuple[str, str]]


def facts(understood: dict[str, Any]) -> Facts:
    """One fact a list element and one a leaf; a lead department is not counted as included too."""
    found = {
        pair for key in understood if key not in OUTSIDE for pair in _leaves(key, understood[key])
    }
    lead = {value for key, value in found if key == "lead_department"}
    return {(k, v) for k, v in found if not (k == "departments.include" and v in lead)}


def _leaves(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for leaf, inner in value.items():
            yield from _leaves(f"{key}.{leaf}", inner)
    elif isinstance(value, list):
        yield from ((key, _even(one)) for one in value)
    else:
        yield key, _even(value)


def _even(value: Any) -> str:
    if isinstance(value, (int, float)):
        return format(float(value), ".9g")
    return "".join(str(value).casefold().split())


def score(rows: list[dict[str, Any]]) -> dict[str, float]:
    """The figures of some rows."""
    right = found = wanted = exact = dates = dated = intents = caught = refuse = wrongly = asked = 0
    times: list[float] = []
    for row in rows:
        start = time.perf_counter()
        answer = plan_request(row["utterance"], today=row["today"], lang=row["lang"])
        times.append((time.perf_counter() - start) * 1000)
        intents += answer["intent"] == row["intent"]
        if row["intent"] == "refuse":
            refuse += 1
            caught += answer["intent"] == "refuse" and names(row, answer["unclear"])
            continue
        wrongly += answer["intent"] == "refuse"
        want, got = facts(row["understood"]), facts(answer["understood"])
        right, found, wanted = right + len(want & got), found + len(got), wanted + len(want)
        exact += want == got
        asked += bool(answer["unclear"]) == row["unclear_expected"]
        if any(key.startswith(DATES) for key, _ in want):
            dated += 1
            dates += _dates(want) == _dates(got)
    plain = len(rows) - refuse
    return {
        "rows": len(rows),
        "intent": intents / len(rows),
        "f1": 2 * right / (found + wanted or 1),
        "exact": exact / (plain or 1),
        "dates": dates / (dated or 1),
        "asks_where_it_should": asked / (plain or 1),
        "refusals_caught": caught / (refuse or 1),
        "refused_wrongly": wrongly,
        "ms_p95": sorted(times)[int(len(times) * 0.95)],
    }


def names(row: dict[str, Any], unclear: list[str]) -> bool:
    """Whether one of the words of the right rule stands in ``unclear``."""
    said = "".join("".join(unclear).casefold().split())
    return any("".join(word.casefold().split()) in said for word in row["rule_words"])


def _dates(found: Facts) -> Facts:
    return {fact for fact in found if fact[0].startswith(DATES)}


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def main() -> None:
    """Score each file and print a line of figures."""
    paths = [Path(arg) for arg in sys.argv[1:]] or sorted(EVALS.glob("plan_*.jsonl"))
    for path in paths:
        figures = score(read(path))
        print(
            path.name,
            "  ".join(
                f"{key} {value:.3f}".rstrip("0").rstrip(".") for key, value in figures.items()
            ),
        )


if __name__ == "__main__":
    main()
