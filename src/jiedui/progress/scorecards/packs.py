"""``scorecard.yaml`` of a programme pack: headings, lines, grades.

Read against the programme that is loaded; a scorecard that is there already is left as it is. What is never scored is
refused here as everywhere, at its line of the file.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, InvalidMany, JieduiError
from jiedui.plans.models import Indicator, Programme
from jiedui.plans.packs.files import Mapping, read_yaml
from jiedui.plans.packs.report import PackReport
from jiedui.plans.packs.rows import Problems, Row
from jiedui.plans.queries import current_rules
from jiedui.progress.scorecards import services
from jiedui.progress.scorecards.enums import Measure, Shape, Whom
from jiedui.progress.scorecards.models import ScorecardVersion, ScoreHeading

FILE = "scorecard.yaml"
CARD = ("code", "name", "name_en", "total", "publish")
GRADE = ("name", "name_en", "at_least")
HEADING = ("name", "name_en")
LINE = ("code", "name", "name_en", "points", "measure", "whom", "indicator", "rule", "shape", "note")
FUNCTION = ("zero", "full", "at", "rungs", "last", "down")


@transaction.atomic
def load_scorecard(folder: Path, *, programme: Programme, report: PackReport, actor: Any = None) -> None:
    """Read and write the scorecard of a pack; nothing where it has no such file.

    Raises InvalidMany with problems at their file and line; then nothing is written.
    """
    if not (folder / FILE).exists():
        return
    problems = Problems()
    top = read_yaml(folder, FILE, problems)
    problems.stop()
    assert top is not None
    _Loader(programme, report, actor, problems).load(top)


class _Loader:
    def __init__(self, programme: Programme, report: PackReport, actor: Any, problems: Problems) -> None:
        self.programme, self.report, self.actor, self.problems = programme, report, actor, problems
        found = Indicator.objects.filter(workstream__programme=programme).select_related("workstream")
        self.indicators = {f"{one.workstream.key}/{one.code}": one for one in found}
        self.rules = {rule.code: rule for rule in current_rules(programme)}

    def load(self, top: Mapping) -> None:
        """Write what the file says, unless the scorecard is there."""
        row = top.row(CARD, beside=("grades", "headings"))
        code = row.text("code", required=True)
        if self.programme.scorecards.filter(code=code).exists():
            self.report.unchanged["scorecards"] += 1
            return
        settings = self._settings(top, row)
        self.problems.stop()
        version = self._at(
            row.where,
            services.create_scorecard,
            programme=self.programme,
            code=code,
            name=row.text("name", required=True),
            name_en=row.text("name_en"),
            settings=settings,
        )
        for heading, mapping in zip(version.headings.all(), top.mappings("headings"), strict=True):
            for line in mapping.mappings("lines"):
                self._line(version, heading, line)
        if row.flag("publish"):
            self._at(row.where, services.publish_version, version=version)
        self.report.created["scorecards"] += 1

    def _at(self, where: str, write: Any, **said: Any) -> Any:
        """A refusal is told at the line that caused it."""
        self.problems.stop()
        try:
            return write(actor=self.actor, **said)
        except JieduiError as error:
            words = error.words if isinstance(error, Invalid) else str(error)
            raise InvalidMany([Invalid(words, address=where)]) from error

    def _settings(self, top: Mapping, row: Row) -> services.Settings:
        headings = [one.row(HEADING, beside=("lines",)) for one in top.mappings("headings")]
        grades = [one.row(GRADE) for one in top.mappings("grades")]
        return services.Settings(
            total=row.number("total") or Decimal(100),
            headings=[(one.text("name", required=True), one.text("name_en"), None) for one in headings],
            grades=[
                (
                    one.text("name", required=True),
                    one.text("name_en"),
                    one.number("at_least", required=True) or Decimal(0),
                )
                for one in grades
            ],
        )

    def _line(self, version: ScorecardVersion, heading: ScoreHeading, mapping: Mapping) -> None:
        row = mapping.row(LINE, beside=FUNCTION)
        measure = row.choice("measure", Measure.values)
        whom = row.choice("whom", Whom.values, Whom.ALL)
        shape = row.choice("shape", {"", *Shape.values})
        indicator = self._named(row, "indicator", self.indicators)
        rule = self._named(row, "rule", self.rules)
        points = row.number("points", required=True)
        self.problems.stop()
        spec = services.LineSpec(
            heading=heading,
            code=row.text("code", required=True),
            name=row.text("name", required=True),
            name_en=row.text("name_en"),
            points=points or Decimal(0),
            measure=Measure(measure),
            whom=Whom(whom),
            indicator=indicator,
            rule=rule,
            shape=shape,
            parameters={key: said for key, said in mapping.scalars().items() if key in FUNCTION},
            note=row.text("note"),
        )
        self._at(row.where, services.add_line, version=version, spec=spec)

    def _named(self, row: Row, what: str, known: dict[str, Any]) -> Any:
        name = row.text(what)
        if name and name not in known:
            self.problems.add(row.where, _("There is no %(what)s “%(name)s”."), what=what, name=name)
        return known.get(name)
