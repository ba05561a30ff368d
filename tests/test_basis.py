"""Rules, numbers and answers stand on clauses: every basis names one, every clause is in the pack."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from solver import RULES

ROOT = Path(__file__).resolve().parents[1]
PACK = ROOT / "knowledge" / "pack"
TEXTS = ROOT.parent / "shared" / "seeds"
OWN = "own:definition"
Row = dict[str, Any]

DOCUMENTS = ("jiangxi-2024", "national-draft", "own", "press-daily", "press-plan", "sz-2018")
STATUSES = {
    "jiangxi-2024": "forwarded",
    "national-draft": "draft",
    "own": "own",
    "press-daily": "press",
    "press-plan": "press",
    "sz-2018": "in_force",
}

_TENS = ["十", *(f"十{n}" for n in "一二三四五六七八九")]
_DIGITS = [*"一二三四五六七八九", *_TENS]


def sections(part: str, first: int, last: int) -> list[str]:
    """``二(四)`` … ``二(十二)``."""
    return [f"{part}({_DIGITS[n - 1]})" for n in range(first, last + 1)]


# Every numbered leaf of the three rule texts. The draft counts (一)…(十九) through its four parts,
# Jiangxi (一)…(十一) through two, Shenzhen starts anew in each part and numbers below.
LEAVES = {
    "sz-2018": [
        *sections("一", 1, 3),
        *(f"二(一){n}" for n in range(1, 5)),
        *(f"二(二){n}" for n in range(1, 6)),
        *(f"二(三){n}" for n in range(1, 6)),
        *sections("三", 1, 3),
    ],
    "national-draft": [
        *sections("一", 1, 3),
        *sections("二", 4, 12),
        *sections("三", 13, 14),
        *sections("四", 15, 19),
    ],
    "jiangxi-2024": [
        "一",
        *sections("二", 1, 8),
        *sections("三", 9, 11),
        "四",
        "市局通知 一",
        *(f"市局通知 二{n}" for n in range(1, 5)),
        *(f"市局通知 三{n}" for n in range(1, 4)),
        "区局转发",
        "区局转发 文末",
    ],
}


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def documents() -> dict[str, Row]:
    return {name: load(PACK / f"{name}.yaml") for name in DOCUMENTS}


@cache
def conflicts() -> list[Row]:
    return list(load(PACK / "conflicts.yaml"))


@cache
def gaps() -> list[Row]:
    return list(load(PACK / "gaps.yaml"))


@cache
def policy() -> list[Row]:
    return list(load(ROOT / "registry" / "policy.yaml"))


@cache
def clauses() -> frozenset[str]:
    """All ``doc#path`` of the pack."""
    return frozenset(
        f"{doc}#{c['path']}" for doc, row in documents().items() for c in row["clauses"]
    )


def is_basis(text: object) -> bool:
    return text == OWN or text in clauses()


def entries(*names: str) -> list[tuple[str, Row]]:
    return [
        (name, clause) for name in names or DOCUMENTS for clause in documents()[name]["clauses"]
    ]


def where(doc: str, clause: Row) -> str:
    return f"{doc}#{clause['path']} ({clause.get('part', '-')})"


# -- what stands on what ----------------------------------------------------------------------------


def test_a_made_up_clause_is_no_basis() -> None:
    # 二(三) of the Shenzhen scheme ends with item 5; the draft has no part 五; G4 is a catalogue id.
    for invented in ("sz-2018#二(三)6", "national-draft#五(一)", "rules:G4", "sz-2018", "", None):
        assert not is_basis(invented)


def test_every_rule_of_the_solver_stands_on_a_clause() -> None:
    assert [(r.code, b) for r in RULES.values() for b in r.basis if not is_basis(b)] == []
    assert all(rule.basis for rule in RULES.values())


def test_every_policy_number_stands_on_a_clause() -> None:
    assert [(r["key"], r["basis"]) for r in policy() if not is_basis(r["basis"])] == []


def test_a_note_of_the_policy_refers_to_clauses_that_exist() -> None:
    notes = [
        ref for r in policy() for ref in re.findall(r"[a-z0-9-]+#[^\s。；，]+", r["note"] or "")
    ]
    assert notes
    assert [ref for ref in notes if ref not in clauses()] == []


def test_every_side_of_a_conflict_is_a_clause() -> None:
    sides = [(c["id"], f"{s['doc']}#{s['path']}") for c in conflicts() for s in c["sides"]]
    assert [side for side in sides if side[1] not in clauses()] == []
    assert [
        c["id"] for c in conflicts() if len({(s["doc"], s["path"]) for s in c["sides"]}) < 2
    ] == []


def test_the_nearest_clause_of_every_gap_exists() -> None:
    assert [(g["id"], g["nearest"]) for g in gaps() if g["nearest"] not in clauses()] == []


def test_no_rule_or_number_stands_on_a_press_report() -> None:
    bases = [r["basis"] for r in policy()] + [b for r in RULES.values() for b in r.basis]
    assert [b for b in bases if b.startswith("press-")] == []


# -- the policy numbers -----------------------------------------------------------------------------

FIELDS = {"key", "value", "unit", "from", "to", "jurisdiction", "basis", "strength", "note"}
FIELDS |= {"label_zh", "label_en"}
OPTIONAL = {"law", "override", "alias_of", "status"}


def value(key: str, jurisdiction: str) -> Any:
    found = [r["value"] for r in policy() if (r["key"], r["jurisdiction"]) == (key, jurisdiction)]
    assert len(found) == 1, (key, jurisdiction)
    return found[0]


def test_every_policy_row_has_the_fields_of_its_kind() -> None:
    assert [r["key"] for r in policy() if set(r) - OPTIONAL != FIELDS] == []
    assert {r["strength"] for r in policy()} <= set("HPMTF")
    assert {r["jurisdiction"] for r in policy()} == {"深圳", "全国", "江西", "own"}


def test_periods_of_a_key_and_place_do_not_overlap() -> None:
    spans: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for row in policy():
        first = date.fromisoformat(row["from"]) if row["from"] else date.min
        last = date.fromisoformat(row["to"]) if row["to"] else date.max
        assert first <= last
        spans.setdefault((row["key"], row["jurisdiction"]), []).append((first, last))
    for periods in map(sorted, spans.values()):
        assert all(a[1] < b[0] for a, b in pairwise(periods))


def test_the_draft_is_marked_and_never_in_force() -> None:
    for row in policy():
        drafted = row["jurisdiction"] == "全国" or str(row["basis"]).startswith("national-draft")
        assert (row.get("status") == "draft") == drafted == (row["from"] is None)
        assert not (drafted and row.get("law"))


@pytest.mark.parametrize("place", ["深圳", "own"])
def test_what_is_law_cannot_be_switched_off(place: str) -> None:
    # Two inspectors (H2), recusal (F3), the certificate shown (H3) and held (D6), a legal basis (B7).
    wanted = {"min_inspectors_per_visit": 2, "recusal": True, "show_certificate": True}
    wanted |= {"require_enforcement_cert": True, "require_legal_basis": True}
    for key, expected in wanted.items():
        row = next(r for r in policy() if (r["key"], r["jurisdiction"]) == (key, place))
        assert row["value"] == expected and row["law"] is True and "override" not in row


def test_caps_may_be_departed_from_with_a_reason() -> None:
    # G4: in principle 5 departments, 10 inspectors.
    for key, cap in {"max_departments_per_campaign": 5, "max_inspectors_per_campaign": 10}.items():
        row = next(r for r in policy() if (r["key"], r["jurisdiction"]) == (key, "深圳"))
        assert (row["value"], row["override"], row["strength"]) == (cap, "reason_required", "P")


def test_the_numbers_of_the_texts_are_the_policy_numbers() -> None:
    expected = {
        ("plan_deadline", "深圳"): "04-30",  # E1
        ("joint_plan_deadline", "深圳"): "04-30",  # E2
        ("plan_deadline", "全国"): "03-31",  # E3
        ("plan_deadline", "江西"): "03-31",  # E4
        ("finish_by", "深圳"): "11-30",  # E10
        ("min_joint_per_year", "深圳"): 1,  # E11
        ("min_joint_share", "深圳"): "0.10",  # E12
        ("publish_within_working_days", "深圳"): 20,  # I1
        ("publication_display_working_days", "深圳"): 7,  # I2
        ("followup_entry_working_days", "全国"): 20,  # I8
        ("repair_display_months", "全国"): 6,  # I9
        ("no_repeat_low_risk", "江西"): "year",  # F9
        ("publish_within_working_days", "江西"): None,  # Jiangxi gives no number of days
    }
    assert {k: value(*k) for k in expected} == expected


def test_result_types_are_the_three_lists_of_the_texts() -> None:
    # The table of result types: R1 no problem … R11 other. Shenzhen 9, the draft 10, Jiangxi 9.
    lists = {
        "深圳": {1, 2, 3, 4, 6, 7, 8, 9, 11},
        "全国": {1, 2, 3, 4, 5, 6, 7, 8, 9, 11},
        "江西": {1, 2, 4, 6, 7, 8, 9, 10, 11},
    }
    for place, numbers in lists.items():
        codes = [row["code"] for row in value("result_types", place)]
        assert set(codes) == {f"R{n}" for n in numbers} and len(codes) == len(numbers)


def test_an_alias_says_the_same_as_the_row_it_points_to() -> None:
    aliases = [row for row in policy() if "alias_of" in row]
    assert aliases
    for row in aliases:
        assert row["value"] == value(row["alias_of"], row["jurisdiction"])


def test_every_number_without_a_text_is_explained_as_our_own() -> None:
    for row in policy():
        assert (row["basis"] == OWN) == (row["jurisdiction"] == "own")


# -- the pack ---------------------------------------------------------------------------------------


def test_every_document_says_what_it_is() -> None:
    for name, row in documents().items():
        assert row["id"] == name and row["status"] == STATUSES[name]
        assert row["title"] and row["issuer"] and row["jurisdiction"] and row["note"]


@pytest.mark.parametrize("doc", sorted(LEAVES))
def test_every_numbered_clause_of_a_rule_text_is_digested(doc: str) -> None:
    assert [leaf for leaf in LEAVES[doc] if f"{doc}#{leaf}" not in clauses()] == []


def test_every_entry_is_complete() -> None:
    faults = []
    for doc, clause in entries():
        fewest = 2 if doc == "own" else 12  # nobody asks the texts for our own definitions
        words = [*clause["questions"], *clause["terms"], *clause["rules"]]
        complete = clause["text"] and clause["en"] and clause["heading"] and clause["terms"]
        if (
            not complete
            or clause["strength"] not in set("HPMTF")
            or len(clause["questions"]) < fewest
        ):
            faults.append(where(doc, clause))
        if not all(isinstance(word, str) and word.strip() for word in words):
            faults.append(where(doc, clause))
    assert faults == []


def test_every_entry_of_a_text_is_asked_for_in_both_languages() -> None:
    def english(question: str) -> bool:
        return not re.search(r"[\u4e00-\u9fff]", question)

    for doc, clause in entries():
        number = sum(map(english, clause["questions"]))
        assert 1 <= number < len(clause["questions"]), where(doc, clause)


def test_parts_of_a_clause_are_numbered_from_one() -> None:
    parts: dict[str, list[Any]] = {}
    for doc, clause in entries():
        parts.setdefault(f"{doc}#{clause['path']}", []).append(clause.get("part"))
    for path, numbers in parts.items():
        assert numbers == ([None] if len(numbers) == 1 else list(range(1, len(numbers) + 1))), path


def test_no_question_stands_twice_in_a_document() -> None:
    for doc in DOCUMENTS:
        asked = [question for _, clause in entries(doc) for question in clause["questions"]]
        assert sorted(q for q in set(asked) if asked.count(q) > 1) == [], doc


def test_conflicts_and_gaps_are_complete_and_named_once() -> None:
    for rows, least in ((conflicts(), 13), (gaps(), 30)):
        assert len(rows) >= least
        assert len({row["id"] for row in rows}) == len(rows)
        for row in rows:
            texts = [row[key] for key in ("topic_zh", "topic_en", "zh", "en")]
            assert all(texts) and len(row["keywords"]) >= 3 and row["questions"], row["id"]


def test_the_lexicon_covers_the_field() -> None:
    words = load(ROOT / "knowledge" / "lexicon.yaml")
    assert len(words["synonyms"]) >= 150 and len(words["en"]) >= 150 and words["stop"]
    for ring in words["synonyms"]:
        assert ring["also"] and ring["term"] not in ring["also"], ring
    for pair in words["en"]:
        assert pair["zh"] and all(not re.search(r"[\u4e00-\u9fff]", word) for word in pair["en"])


# -- against the official texts, where they lie beside the repository --------------------------------


def plain(text: str) -> str:
    return re.sub(r"[\s*#]+", "", unicodedata.normalize("NFKC", text))


@cache
def official(seed: str) -> str:
    path = TEXTS / f"{seed}.txt"
    if not path.exists():
        pytest.skip("the official texts do not lie beside the repository")
    return plain(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("doc", [name for name in DOCUMENTS if name != "own"])
def test_every_anchor_stands_once_in_its_text(doc: str) -> None:
    text = official(documents()[doc]["seed"])
    counts = [(where(doc, c), text.count(plain(c["anchor"]))) for _, c in entries(doc)]
    assert [found for found in counts if found[1] != 1] == []


@pytest.mark.parametrize("doc", [name for name in DOCUMENTS if name != "own"])
def test_anchors_of_the_parts_of_a_clause_follow_each_other(doc: str) -> None:
    text = official(documents()[doc]["seed"])
    for (_, one), (_, two) in pairwise(entries(doc)):
        if one["path"] == two["path"]:
            assert text.find(plain(one["anchor"])) < text.find(plain(two["anchor"])), where(
                doc, two
            )


@pytest.mark.parametrize("doc", [name for name in DOCUMENTS if name != "own"])
def test_every_figure_of_a_digest_stands_in_its_text(doc: str) -> None:
    # Figures of two digits or more, with their decimals; the digest may spell small ones out.
    text = official(documents()[doc]["seed"])
    missing = [
        (where(doc, clause), figure)
        for _, clause in entries(doc)
        for figure in re.findall(r"\d+(?:\.\d+)?", plain(clause["text"]))
        if len(figure) > 1 and figure not in text
    ]
    assert missing == []
