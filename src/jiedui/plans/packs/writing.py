"""Writing a checked pack through the services: what is missing is added, what is there stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models

from jiedui.accounts.models import User
from jiedui.accounts.services import create_user, grant_membership
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid, InvalidMany, JieduiError
from jiedui.organisations import divisions
from jiedui.organisations import services as organisations
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.resolver import Known
from jiedui.organisations.services.pairings import overlapping
from jiedui.organisations.unit_names import normalize
from jiedui.plans import services as plans
from jiedui.plans.models import Indicator, Programme, Revision, Target, Workstream
from jiedui.plans.packs.drafts import (
    ApprovalDraft,
    IndicatorDraft,
    MilestoneDraft,
    Pack,
    PairingDraft,
    PersonDraft,
    RuleDraft,
    TargetDraft,
    TaskDraft,
    UnitDraft,
    WorkstreamDraft,
)
from jiedui.plans.packs.report import Kept, PackReport
from jiedui.plans.queries import current_rules, milestone_in_force


def _unheard(done: int, total: int) -> None:
    """For callers who do not ask how far it is."""


class Writer:
    """Writes one pack. Runs inside a transaction of the caller's."""

    programme: Programme
    revision: Revision

    def __init__(self, actor: Any, on_progress: Callable[[int, int], None] = _unheard) -> None:
        self.actor = actor
        self.on_progress = on_progress
        self.report = PackReport()
        self.units: dict[Known, OrgUnit] = {}
        self.hashes: dict[str, str] = {}
        self.workstreams: dict[WorkstreamDraft, Workstream] = {}
        self.indicators: dict[IndicatorDraft, Indicator] = {}
        self.targets: dict[TargetDraft, Target] = {}

    def write(self, pack: Pack) -> PackReport:
        """Write everything in the order in which one thing needs another."""
        steps = (
            (self._unit, pack.units),
            (self._programme, [pack.programme]),
            (self._workstream, pack.workstreams),
            (self._indicator, [draft for w in pack.workstreams for draft in w.indicators]),
            (self._pairing, pack.pairings),
            (self._target, pack.targets),
            (self._milestone, pack.milestones),
            (self._task, pack.tasks),
            (self._rule, pack.rules),
            (self._approval, pack.approvals),
            (self._person, pack.people),
        )
        done, total = 0, sum(len(drafts) for _, drafts in steps)
        for write, drafts in steps:
            for draft in drafts:
                self._at(draft.where, write, draft)
                done += 1
                self.on_progress(done, total)
        self.report.programme = self.programme
        return self.report

    def _at(self, where: str, write: Any, draft: Any) -> None:
        """A refusal of a service is told at the line that caused it."""
        try:
            write(draft)
        except InvalidMany:
            raise
        except JieduiError as error:
            raise InvalidMany([Invalid(str(error), address=where)]) from error

    def _unit_of(self, known: Known | None) -> OrgUnit | None:
        return None if known is None else self.units.get(known, known.unit)

    def _unit(self, draft: UnitDraft) -> None:
        unit = draft.known.unit
        if unit.pk is None:
            unit = organisations.create_unit(
                actor=self.actor,
                name=unit.name,
                kind=unit.kind,
                parent=self._unit_of(draft.parent.known) if draft.parent else None,
                short_name=unit.short_name,
                name_en=unit.name_en,
            )
            self.report.created["units"] += 1
        else:
            self.report.unchanged["units"] += 1
        self.units[draft.known] = unit
        self._names(draft, unit)

    def _names(self, draft: UnitDraft, unit: OrgUnit) -> None:
        held = set(unit.aliases.values_list("normalized", flat=True))
        for alias in draft.aliases:
            if normalize(alias) not in held:
                organisations.add_alias(actor=self.actor, unit=unit, text=alias, source=draft.where)
                self.report.created["aliases"] += 1
        if draft.code and not unit.codes.filter(code=draft.code).exists():
            division = divisions.by_code(draft.code)
            assert division is not None
            organisations.add_code(
                actor=self.actor,
                unit=unit,
                code=draft.code,
                name=division.name,
                valid_from=division.valid_from,
                valid_to=division.valid_to,
            )

    def _programme(self, draft: Any) -> None:
        fields = {
            **draft.fields,
            "giver": self._unit_of(draft.fields["giver"]),
            "office": self._unit_of(draft.fields["office"]),
        }
        found = Programme.objects.filter(code=fields["code"]).first()
        self._compare(draft.where, "programmes", found, fields)
        self.programme = found or plans.create_programme(actor=self.actor, **fields)
        wanted = {"title": draft.revision["title"], "doc_number": draft.revision["doc_number"]}
        revision = self.programme.revisions.filter(**wanted).first()
        self._compare(draft.where, "revisions", revision, draft.revision)
        self.revision = revision or plans.new_revision(
            actor=self.actor, programme=self.programme, **draft.revision
        )

    def _workstream(self, draft: WorkstreamDraft) -> None:
        fields = {"name": draft.name, "name_en": draft.name_en, "lead": self._unit_of(draft.lead)}
        found = self.programme.workstreams.filter(key=draft.key).first()
        self._compare(draft.where, "workstreams", found, fields)
        self.workstreams[draft] = found or plans.add_workstream(
            actor=self.actor,
            programme=self.programme,
            key=draft.key,
            **fields,  # type: ignore[arg-type]
        )

    def _indicator(self, draft: IndicatorDraft) -> None:
        workstream = self.workstreams[draft.workstream]
        found = workstream.indicators.filter(code=draft.code).first()
        self._compare(draft.where, "indicators", found, draft.fields)
        self.indicators[draft] = found or plans.add_indicator(
            actor=self.actor, workstream=workstream, **draft.fields
        )

    def _pairing(self, draft: PairingDraft) -> None:
        giver, receiver = self._unit_of(draft.giver), self._unit_of(draft.receiver)
        assert giver is not None
        assert receiver is not None
        found = overlapping(giver, receiver, draft.type, draft.valid_from, draft.valid_to)
        days = {"valid_from": draft.valid_from, "valid_to": draft.valid_to}
        if self._compare(draft.where, "pairings", found, days):
            return
        organisations.add_pairing(
            actor=self.actor,
            giver=giver,
            receiver=receiver,
            type=draft.type,
            agreement=draft.agreement,
            basis=draft.basis,
            **days,  # type: ignore[arg-type]
        )

    def _target(self, draft: TargetDraft) -> None:
        key = {
            "indicator": self.indicators[draft.indicator],
            "unit": self._unit_of(draft.unit),
            "receiver": self._unit_of(draft.receiver),
            "starts_on": draft.starts_on,
            "ends_on": draft.ends_on,
        }
        found = Target.objects.filter(**key, superseded_by__isnull=True).first()
        self._compare(draft.where, "targets", found, {"value": draft.value, "comparator": draft.comparator})
        self.targets[draft] = found or plans.set_target(
            actor=self.actor,
            revision=self.revision,
            value=draft.value,
            comparator=draft.comparator,
            parent=self.targets[draft.whole] if draft.whole else None,
            note=draft.note,
            **key,  # type: ignore[arg-type]
        )

    def _milestone(self, draft: MilestoneDraft) -> None:
        workstream = self.workstreams[draft.workstream]
        written = workstream.milestones.filter(due_on=draft.due_on, text=draft.text).order_by("-id").first()
        found = milestone_in_force(written) if written else None
        fields = {name: getattr(draft, name) for name in ("due_on", "text", "share")}
        if self._compare(draft.where, "milestones", found, fields):
            return
        plans.add_milestone(
            actor=self.actor,
            workstream=workstream,
            due_on=draft.due_on,
            text=draft.text,
            text_en=draft.text_en,
            share=draft.share,
            indicator=self.indicators[draft.indicator] if draft.indicator else None,
            revision=self.revision,
        )

    def _task(self, draft: TaskDraft) -> None:
        workstream = self.workstreams[draft.workstream]
        found = workstream.tasks.filter(number=draft.number).first()
        fields = {"text": draft.text, "due_on": draft.due_on, "due_text": draft.due_text}
        if self._compare(draft.where, "tasks", found, fields):
            return
        duties = {duty: [u for k in known if (u := self._unit_of(k))] for duty, known in draft.duties.items()}
        plans.add_task(
            actor=self.actor,
            workstream=workstream,
            number=draft.number,
            text_en=draft.text_en,
            revision=self.revision,
            **fields,  # type: ignore[arg-type]
            **duties,  # type: ignore[arg-type]
        )

    def _rule(self, draft: RuleDraft) -> None:
        found = current_rules(self.programme).filter(code=draft.fields["code"]).first()
        if self._compare(draft.where, "rules", found, draft.fields):
            return
        plans.add_rule(
            actor=self.actor,
            programme=self.programme,
            workstream=self.workstreams[draft.workstream] if draft.workstream else None,
            numerator=self.indicators[draft.numerator] if draft.numerator else None,
            denominator=self.indicators[draft.denominator] if draft.denominator else None,
            revision=self.revision,
            **draft.fields,
        )

    def _approval(self, draft: ApprovalDraft) -> None:
        same = {name: draft.fields[name] for name in ("kind", "at_least")}
        found = self.programme.approval_bands.filter(**same).first()
        if not self._compare(draft.where, "approvals", found, draft.fields):
            plans.set_approval_band(actor=self.actor, programme=self.programme, **draft.fields)

    def _person(self, draft: PersonDraft) -> None:
        user = User.objects.filter(username__iexact=draft.username).first()
        if user is None:
            self.report.created["people"] += 1
            user = create_user(
                actor=self.actor,
                username=draft.username,
                password=draft.password,
                display_name=draft.display_name,
                language=draft.language,
                is_example=True,
                hashed=self.hashes.get(draft.password, ""),
            )
            self.hashes[draft.password] = user.password
        else:
            self.report.unchanged["people"] += 1
        unit = self._unit_of(draft.unit)
        if unit is not None:
            grant_membership(actor=self.actor, user=user, unit=unit, role=draft.role)

    def _compare(self, where: str, what: str, found: models.Model | None, fields: Mapping[str, Any]) -> bool:
        """Count an object as there or missing; note each field that stands otherwise than in the pack."""
        if found is None:
            self.report.created[what] += 1
            return False
        self.report.unchanged[what] += 1
        for name, wanted in fields.items():
            stored = getattr(found, name)
            if stored != wanted:
                self.report.kept.append(Kept(where, f"{found}: {name}", _shown(stored), _shown(wanted)))
        return True


def _shown(value: Any) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value if value is not None else "–")
