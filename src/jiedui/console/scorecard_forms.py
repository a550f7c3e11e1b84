"""Forms of a scorecard: its frame, what orders a new version, and who scores whom."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid
from jiedui.ledger.fields import LabelChoice, NumberField
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.progress.scorecards.models import ScorecardVersion, ScoreHeading
from jiedui.progress.scorecards.services import Settings

HEADINGS = range(1, 11)
GRADES = range(1, 7)
DEFAULT_GRADES = [("好", "good", 90), ("较好", "fairly good", 75), ("一般", "fair", 60), ("差", "poor", 0)]


class FrameForm(forms.Form):
    """The total, the headings in their order and the grades; empty rows are left out."""

    total = NumberField(label=_("Total of all points"), help_text=_("The points of the lines add up to it."))

    def __init__(self, *args: Any, version: ScorecardVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version is None:
            self.fields["total"].initial = Decimal(100)
        else:
            self.fields["total"].initial = version.total
        self._add_headings(list(version.headings.all()) if version else [])
        self._add_grades(
            [(one.name, one.name_en, one.at_least) for one in version.grades.all()]
            if version
            else [(name, english, Decimal(bound)) for name, english, bound in DEFAULT_GRADES]
        )

    def _add_headings(self, known: list[ScoreHeading]) -> None:
        for number in HEADINGS:
            was = known[number - 1] if number <= len(known) else None
            label = _("Heading %(number)s") % {"number": number}
            english = _("Heading %(number)s in English") % {"number": number}
            self.fields[f"heading{number}"] = forms.CharField(
                label=label, max_length=120, required=False, initial=was.name if was else ""
            )
            self.fields[f"heading{number}_en"] = forms.CharField(
                label=english, max_length=160, required=False, initial=was.name_en if was else ""
            )
            self.fields[f"heading{number}_was"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput, initial=was.pk if was else None
            )

    def _add_grades(self, known: list[tuple[str, str, Decimal]]) -> None:
        for number in GRADES:
            name, english, bound = known[number - 1] if number <= len(known) else ("", "", None)
            words = {"number": number}
            self.fields[f"grade{number}"] = forms.CharField(
                label=_("Grade %(number)s") % words, max_length=120, required=False, initial=name
            )
            self.fields[f"grade{number}_en"] = forms.CharField(
                label=_("Grade %(number)s in English") % words,
                max_length=160,
                required=False,
                initial=english,
            )
            self.fields[f"grade{number}_from"] = NumberField(
                label=_("Grade %(number)s from") % words, required=False, initial=bound
            )

    @property
    def headings(self) -> Iterator[list[forms.BoundField]]:
        """The rows of headings."""
        for number in HEADINGS:
            yield [self[f"heading{number}{end}"] for end in ("", "_en", "_was")]

    @property
    def grades(self) -> Iterator[list[forms.BoundField]]:
        """The rows of grades."""
        for number in GRADES:
            yield [self[f"grade{number}{end}"] for end in ("", "_en", "_from")]

    def clean(self) -> dict[str, Any]:
        """A grade has a name and a bound."""
        said = super().clean() or self.cleaned_data
        for number in GRADES:
            bound = said.get(f"grade{number}_from")
            if said.get(f"grade{number}") and bound is None:
                self.add_error(f"grade{number}_from", _("Say from which score on."))
        return said

    @property
    def settings(self) -> Settings:
        """What was said. Call after is_valid()."""
        said = self.cleaned_data
        return Settings(
            said["total"],
            [
                (said[f"heading{n}"], said[f"heading{n}_en"], said[f"heading{n}_was"])
                for n in HEADINGS
                if said[f"heading{n}"].strip()
            ],
            [
                (said[f"grade{n}"], said[f"grade{n}_en"], said[f"grade{n}_from"])
                for n in GRADES
                if said[f"grade{n}"].strip()
            ],
        )

    def blame(self, refusal: Invalid) -> None:
        """Put a refusal beside its field."""
        field = {"headings": "heading1", "grades": "grade1"}.get(refusal.address, refusal.address)
        self.add_error(field if field in self.fields else None, refusal.words)


class NewCardForm(FrameForm):
    """A scorecard that is begun; its headings are first the programme's fields of work."""

    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(
            ["name", "name_en", *(name for name in self.fields if name not in {"name", "name_en"})]
        )
        for number, workstream in zip(HEADINGS, programme.workstreams.all(), strict=False):
            self.fields[f"heading{number}"].initial = workstream.name
            self.fields[f"heading{number}_en"].initial = workstream.name_en


class NextForm(forms.Form):
    """What orders a new version."""

    doc_number = forms.CharField(label=_("Document number"), max_length=80, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where no document number is given."),
    )


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A person by the name that is shown."""

    def label_from_instance(self, obj: Any) -> str:
        """The name shown, else the user name."""
        return str(obj.display_name or obj.username)


class AppointForm(forms.Form):
    """Who scores a unit beside itself: another unit, or a person."""

    unit = LabelChoice(_("choose"), label=_("Unit that is scored"))
    by_unit = LabelChoice(_("nobody"), label=_("Cross-scored by the unit"))
    by_user = PersonChoice(None, label=_("Or, as a third party, by"), required=False, empty_label=_("nobody"))

    def __init__(self, *args: Any, units: list[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scored = OrgUnit.objects.filter(pk__in=[unit.pk for unit in units])
        for name in ("unit", "by_unit"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = scored
        self.fields["unit"].required = True
        people = self.fields["by_user"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = (
            User.objects.filter(is_active=True, memberships__isnull=False).distinct().order_by("username")
        )
