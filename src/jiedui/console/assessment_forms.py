"""The form of an assessment: points, why and what proves it, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.ledger.fields import NumberField
from jiedui.progress.scorecards.models import AssessmentScore
from jiedui.progress.scorecards.reckoning import LineScore
from jiedui.progress.scorecards.services import LineSaid


@dataclass(frozen=True, slots=True)
class LineFields:
    """A line with its three fields and what the figures give."""

    score: AssessmentScore
    computed: LineScore | None
    points: forms.BoundField
    note: forms.BoundField
    evidence: forms.BoundField

    @property
    def differs(self) -> Decimal | None:
        """By how much the points are not the computed ones; None where there are none to compare."""
        if self.score.points is None or self.score.computed is None:
            return None
        return self.score.points - self.score.computed


class AssessmentForm(forms.Form):
    """Three fields a line, and a note for all."""

    note = forms.CharField(
        label=_("Remarks on the whole"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        scores: list[AssessmentScore],
        computed: dict[int, LineScore],
        **kwargs: Any,
    ) -> None:
        self.scores, self.computed = scores, computed
        super().__init__(*args, **kwargs)
        for score in scores:
            name = f"line{score.line_id}"
            words = {"name": score.line.label}
            self.fields[name] = NumberField(
                label=_("Points: %(name)s") % words, required=False, initial=score.points
            )
            self.fields[f"{name}_note"] = forms.CharField(
                label=_("Why: %(name)s") % words, required=False, max_length=500, initial=score.note
            )
            self.fields[f"{name}_evidence"] = forms.CharField(
                label=_("Proof: %(name)s") % words, required=False, max_length=500, initial=score.evidence
            )

    @property
    def lines(self) -> Iterator[LineFields]:
        """The lines with their fields."""
        for score in self.scores:
            name = f"line{score.line_id}"
            fields = (self[name], self[f"{name}_note"], self[f"{name}_evidence"])
            yield LineFields(score, self.computed.get(score.line_id), *fields)

    @property
    def said(self) -> dict[int, LineSaid]:
        """What was said of each line. Call after is_valid()."""
        found = {}
        for score in self.scores:
            name = f"line{score.line_id}"
            points: Decimal | None = self.cleaned_data[name]
            said = LineSaid(points, self.cleaned_data[f"{name}_note"], self.cleaned_data[f"{name}_evidence"])
            found[score.line_id] = said
        return found

    def blame(self, refusal: Invalid | InvalidMany) -> None:
        """Put refusals beside their fields."""
        for one in refusal.errors if isinstance(refusal, InvalidMany) else [refusal]:
            self.add_error(one.address if one.address in self.fields else None, one.words)


class ReopenForm(forms.Form):
    """Why an assessment is reopened."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
