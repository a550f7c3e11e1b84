"""The addresses of imports and suspected duplicates, of the API and on screen, for the table of every address."""

from __future__ import annotations

from typing import Any

from jiedui.console.views.imports_held import token_of
from jiedui.ledger.models import ImportBatch
from tests.ledger.intake.addresses import FILES, QUERIES, checked
from tests.ledger.intake.addresses import PAYLOADS as API_PAYLOADS
from tests.ledger.intake.addresses import ROWS as API_ROWS

__all__ = ["FILES", "PAYLOADS", "ROWS", "checked", "kwargs", "query"]

# name, letters (office, lead, giver, other giver, receiver, auditor, no role, not signed in), about, method
ROWS: list[tuple[str, ...]] = [
    *API_ROWS,
    ("console:imports", "oooofffs", "", "get"),
    ("console:imports", "oooofffs", "", "post"),
    ("console:import-columns", "oooofffs", "", "get"),
    ("console:import-columns", "oooofffs", "", "post"),
    ("console:import-template", "oooofffs", "kind", "get"),
    ("console:import-paste", "oooofffs", "kind", "get"),
    ("console:import-paste", "oooofffs", "kind", "post"),
    ("console:import", "omommofs", "import", "get"),
    ("console:import-problems", "omommofs", "import", "get"),
    ("console:import-commit", "fmommffs", "import", "post"),
    ("console:import-submit", "fmommffs", "import", "post"),
    ("console:import-act", "fmommffs", "import:cancel", "post"),
    ("console:import-act", "fmommffs", "import:check", "post"),
    ("console:import-act", "fmommffs", "import:resume", "post"),
    ("console:duplicates", "oooooofs", "", "get"),
    ("console:duplicate-decide", "omommffs", "import", "post"),
]
PAYLOADS: dict[str, dict[str, Any]] = {
    **API_PAYLOADS,
    "duplicate-decide": {"verdict": "different", "reason": "两张凭证"},
}


def kwargs(batch: ImportBatch, name: str, code: str, act: str) -> dict[str, Any]:
    """The arguments of an address of the import, or of its suspected duplicate."""
    pk = batch.duplicates.get().pk if name.startswith("console:duplicate") else batch.pk
    return {"import_id": batch.pk, "code": code, "pk": pk, "act": act}


def query(batch: ImportBatch, name: str) -> str:
    """What an address needs behind its path: the page that asks for columns, the token of a file."""
    if name == "console:import-columns":
        return f"?held={token_of(batch.sha256, batch.filename, batch.kind)}"
    return QUERIES.get(name, "")
