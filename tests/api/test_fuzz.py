"""The OpenAPI document against the running application: no call may break it."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from tests.api.fuzzing import fuzz_app

schema = schemathesis.openapi.from_asgi("/openapi.json", fuzz_app())


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_call_ends_in_a_server_error(case: Any) -> None:
    response = case.call(timeout=120)
    assert response.status_code < 500, (case.method, case.path, response.text)
    if response.status_code >= 400:
        assert "application/problem+json" in response.headers["content-type"]
        assert response.json()["code"]
