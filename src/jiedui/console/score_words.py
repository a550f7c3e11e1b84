"""Scorecards in words: how a line gives points, what it rests on, and what would raise a score."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiedui.kernel import figures
from jiedui.kernel.canonical import plain
from jiedui.plans.enums import Comparator
from jiedui.plans.queries import rule_in_force
from jiedui.progress.scorecards.actions import Action, Sort
from jiedui.progress.scorecards.enums import Measure, Whom
from jiedui.progress.scorecards.functions import Linear, Rank, hundredths
from jiedui.progress.scorecards.models import ScoreLine
from jiedui.progress.scorecards.plan import PlannedLine
from jiedui.progress.scorecards.reckoning import Sheet, UnitScore


def value_words(line: ScoreLine, value: Decimal) -> str:
    """A value as the line measures it: a share in percent, a figure in its unit."""
    if Measure(line.measure).is_share:
        return f"{plain((value * 100).quantize(Decimal('0.1')))}%"
    unit, decimals = (line.indicator.unit, line.indicator.decimals) if line.indicator else ("", 0)
    return figures.told(value, unit, decimals)


def function_words(planned: PlannedLine) -> str:
    """How the line gives its points."""
    line, function = planned.line, planned.function
    if function is None:
        return _("points given by the office, with reason and evidence")
    if line.measure == Measure.RULE:
        return _("all if the rule is kept, else none")
    if isinstance(function, Linear):
        words = {"zero": value_words(line, function.zero), "full": value_words(line, function.full)}
        return _("none at %(zero)s, all at %(full)s, evenly between") % words
    if isinstance(function, Rank):
        least = {"least": figures.percent(function.last, 0)}
        if function.down:
            return _("by place, the least first: the first gets all, the last %(least)s") % least
        return _("by place: the first gets all, the last %(least)s") % least
    sign = "≤" if function.down else "≥"
    rungs = [
        f"{sign} {value_words(line, at)}: {plain(points_of(share, line.points))}"
        for at, share in function.rungs
    ]
    return _joined("; ", "；", rungs)


def points_of(share: Decimal, points: Decimal) -> Decimal:
    """A share of a line's points."""
    return hundredths(Fraction(share) * Fraction(points))


def rule_words(line: ScoreLine) -> str:
    """A rule as it is in force, with its bound: «Half of the funds ≥ 50%»."""
    rule = rule_in_force(line.rule) if line.rule else None
    if rule is None or rule.threshold is None:
        return rule.label if rule else ""
    sign = {"<=": "≤", ">=": "≥"}.get(rule.comparator, Comparator(rule.comparator).value)
    bound = figures.percent(rule.threshold, 0) if rule.denominator_id else plain(rule.threshold)
    return f"{rule.label} {sign} {bound}"


def action_words(action: Action) -> str:
    """What is to be done, as one sentence."""
    words = {
        "more": figures.told(action.more, action.indicator.unit, action.indicator.decimals),
        "name": action.indicator.label,
        "place": action.place,
    }
    match action.sort:
        case Sort.EVIDENCE:
            return _("Put evidence to another %(more)s of “%(name)s”") % words
        case Sort.CONFIRMATION:
            return _("Have another %(more)s of “%(name)s” confirmed by the receivers") % words
        case Sort.RULE:
            return _("%(more)s more of “%(name)s” keeps the rule") % words
    if action.place is not None:
        return _("%(more)s more of “%(name)s”: place %(place)s") % words
    return _("%(more)s more of “%(name)s”") % words


def effort_words(action: Action) -> str:
    """How far away it is."""
    if action.sort in {Sort.EVIDENCE, Sort.CONFIRMATION}:
        return _("for what is done already")
    if not action.reachable:
        return _("beyond what the best month so far, repeated, would bring")
    if action.months is None or action.months > action.left:
        return _("only if every month left is as good as the best so far")
    months = max(Decimal("0.1"), action.months.quantize(Decimal("0.1")))
    return _("within reach: %(months)s months at the usual rate") % {"months": plain(months)}


def finding(sheet: Sheet) -> str:
    """The sheet in a sentence: the programme's score, and how many districts have which grade."""
    districts = [one for one in sheet.scores if one.level == Whom.TERRITORIES]
    whole = next((one for one in sheet.scores if one.level == Whom.PROGRAMME), None)
    said = []
    if whole is not None and whole.score is not None:
        words = {"name": whole.unit.label, "score": plain(whole.score), "total": plain(whole.total)}
        said.append(_("%(name)s would score %(score)s of %(total)s.") % words)
    if districts:
        counts = [(grade, sum(one.grade == grade for one in districts)) for grade in sheet.plan.grades]
        told = _joined(", ", "，", [f"{grade.label} {count}" for grade, count in counts if count])
        few = ngettext("%(count)d district: %(told)s.", "%(count)d districts: %(told)s.", len(districts))
        said.append(few % {"count": len(districts), "told": told})
    return _joined(" ", "", said)


def _joined(english: str, chinese: str, parts: list[str]) -> str:
    """Chinese punctuation has no blank behind it."""
    return (english if figures.in_english() else chinese).join(parts)


def applies_words(score: UnitScore) -> str:
    """Of how many points the score is made."""
    words = {"got": plain(score.got), "possible": plain(score.possible), "total": plain(score.total)}
    if score.possible == score.total:
        return _("%(got)s of %(possible)s points") % words
    return _("%(got)s of the %(possible)s points that apply, told out of %(total)s") % words
