"""Writing accepted targets: indicators, wholes with their parts, revisions, and what a choice changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiedui.documents.enums import Choice, Match
from jiedui.documents.models import FoundDiscrepancy
from jiedui.documents.proposals import Draft
from jiedui.documents.proposals.drafts import Name
from jiedui.documents.proposals.measures import Suggestion
from jiedui.documents.proposals.targets import identity
from jiedui.documents.proposals.wholes import Family, assign_kinds, families
from jiedui.documents.services.disagreements import Disagreement, about, about_share
from jiedui.documents.services.plan_writer import PlanWriter
from jiedui.kernel import audit
from jiedui.kernel.canonical import plain
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Nature, Rollup
from jiedui.plans.models import Indicator, Target
from jiedui.plans.services import add_indicator, set_target
from jiedui.plans.services.versions import reissue


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One row of a target as it is to stand."""

    draft: Draft
    unit: OrgUnit
    receiver: OrgUnit | None
    value: Decimal
    note: str


def write_targets(
    writer: PlanWriter, drafts: Sequence[Draft], discrepancies: Iterable[FoundDiscrepancy]
) -> None:
    """Write the accepted targets, indicator by indicator."""
    found = families(drafts)
    kinds = assign_kinds(found, writer.context)
    decided = [Disagreement.of(row) for row in discrepancies]
    for family in found:
        indicator = _indicator(writer, family, kinds.get(family.key))
        _write_family(writer, family, indicator, decided)
    for draft in drafts:
        if draft.match == Match.REPEAT:
            _link_repeat(writer, draft)


def _indicator(writer: PlanWriter, family: Family, suggestion: Suggestion | None) -> Indicator:
    first = family.drafts[0]
    workstream = writer.workstream(first.section, first)
    there = writer.context.snapshot.indicators.get((workstream.pk, *family.key[1:]))
    indicator = there or add_indicator(
        actor=writer.actor,
        workstream=workstream,
        code=_code(workstream.key, {row.code for row in workstream.indicators.all()}),
        name=family.name,
        **_shape(family, suggestion),
    )
    if there is None:
        writer.counts["indicator"] += 1
    writer.indicators[family.key] = indicator
    for draft in family.drafts:
        writer.link(draft, indicator)
    return indicator


def _shape(family: Family, suggestion: Suggestion | None) -> dict[str, Any]:
    """How the indicator counts: what feeds it, how it adds up, how many decimals it shows."""
    first = family.drafts[0].raw
    ratio = first["unit_of_measure"] == "%"
    shape: dict[str, Any] = {
        "unit": first["unit_of_measure"],
        "as_stated": first["as_stated"],
        "decimals": max(_decimals(draft.raw["value"]) for draft in family.drafts),
        "nature": Nature.STOCK if ratio else Nature.FLOW,
        "over_time": Rollup.LATEST if ratio else Rollup.SUM,
        "over_units": Rollup.RATIO if ratio else Rollup.SUM,
    }
    if suggestion is not None and not first["as_stated"]:
        shape |= {"kind": suggestion.kind, "measure": suggestion.measure, "headline": bool(family.whole)}
    return shape


def _write_family(
    writer: PlanWriter, family: Family, indicator: Indicator, decided: list[Disagreement]
) -> None:
    parts = family.divided()
    whole = _whole(writer, family, parts, decided)
    root = _put(writer, indicator, whole, None) if whole else None
    for draft in family.drafts:
        if draft is family.whole:
            continue
        for wanted in _rows(writer, draft, decided):
            inside = draft in parts or (family.whole is None and whole is not None)
            _put(writer, indicator, wanted, root if inside else None)


def _whole(
    writer: PlanWriter, family: Family, parts: list[Draft], decided: list[Disagreement]
) -> _Wanted | None:
    """The row of the whole, with the figure that was chosen where it and its parts do not agree."""
    if family.whole is None:
        return _whole_of_total(writer, family, decided)
    draft = family.whole
    [row] = _rows(writer, draft, decided)
    total = sum((p.raw["value"] * len(p.raw["units"]) for p in parts), Decimal(0))
    if not parts or total == row.value:
        return row
    choice = about(decided, row.value, total)
    value, note = settle(choice, row.value, total)
    return _Wanted(draft, row.unit, row.receiver, value, _joined(row.note, note))


def _whole_of_total(writer: PlanWriter, family: Family, decided: list[Disagreement]) -> _Wanted | None:
    """The whole that only a table's total row states, where that row does not agree with its column."""
    parts = family.parts
    if len(parts) < 2 or len({(p.raw["starts_on"], p.raw["ends_on"]) for p in parts}) != 1:
        return None
    total = family.sum_of_parts
    row = next((row for row in decided if row.code == "table_total" and row.mentions(total)), None)
    stated = row.other_than(total) if row else None
    if row is None or stated is None:
        return None
    value, note = settle(row.choice, stated, total)
    return _Wanted(parts[0], writer.context.programme.giver, None, value, note)


def settle(choice: str, stated: Decimal, total: Decimal) -> tuple[Decimal, str]:
    """The figure of the whole and the note beside it: the sum of the parts, or the total as stated."""
    note = f"文件所列合计 {plain(stated)}，分项之和 {plain(total)}"
    if choice == Choice.PARTS:
        return total, f"{note}；取分项之和"
    return stated, f"{note}；取文件合计" if choice == Choice.TOTAL else f"{note}；两数并存"


def settle_share(row: Disagreement) -> tuple[Decimal, str]:
    """The percentage and the note beside it: the one its figures give, or the one that is stated."""
    stated, worked_out = row.figures
    note = f"文件所列 {plain(stated)}%，按所列数字计算 {plain(worked_out)}%"
    if row.choice == Choice.PARTS:
        return worked_out, f"{note}；取计算值"
    return stated, f"{note}；取文件所列" if row.choice == Choice.TOTAL else f"{note}；两数并存"


def _rows(writer: PlanWriter, draft: Draft, decided: Iterable[Disagreement]) -> list[_Wanted]:
    receiver: Name | None = draft.raw["receiver"]
    to = writer.unit(receiver, draft) if receiver else None
    units = [writer.unit(name, draft) for name in draft.raw["units"]]
    value, note = draft.raw["value"], draft.raw["note"]
    if draft.raw["unit_of_measure"] == "%":
        share = about_share(decided, value, writer.context.line_of(draft))
        if share is not None:
            value, told = settle_share(share)
            note = _joined(note, told)
    return [_Wanted(draft, unit, to, value, note) for unit in dict.fromkeys(units)]


def _put(writer: PlanWriter, indicator: Indicator, wanted: _Wanted, parent: Target | None) -> Target:
    """Set the target, or put a new version in the place of the current one; nothing where it says the same."""
    raw = wanted.draft.raw
    there = Target.objects.filter(
        indicator=indicator,
        unit=wanted.unit,
        receiver=wanted.receiver,
        starts_on=raw["starts_on"],
        ends_on=raw["ends_on"],
        superseded_by__isnull=True,
    ).first()
    if there is None:
        there = set_target(
            actor=writer.actor,
            indicator=indicator,
            unit=wanted.unit,
            receiver=wanted.receiver,
            value=wanted.value,
            starts_on=raw["starts_on"],
            ends_on=raw["ends_on"],
            comparator=raw["figure"].comparator,
            parent=parent,
            revision=writer.revision,
            note=wanted.note[:300],
        )
        writer.counts["target"] += 1
    elif there.value != wanted.value:
        there = _revise(writer, there, wanted)
        writer.counts["target_revised"] += 1
    writer.link(wanted.draft, there)
    return there


def _revise(writer: PlanWriter, target: Target, wanted: _Wanted) -> Target:
    """A new version of the tree the target stands in, with this one value changed and every other kept.

    The document itself says what the whole and each part shall be, so nothing is scaled to fit.
    """
    root = target
    while root.parent is not None:
        root = root.parent
    is_root = root.pk == target.pk
    before = target.value
    reissue(
        root,
        value=wanted.value if is_root else root.value,
        revision=writer.revision,
        parent=None,
        changed={target.pk: wanted.value},
        keep_parts=True,
        note=wanted.note[:300] if is_root else root.note,
    )
    raw = wanted.draft.raw
    successor = Target.objects.get(
        indicator=target.indicator,
        unit=target.unit,
        receiver=target.receiver,
        starts_on=raw["starts_on"],
        ends_on=raw["ends_on"],
        superseded_by__isnull=True,
    )
    audit.record(
        actor=writer.actor,
        action="target.revise",
        subject=successor,
        changes=audit.changes({"value": before}, {"value": wanted.value}),
        revision=writer.revision.number,
    )
    return successor


def _link_repeat(writer: PlanWriter, draft: Draft) -> None:
    """A figure said again is one more source of the indicator and of its target."""
    indicator = writer.indicators.get(identity(draft))
    if indicator is None:
        return
    writer.link(draft, indicator)
    raw = draft.raw
    for wanted in _rows(writer, draft, ()):
        target = Target.objects.filter(
            indicator=indicator,
            unit=wanted.unit,
            receiver=wanted.receiver,
            starts_on=raw["starts_on"],
            ends_on=raw["ends_on"],
            superseded_by__isnull=True,
        ).first()
        if target:
            writer.link(draft, target)


def _code(key: str, taken: set[str]) -> str:
    return next(code for n in range(1, len(taken) + 2) if (code := f"{key}-{n:02d}") not in taken)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return min(4, max(0, -exponent)) if isinstance(exponent, int) else 0


def _joined(*notes: str) -> str:
    return "；".join(note for note in notes if note)
