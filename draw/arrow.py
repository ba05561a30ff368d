"""Arrow as this room uses it. pyarrow carries no types, so its modules are `Any` here."""

from __future__ import annotations

from typing import Any

import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

pa: Any = pyarrow
pc: Any = pyarrow.compute
pc_csv: Any = pyarrow.csv
pq: Any = pyarrow.parquet
