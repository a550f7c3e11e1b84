"""Refusals of imports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, WrongState


class UnreadableRows(Invalid):
    """The file as a whole cannot be taken; the address says which sheet and cell, where there is one."""

    code = "unreadable_rows"


class RowsRefused(WrongState):
    """Rows of the import cannot be recorded as they are."""

    code = "rows_refused"
    message = _("%(count)d cells have to be put right first. Mend the file and hand it in again.")


class ReportOutdated(WrongState):
    """The ledger, or somebody's rights, changed between the check and the commit."""

    code = "report_outdated"
    message = _(
        "Something has changed since the check: perhaps somebody else has stored these rows. "
        "Nothing was stored now. Look at the new result, then decide."
    )


class ImportClosed(WrongState):
    """The import is stored, cancelled or at work already."""

    code = "import_closed"
    message = _("This cannot be done with the import any more: it is %(state)s.")


class AlreadyDecided(WrongState):
    """Somebody has said already whether it is a duplicate."""

    code = "already_decided"
    message = _("Somebody has decided this already.")
