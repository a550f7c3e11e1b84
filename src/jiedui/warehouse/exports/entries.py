"""The entries behind a pivot as a paper: a row a posting, read from the database as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiedui.kernel.batches import batched
from jiedui.kernel.figures import unit_word
from jiedui.ledger import kinds
from jiedui.ledger.enums import Verdict
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.queries import with_trust
from jiedui.warehouse.exports.paper import Column, Paper, Value
from jiedui.warehouse.exports.words import made_words, said_of, title_of, warnings_of
from jiedui.warehouse.forms import PivotForm
from jiedui.warehouse.pivots import Table
from jiedui.warehouse.pivots.behind import behind
from jiedui.warehouse.pivots.pivot import Place

CHUNK = 2_000


def entries_paper(form: PivotForm, table: Table) -> Paper:
    """Every posting of the indicators asked for, by indicator and day, as far as its reader sees them."""
    found = [behind(form.user, form.pivot, Place(), one) for one in form.counted]
    return Paper(
        _("Entries: %(title)s") % {"title": title_of(table)},
        said_of(form),
        "",
        _columns(),
        (row for rows in found for row in _rows(rows)),
        sum(rows.count() for rows in found),
        None,
        form.programme.office.label if form.programme.office else form.programme.giver.label,
        made_words(form.user),
        warnings=warnings_of(form.programme),
    )


def _columns() -> list[Column]:
    return [
        Column("entry", pgettext("entry", "Number"), "BIGINT", width=10),
        Column("day", _("Day"), "DATE", width=12),
        Column("kind", _("Kind"), width=14),
        Column("title", _("Title"), width=36),
        Column("indicator", _("Indicator"), width=26),
        Column("giver", _("Giver"), width=20),
        Column("receiver", _("Receiver"), width=20),
        Column("value", _("Counts"), "DECIMAL(38,4)", width=16),
        Column("unit", _("Unit"), width=8),
        Column("evidenced", _("Evidence"), width=10),
        Column("confirmed", _("Receiver's word"), width=14),
        Column("takes_back", _("Takes back"), "BIGINT", width=10),
    ]


def _rows(found: QuerySet[Posting]) -> Iterator[list[Value]]:
    for some in batched(found.iterator(chunk_size=CHUNK), CHUNK):
        trust: dict[int, Any] = dict(
            with_trust(Entry.objects.filter(pk__in=[one.entry_id for one in some])).in_bulk()
        )
        yield from (_row(posting, trust[posting.entry_id]) for posting in some)


def _row(posting: Posting, entry: Any) -> list[Value]:
    one = posting.indicator
    return [
        posting.entry_id,
        posting.day,
        str(kinds.get(entry.kind).label),
        posting.entry.title,
        one.label,
        posting.giver.label,
        posting.receiver.label,
        posting.value,
        unit_word(one.unit),
        _("yes") if entry.evidenced else _("no"),
        str(Verdict(entry.verdict).label) if entry.verdict else "",
        posting.entry.reverses_id,
    ]
