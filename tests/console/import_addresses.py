"""The rows of imports and suspected duplicates in the table of every address, and what they need."""

from __future__ import annotations

from typing import Any

from jiedui.console.views.imports_held import token_of
from jiedui.ledger import services
from jiedui.ledger.models import ImportBatch
from tests.conftest import World

# name, letters (office, lead, giver, other giver, receiver, auditor, no role, not signed in), about, method
ROWS: list[tuple[str, str, str, str]] = [
    ("console:imports", "oooofffs", "", "get"),
    ("console:import-columns", "oooofffs", "", "get"),
    ("console:import-template", "oooofffs", "kind", "get"),
    ("console:import-paste", "oooofffs", "kind", "get"),
    ("console:import", "omommofs", "import", "get"),
    ("console:import-problems", "omommofs", "import", "get"),
    ("console:import-commit", "fmommffs", "import", "post"),
    ("console:import-submit", "fmommffs", "import", "post"),
    ("console:import-act", "fmommffs", "import:cancel", "post"),
    ("console:duplicates", "oooooofs", "", "get"),
    ("console:duplicate-decide", "omommffs", "import", "post"),
]
PAYLOADS: dict[str, dict[str, Any]] = {
    "duplicate-decide": {"verdict": "different", "reason": "两张凭证"},
}


def handed_in(world: World) -> ImportBatch:
    """A row of the east district in a CSV file, checked; it looks like the entry that is there."""
    table = (
        "名称,日期,帮扶单位,产地,金额,采购方,销售方,产品或服务,渠道,凭证类型,凭证号码\n"
        "苹果,2019.7.3,东城区,云岭县,12000.5,东城区机关食堂,云岭果业合作社,花牛苹果,canteen,invoice,NO.00017\n"
    )
    return services.check_rows(
        actor=world.giver,
        programme=world.programme,
        kind="purchase",
        filename="采购.csv",
        content=table.encode(),
    ).batch


def kwargs(batch: ImportBatch, name: str, act: str) -> dict[str, Any]:
    """The arguments of an address of the import, or of its suspected duplicate."""
    pk = batch.duplicates.get().pk if name.startswith("console:duplicate") else batch.pk
    return {"pk": pk, "act": act}


def query(batch: ImportBatch) -> str:
    """The query of the page that asks which column is which."""
    return f"?held={token_of(batch.sha256, batch.filename, batch.kind)}"
