"""The desk's one table of words: nothing missing, nothing left over, both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
import yaml

UI = Path(__file__).resolve().parents[2] / "ui"
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(UI.rglob("*.py")))
TABLE = {
    f"{path.stem}.{key}": pair
    for path in sorted((UI / "wording").glob("*.yaml"))
    for key, pair in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}
HAN = re.compile(r"[\u4e00-\u9fff]")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(TABLE))
def test_every_word_stands_in_both_languages(key: str) -> None:
    pair = TABLE[key]
    assert set(pair) == {"zh", "en"}
    assert pair["zh"].strip() and pair["en"].strip()
    # The same places are filled in both, or one language would lose a figure.
    assert places(pair["zh"]) == places(pair["en"])
    assert not HAN.search(pair["en"])


def test_every_key_a_page_asks_for_is_in_the_table() -> None:
    asked = set(re.findall(r"""say\(\s*["']([a-z_]+\.[A-Za-z_0-9]+)["']""", CODE))
    assert sorted(key for key in asked - set(TABLE) if not key.endswith("_")) == []


def test_every_word_of_the_table_is_used() -> None:
    stems = {key.rsplit(".", 1)[0] + "." + key.rsplit(".", 1)[1] for key in TABLE}
    families = re.findall(r"""f["']([a-z_]+\.[a-z_]*)\{""", CODE)  # say(f"draw.source_{kind}")
    joined = re.findall(r"""["']([a-z_]+\.[a-z_]*)["']\s*\+""", CODE)  # say("roles." + role)
    # A choice in one call, say("a" if … else "b"), and keys in lists, stand as plain strings.
    plain = set(re.findall(r"""["']([a-z_]+\.[A-Za-z_0-9]+)["']""", CODE))
    used = {
        key
        for key in stems
        if key in plain or any(key.startswith(prefix) for prefix in [*families, *joined])
    }
    assert sorted(stems - used) == []


def test_no_page_writes_chinese_of_its_own() -> None:
    strays = []
    for path in sorted((UI / "views").glob("*.py")) + sorted((UI / "widgets").glob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            # Punctuation that joins names is no sentence.
            if HAN.search(line):
                strays.append(f"{path.name}:{number}")
    assert strays == []
