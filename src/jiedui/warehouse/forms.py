"""A pivot as its address says it. Every choice stands there, so that a link is the view."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.figures import MONEY
from jiedui.ledger.fields import DayField, LabelChoice
from jiedui.ledger.queries import entries_for
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme
from jiedui.warehouse.asking import Ask
from jiedui.warehouse.history import sequence_on
from jiedui.warehouse.pivots.axes import GRAINS, About, Axis, periods
from jiedui.warehouse.pivots.choices import choices
from jiedui.warehouse.pivots.pivot import Chart, Pivot, Show

ROWS = Axis(About.GIVER, UnitKind.COUNTY)
MOST_PERIODS = 400
"""Days of a year and some; more columns nobody reads."""


class PivotForm(forms.Form):
    """What is chosen; what is not, or cannot be understood, is as a reader would expect it."""

    of = forms.ChoiceField(required=False)
    show = forms.ChoiceField(required=False, choices=Show.choices)
    rows = forms.ChoiceField(required=False)
    columns = forms.ChoiceField(required=False)
    workstream = LabelChoice(_("all workstreams"), to_field_name="key")
    giver = LabelChoice(_("any giver"))
    receiver = LabelChoice(_("any receiver"))
    asof = DayField(required=False)
    chart = forms.ChoiceField(required=False)
    sort = forms.CharField(required=False, max_length=20)

    def __init__(self, data: Any, *, programme: Programme, user: Any) -> None:
        super().__init__(data, auto_id="pivot-%s")
        self.programme, self.user, self._said = programme, user, data
        # "from" is a word of Python, so the two days cannot be class attributes.
        self.fields["from"] = DayField(required=False)
        self.fields["to"] = DayField(required=False)
        self.indicators = list(_counted(programme))
        offered = choices(*_kinds(programme))
        self._choose("rows", offered)
        self._choose("columns", [("", _("nothing else")), *offered])
        self._choose("chart", [(one.value, one.value) for one in Chart])
        self._choose("of", [("", _("every indicator")), *_by_workstream(self.indicators)])
        self._limit("workstream", programme.workstreams.all())
        self._limit("giver", self._units("giver"))
        self._limit("receiver", self._units("receiver"))
        self.is_valid()
        # What nobody chose is shown as what it stands for.
        self.data = self.address
        self.data["rows"] = str(self.pivot.rows)
        self.data["columns"] = str(self.pivot.columns or "")
        self.data["of"] = str(self.counted[0].pk) if self.counted and not self.several else ""

    def _choose(self, name: str, offered: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered

    def _limit(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def _units(self, side: str) -> QuerySet[OrgUnit]:
        """Units that stand in a posting the person sees, and the one asked for."""
        asked = str(self.data.get(side, ""))
        seen = entries_for(self.user).filter(programme=self.programme, postings__isnull=False)
        used = seen.order_by().filter(**{side: OuterRef("pk")})
        chosen = int(asked) if asked.isdecimal() and len(asked) < 10 else None
        return OrgUnit.objects.filter(Exists(used) | Q(pk=chosen))

    def clean(self) -> dict[str, Any]:
        """What cannot go together is told, and the later of the two left out."""
        said = super().clean() or {}
        rows, columns = self._axis("rows"), self._axis("columns")
        if rows and columns and rows.about == columns.about:
            self._leave_out(
                "columns", _("Rows and columns show the same thing: choose something else across.")
            )
            columns = None
        axes = [axis for axis in (rows or ROWS, columns) if axis]
        if said.get("show") == Show.RUNNING and all(axis.about is not About.PERIOD for axis in axes):
            self._leave_out("show", _("“So far” needs periods of time down the side or across."))
        first, last = self._days()
        if last < first:
            self._leave_out("from", _("The first day lies after the last."))
            self._leave_out("to", "")
            first, last = self._days()
        for name, axis in (("rows", rows), ("columns", columns)):
            if axis and axis.grain in GRAINS and _too_many(first, last, axis):
                self._leave_out(name, _("These are too many periods: choose longer ones, or fewer days."))
        return said

    def _leave_out(self, name: str, why: Any) -> None:
        if why:
            self.add_error(name, why)
        self.cleaned_data.pop(name, None)

    def _axis(self, name: str) -> Axis | None:
        return Axis.read(self.cleaned_data.get(name) or "")

    def _days(self) -> tuple[date, date]:
        chosen, programme = self.cleaned_data, self.programme
        return chosen.get("from") or programme.starts_on, chosen.get("to") or min(
            max(programme.today, programme.starts_on), programme.ends_on
        )

    @property
    def chosen(self) -> dict[str, Any]:
        """The choices that are made and understood."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def counted(self) -> list[Indicator]:
        """The indicators the pivot speaks of: all of the workstream where they lie along an axis, else one."""
        field = self.chosen.get("workstream")
        found = [one for one in self.indicators if field is None or one.workstream_id == field.pk]
        if self.several:
            return found
        asked = next((one for one in self.indicators if str(one.pk) == self.chosen.get("of")), None)
        return [asked] if asked else sorted(found, key=_telling)[:1]

    @property
    def several(self) -> bool:
        """Whether the indicators lie along an axis."""
        return any(axis.about is About.INDICATOR for axis in self.pivot.axes)

    @cached_property
    def pivot(self) -> Pivot:
        """What is asked. The indicators are :attr:`counted`."""
        chosen = self.chosen
        first, last = self._days()
        asof = chosen.get("asof")
        ask = Ask(
            first,
            last,
            programme=self.programme.pk,
            giver=chosen["giver"].pk if "giver" in chosen else None,
            receiver=chosen["receiver"].pk if "receiver" in chosen else None,
            accepted_until=sequence_on(asof) if asof else None,
        )
        columns = self._axis("columns")
        if not {"rows", "columns", "of"} & set(self._said):
            columns = Axis(About.INDICATOR)
        return Pivot(self._axis("rows") or ROWS, columns, ask, Show(chosen.get("show") or Show.VALUE))

    @property
    def address(self) -> QueryDict:
        """The address of this view: only what is chosen."""
        kept = QueryDict(mutable=True)
        for name in self.fields:
            if value := self._said.get(name):
                kept[name] = value
        return kept


def _telling(one: Indicator) -> tuple[bool, bool, int]:
    """What is shown first: headlines, and among them money."""
    return not one.headline, one.unit != MONEY, one.order


def _too_many(first: date, last: date, axis: Axis) -> bool:
    return sum(1 for _key in periods(first, last, axis.grain)) > MOST_PERIODS


def _counted(programme: Programme) -> QuerySet[Indicator]:
    """What entries count towards; headcounts kept as stated are not among them."""
    found = Indicator.objects.filter(workstream__programme=programme, as_stated=False).exclude(kind="")
    return found.select_related("workstream")


def _by_workstream(indicators: list[Indicator]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (workstream.label, [(str(one.pk), one.label) for one in group])
        for workstream, group in groupby(indicators, key=lambda one: one.workstream)
    ]


def _kinds(programme: Programme) -> tuple[set[str], set[str]]:
    """The kinds of unit on either side; two queries."""
    giving = Q(path__startswith=programme.giver.path)
    units = OrgUnit.objects.order_by().values_list("kind", flat=True).distinct()
    return set(units.filter(giving)), set(units.exclude(giving))
