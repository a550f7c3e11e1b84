"""``schedules.yaml`` of a programme pack: who reports what, how often and until when.

Read against the programme that is loaded; adds what is missing and changes nothing that is there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, InvalidMany, JieduiError
from jiedui.organisations import resolver
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.resolver import Directory
from jiedui.plans.models import Indicator, Programme, Workstream
from jiedui.plans.packs.files import Mapping, read_yaml
from jiedui.plans.packs.report import Kept, PackReport
from jiedui.plans.packs.rows import Problems, Row
from jiedui.plans.packs.units import Finder
from jiedui.returns.enums import Cadence, DueRule, OnHoliday, Reporters, Reviewer
from jiedui.returns.services.schedules import (
    OWN,
    LevelSpec,
    LineSpec,
    ScheduleSpec,
    SectionSpec,
    create_schedule,
)

FILE = "schedules.yaml"
COLUMNS = (
    "code", "workstream", "name", "name_en", "basis", "cadence", "due_rule", "due_number", "due_day",
    "on_holiday", "reporters", "units", "reviewers", "valid_from", "valid_to", "remind_before",
    "escalate_after",
)  # fmt: skip
LINE = ("indicator", "kind", "measure", "name", "name_en", "unit")
SECTION = ("name", "name_en", "required")
REVIEWERS = f"{Reviewer.LEAD}|{Reviewer.OFFICE}"


@transaction.atomic
def load_schedules(folder: Path, *, programme: Programme, report: PackReport, actor: Any = None) -> None:
    """Read, check and write the schedules of a pack; none where it has no such file.

    Raises InvalidMany with every problem at its file and line, before anything is written.
    """
    if not (folder / FILE).exists():
        return
    problems = Problems()
    top = read_yaml(folder, FILE, problems)
    problems.stop()
    assert top is not None
    drafts = _Reader(programme, problems).read(top)
    problems.stop()
    for where, spec in drafts:
        _write(where, spec, programme, report, actor)


def _write(where: str, spec: ScheduleSpec, programme: Programme, report: PackReport, actor: Any) -> None:
    found = programme.return_schedules.filter(code=spec.code).first()
    if found is None:
        try:
            create_schedule(actor=actor, programme=programme, spec=spec)
        except JieduiError as error:
            raise InvalidMany([Invalid(str(error), address=where)]) from error
        report.created["schedules"] += 1
        return
    report.unchanged["schedules"] += 1
    for name in OWN:
        stored, wanted = getattr(found, name), getattr(spec, name)
        if stored != wanted:
            report.kept.append(Kept(where, f"{found}: {name}", str(stored), str(wanted)))


class _Reader:
    """Reads the file against what the programme has."""

    def __init__(self, programme: Programme, problems: Problems) -> None:
        self.programme = programme
        self.problems = problems
        self.finder = Finder(Directory([]), resolver.load(), problems)
        self.workstreams = {found.key: found for found in programme.workstreams.all()}
        self.indicators = {
            f"{found.workstream.key}/{found.code}": found
            for found in Indicator.objects.filter(workstream__programme=programme).select_related(
                "workstream"
            )
        }

    def read(self, top: Mapping) -> list[tuple[str, ScheduleSpec]]:
        """Each schedule with the place it was read from."""
        top.row((), beside=("schedules",))
        found: dict[str, tuple[str, ScheduleSpec]] = {}
        for mapping in top.mappings("schedules"):
            row = mapping.row(COLUMNS, beside=("lines", "sections"))
            code = row.text("code", required=True)
            if code in found:
                self.problems.add(row.where, _("“%(key)s” stands twice."), key=code)
            if spec := self._spec(mapping, row, code):
                found[code] = (row.where, spec)
        return list(found.values())

    def _spec(self, mapping: Mapping, row: Row, code: str) -> ScheduleSpec | None:
        before = len(self.problems.found)
        values: dict[str, Any] = {
            "workstream": self._workstream(row),
            "name": row.text("name", required=True),
            "name_en": row.text("name_en"),
            "basis": row.text("basis"),
            "due_number": self._count(row, "due_number", 0),
            "due_day": row.day("due_day"),
            "units": self._units(row),
            "valid_from": row.day("valid_from") or self.programme.starts_on,
            "valid_to": row.day("valid_to") or self.programme.ends_on,
            "remind_before": self._count(row, "remind_before", 2),
            "escalate_after": self._count(row, "escalate_after", 3),
            "levels": self._levels(row),
            "lines": [self._line(line) for line in mapping.mappings("lines")],
            "sections": [self._section(section) for section in mapping.mappings("sections")],
        }
        chosen = {
            "cadence": row.choice("cadence", Cadence.values),
            "due_rule": row.choice("due_rule", DueRule.values),
            "on_holiday": row.choice("on_holiday", OnHoliday.values, OnHoliday.NEXT),
            "reporters": row.choice("reporters", Reporters.values, Reporters.GIVERS),
        }
        if len(self.problems.found) > before:
            return None
        return ScheduleSpec(
            code=code,
            cadence=Cadence(chosen["cadence"]),
            due_rule=DueRule(chosen["due_rule"]),
            on_holiday=OnHoliday(chosen["on_holiday"]),
            reporters=Reporters(chosen["reporters"]),
            **values,
        )

    def _workstream(self, row: Row) -> Workstream | None:
        return self.workstreams.get(row.choice("workstream", {"", *self.workstreams}))

    def _units(self, row: Row) -> list[OrgUnit]:
        return [known.unit for known in self.finder.many(row, "units")]

    def _count(self, row: Row, name: str, default: int) -> int:
        value = row.number(name)
        if value is None:
            return default
        if value != int(value) or not 0 <= value <= 366:
            self.problems.add(row.where, _("“%(name)s” is a whole number from 0 to 366."), name=name)
            return default
        return int(value)

    def _levels(self, row: Row) -> list[LevelSpec]:
        """Reviewers separated by a bar: lead, office, parent, or the name of a unit."""
        levels = []
        for name in (row.text("reviewers") or REVIEWERS).split("|"):
            if name.strip() in {Reviewer.LEAD, Reviewer.OFFICE, Reviewer.PARENT}:
                levels.append(LevelSpec(Reviewer(name.strip())))
            elif known := self.finder.named(name.strip(), row.where):
                levels.append(LevelSpec(Reviewer.NAMED, known.unit))
        return levels

    def _line(self, mapping: Mapping) -> LineSpec:
        row = mapping.row(LINE, beside=("filter",))
        if written := row.text("indicator"):
            if written not in self.indicators:
                message = _("There is no indicator “%(name)s”. Write it as workstream/code.")
                self.problems.add(row.where, message, name=written)
            return LineSpec(self.indicators.get(written))
        conditions = mapping.mapping("filter")
        return LineSpec(
            kind=row.text("kind", required=True),
            measure=row.text("measure", required=True),
            filter=conditions.scalars() if conditions else {},
            name=row.text("name", required=True),
            name_en=row.text("name_en"),
            measured_in=row.text("unit"),
        )

    def _section(self, mapping: Mapping) -> SectionSpec:
        row = mapping.row(SECTION)
        return SectionSpec(row.text("name", required=True), row.text("name_en"), row.flag("required"))
