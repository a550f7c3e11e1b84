"""The audit log's page and export, for auditors and the office."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.audit_words import NOUNS, told
from jiedui.kernel import audit
from jiedui.kernel.enums import Channel
from jiedui.kernel.models import AuditRecord
from jiedui.kernel.queries import audit_records
from jiedui.ledger.exports import guard

PAGE = 50
COLUMNS = (
    "id", "at", "actor", "channel", "ip", "token", "request_id", "action", "subject_type", "subject_id",
    "reason", "changes", "detail",
)  # fmt: skip


class AuditFilter(forms.Form):
    """Who, what, when, and on which object."""

    who = forms.CharField(label=_("By whom (user name)"), required=False, max_length=150)
    what = forms.ChoiceField(
        label=_("What"), required=False, choices=lambda: [("", _("everything")), *NOUNS.items()]
    )
    channel = forms.ChoiceField(
        label=_("From where"), required=False, choices=[("", _("anywhere")), *Channel.choices]
    )
    start = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    subject_type = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    subject_id = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    request_id = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """What was done, the latest first."""
    require(request.user, Action.SEE_AUDIT)
    form = AuditFilter(request.GET)
    page = Paginator(_found(form), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": told(page.object_list),
        "query": request.GET.urlencode(),
        "one_object": bool(form.is_valid() and form.cleaned_data["subject_id"]),
        "manages": allows(request.user, Action.MANAGE_PEOPLE),
    }
    return render(request, "console/admin/audit.html", context)


@require_safe
def audit_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same records, whole. That they were taken out is noted, too."""
    require(request.user, Action.SEE_AUDIT)
    form = AuditFilter(request.GET)
    found = _found(form)
    asked = {name: str(said) for name, said in form.cleaned_data.items() if said}
    audit.record(actor=request.user, action="audit.export", subject=request.user, filter=asked)  # type: ignore[arg-type]
    answer = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


def _found(form: AuditFilter) -> QuerySet[AuditRecord]:
    """What the filter leaves; a field that says nothing sensible leaves nothing, rather than everything."""
    return audit_records(**form.cleaned_data) if form.is_valid() else AuditRecord.objects.none()


def _lines(records: QuerySet[AuditRecord]) -> Iterator[str]:
    class Echo:
        def write(self, text: str) -> str:
            return text

    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for record in records.iterator(chunk_size=500):
        yield writer.writerow([guard(_cell(record, name)) for name in COLUMNS])


def _cell(record: AuditRecord, name: str) -> str:
    if name == "actor":
        return record.actor.username if record.actor else ""
    if name == "at":
        return record.at.isoformat()
    value: Any = getattr(record, name)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    return "" if value is None else str(value)
