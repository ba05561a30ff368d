"""The index of our digest, built once a process and lent to every office of the tests that wants one."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from knowledge import open_library


@cache
def _built() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="suixin-index-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_library(folder / "index").search("检查")  # the first question builds it
    return folder / "index"


def lend_index(home: Path) -> None:
    """Copy the index into a data folder that has none; building it takes seconds, copying does not."""
    shutil.copytree(_built(), home / "index", dirs_exist_ok=True)
