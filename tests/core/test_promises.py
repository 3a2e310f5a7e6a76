"""The promises, held against whatever may happen. HOLDSPACE_PROMISES=3000 tries so many stories instead of 200.

HOLDSPACE_PROMISES_AS_FOUND=1 tells the first story that breaks one as it was found, without looking for a shorter one.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.core.promises.machine import Promises

pytestmark = pytest.mark.timeout(0 if "HOLDSPACE_PROMISES" in os.environ else 240)

Promises.TestCase.settings = settings(
    max_examples=int(os.environ.get("HOLDSPACE_PROMISES", "200")),
    stateful_step_count=40,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    phases=(Phase.generate,) if "HOLDSPACE_PROMISES_AS_FOUND" in os.environ else (Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestPromises = Promises.TestCase
