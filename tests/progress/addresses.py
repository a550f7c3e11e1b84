"""The rows of comparisons and of questions about figures in the table of every address, and what they need."""

from __future__ import annotations

from datetime import date

from jiedui.progress.models import PlausibilityQuestion
from tests.conftest import World

# name, letters (office, lead, giver, other giver, receiver, auditor, no role, not signed in), about, method
ROWS: list[tuple[str, str, str, str]] = [
    ("console:questions", "oooofofs", "", "get"),
    ("console:compare-years", "oooooofs", "", "get"),
    ("console:compare-years-file", "oooooofs", "file", "get"),
    ("console:compare-sides", "oooooofs", "", "get"),
    ("console:compare-sides-file", "oooooofs", "file", "get"),
    ("console:compare-versions", "oooooofs", "", "get"),
    ("console:compare-versions-file", "oooooofs", "file", "get"),
    ("console:question-answer", "omommffs", "question", "post"),
]


def asked(world: World) -> PlausibilityQuestion:
    """A question about the east district's purchases."""
    return PlausibilityQuestion.objects.create(
        programme=world.programme,
        unit=world.east,
        check_key="copied_months",
        key="purchase:2019-03",
        facts={"first": "2019-03", "last": "2019-05", "months": "3", "sum": "13,235.77"},
        entries=[1, 2, 3],
        raised_on=date(2019, 6, 1),
    )
