"""Forms of the editor's desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.models import Entry
from jiedui.publications.services.bulletins import END_LIMIT, TITLE_LIMIT
from jiedui.publications.services.stories import HEADING_LIMIT


class NewBulletinForm(forms.Form):
    """Which month."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat)

    def __init__(self, *args: Any, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(month.isoformat(), date_format(month, "YEAR_MONTH_FORMAT")) for month in months]
        field: Any = self.fields["month"]
        field.choices = choices


class BulletinForm(forms.Form):
    """What an editor writes besides the stories."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    foreword = forms.CharField(
        label=_("Editor's note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands before the figures. Each line becomes a paragraph."),
    )
    report_to = forms.CharField(
        label=_("Reported to"),
        required=False,
        max_length=END_LIMIT,
        help_text=_("Named at the foot after 报送. Leave it empty if there is nobody."),
    )
    copy_to = forms.CharField(
        label=_("Copied to"),
        required=False,
        max_length=END_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Named at the foot after 抄送, separated by commas."),
    )


class StoryForm(forms.Form):
    """A story and the entries it rests on."""

    heading = forms.CharField(label=_("Heading"), max_length=HEADING_LIMIT)
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "Each line becomes a paragraph. No names or pictures of pupils or patients, and nothing that the entries"
            " below do not bear out."
        ),
    )
    entries = forms.ModelMultipleChoiceField(
        label=_("Entries it rests on"),
        queryset=Entry.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one entry that the story rests on.")},
    )

    def __init__(self, *args: Any, choices: QuerySet[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["entries"]
        field.queryset = choices
