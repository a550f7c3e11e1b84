"""Paths of the ledger screens."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import (
    duplicates,
    imports,
    imports_batch,
    imports_mapping,
    imports_paste,
    ledger_correct,
    ledger_entry,
    ledger_evidence,
    ledger_form,
    ledger_lines,
    ledger_list,
    ledger_many,
    ledger_reconcile,
)

LEDGER = "p/<slug:code>/ledger/"
ENTRY = f"{LEDGER}<int:pk>/"
NEW = f"{LEDGER}new/<slug:kind>/"
IMPORTS = f"{LEDGER}import/"
BATCH = f"{IMPORTS}<int:pk>/"
TWINS = f"{LEDGER}duplicates/"

urlpatterns: list[URLPattern] = [
    path(LEDGER, ledger_list.ledger, name="ledger"),
    path(f"{LEDGER}entries.csv", ledger_list.ledger_csv, name="ledger-csv"),
    path("p/<slug:code>/pairings/reconciliation/", ledger_reconcile.reconciliation, name="reconciliation"),
    path(
        "p/<slug:code>/pairings/reconciliation/file.<slug:form>",
        ledger_reconcile.reconciliation_file,
        name="reconciliation-file",
    ),
    path(f"{LEDGER}many/<slug:act>/", ledger_many.entries_act, name="entries-act"),
    path(IMPORTS, imports.imports, name="imports"),
    path(f"{IMPORTS}columns/", imports_mapping.import_columns, name="import-columns"),
    path(f"{IMPORTS}template/<slug:kind>/", imports.import_template, name="import-template"),
    path(f"{IMPORTS}paste/<slug:kind>/", imports_paste.import_paste, name="import-paste"),
    path(BATCH, imports_batch.import_page, name="import"),
    path(f"{BATCH}store/", imports_batch.import_commit, name="import-commit"),
    path(f"{BATCH}submit/", imports_batch.import_submit, name="import-submit"),
    path(f"{BATCH}mistakes.csv", imports_batch.import_problems, name="import-problems"),
    path(f"{BATCH}<slug:act>/", imports_batch.import_act, name="import-act"),
    path(TWINS, duplicates.duplicates, name="duplicates"),
    path(f"{TWINS}<int:pk>/", duplicates.duplicate_decide, name="duplicate-decide"),
    path(NEW, ledger_form.entry_new, name="entry-new"),
    path(f"{NEW}draft/", ledger_form.entry_autosave, name="entry-autosave"),
    path(f"{NEW}lines/", ledger_lines.entry_lines, name="entry-lines"),
    path(f"{NEW}lines/draft/", ledger_lines.entry_lines_autosave, name="entry-lines-autosave"),
    path(ENTRY, ledger_entry.entry, name="entry"),
    path(f"{ENTRY}edit/", ledger_form.entry_edit, name="entry-edit"),
    path(f"{ENTRY}evidence/", ledger_evidence.evidence_add, name="evidence-add"),
    path(f"{ENTRY}evidence/<int:evidence>/", ledger_evidence.evidence_open, name="evidence"),
    path(f"{ENTRY}evidence/<int:evidence>/remove/", ledger_evidence.evidence_remove, name="evidence-remove"),
    path(f"{ENTRY}correct/", ledger_correct.entry_correct, name="entry-correct"),
    path(f"{ENTRY}order/<int:request_id>/", ledger_correct.order_open, name="correction-order"),
    path(f"{ENTRY}<slug:act>/", ledger_entry.entry_act, name="entry-act"),
]
