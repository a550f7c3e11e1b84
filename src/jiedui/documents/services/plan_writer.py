"""Writing accepted drafts into units, pairings and plans, and remembering which fact each object came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from jiedui.documents.enums import Match
from jiedui.documents.models import FactLink, SourceDocument
from jiedui.documents.proposals import Context, Draft, periods, vocabulary
from jiedui.documents.proposals.context import same
from jiedui.documents.proposals.drafts import Name, NewUnit
from jiedui.documents.proposals.revisions import measured
from jiedui.documents.proposals.tasks import units_of
from jiedui.kernel import audit
from jiedui.organisations import divisions
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.organisations.services import add_alias, add_code, add_pairing, create_unit
from jiedui.plans.enums import TaskState
from jiedui.plans.models import Indicator, Milestone, Revision, Rule, Task, Workstream
from jiedui.plans.queries import current_rules, get_milestone, get_rule
from jiedui.plans.services import (
    add_milestone,
    add_rule,
    add_task,
    add_workstream,
    new_revision,
    revise_milestone,
    revise_rule,
    set_task_state,
)


@dataclass(slots=True)
class PlanWriter:
    """One acceptance. ``counts`` says what was written, by kind of object."""

    actor: Any
    document: SourceDocument
    context: Context
    counts: Counter[str] = field(default_factory=Counter)
    links: set[tuple[int, int, int]] = field(default_factory=set)
    indicators: dict[tuple[str, str, str], Indicator] = field(default_factory=dict)
    _units: dict[Any, OrgUnit] = field(default_factory=dict)
    _workstreams: dict[str, Workstream] = field(default_factory=dict)
    _revision: Revision | None = None

    @property
    def revision(self) -> Revision:
        """The state of the plan this document orders; begun with the first thing that is written."""
        if self._revision is None:
            self._revision = new_revision(
                actor=self.actor,
                programme=self.context.programme,
                title=(self.document.title or self.document.filename)[:200],
                doc_number=self.document.doc_number,
                issued_on=_exact_day(self.document.issued_text),
                document_sha256=self.document.sha256,
            )
        return self._revision

    @property
    def begun_revision(self) -> Revision | None:
        """The revision, if anything was written under it."""
        return self._revision

    def link(self, draft: Draft, written: models.Model) -> None:
        """Remember that an object comes from a draft's fact."""
        kind = ContentType.objects.get_for_model(written)
        self.links.add((draft.number, kind.pk, written.pk))

    def save_links(self, fact_ids: dict[int, int]) -> None:
        """Write the links; ``fact_ids`` gives the id of each fact by its number."""
        FactLink.objects.bulk_create(
            [
                FactLink(fact_id=fact_ids[number], content_type_id=kind, object_id=pk)
                for number, kind, pk in sorted(self.links)
            ],
            ignore_conflicts=True,
            batch_size=500,
        )

    def unit(self, name: Name, draft: Draft) -> OrgUnit:
        """The unit a name stands for, created with its superiors where it is new."""
        if name.key not in self._units:
            if name.unit is not None:
                self._units[name.key] = OrgUnit.objects.get(pk=name.unit)
            else:
                assert name.new is not None
                self._units[name.key] = self._create(name.new, draft)
        unit = self._units[name.key]
        if name.new is not None:
            self._also_called(unit, name.text)
        return unit

    def units(self, names: Iterable[Name], draft: Draft) -> list[OrgUnit]:
        """The units behind names, groups opened."""
        return list(dict.fromkeys(self.unit(name, draft) for name in units_of(list(names))))

    def workstream(self, name: str, draft: Draft) -> Workstream:
        """The field of work of that name, opened if the programme has none."""
        if name not in self._workstreams:
            self._workstreams[name] = self.context.workstream(name) or self._open(name, draft)
        return self._workstreams[name]

    def _open(self, name: str, draft: Draft) -> Workstream:
        programme = self.context.programme
        key, name_en = vocabulary.WORKSTREAMS.get(name, ("", ""))
        key = key or f"ws-{programme.workstreams.count() + 1}"
        workstream = add_workstream(
            actor=self.actor, programme=programme, key=key, name=name or "综合", name_en=name_en
        )
        self.counts["workstream"] += 1
        self.link(draft, workstream)
        return workstream

    def _create(self, new: NewUnit, draft: Draft) -> OrgUnit:
        known = self._units.get(("code", new.code)) if new.code else None
        if known:
            return known
        parent = self._parent(new, draft)
        unit = OrgUnit.objects.filter(parent=parent, name=new.name).first()
        if unit is None:
            unit = create_unit(
                actor=self.actor, name=new.name, kind=new.kind, parent=parent, short_name=new.short_name
            )
            self.counts["unit"] += 1
            self.link(draft, unit)
        if new.code:
            self._give_code(unit, new.code)
        return unit

    def _parent(self, new: NewUnit, draft: Draft) -> OrgUnit | None:
        if new.parent is None:
            return None
        if isinstance(new.parent, NewUnit):
            return self._create(new.parent, draft)
        return OrgUnit.objects.get(pk=new.parent)

    def _give_code(self, unit: OrgUnit, code: str) -> None:
        division = divisions.by_code(code)
        assert division is not None
        add_code(
            actor=self.actor,
            unit=unit,
            code=code,
            name=division.name,
            valid_from=division.valid_from,
            valid_to=division.valid_to,
        )
        self._units[("code", code)] = unit

    def _also_called(self, unit: OrgUnit, text: str) -> None:
        if text not in {unit.name, unit.short_name}:
            add_alias(actor=self.actor, unit=unit, text=text, source=str(self.document)[:200])


def write_pairing(writer: PlanWriter, draft: Draft) -> None:
    """Bind giver and receiver from the programme's first day on."""
    if draft.existing is not None:
        writer.link(draft, Pairing.objects.get(pk=draft.existing))
        return
    giver = writer.unit(draft.roles["giver"][0], draft)
    receiver = writer.unit(draft.roles["receiver"][0], draft)
    programme = writer.context.programme
    there = (
        Pairing.objects.filter(type=draft.raw["type"], giver=giver, receiver=receiver)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=programme.starts_on))
        .filter(valid_from__lte=programme.ends_on)
        .first()
    )
    if there is None:
        there = add_pairing(
            actor=writer.actor,
            giver=giver,
            receiver=receiver,
            type=draft.raw["type"],
            valid_from=draft.raw["from"],
            basis=(writer.document.doc_number or str(writer.document))[:200],
        )
        writer.counts["pairing"] += 1
    writer.link(draft, there)


def write_lead(writer: PlanWriter, draft: Draft) -> None:
    """Give a field of work its lead unit."""
    workstream = writer.workstream(draft.section, draft)
    lead = writer.unit(draft.roles["lead"][0], draft)
    if workstream.lead_id != lead.pk:
        before = audit.snapshot(workstream, ("lead",))
        workstream.lead = lead
        workstream.save(update_fields=["lead"])
        changes = audit.changes(before, workstream)
        audit.record(actor=writer.actor, action="workstream.lead", subject=workstream, changes=changes)
        writer.counts["lead"] += 1
    writer.link(draft, workstream)


def write_milestone(writer: PlanWriter, draft: Draft) -> None:
    """Note what is due by a day; a share without an indicator to measure stays in words."""
    workstream, raw = writer.workstream(draft.section, draft), draft.raw
    indicator = _measured(writer, draft) if raw["share"] is not None else None
    in_force = workstream.milestones.filter(superseded_by__isnull=True)
    there = in_force.filter(due_on=raw["due_on"], text=raw["text"]).first()
    if draft.match == Match.REVISED:
        there = _revised_milestone(writer, draft, indicator)
    elif there is None:
        there = add_milestone(
            actor=writer.actor,
            workstream=workstream,
            due_on=raw["due_on"],
            text=raw["text"],
            revision=writer.revision,
            indicator=indicator,
            share=raw["share"] if indicator else None,
        )
        writer.counts["milestone"] += 1
    writer.link(draft, there)


def _revised_milestone(writer: PlanWriter, draft: Draft, indicator: Indicator | None) -> Milestone:
    """The new version; one that still speaks of no indicator keeps its share in words."""
    raw, old = draft.raw, get_milestone(writer.context.programme, draft.existing or 0)
    is_said = same(raw["text"]) == same(old.text)
    counted = old.indicator or (
        indicator if indicator and indicator.workstream_id == old.workstream_id else None
    )
    writer.counts["milestone_revised"] += 1
    return revise_milestone(
        actor=writer.actor,
        milestone=old,
        due_on=raw["due_on"],
        text=old.text if is_said else raw["text"],
        text_en=old.text_en if is_said else "",
        share=raw["share"] if counted else None,
        indicator=counted,
        revision=writer.revision,
    )


def _measured(writer: PlanWriter, draft: Draft) -> Indicator | None:
    rows = writer.workstream(draft.section, draft).indicators.filter(as_stated=False)
    return measured(rows, draft.raw["measure"])


def write_rule(writer: PlanWriter, draft: Draft) -> None:
    """Note a threshold in the plan's words."""
    programme = writer.context.programme
    rules = current_rules(programme)
    there = next((rule for rule in rules if same(rule.text) == same(draft.raw["text"])), None)
    if draft.match == Match.REVISED:
        there = _revised_rule(writer, draft)
    elif there is None:
        there = add_rule(
            actor=writer.actor,
            programme=programme,
            code=_rule_code(programme.rules.all()),
            text=draft.raw["text"],
            revision=writer.revision,
            workstream=writer.workstream(draft.section, draft) if draft.section else None,
            comparator=draft.raw["comparator"],
            threshold=draft.raw["threshold"],
        )
        writer.counts["rule"] += 1
    writer.link(draft, there)


def _revised_rule(writer: PlanWriter, draft: Draft) -> Rule:
    raw, old = draft.raw, get_rule(writer.context.programme, draft.existing or 0)
    is_said = same(raw["text"]) == same(old.text)
    writer.counts["rule_revised"] += 1
    return revise_rule(
        actor=writer.actor,
        rule=old,
        text=old.text if is_said else raw["text"],
        text_en=old.text_en if is_said else "",
        comparator=raw["comparator"],
        threshold=raw["threshold"],
        revision=writer.revision,
    )


def _rule_code(rules: Iterable[Rule]) -> str:
    taken = {rule.code for rule in rules}
    return next(code for n in range(1, len(taken) + 2) if (code := f"rule-{n}") not in taken)


def write_task(writer: PlanWriter, draft: Draft) -> None:
    """Note a measure with its duties. A changed one is written anew; the one before is cancelled."""
    workstream, raw = writer.workstream(draft.section, draft), draft.raw
    there = next(
        (
            task
            for task in workstream.tasks.filter(text=raw["text"]).exclude(state=TaskState.CANCELLED)
            if draft.match != Match.REVISED or task.revision_id == getattr(writer.begun_revision, "pk", 0)
        ),
        None,
    )
    if there is None:
        there = add_task(
            actor=writer.actor,
            workstream=workstream,
            text=raw["text"],
            revision=writer.revision,
            due_on=raw["due_on"],
            due_text=raw["due_text"],
            lead=writer.units(draft.roles.get("lead", []), draft),
            responsible=writer.units(draft.roles.get("responsible", []), draft),
            supporting=writer.units(draft.roles.get("support", []), draft),
        )
        writer.counts["task"] += 1
        if draft.match == Match.REVISED:
            old = Task.objects.get(pk=draft.existing or 0)
            set_task_state(actor=writer.actor, task=old, state=TaskState.CANCELLED)
    writer.link(draft, there)


def _exact_day(text: str) -> Any:
    return periods.last_day(text) if len(text) == 10 else None
