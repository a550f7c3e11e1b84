"""Targets: an indicator's value for a unit and a period."""

from __future__ import annotations

from decimal import Decimal

from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.proposals import measures, vocabulary
from jiedui.documents.proposals.alike import most_alike
from jiedui.documents.proposals.context import Context, Statement, name_problems, same
from jiedui.documents.proposals.drafts import Draft, Known, Name
from jiedui.documents.proposals.figures import Figure, figure_of, is_each_giver, period_of
from jiedui.documents.proposals.snapshot import TargetKey
from jiedui.kernel.canonical import plain
from jiedui.safeguards.holds import HOLDS, hold_on

MAX_NAME = 120
TOO_LARGE = Decimal(10) ** 16
"""What the plan's columns hold; a larger figure is a misreading."""


def propose(statement: Statement, context: Context) -> Draft:
    """The target a statement sets: figure, indicator, for whom, and how it stands to the current target."""
    draft = Draft(statement.number, ProposedObject.TARGET, statement.workstream)
    givers = _givers(statement, context)
    receivers = [context.book.receiving(text) for text in statement.texts("receiver")]
    draft.roles = {"giver": givers, "receiver": receivers}
    figure = figure_of(statement, per_giver=len(givers) == 1 and givers[0].is_unit)
    if figure is None:
        draft.problem("no_value", blocking=True)
        return draft
    if not 0 <= figure.value < TOO_LARGE:
        draft.problem("value_out_of_range", blocking=True)
        return draft
    _check_names(draft, statement, givers, receivers)
    _fill(draft, statement, context, figure)
    _screen(draft, statement, receivers)
    return draft


def _givers(statement: Statement, context: Context) -> list[Name]:
    written = statement.texts("giver")
    if not written:
        return [context.book.giving(context.programme.giver.name)]
    return [context.book.giving(text) for text in written]


def _check_names(draft: Draft, statement: Statement, givers: list[Name], receivers: list[Name]) -> None:
    single = len(givers) == 1 and givers[0].known not in {Known.GROUP}
    name_problems(draft, givers, needed=single)
    name_problems(
        draft, [name for name in receivers if name.known == Known.AMBIGUOUS], needed=len(receivers) == 1
    )
    if not statement.text("measure"):
        draft.problem("no_measure", blocking=True)


def _fill(draft: Draft, statement: Statement, context: Context, figure: Figure) -> None:
    start, end, assumed = period_of(statement, context.year)
    if assumed:
        draft.problem("year_assumed", year=context.year)
    if end < context.programme.starts_on or start > context.programme.ends_on:
        draft.problem("outside_programme")
    receiver = _receiver(draft.roles["receiver"])
    units = _units(draft, statement, context)
    measure = _as_taught(draft, statement.text("measure"), figure.unit, context)
    as_stated = any(
        measures.is_headcount_of_work(words, figure.unit, statement.workstream)
        for words in (measure, statement.text("measure"))
    )
    unit = f"{figure.unit}/{figure.per}" if figure.per else figure.unit
    draft.raw = {
        "name": _indicator_name(measure, draft.roles["receiver"]),
        "unit_of_measure": unit[:20],
        "figure": figure,
        "units": units,
        "receiver": receiver,
        "starts_on": start,
        "ends_on": end,
        "as_stated": as_stated or bool(figure.per),
        "suggestion": None if as_stated or figure.per else measures.suggest(measure, figure.unit),
        "whole": _is_whole(units, receiver, context),
        "group": statement.text("group"),
        "value": figure.value,
        "note": _note(draft, statement, figure),
        "inside": statement.quote.startswith("其中"),
    }
    draft.values = {
        "measure": draft.raw["name"],
        "value": plain(figure.value),
        "unit": unit,
        "comparator": figure.comparator,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "as_stated": as_stated,
        "per": figure.per,
        "each": plain(figure.each) if figure.each is not None else "",
        "count": figure.count or len(units),
    }


def _as_taught(draft: Draft, measure: str, unit: str, context: Context) -> str:
    """The name of the indicator that an earlier reviewer took the measure for, else the measure."""
    taught = context.taught_measures.get((same(measure), unit))
    found = next((row for row in context.snapshot.indicators.values() if row.pk == taught), None)
    if found is None:
        return measure
    draft.section = found.workstream.name
    draft.problem("as_taught", written=measure, name=found.name)
    return found.name


def _receiver(receivers: list[Name]) -> Name | None:
    return receivers[0] if len(receivers) == 1 and receivers[0].is_unit else None


def _units(draft: Draft, statement: Statement, context: Context) -> list[Name]:
    """The givers the target is set for: one each where the plan says 各, else all of them as one."""
    givers = draft.roles["giver"]
    if len(givers) == 1 and givers[0].is_unit:
        return givers
    if is_each_giver(statement):
        each = [member for name in givers for member in (name.members or ([name] if name.is_unit else []))]
        if each:
            return list({name.key: name for name in each}.values())
    return [context.book.giving(context.programme.giver.name)]


def _is_whole(units: list[Name], receiver: Name | None, context: Context) -> bool:
    return receiver is None and len(units) == 1 and units[0].unit == context.programme.giver_id


def _indicator_name(measure: str, receivers: list[Name]) -> str:
    """The measure, with the words for a receiver that is no unit: another figure than that of the whole."""
    if len(receivers) == 1 and not receivers[0].is_unit and not vocabulary.is_everyone(receivers[0].text):
        return f"{measure}（{receivers[0].text}）"[:MAX_NAME]
    return measure[:MAX_NAME]


def _note(draft: Draft, statement: Statement, figure: Figure) -> str:
    """What the columns of a target cannot hold, in the document's own words."""
    parts = []
    if figure.count:
        parts.append(f"{statement.text('per')}{plain(figure.each or Decimal(0))}×{figure.count}")
    if figure.upper is not None:
        parts.append(f"{plain(figure.value)}-{plain(figure.upper)}")
    if figure.approximate:
        parts.append("约")
    if len(draft.roles["receiver"]) > 1:
        parts.append("、".join(name.text for name in draft.roles["receiver"]))
    if statement.text("duration"):
        parts.append(statement.text("duration"))
    return "；".join(parts)[:300]


def _screen(draft: Draft, statement: Statement, receivers: list[Name]) -> None:
    """The safeguards: headcounts of people put to work are kept as stated; under a regional hold not at all."""
    if not draft.values.get("as_stated"):
        return
    draft.problem("kept_as_stated")
    words = statement.text("measure") + "".join(name.text for name in receivers)
    held = any(word in words for hold in HOLDS for word in hold.words) or any(
        hold_on(name.new.code) for name in receivers if name.new and name.new.code
    )
    if held:
        draft.problem("regional_hold", blocking=True)


def match(draft: Draft, context: Context) -> None:
    """Compare with what the document said before and with the current target of the programme."""
    raw = draft.raw
    if draft.blocked or not raw:
        return
    receiver: Name | None = raw["receiver"]
    period = raw["starts_on"], raw["ends_on"]
    for unit in raw["units"]:
        key = ("target", identity(draft), unit.key, receiver and receiver.key, period)
        if first := context.repeats(key, draft):
            _repeat(draft, first, context)
            break
    if not draft.blocked:
        _match_current(draft, context, receiver)


def identity(draft: Draft) -> tuple[str, str, str]:
    """What makes two targets count the same: field of work, name and unit of the indicator."""
    return draft.section, same(draft.raw["name"]), draft.raw["unit_of_measure"]


def _say_alike(draft: Draft, context: Context) -> None:
    """Name the indicator of the field whose name is much like this one's: perhaps it is meant."""
    rows = [
        row
        for row in context.snapshot.indicators.values()
        if row.workstream.name == draft.section and row.unit == draft.raw["unit_of_measure"]
    ]
    if row := most_alike(draft.raw["name"], rows):
        draft.problem("like_indicator", name=row.name)


def _repeat(draft: Draft, first: Draft, context: Context) -> None:
    if first.raw["value"] == draft.raw["value"]:
        draft.match, draft.repeats = Match.REPEAT, first.number
        return
    inside = draft.raw["inside"] and draft.raw["value"] < first.raw["value"]
    draft.problem(
        "part_of_figure" if inside else "conflicting_value",
        number=first.number,
        line=context.line_of(first),
        other=first.values["value"],
        unit=first.values["unit"],
        blocking=True,
    )


def _match_current(draft: Draft, context: Context, receiver: Name | None) -> None:
    raw = draft.raw
    workstream = context.workstream(draft.section)
    key = (workstream.pk, same(raw["name"]), raw["unit_of_measure"]) if workstream else None
    indicator = context.snapshot.indicators.get(key) if key else None
    if indicator is None:
        _say_alike(draft, context)
        return
    if receiver is not None and receiver.unit is None:
        return
    there = [
        context.snapshot.targets.get(
            TargetKey(
                indicator.pk, unit.unit, receiver.unit if receiver else None, raw["starts_on"], raw["ends_on"]
            )
        )
        for unit in raw["units"]
        if unit.unit is not None
    ]
    current = [target for target in there if target]
    draft.covers = [target.pk for target in current]
    if not current or len(current) < len(raw["units"]):
        return
    draft.existing = current[0].pk
    changed = [target for target in current if target.value != raw["value"]]
    if not changed:
        draft.match = Match.UNCHANGED
    elif draft.match != Match.REPEAT:
        draft.match = Match.REVISED
        draft.before = {"value": plain(changed[0].value)}
