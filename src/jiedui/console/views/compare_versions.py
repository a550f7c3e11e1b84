"""Two versions of the plan beside one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from jiedui.console.access import get_programme
from jiedui.console.compare_files import Cell, Paper, Share, answer
from jiedui.console.compare_forms import VersionForm, version_label
from jiedui.console.plan_rows import facts_behind
from jiedui.documents.models import FactRecord
from jiedui.kernel.figures import Scale, scale_of, unit_word
from jiedui.plans.models import Programme, Revision
from jiedui.progress.comparing.changes import Change
from jiedui.progress.comparing.revised import MilestoneRow, RuleRow
from jiedui.progress.comparing.versions import VersionRow, Versions, versions
from jiedui.progress.standings import Standing

WORDS: dict[Change, tuple[str | Promise, str, str]] = {
    Change.NEW: (gettext_lazy("new"), "good", "up"),
    Change.REVISED: (gettext_lazy("revised"), "neutral", "dot"),
    Change.LEFT_OUT: (gettext_lazy("left out"), "warn", "cross"),
    Change.SAME: (pgettext_lazy("comparison", "unchanged"), "quiet", "dot"),
}
"""Word, tone and shape."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A milestone or a rule as it is shown, with the sentence that said so."""

    row: MilestoneRow | RuleRow
    word: str
    tone: str
    shape: str
    fact: FactRecord | None


@dataclass(frozen=True, slots=True)
class Cells:
    """A target as it is shown, with the sentence that said so."""

    row: VersionRow
    scale: Scale
    word: str
    tone: str
    shape: str
    fact: FactRecord | None


@require_safe
def compare_versions(request: HttpRequest, code: str) -> HttpResponse:
    """What changed from one version to another, and how today looks under each."""
    programme = get_programme(request.user, code)
    form = VersionForm(request.GET, programme=programme)
    found = _found(programme, form)
    rows = found.rows if found else []
    facts = facts_behind(target for row in rows for target in (row.earlier, row.later) if target)
    context = {
        "programme": programme,
        "form": form,
        "found": found,
        "several": len(form.revisions) > 1,
        "rows": [_cells(row, facts) for row in rows],
        "milestones": _beside(found.milestones if found else []),
        "rules": _beside(found.rules if found else []),
        "query": request.GET.urlencode(),
    }
    return render(request, "console/explore/versions.html", context)


@require_safe
def compare_versions_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The same as a file; without two versions, an empty one."""
    programme = get_programme(request.user, code)
    found = _found(programme, VersionForm(request.GET, programme=programme))
    return answer(programme, _paper(programme, found), form)


def _found(programme: Programme, form: VersionForm) -> Versions | None:
    earlier, later = form.version("earlier"), form.version("later")
    if earlier is None or later is None:
        return None
    return versions(programme, earlier, later, on=programme.today)


def _cells(row: VersionRow, facts: dict[int, FactRecord]) -> Cells:
    values = [row.was, row.becomes, row.stands.value if row.stands else None]
    scale = scale_of(values, row.indicator.unit, row.indicator.decimals)
    word, tone, shape = WORDS[row.change]
    sources = [facts.get(target.pk) for target in (row.later, row.earlier) if target]
    return Cells(row, scale, str(word), tone, shape, next((fact for fact in sources if fact), None))


def _beside(rows: Sequence[MilestoneRow | RuleRow]) -> list[Beside]:
    facts = facts_behind(one for row in rows for one in (row.earlier, row.later) if one)
    found = []
    for row in rows:
        word, tone, shape = WORDS[row.change]
        sources = [facts.get(one.pk) for one in (row.later, row.earlier) if one]
        found.append(Beside(row, str(word), tone, shape, next((fact for fact in sources if fact), None)))
    return found


def _paper(programme: Programme, found: Versions | None) -> Paper:
    heads = [
        _("Field of work"), _("Indicator"), _("Unit"), _("Period"), _("Unit of count"),
        pgettext("comparison", "Change"), _("Earlier"), _("Later"), _("Difference"), _("Document or reason"),
        _("Done"), _("Expected, earlier version"), _("Status, earlier version"), _("Expected, later version"),
        _("Status, later version"),
    ]  # fmt: skip
    widths = (14, 24, 14, 22, 8, 9, 12, 12, 12, 26, 12, 14, 11, 14, 11)
    line = f"{version_label(found.earlier)} → {version_label(found.later)}" if found else ""
    rows = (
        [
            *(_line(row) for row in found.rows),
            *(_milestone_line(row) for row in found.milestones),
            *(_rule_line(row) for row in found.rules),
        ]
        if found
        else []
    )
    notes = [_("Headcounts that a plan states are shown as stated and never paced.")]
    return Paper(
        "plan-versions",
        _("Plan versions"),
        f"{programme.label} · {_('Plan versions')}",
        line,
        heads,
        widths,
        rows,
        notes,
    )


def _line(row: VersionRow) -> list[Cell]:
    target, order = row.target, row.ordered_by
    done = row.stands or row.stood
    return [
        row.indicator.workstream.label,
        row.indicator.label,
        f"{target.unit.label} → {target.receiver.label}" if target.receiver else target.unit.label,
        f"{target.starts_on.isoformat()} – {target.ends_on.isoformat()}",
        unit_word(row.indicator.unit),
        str(WORDS[row.change][0]),
        row.was,
        row.becomes,
        row.difference,
        _ordered(order),
        done.value if done else None,
        *_under(row.stood),
        *_under(row.stands),
    ]


def _milestone_line(row: MilestoneRow) -> list[Cell]:
    """Of a milestone the share that is due, and the day of each version."""
    was, becomes = (one.share if one else None for one in (row.earlier, row.later))
    days = [one.due_on.isoformat() for one in (row.earlier, row.later) if one]
    return [
        row.milestone.workstream.label,
        row.milestone.label,
        _("milestone"),
        " → ".join(dict.fromkeys(days)),
        "",
        str(WORDS[row.change][0]),
        Share(was),
        Share(becomes),
        Share(becomes - was if was is not None and becomes is not None else None),
        _ordered(row.ordered_by),
        *[None] * 5,
    ]


def _rule_line(row: RuleRow) -> list[Cell]:
    """Of a rule its threshold, and whether it is kept."""
    was, becomes = (one.threshold if one else None for one in (row.earlier, row.later))
    cell: Callable[[Decimal], Cell] = Share if row.rule.is_share else Decimal
    return [
        row.rule.workstream.label if row.rule.workstream else "",
        row.rule.label,
        _("rule"),
        "",
        "",
        str(WORDS[row.change][0]),
        cell(was) if was is not None else None,
        cell(becomes) if becomes is not None else None,
        cell(becomes - was) if was is not None and becomes is not None else None,
        _ordered(row.ordered_by),
        None,
        None,
        str(row.stood.state.label) if row.stood else None,
        None,
        str(row.stands.state.label) if row.stands else None,
    ]


def _ordered(order: Revision | None) -> str:
    return " ".join(part for part in (order.title, order.doc_number) if part) if order else ""


def _under(standing: Standing | None) -> list[Cell]:
    if standing is None:
        return [None, None]
    return [None if standing.expected is None else round(standing.expected, 4), standing.status.word]
