"""The two sides' figures beside one another, for a pairing and a span of days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jiedui.accounts.policies import scope_of
from jiedui.console.access import get_programme
from jiedui.console.views.ledger_fields import unit_choice
from jiedui.console.views.ledger_table import days_since
from jiedui.kernel.errors import Invalid
from jiedui.ledger.fields import DayField
from jiedui.ledger.reconciliation import Group, Line, Reconciliation, reconcile
from jiedui.ledger.reconciliation_files import as_csv, as_workbook
from jiedui.ledger.tables import figure
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.organisations.queries import pairings_between
from jiedui.plans.models import Programme

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: dict[str, tuple[Callable[[Reconciliation], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_workbook, XLSX),
}


class SpanForm(forms.Form):
    """Which two units, and from when to when."""

    giver = unit_choice(_("choose …"))
    receiver = unit_choice(_("choose …"))

    def __init__(self, data: Any, *, programme: Programme, user: Any) -> None:
        # The days that are meant where none are given stand in the form, so that nobody has to guess them.
        days = {"from": programme.starts_on.isoformat(), "to": programme.today.isoformat()}
        given = {name: value for name, value in data.items() if value}
        super().__init__({**days, **given}, auto_id="span-%s")
        self.programme = programme
        self.fields["from"] = DayField(required=False)
        self.fields["to"] = DayField(required=False)
        active = OrgUnit.objects.filter(active=True)
        home = programme.giver.path
        self._limit("giver", active.filter(path__startswith=home))
        self._limit("receiver", active.exclude(path__startswith=home))

    def _limit(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def reconciled(self, user: Any) -> Reconciliation | None:
        """The reconciliation that is asked for; None until both units are chosen."""
        if not self.is_valid():
            return None
        chosen = self.cleaned_data
        if not chosen["giver"] or not chosen["receiver"]:
            return None
        return reconcile(
            user,
            programme=self.programme,
            giver=chosen["giver"],
            receiver=chosen["receiver"],
            start=chosen["from"] or self.programme.starts_on,
            end=chosen["to"] or self.programme.today,
        )


@require_safe
def reconciliation(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of the two units that are chosen; before that, the pairings to choose from."""
    programme = get_programme(request.user, code)
    form = SpanForm(request.GET, programme=programme, user=request.user)
    found = form.reconciled(request.user)
    context = {
        "programme": programme,
        "form": form,
        "found": found,
        "pairings": [] if found else _own_pairings(request.user, programme),
        "groups": [_linked(found, group) for group in found.groups] if found else [],
        "differences": [
            (one, days_since(one.opened_at), figure(one.entry)) for one in found.differences[:100]
        ]
        if found
        else [],
        "silent": [(entry, figure(entry)) for entry in found.silent[:100]] if found else [],
        "query": request.GET.urlencode(),
    }
    return render(request, "console/ledger/reconciliation.html", context)


@require_safe
def reconciliation_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The same as a file. Raises Invalid where the two units are not chosen."""
    programme = get_programme(request.user, code)
    found = SpanForm(request.GET, programme=programme, user=request.user).reconciled(request.user)
    if found is None or form not in FILES:
        raise Invalid(_("Choose a giver and a receiver first."))
    write, media_type = FILES[form]
    answer = HttpResponse(write(found), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{programme.code}-reconciliation.{form}"'
    return answer


def _own_pairings(user: Any, programme: Programme) -> list[Pairing]:
    """The pairings of the programme's time that concern the person; for office and auditors, all."""
    scope = scope_of(user)
    rows = pairings_between(programme.starts_on, programme.ends_on)
    rows = rows.filter(giver__path__startswith=programme.giver.path)
    if not scope.sees_all:
        rows = rows.filter(scope.within("giver") | scope.within("receiver"))
    return list(rows.order_by("giver__path", "receiver__path"))


def _linked(found: Reconciliation, group: Group) -> dict[str, Any]:
    """A group with the address of the entries behind each part."""
    base = {
        "kind": group.kind.key,
        "state": "accepted",
        "giver": found.giver.pk,
        "receiver": found.receiver.pk,
        "from": found.start.isoformat(),
        "to": found.end.isoformat(),
    }
    words = {"claimed": "", "confirmed": "agreed", "disputed": "disputed", "silent": "none"}
    links = {
        part: "?" + urlencode({**base, **({"confirmation": word} if word else {})})
        for part, word in words.items()
    }
    return {"group": group, "lines": [_cells(line) for line in _said(group)], "links": links}


def _said(group: Group) -> list[Line]:
    """The lines on which either side says anything; a kind of which all figures are zero shows its first."""
    return [line for line in group.lines if line.claimed or line.disputed or line.silent] or group.lines[:1]


def _cells(line: Line) -> dict[str, Any]:
    """A line with its unit in the form the figures are written in."""
    return {"line": line, "label": line.measure.label, "unit": line.measure.unit}
