"""The rows of scores in the table of every address, and what they need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiedui.plans.models import Target
from jiedui.progress.models import Assessment, ScoreAppointment, ScorecardVersion, ScoreLine
from jiedui.progress.scorecards import services
from jiedui.progress.scorecards.enums import Assessor, Measure
from tests.conftest import World
from tests.ledger import acts
from tests.progress.scorecards.cards import ON, draft_card

# name, letters (office, lead, giver, other giver, receiver, auditor, no role, not signed in), about, method
ROWS: list[tuple[str, str, str, str]] = [
    ("console:scores", "oooooofs", "", "get"),
    ("console:scores-xlsx", "oooooofs", "", "get"),
    ("console:scores-compare", "oooooofs", "", "get"),
    ("console:score-unit", "oooooofs", "scored", "get"),
    ("console:assess", "ffoffffs", "scored:self", "post"),
    ("console:assess", "fofffffs", "scored:cross", "post"),
    ("console:assess", "fffffofs", "scored:third", "post"),
    ("console:assess", "offffffs", "scored:office", "post"),
    ("console:assessment", "omommofs", "assessment", "get"),
    ("console:assessment", "fmommffs", "assessment", "post"),
    ("console:assessment-reopen", "omfmmffs", "assessment", "post"),
    ("console:score-appointments", "offffffs", "", "get"),
    ("console:score-appointments", "offffffs", "", "post"),
    ("console:score-appointment-end", "offffffs", "score-appointment", "post"),
    ("console:scorecard-new", "offffffs", "", "get"),
    ("console:scorecard-new", "offffffs", "", "post"),
    ("console:scorecard", "oooooofs", "card", "get"),
    ("console:scorecard", "ommmmmfs", "draft-card", "get"),
    ("console:scorecard-settings", "offffffs", "draft-card", "get"),
    ("console:scorecard-settings", "offffffs", "draft-card", "post"),
    ("console:scorecard-copy", "offffffs", "card", "get"),
    ("console:scorecard-copy", "offffffs", "card", "post"),
    ("console:scorecard-publish", "offffffs", "draft-card", "get"),
    ("console:scorecard-publish", "offffffs", "draft-card", "post"),
    ("console:scorecard-discard", "offffffs", "draft-card", "post"),
    ("console:score-line-new", "offffffs", "draft-card", "get"),
    ("console:score-line-new", "offffffs", "draft-card", "post"),
    ("console:score-line-preview", "offffffs", "draft-card", "post"),
    ("console:score-line", "offffffs", "draft-card", "get"),
    ("console:score-line", "offffffs", "draft-card", "post"),
    ("console:score-line-act", "offffffs", "draft-card:up", "post"),
    ("console:score-line-act", "offffffs", "draft-card:down", "post"),
    ("console:score-line-act", "offffffs", "draft-card:remove", "post"),
    ("api:read_scores", "oooooofs", "", "get"),
    ("api:read_unit_score", "oooooofs", "scored", "get"),
]

PAYLOADS: dict[str, dict[str, Any]] = {
    "self": {"kind": "self"},
    "cross": {"kind": "cross"},
    "third": {"kind": "third"},
    "office": {"kind": "office"},
    "assessment-reopen": {"reason": "漏填材料"},
    "scorecard-copy": {"reason": "调整"},
}


@dataclass(frozen=True)
class Scored:
    """A published version, its draft successor, an assessment of the east that is being written."""

    published: ScorecardVersion
    draft: ScorecardVersion
    assessment: Assessment
    appointment: ScoreAppointment


def scored(world: World) -> Scored:
    """One of each."""
    purchases = acts.indicator(world)
    Target.objects.create(
        indicator=purchases, unit=world.east, value=Decimal(600), revision=world.revision,
        starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31),
    )  # fmt: skip
    card = draft_card(world)
    card.line("done", "60", indicator=purchases)
    card.line("work", "40", Measure.JUDGED)
    version = card.publish()
    draft = services.new_version(actor=world.office, version=version, reason="调整")
    assessment = services.begin_assessment(
        actor=world.giver, version=version, unit=world.east, kind=Assessor.SELF, on=ON
    )
    appointment = services.appoint(
        actor=world.office, programme=world.programme, unit=world.west, by_unit=world.east
    )
    return Scored(version, draft, assessment, appointment)


def kwargs(found: Scored, world: World, act: str) -> dict[str, dict[str, Any]]:
    """The arguments of their addresses."""
    code = world.programme.code
    line = ScoreLine.objects.filter(heading__version=found.draft, code="work").first()
    draft = {"code": code, "pk": found.draft.pk, "line": line.pk if line else 0, "act": act}
    return {
        "scored": {"code": code, "pk": world.east.pk, "unit": world.east.pk},
        "assessment": {"code": code, "pk": found.assessment.pk},
        "score-appointment": {"code": code, "pk": found.appointment.pk},
        "card": {"code": code, "pk": found.published.pk},
        "draft-card": draft,
    }
