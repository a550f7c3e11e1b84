"""What the list of returns is narrowed to. Every filter stands in the address, so that a view can be passed on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiedui.console.views.ledger_fields import unit_choice, workstream_choice
from jiedui.ledger.fields import DayField, LabelChoice
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Return
from jiedui.returns.queries import OVERDUE, returns_behind

STATES = [("", _("any state")), (OVERDUE, _("overdue")), *ReturnState.choices]


class ReturnFilter(forms.Form):
    """The list's filters; together they read as one sentence."""

    schedule = LabelChoice(_("all returns"))
    state = forms.ChoiceField(required=False, choices=STATES)
    workstream = workstream_choice()
    unit = unit_choice(_("any unit"))

    def __init__(self, data: Any, *, programme: Programme, user: Any) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.programme, self.user = programme, user
        # "from" is a word of Python, so the two days cannot be class attributes.
        self.fields["from"] = DayField(required=False)
        self.fields["to"] = DayField(required=False)
        self._limit("schedule", programme.return_schedules.all())
        self._limit("workstream", programme.workstreams.all())
        owing = Return.objects.filter(schedule__programme=programme).order_by().values("unit")
        self._limit("unit", OrgUnit.objects.filter(pk__in=owing))
        self.is_valid()

    def _limit(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that are set and understood."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def found(self) -> QuerySet[Return]:
        """The returns this person may see that pass every filter."""
        chosen = dict(self.chosen)
        spans = {"start": chosen.pop("from", None), "end": chosen.pop("to", None)}
        today = self.programme.today
        return returns_behind(self.user, programme=self.programme, today=today, **chosen, **spans)
