"""The form of a line: what it looks at, for whom, how many points, and how a value becomes points."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.kernel.parsing import parse_number
from jiedui.ledger.fields import LabelChoice, LinesField, NumberField
from jiedui.plans.headcounts import HEADCOUNTS_OF_WORK
from jiedui.plans.models import Indicator
from jiedui.plans.queries import current_rules, rule_in_force
from jiedui.progress.scorecards.enums import Measure, Shape, Whom
from jiedui.progress.scorecards.models import ScorecardVersion, ScoreLine
from jiedui.progress.scorecards.services import LineSpec


class LineForm(forms.Form):
    """One line: what it looks at, for whom, its points, and how a value becomes points."""

    heading = LabelChoice(None, label=_("Under the heading"))  # type: ignore[arg-type]  # there is no empty choice
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    points = NumberField(label=_("Points"))
    whom = forms.ChoiceField(label=_("Whom it speaks of"), choices=Whom.choices, initial=Whom.ALL)
    measure = forms.ChoiceField(label=_("What is looked at"), choices=Measure.choices)
    indicator = LabelChoice(
        _("choose"), label=_("Of which indicator"),
        help_text=_("People put to work and figures kept as stated are never scored, so they are not among these."),
    )  # fmt: skip
    rule = LabelChoice(_("choose"), label=_("Which rule"))
    shape = forms.ChoiceField(
        label=_("How a value becomes points"), choices=Shape.choices, initial=Shape.LINEAR
    )
    zero = forms.CharField(label=_("No points at"), required=False)
    full = forms.CharField(label=_("All points at"), required=False)
    at = forms.CharField(label=_("All points from"), required=False)
    rungs = LinesField(
        label=_("Steps"), required=False,
        help_text=_("One a line: the value, and the share of the points. For example: 80% 70%"),
    )  # fmt: skip
    last = forms.CharField(
        label=_("The last place gets (percent of the points)"), required=False, initial="0"
    )
    down = forms.BooleanField(label=_("Less is better"), required=False)
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(
        self, *args: Any, version: ScorecardVersion, line: ScoreLine | None = None, **kwargs: Any
    ) -> None:
        self.line = line
        if line is not None:
            kwargs["initial"] = _initial(line)
        super().__init__(*args, **kwargs)
        programme = version.scorecard.programme
        countable = Indicator.objects.filter(workstream__programme=programme, as_stated=False)
        self._rows("heading", version.headings.order_by("order", "id"))
        self._rows("indicator", countable.exclude(kind="").exclude(kind__in=HEADCOUNTS_OF_WORK))
        self._rows("rule", current_rules(programme).filter(threshold__isnull=False, numerator__isnull=False))
        heading = self.fields["heading"]
        heading.required = True
        if line is None and (first := version.headings.order_by("order", "id").first()):
            heading.initial = self.initial.get("heading", first.pk)

    def _rows(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    @property
    def spec(self) -> LineSpec:
        """What was said. Call after is_valid(). Raises Invalid for a value that is no number."""
        said = self.cleaned_data
        measure = Measure(said["measure"])
        return LineSpec(
            heading=said["heading"],
            name=said["name"],
            name_en=said["name_en"],
            points=said["points"],
            measure=measure,
            whom=Whom(said["whom"]),
            indicator=said["indicator"],
            rule=said["rule"],
            shape=said["shape"],
            parameters=self._parameters(measure),
            note=said["note"],
        )

    def _parameters(self, measure: Measure) -> dict[str, Any]:
        """Of the chosen function only: shares are typed in percent."""
        said, share = self.cleaned_data, measure.is_share
        if measure in {Measure.RULE, Measure.JUDGED}:
            return {}
        down = {"down": True} if said["down"] else {}
        match said["shape"]:
            case Shape.LINEAR:
                return {name: _number(said[name], name, share) for name in ("zero", "full")}
            case Shape.THRESHOLD:
                return {"at": _number(said["at"], "at", share), **down}
            case Shape.STEP:
                return {"rungs": [_rung(line, share) for line in said["rungs"]], **down}
        return {"last": _number(said["last"] or "0", "last", share=True), **down}

    def blame(self, refusal: Invalid) -> None:
        """Put a refusal beside its field."""
        self.add_error(refusal.address if refusal.address in self.fields else None, refusal.words)


def _number(text: str, name: str, share: bool) -> str:
    """A typed value, as it is stored."""
    bare = re.sub(r"[%％]", "", text).strip()
    if not bare:
        raise Invalid(_("This value is needed."), address=name)
    try:
        value = parse_number(bare)
    except Invalid as error:
        raise Invalid(error.template, address=name, **error.params) from None
    return plain(value / 100 if share else value)


def _rung(line: str, share: bool) -> list[str]:
    """«80% 70%»: at 80 % the line gives 70 % of its points."""
    parts = re.split(r"[\s:：;；=→]+", line.strip())
    if len(parts) != 2:
        raise Invalid(
            _("“%(line)s”: write the value and the share of the points."), address="rungs", line=line
        )
    return [_number(parts[0], "rungs", share), _number(parts[1], "rungs", share=True)]


def _initial(line: ScoreLine) -> dict[str, Any]:
    """The form as the line stands."""
    measure, stored = Measure(line.measure), line.parameters
    names = ("name", "name_en", "points", "whom", "measure", "shape", "note")
    found: dict[str, Any] = {name: getattr(line, name) for name in names}
    rule = rule_in_force(line.rule).pk if line.rule else None
    found |= {"heading": line.heading_id, "indicator": line.indicator_id, "rule": rule}
    found |= {
        name: _typed(stored[name], measure.is_share) for name in ("zero", "full", "at") if name in stored
    }
    found["rungs"] = [
        f"{_typed(at, measure.is_share)} {_typed(share, True)}" for at, share in stored.get("rungs", [])
    ]
    found["last"] = _typed(stored.get("last", "0"), True)
    found["down"] = stored.get("down", False)
    return found


def _typed(value: str, share: bool) -> str:
    return f"{plain(Decimal(value) * 100)}%" if share else value
