"""How many random examples a test tries: few by default, more where JIEDUI_TEST_DEPTH says how many times as many."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

DEPTH = int(os.environ.get("JIEDUI_TEST_DEPTH", "1"))


def examples(count: int) -> settings:
    """Settings for so many examples, times the depth. Only a deeper run looks for the smallest example that fails."""
    slow = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    quick = (Phase.explicit, Phase.reuse, Phase.generate)
    return settings(
        max_examples=count * DEPTH,
        deadline=None,
        suppress_health_check=slow,
        phases=tuple(Phase) if DEPTH > 1 else quick,
    )
