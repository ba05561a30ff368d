"""The log: a chain nobody can mend afterwards, and rules that allow one seed and no gaps."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import pytest

import draw
from draw.ed25519 import signature_holds

A, B, D = "a" * 64, "b" * 64, "d" * 64
AT = "2026-12-01T09:00+08:00"


def grown(*entries: dict[str, Any]) -> list[dict[str, Any]]:
    log: list[dict[str, Any]] = []
    for entry in entries:
        log.append(draw.append_entry(log, entry, AT))
    return log


def plan(number: int, draw_id: str | None = None) -> dict[str, Any]:
    return {"kind": "plan", "number": number, "draw_id": draw_id or f"draw-{number}"}


def committed(number: int, commitment: str = A) -> dict[str, Any]:
    return {
        "kind": "commitment",
        "number": number,
        "commitment": commitment,
        "pool_digest": D,
        "published_at": AT,
    }


def seed(text: str = "3251.8874", commitment: str = A) -> dict[str, Any]:
    return {"kind": "seed", "commitment": commitment, "seed": text}


def receipt(digest: str = B, previous: str | None = None, commitment: str = A) -> dict[str, Any]:
    return {"kind": "receipt", "commitment": commitment, "receipt": digest, "previous": previous}


def moved(replaced: str, substitute: str) -> dict[str, Any]:
    return {
        "kind": "substitution",
        "commitment": A,
        "stratum": "D",
        "replaced": replaced,
        "substitute": substitute,
        "reason": "已注销",
    }


def cancelled(number: int) -> dict[str, Any]:
    return {"kind": "cancellation", "number": number, "reason": "范围有误"}


FAILED = {"kind": "failed", "act": "reveal", "reason": "power cut"}
WHOLE = (
    plan(1),
    committed(1),
    {"kind": "pledge", "commitment": A, "witness": "甲", "pledge": B},
    seed(),
    FAILED,
    receipt(),
    moved("T1", "T2"),
    moved("T2", "T3"),
)


def test_a_whole_draw_can_be_logged_and_the_log_verifies() -> None:
    log = grown(*WHOLE)
    assert draw.verify_log(log) == ()
    assert [e["index"] for e in log] == list(range(8))
    assert draw.export_head(log) == {"index": 7, "head": log[-1]["hash"]}
    assert log[0]["previous"] == "0" * 64
    assert log[3]["body"] == {"commitment": A, "seed": "3251.8874"}


def test_appending_changes_nothing_that_was_there() -> None:
    log = grown(plan(1))
    before = copy.deepcopy(log)
    draw.append_entry(log, committed(1), AT)
    assert log == before


@pytest.mark.parametrize(
    ("before", "entry", "code"),
    [
        ((), plan(2), "log_number"),
        ((plan(1),), plan(3), "log_number"),
        ((plan(1),), plan(2, "draw-1"), "draw_id_taken"),
        ((), committed(1), "log_no_plan"),
        ((plan(1), cancelled(1)), committed(1), "log_no_plan"),
        ((plan(1), committed(1)), committed(1, B), "log_committed"),
        ((plan(1), plan(2), committed(1)), committed(2), "log_committed"),
        ((plan(1),), seed(), "log_no_commitment"),
        ((plan(1), committed(1), cancelled(1)), seed(), "log_no_commitment"),
        ((plan(1), committed(1), seed()), seed("another"), "log_seeded"),
        ((plan(1), committed(1), seed()), seed(), "log_seeded"),
        ((plan(1), committed(1), seed()), cancelled(1), "log_too_late"),
        ((plan(1), committed(1)), receipt(), "log_no_seed"),
        (WHOLE[:6], receipt(A, B), "log_drawn"),
        (WHOLE[:5], receipt(B, A), "log_chain"),
        (WHOLE[:3], {**WHOLE[2]}, "log_pledged"),
        (WHOLE[:4], {**WHOLE[2], "witness": "乙"}, "log_seeded"),
        (WHOLE[:5], moved("T1", "T2"), "log_no_receipt"),
        (WHOLE, moved("T9", "T2"), "log_moved"),
        (WHOLE, moved("T9", "T9"), "log_moved"),
        ((), cancelled(1), "log_no_plan"),
        ((), {"kind": "note"}, "log_kind"),
        ((), {"kind": ["plan"]}, "log_kind"),
        ((), plan(0), "log_value"),
        ((plan(1),), {**committed(1), "commitment": "A" * 64}, "log_value"),
        ((plan(1),), {**committed(1), "published_at": "now"}, "log_value"),
        ((plan(1), committed(1)), seed("two\nlines"), "seed_not_one_line"),
        ((), {**FAILED, "reason": ""}, "log_value"),
    ],
)
def test_what_the_rules_forbid_is_refused(before: Any, entry: Any, code: str) -> None:
    log = grown(*before)
    with pytest.raises(draw.DrawRefused) as refused:
        draw.append_entry(log, entry, AT)
    assert code in [f.code for f in refused.value.faults]


def test_a_cancelled_plan_keeps_its_number_and_frees_its_draw() -> None:
    log = grown(plan(1, "x"), cancelled(1), plan(2, "x"), committed(2))
    assert draw.verify_log(log) == ()


def test_receipts_form_a_chain() -> None:
    log = grown(
        *WHOLE[:6],
        plan(2),
        committed(2, B),
        seed("x1", B),
        receipt(A, previous=B, commitment=B),
    )
    assert draw.verify_log(log) == ()


def test_time_does_not_run_backwards() -> None:
    log = grown(plan(1))
    for wrong in ("2026-12-01T08:59+08:00", "2026-12-01", 5):
        with pytest.raises(draw.DrawRefused):
            draw.append_entry(log, committed(1), wrong)  # type: ignore[arg-type]
    # the same instant in another zone is not earlier
    assert draw.append_entry(log, committed(1), "2026-12-01T01:00Z")["index"] == 1


def test_every_edit_of_an_entry_breaks_the_chain_at_that_entry() -> None:
    log = grown(*WHOLE)
    for place in range(len(log)):
        for change in (
            {"at": "2026-12-01T09:01+08:00"},
            {"kind": "other"},
            {"body": {**log[place]["body"], "note": 1}},
            {"index": 99},
            {"previous": D},
            {"hash": D},
            {"extra": 1},
        ):
            broken = [dict(e) for e in log]
            broken[place].update(change)
            fields = " ".join(f.field for f in draw.verify_log(broken))
            assert f"log[{place}]" in fields or "log[99]" in fields


def test_entries_removed_or_swapped_break_the_chain() -> None:
    log = grown(*WHOLE)
    assert draw.verify_log(log[1:])
    assert draw.verify_log(log[:2] + log[3:])
    assert draw.verify_log([log[1], log[0], *log[2:]])
    assert draw.verify_log([{"hash": 0.5}, {}])
    # a cut at the end leaves a chain that is whole: only a stamp from outside can tell
    assert draw.verify_log(log[:-1]) == ()


def test_nothing_is_appended_to_a_broken_log_and_an_empty_one_has_no_head() -> None:
    log = grown(plan(1), committed(1))
    log[0]["at"] = "2026-12-01T08:00+08:00"
    with pytest.raises(draw.DrawRefused):
        draw.append_entry(log, seed(), AT)
    with pytest.raises(draw.DrawRefused):
        draw.export_head([])


def test_stamps_of_holders_find_a_log_that_was_cut_or_rebuilt(city: Any) -> None:
    log = grown(*WHOLE)
    stamp = city.stamp(log, "市公证处", "2026-12-01T10:00+08:00")
    assert draw.verify_log(log, [stamp]) == ()
    assert [f.code for f in draw.verify_log(log[:-1], [stamp])] == ["log_cut"]
    rebuilt = grown(*WHOLE[:7], FAILED)
    assert [f.code for f in draw.verify_log(rebuilt, [stamp])] == ["log_rebuilt"]
    for name, value, code in [
        ("holder", "别人", "stamp_signature"),
        ("at", "2026-12-01T10:01+08:00", "stamp_signature"),
        ("at", "2026-12-01T08:00+08:00", "log_time"),
        ("key", "zz", "stamp_signature"),
        ("signature", stamp["signature"][:-2] + "00", "stamp_signature"),
        ("index", True, "log_cut"),
    ]:
        assert code in [f.code for f in draw.verify_log(log, [{**stamp, name: value}])]


# RFC 8032, section 7.1: tests 1 to 3 (secret key, public key, message, signature).
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("secret", "key", "message", "signature"), RFC_8032)
def test_the_signatures_of_rfc_8032(
    city: Any, secret: str, key: str, message: str, signature: str
) -> None:
    parts = [bytes.fromhex(x) for x in (key, message, signature)]
    assert signature_holds(*parts)
    assert city.sign(bytes.fromhex(secret), parts[1]) == (key, signature)
    assert not signature_holds(parts[0], parts[1] + b"x", parts[2])
    assert not signature_holds(parts[0], parts[1], parts[2][:32] + b"\xff" * 32)
    assert not signature_holds(hashlib.sha256(b"?").digest(), parts[1], parts[2])
    assert not signature_holds(b"\xff" * 32, parts[1], parts[2])
    assert not signature_holds(parts[0][:31], parts[1], parts[2])
