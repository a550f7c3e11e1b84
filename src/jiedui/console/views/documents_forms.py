"""Forms of the documents screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiedui.console.views.documents_entry_form import entry_changes, entry_fields, indicator_field
from jiedui.documents.models import Proposal
from jiedui.documents.proposals.drafts import Known
from jiedui.documents.proposals.revisions import NOTHING
from jiedui.documents.readers import ACCEPT, MAX_BYTES
from jiedui.documents.services.editing import FIELDS, LISTS, REQUIRED, revisable

LABELS = {
    "giver": _("Giver"),
    "receiver": _("Receiver"),
    "name": _("Lead unit"),
    "measure": _("What is counted"),
    "figure": _("Figure with its unit"),
    "year": _("Year or day by which"),
    "workstream": _("Field of work"),
    "text": _("Text"),
    "lead": _("Lead"),
    "responsible": _("Responsible"),
    "support": _("Supporting"),
    "deadline": _("Due"),
    "date": _("Day"),
    "value": _("Share of the target that is due"),
    "threshold": _("Threshold"),
    "indicator": _("Indicator that counts it"),
    "as_of": _("Up to which day"),
    "revises": _("It revises"),
}
HELPS = {
    "figure": _("For example 1.8亿元, 1500 人 or 30%."),
    "year": _("For example 2019 or 2019-10-31."),
    "date": _("For example 2019-10-31 or 2019.10.31."),
    "deadline": _("A day, a month, or words such as 持续推进."),
    "value": _("For example 50%; leave empty for an event."),
    "threshold": _("For example 30%."),
    "as_of": _("For example 2019-08-31; from the first of January of that year."),
}
LIST_HELP = _("Several names are separated by 、 or a comma.")


class UploadForm(forms.Form):
    """A document to hand in."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("A Word, Excel or PDF file, a scan, a web page or plain text, at most 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT, "data-most": MAX_BYTES}),
    )


class FirstForm(forms.Form):
    """The programme a document founds; ``held`` is the signed hash and name of the file handed in before."""

    held = forms.CharField(widget=forms.HiddenInput)

    name = forms.CharField(
        label=_("Name of the programme"),
        max_length=160,
        help_text=_("As it is called in the plan's title."),
    )
    giver = forms.CharField(
        label=_("Giving territory"), max_length=60, help_text=_("Its full name, such as 天津市.")
    )
    first_year = forms.IntegerField(label=_("First year"), min_value=1980, max_value=2100)
    last_year = forms.IntegerField(label=_("Last year"), min_value=1980, max_value=2100, required=False)
    code = forms.SlugField(
        label=_("Short code"),
        max_length=40,
        help_text=_(
            "Lower-case letters, digits and hyphens; it is part of every address, such as tianjin-2019."
        ),
    )


class EditForm(forms.Form):
    """The fields of a proposal that may be changed, and a choice for each name that was not resolved."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        self.proposal = proposal
        kwargs["initial"] = {**_initial(proposal), "version": proposal.version}
        super().__init__(*args, **kwargs)
        for name in FIELDS[proposal.makes]:
            self.fields[name] = _field(name)
        if "revises" in self.fields:
            self.fields["revises"] = _revises(proposal)
        if "indicator" in self.fields:
            self.fields["indicator"] = indicator_field(proposal)
        self.entry_fields = entry_fields(proposal)
        self.fields |= self.entry_fields
        self.names = _open_names(proposal)
        for number, written in enumerate(self.names):
            self.fields[f"resolved-{number}"] = _choice(written)

    @property
    def plain_rows(self) -> list[forms.BoundField]:
        """The fields of the proposal itself."""
        return [field for field in self.visible_fields() if field.name not in self.entry_fields]

    @property
    def entry_rows(self) -> list[forms.BoundField]:
        """The particulars of the entry that would be drafted."""
        return [self[name] for name in self.entry_fields]

    def changes(self) -> dict[str, Any]:
        """What was changed, for the service; only fields that differ from what was shown."""
        typed = {
            name: self.cleaned_data[name] for name in FIELDS[self.proposal.makes] if name in self.changed_data
        }
        if entry := entry_changes(self):
            typed["entry"] = entry
        resolved = {
            name["text"]: self.cleaned_data[f"resolved-{number}"]
            for number, name in enumerate(self.names)
            if self.cleaned_data.get(f"resolved-{number}")
        }
        return {**typed, "resolved": resolved} if resolved else typed


def _field(name: str) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 3}) if name == "text" else forms.TextInput()
    if name in {"giver", "receiver", "lead", "responsible", "support"}:
        widget = forms.Textarea(attrs={"rows": 2})
    help_text = HELPS.get(name) or (LIST_HELP if name in LISTS else "")
    return forms.CharField(label=LABELS[name], required=name in REQUIRED, widget=widget, help_text=help_text)


def _revises(proposal: Proposal) -> forms.ChoiceField:
    in_force = [(str(pk), label) for pk, label in revisable(proposal)]
    return forms.ChoiceField(
        label=LABELS["revises"],
        required=False,
        choices=[("", gettext("what its words say")), (NOTHING, gettext("nothing: it is new")), *in_force],
    )


def _choice(name: dict[str, Any]) -> forms.ChoiceField:
    label = gettext("“%(name)s” is") % {"name": name["text"]}
    units = [(str(pk), unit) for pk, unit in name["candidates"]]
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", gettext("as it is")), *units, ("0", gettext("none of these: a new unit"))],
    )


def _open_names(proposal: Proposal) -> list[dict[str, Any]]:
    """The names a reviewer may want to settle: ambiguous, unknown or new ones with similar units."""
    names = [name for role in proposal.plan.get("roles", {}).values() for name in role]
    return [name for name in names if name["candidates"] and name["known"] != Known.UNIT]


def _initial(proposal: Proposal) -> dict[str, Any]:
    fields = {**proposal.fact.fields, **proposal.edited}
    shown = {name: _text(fields.get(name)) for name in FIELDS[proposal.makes]}
    if "figure" in shown:
        value = fields.get("value") or ""
        shown["figure"] = f"{value}{fields.get('unit') or ''}"
    if "threshold" in shown:
        shown["threshold"] = f"{fields.get('threshold') or ''}{fields.get('unit') or ''}"
    if "workstream" in shown:
        shown["workstream"] = proposal.section
    if "indicator" in shown:
        values = proposal.plan.get("values", {})
        shown |= {"indicator": values.get("indicator", ""), "as_of": values.get("to", "")}
    return shown


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    return "" if value is None else str(value)
