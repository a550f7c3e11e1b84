"""The addresses of imports, for the table of every address with every role."""

from __future__ import annotations

from typing import Any

from jiedui.ledger import services
from jiedui.ledger.models import ImportBatch
from tests.conftest import World
from tests.ledger import acts

ROWS: list[tuple[str, ...]] = [
    # office, lead, giver, other giver, receiver, auditor, no role, not signed in
    ("api:read_template", "oooofffs", "kind"),
    ("api:check_file", "oooofffs", "", "post"),
    ("api:check_many", "oooofffs", "", "post"),
    ("api:read_import", "omommofs", "import"),
    ("api:commit", "fmomfffs", "import", "post"),
    ("api:cancel", "fmomfffs", "import", "post"),
]
PAYLOADS: dict[str, dict[str, Any]] = {
    "check_many": {"programme": "haizhou-2019", "kind": "purchase", "rows": [{"title": "苹果"}]},
}
QUERIES = {
    "api:attach": "?filename=v.txt&purpose=voucher",
    "api:check_file": "?programme=haizhou-2019&kind=purchase&filename=a.csv",
    "api:read_template": "?programme=haizhou-2019",
}
FILES = {"attach", "check_file"}
"""Operations whose body is a file's bytes."""


def checked(world: World) -> ImportBatch:
    """An import that the east district's clerk has handed in."""
    rows = [acts.data(world, giver="东城区", receiver="云岭县")]
    handed = services.check_records(actor=world.giver, programme=world.programme, kind="purchase", rows=rows)
    return handed.batch
