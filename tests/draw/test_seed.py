"""Seeds: contributions of witnesses, published figures, beacon rounds, and what proves them."""

from __future__ import annotations

import copy
import hashlib
import importlib
import random
import secrets
import subprocess
import sys
from typing import Any

import pytest

import draw
from draw.beacon import CHAINS
from draw.seed import LEAST_BITS

COMMITMENT = "c" * 64


def codes(plan: Any, seed: Any, evidence: Any, published: str | None = None) -> list[str]:
    found = draw.evidence_faults(plan, COMMITMENT, seed, evidence, published)
    return [f.code for f in found]


@pytest.fixture
def ceremony_plan(city: Any) -> draw.Plan:
    return draw.parse_plan(city.plan_json("ceremony"))


def test_random_texts_of_128_bits_pass_in_every_usual_form() -> None:
    lot = random.Random(5)  # the forms are what is tested, so the run is always the same
    forms = {
        "hexadecimal": lambda: lot.randbytes(16).hex(),
        "capitals": lambda: lot.randbytes(16).hex().upper(),
        "digits": lambda: "".join(lot.choices("0123456789", k=39)),
        "base 64": lambda: "".join(
            lot.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", k=22)
        ),
    }
    for make in forms.values():
        for _ in range(500):
            assert draw.most_bits(make()) >= LEAST_BITS
    assert draw.most_bits(secrets.token_hex(16)) >= LEAST_BITS


@pytest.mark.parametrize(
    "weak",
    [
        "20261201",
        "13800138000",
        "zhangsan",
        "0123456789abcdef",
        "f" * 64,
        "abc" * 30,
        "0123456789abcdef" * 2,
        "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "the quick brown fox jumps over the lazy dog",
        "",
        "7",
        "a" * 20 + "b" * 20,
    ],
)
def test_names_dates_and_patterns_are_too_weak(weak: str) -> None:
    assert draw.most_bits(weak) < LEAST_BITS


def test_a_pledge_is_sha_256_of_three_lines() -> None:
    text = f"{COMMITMENT}\n甲委员\nabc"
    assert draw.pledge(COMMITMENT, "甲委员", "abc") == hashlib.sha256(text.encode()).hexdigest()


def test_contributions_are_joined_in_the_order_of_the_names(city: Any) -> None:
    one, two = city.contribution("one"), city.contribution("two")
    # 乙 is e4 b9 99 and 甲 e7 94 b2 in UTF-8
    assert draw.join_contributions({"甲": one, "乙": two}) == f"{two}/{one}"


def test_every_fault_of_the_contributions_is_named(city: Any) -> None:
    good = city.contribution("x")
    with pytest.raises(draw.DrawRefused) as refused:
        draw.join_contributions(
            {"甲": good, "乙": good, "丙": good[:20], "丁": "a/" + good, "戊": "种"}
        )
    assert sorted(f.code for f in refused.value.faults) == [
        "contribution_copied",
        "contribution_slash",
        "contribution_weak",
        "seed_not_one_line",
    ]
    with pytest.raises(draw.DrawRefused) as refused:
        draw.join_contributions({"Li": good})
    assert [f.code for f in refused.value.faults] == ["witnesses_few"]
    with pytest.raises(draw.DrawRefused) as refused:
        draw.join_contributions({"Li": good, "ＬＩ": city.contribution("y")})
    assert [f.code for f in refused.value.faults] == ["witness_twice"]


def test_a_ceremony_as_it_should_be(ceremony_plan: draw.Plan, city: Any) -> None:
    evidence = city.ceremony(COMMITMENT)
    assert codes(ceremony_plan, city.joined(evidence), evidence, city.NIGHT) == []


def test_a_ceremony_is_refused_for_each_thing_that_is_wrong(
    ceremony_plan: draw.Plan, city: Any
) -> None:
    right = city.ceremony(COMMITMENT)
    seed = city.joined(right)

    def changed(person: int | None = None, **changes: Any) -> Any:
        evidence = copy.deepcopy(right)
        (evidence if person is None else evidence["witnesses"][person]).update(changes)
        return evidence

    cases: list[tuple[Any, Any, list[str]]] = [
        (seed + "x", right, ["seed_not_joined"]),
        (seed, None, ["evidence_missing"]),
        (seed, "trust us", ["not_an_object"]),
        (seed, changed(kind="published"), ["evidence_kind"]),
        (seed, changed(witnesses=None), ["not_a_list"]),
        (seed, changed(witnesses=right["witnesses"][:1]), ["witnesses_few"]),
        (seed, changed(0, name=" "), ["not_one_line", "pledge"]),
        (seed, changed(0, pledge="0" * 64), ["pledge"]),
        (seed, changed(0, contribution="20261201"), ["contribution_weak"]),
        (seed, changed(0, pledged_at=city.NOON, revealed_at=city.MORNING), ["pledge_late"]),
        (seed, changed(time=city.NIGHT), ["seed_too_early", "seed_too_early"]),
        (seed, changed(time="noon"), ["not_an_instant"]),
    ]
    for text, evidence, expected in cases:
        assert codes(ceremony_plan, text, evidence, city.NIGHT) == expected
    twins = [
        {"name": n, "contribution": city.contribution("t"), "pledge": ""} for n in ("甲", "乙")
    ]
    for twin in twins:
        twin["pledge"] = draw.pledge(COMMITMENT, twin["name"], twin["contribution"])
    text = "/".join(t["contribution"] for t in twins)
    found = codes(ceremony_plan, text, {"kind": "ceremony", "witnesses": twins})
    assert found == ["contribution_copied"]


def test_who_does_not_reveal_is_replaced_by_the_next_reserve_of_the_plan(city: Any) -> None:
    source = {
        "kind": "ceremony",
        "what": "现场",
        "not_before": city.MORNING,
        "witnesses": ["甲", "乙"],
        "reserves": ["丙", "丁"],
    }
    plan = draw.parse_plan(city.plan_json(seed_source=source))
    for names, expected in [
        (("甲", "乙"), []),
        (("甲", "丙"), []),
        (("丙", "丁"), []),
        (("甲", "丁"), ["witnesses_differ"]),
        (("甲", "乙", "丙"), ["witnesses_differ"]),
    ]:
        evidence = city.ceremony(COMMITMENT, names)
        assert codes(plan, city.joined(evidence), evidence) == expected


def test_of_two_figures_in_the_plan_the_evidence_says_which_and_why_not_the_first(
    city: Any,
) -> None:
    source = city.plan_json("published")["seed_source"] | {"what": "甲指数"}
    source["fallback"] = [{"kind": "published", "what": "乙指数", "not_before": city.NOON}]
    plan = draw.parse_plan(city.plan_json("published", seed_source=source))
    evidence = {"kind": "published", "source": "公告", "time": city.MORNING}
    assert codes(plan, "3251.8874", evidence | {"what": "甲指数"}) == []
    # the second may not exist before noon, and is used only with the reason why not the first
    second = evidence | {"what": "乙指数"}
    assert codes(plan, "3251.8874", second | {"fallback_reason": " "}) == ["fallback_reason"]
    second["fallback_reason"] = "甲指数当日未公布"
    assert codes(plan, "3251.8874", second) == ["seed_too_early"]
    assert codes(plan, "3251.8874", second | {"time": city.NOON}) == []
    assert codes(plan, "3251.8874", evidence | {"what": "丙指数"}) == ["evidence_kind"]


def test_a_fallback_of_the_plan_needs_a_reason(city: Any) -> None:
    source = city.plan_json("ceremony")["seed_source"]
    source["fallback"] = [{"kind": "published", "what": "指数", "not_before": city.NOON}]
    plan = draw.parse_plan(city.plan_json(seed_source=source))
    evidence = {"kind": "published", "source": "交易所网站", "time": "2026-12-02T15:00+08:00"}
    assert codes(plan, "3251.8874", evidence) == ["fallback_reason"]
    evidence["fallback_reason"] = "见证人未到"
    assert codes(plan, "3251.8874", evidence) == []
    evidence["time"] = city.MORNING
    assert codes(plan, "3251.8874", evidence) == ["seed_too_early"]


def test_a_published_figure_names_its_source_and_its_time(city: Any) -> None:
    plan = draw.parse_plan(city.plan_json("published"))
    figure = "03 11 15 22 28 33 07"
    right = {"kind": "published", "source": "开奖公告", "figure": figure, "time": city.NOON}
    assert codes(plan, figure, right, city.NIGHT) == []
    assert codes(plan, figure, right | {"source": " "}, city.NIGHT) == ["not_one_line"]
    assert codes(plan, figure, right | {"figure": "1"}, city.NIGHT) == ["figure_differs"]
    assert codes(plan, figure, right | {"time": city.NIGHT}, city.NIGHT) == [
        "seed_too_early",
        "seed_too_early",
    ]
    assert codes(plan, figure, {k: right[k] for k in ("kind", "source")}) == ["not_an_instant"]
    assert codes(plan, "888", {**right, "figure": "888"}) == ["figure_weak"]


# A round of drand's quicknet as its network published it: number, signature, randomness.
ROUND = 657413
SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
RANDOMNESS = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
# genesis 1692803367 + 3 s x 657412
PUBLISHED = "2023-09-15T11:00:03+00:00"


def beacon_plan(city: Any, **changes: Any) -> draw.Plan:
    source = {"kind": "beacon", "what": "drand quicknet", "not_before": PUBLISHED, **changes}
    return draw.parse_plan(city.plan_json(seed_source=source))


def test_a_beacon_round_is_verified_by_its_signature(city: Any) -> None:
    pytest.importorskip("py_ecc", reason="the optional package that checks beacon signatures")
    plan = beacon_plan(city)
    right = {"kind": "beacon", "round": ROUND, "signature": SIGNATURE}
    assert codes(plan, RANDOMNESS, right, "2023-09-15T10:59+00:00") == []
    assert codes(plan, RANDOMNESS[::-1], right) == ["beacon_seed"]
    assert codes(plan, RANDOMNESS, right | {"round": ROUND + 1}) == ["beacon_round"]
    # the signature belongs to its round and to no other
    other = beacon_plan(city, round=ROUND + 1)
    assert codes(other, RANDOMNESS, right | {"round": ROUND + 1}) == ["beacon_signature"]
    for broken in ("", "zz", SIGNATURE[:-2], "c" + "0" * 95, "f" * 96):
        assert codes(plan, RANDOMNESS, right | {"signature": broken}) == ["beacon_signature"]


def test_a_beacon_round_must_lie_after_the_commitment(city: Any) -> None:
    right = {"kind": "beacon", "round": ROUND, "signature": SIGNATURE}
    assert codes(beacon_plan(city), RANDOMNESS, right, PUBLISHED) == ["seed_too_early"]
    plan = beacon_plan(city, chain="unknown")
    assert codes(plan, RANDOMNESS, right) == ["beacon_chain"]


def test_the_round_follows_from_the_instant_of_the_plan() -> None:
    chain = CHAINS["quicknet"]
    from datetime import datetime, timedelta

    at = datetime.fromisoformat(PUBLISHED)
    assert chain.instant(ROUND) == PUBLISHED
    assert chain.first_round_at(at) == ROUND
    assert chain.first_round_at(at + timedelta(milliseconds=1)) == ROUND + 1
    assert chain.first_round_at(at - timedelta(seconds=2)) == ROUND


def test_without_the_package_a_beacon_is_refused_with_the_reason(city: Any) -> None:
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith("py_ecc")}
    sys.modules["py_ecc"] = None  # type: ignore[assignment]  # as if it weren't installed
    try:
        right = {"kind": "beacon", "round": ROUND, "signature": SIGNATURE}
        assert codes(beacon_plan(city), RANDOMNESS, right) == ["beacon_not_verifiable"]
    finally:
        del sys.modules["py_ecc"]
        sys.modules.update(kept)
        importlib.invalidate_caches()


def test_a_rehearsal_takes_any_line_and_evidence_is_optional(city: Any) -> None:
    plan = draw.parse_plan(city.plan_json("rehearsal"))
    assert codes(plan, "anything", None) == []
    assert codes(plan, "anything", {"kind": "rehearsal"}) == []


def test_checking_a_beacon_leaves_the_recursion_limit() -> None:
    pytest.importorskip("py_ecc", reason="the optional package that checks beacon signatures")
    code = (
        "import sys; before = sys.getrecursionlimit(); import draw.beacon as b; "
        "b._module('py_ecc.optimized_bls12_381'); sys.exit(sys.getrecursionlimit() != before)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
