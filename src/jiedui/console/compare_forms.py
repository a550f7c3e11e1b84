"""What the comparing pages are narrowed to. All of it stands in the address, so that a page can be passed on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiedui.console.views.ledger_fields import unit_choice, workstream_choice
from jiedui.ledger.fields import DayField
from jiedui.ledger.models import Entry
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme, Revision, Target
from jiedui.progress.comparing.versions import revision_on


class CompareForm(forms.Form):
    """A field of work, an indicator that was followed, and the days."""

    days: tuple[str, ...] = ()
    workstream = workstream_choice()
    indicator = forms.ModelChoiceField(Indicator.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, programme: Programme) -> None:
        self.programme = programme
        # The days that are meant where none are given stand in the form, so that nobody has to guess them.
        given = {name: value for name, value in data.items() if value}
        super().__init__({**self.meant(), **given}, auto_id="compare-%s")
        for name in self.days:
            self.fields[name] = DayField(required=False)
        counted = Indicator.objects.filter(workstream__programme=programme, as_stated=False)
        self.limit("workstream", programme.workstreams.all())
        self.limit("indicator", counted.select_related("workstream"))
        self.is_valid()

    def meant(self) -> dict[str, str]:
        """What is shown where nothing is asked for."""
        return {}

    def limit(self, name: str, rows: QuerySet[Any]) -> None:
        """What may be chosen."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def said(self, name: str) -> Any:
        """What was chosen; None for nothing and for what is not understood."""
        return self.cleaned_data.get(name) or None

    def inside(self, name: str, otherwise: date) -> date:
        """A day within the programme."""
        day = self.said(name) or otherwise
        return min(max(day, self.programme.starts_on), self.programme.ends_on)


class YearForm(CompareForm):
    """Up to which day, and whose."""

    days = ("on",)
    unit = unit_choice(_("the whole programme"))

    def __init__(self, data: Any, *, programme: Programme) -> None:
        super().__init__(data, programme=programme)
        self.limit("unit", givers(programme, str(self.data.get("unit", ""))))
        self.full_clean()

    def meant(self) -> dict[str, str]:
        """Today."""
        return {"on": self.programme.today.isoformat()}


class SideForm(CompareForm):
    """From when to when."""

    days = ("from", "to")

    def meant(self) -> dict[str, str]:
        """The programme so far."""
        return {"from": self.programme.starts_on.isoformat(), "to": self.programme.today.isoformat()}


class VersionForm(forms.Form):
    """Two versions by their numbers, or the ones in force on two days."""

    earlier = forms.TypedChoiceField(required=False, coerce=int)
    later = forms.TypedChoiceField(required=False, coerce=int)
    earlier_on = DayField(required=False)
    later_on = DayField(required=False)

    def __init__(self, data: Any, *, programme: Programme) -> None:
        self.programme = programme
        self.revisions = {one.number: one for one in programme.revisions.order_by("number")}
        numbers = list(self.revisions)
        meant = {"earlier": str(numbers[-2]), "later": str(numbers[-1])} if len(numbers) > 1 else {}
        super().__init__({**meant, **{k: v for k, v in data.items() if v}}, auto_id="compare-%s")
        for name in ("earlier", "later"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(number, version_label(one)) for number, one in self.revisions.items()]
        self.is_valid()

    def version(self, name: str) -> Revision | None:
        """The version that is meant: of the day where one is given, else by its number."""
        if day := self.cleaned_data.get(f"{name}_on"):
            return revision_on(self.programme, day)
        return self.revisions.get(self.cleaned_data.get(name) or 0)


def version_label(revision: Revision) -> str:
    """A version in a list: number, title, document number."""
    number = pgettext_lazy("version", "No. %(number)d") % {"number": revision.number}
    return " · ".join(str(part) for part in (number, revision.title, revision.doc_number) if part)


def givers(programme: Programme, asked: str) -> QuerySet[OrgUnit]:
    """Units of the giving side that have a target or gave something, and the one asked for."""
    gave = Entry.objects.filter(programme=programme, giver=OuterRef("pk"))
    aims = Target.objects.filter(
        indicator__workstream__programme=programme, unit=OuterRef("pk"), superseded_by=None
    )
    named = Q(pk=asked if asked.isdigit() and len(asked) < 19 else None)
    home = OrgUnit.objects.filter(path__startswith=programme.giver.path)
    return home.filter(Exists(gave) | Exists(aims) | named)
