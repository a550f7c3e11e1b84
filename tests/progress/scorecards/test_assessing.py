"""Scores people give: who may, when, and what they need."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid, InvalidMany, NotAllowed, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.organisations.models import OrgUnit
from jiedui.progress.scorecards import services
from jiedui.progress.scorecards.enums import Assessor, Measure
from jiedui.progress.scorecards.errors import AssessmentSubmitted
from jiedui.progress.scorecards.models import Assessment, ScoreAppointment, ScoreLine
from jiedui.progress.scorecards.queries import assessments_for, side_by_side
from jiedui.progress.scorecards.services import LineSaid, may_assess
from tests.conftest import World, person
from tests.progress.conftest import Scene
from tests.progress.scorecards.cards import ON, Card, draft_card


@pytest.fixture
def card(scene: Scene) -> Card:
    """A published card: 60 points by completion (both districts did half), 40 to be judged."""
    for unit in (scene.world.east, scene.world.west):
        scene.target("100", unit)
        scene.entry("50", "2019-05-01", giver=unit)
    found = draft_card(scene.world)
    found.line("done", "60", indicator=scene.purchases)
    found.line("work", "40", Measure.JUDGED)
    found.publish()
    return found


def begin(card: Card, actor: User, kind: Assessor = Assessor.SELF, unit: OrgUnit | None = None) -> Assessment:
    return services.begin_assessment(
        actor=actor, version=card.version, unit=unit or card.world.east, kind=kind, on=ON
    )


def say(card: Card, actor: User, one: Assessment, **said: tuple[str | None, str, str]) -> Assessment:
    lines = {score.line.code: score.line_id for score in one.scores.select_related("line")}
    return services.write_assessment(
        actor=actor,
        assessment=one,
        said={
            lines[code]: LineSaid(None if points is None else Decimal(points), note, evidence)
            for code, (points, note, evidence) in said.items()
        },
    )


GOOD = {"done": ("30", "", ""), "work": ("32", "按月调度", "会议纪要12份")}


def test_it_begins_with_the_computed_points(card: Card) -> None:
    one = begin(card, card.world.giver)

    assert [(score.line.code, score.points) for score in one.scores.all()] == [("done", 30), ("work", None)]
    assert begin(card, card.world.giver) == one


def test_what_differs_and_what_is_judged_needs_its_reason(card: Card) -> None:
    giver, one = card.world.giver, begin(card, card.world.giver)
    with pytest.raises(InvalidMany) as refusal:
        services.submit_assessment(actor=giver, assessment=one)
    assert len(refusal.value.errors) == 1

    say(card, giver, one, done=("35", "", ""), work=("32", "按月调度", ""))
    with pytest.raises(InvalidMany) as refusal:
        services.submit_assessment(actor=giver, assessment=one)
    assert len(refusal.value.errors) == 2
    say(card, giver, one, done=("35", "发票在途", ""), work=("32", "按月调度", "会议纪要12份"))
    services.submit_assessment(actor=giver, assessment=one)

    one.refresh_from_db()
    assert one.state == "submitted" and one.submitted_at
    assert [(score.points, score.computed) for score in one.scores.all()] == [(35, 30), (32, None)]
    noted = AuditRecord.objects.filter(action__startswith="assessment.").order_by("id")
    acts = ["begin", "write", "write", "submit"]
    assert [record.action.removeprefix("assessment.") for record in noted] == acts


def test_more_than_the_line_gives_is_refused_and_nothing_kept(card: Card) -> None:
    one = begin(card, card.world.giver)
    with pytest.raises(InvalidMany):
        say(card, card.world.giver, one, done=("61", "", ""), work=("32", "x", "y"))

    assert [score.points for score in one.scores.all()] == [30, None]


def test_handed_in_it_stays_until_the_office_reopens_it(card: Card) -> None:
    giver, office, one = card.world.giver, card.world.office, begin(card, card.world.giver)
    say(card, giver, one, **GOOD)
    services.submit_assessment(actor=giver, assessment=one)
    for act in (
        lambda: say(card, giver, one, **GOOD),
        lambda: services.submit_assessment(actor=giver, assessment=one),
    ):
        with pytest.raises(AssessmentSubmitted):
            act()
    with pytest.raises(NotAllowed):
        services.reopen_assessment(actor=giver, assessment=one, reason="改")
    with pytest.raises(Invalid):
        services.reopen_assessment(actor=office, assessment=one, reason=" ")
    services.reopen_assessment(actor=office, assessment=one, reason="漏填材料")

    say(card, giver, one, **GOOD)
    with pytest.raises(WrongState):
        services.reopen_assessment(actor=office, assessment=one, reason="再开")
    assert AuditRecord.objects.get(action="assessment.reopen").detail["reason"] == "漏填材料"


@pytest.mark.parametrize(
    ("note", "code"), [("选派监狱民警20名", "out_of_scope"), ("见王某13800138000", "personal_number")]
)
def test_unfit_words_are_refused_and_nothing_kept(card: Card, note: str, code: str) -> None:
    one = begin(card, card.world.giver)
    with pytest.raises(InvalidMany) as refusal:
        say(card, card.world.giver, one, done=("30", "", ""), work=("32", note, "名单"))

    assert [problem.code for problem in refusal.value.errors] == [code]
    assert [score.note for score in one.scores.all()] == ["", ""]


# Who may score the east as what: themselves, as a cross-check, as a third party, for the office.
POWERS = {
    "office": "fffo",
    "lead": "foff",
    "giver": "offf",
    "other_giver": "ffff",
    "receiver": "ffff",
    "auditor": "ffof",
    "nobody": "ffff",
}


@pytest.mark.parametrize("who", POWERS)
def test_who_may_score_a_district(card: Card, who: str) -> None:
    actor = getattr(card.world, who)
    found = ""
    for kind in Assessor:
        try:
            begin(card, actor, kind)
        except NotAllowed:
            found += "f"
        else:
            found += "o"
    assert found == POWERS[who]


def test_the_programme_is_scored_by_its_office(card: Card) -> None:
    world = card.world
    may = {who: may_assess(getattr(world, who), world.programme, world.city, Assessor.SELF) for who in POWERS}

    assert [who for who, can in may.items() if can] == ["office"]


def test_an_appointed_unit_scores_another_and_never_itself(card: Card, scene: Scene) -> None:
    world = card.world
    services.appoint(actor=world.office, programme=world.programme, unit=world.east, by_unit=world.west)
    begin(card, world.other_giver, Assessor.CROSS)
    with pytest.raises(NotAllowed):
        begin(card, world.other_giver, Assessor.CROSS, world.west)
    for refused in (world.east, world.city):
        with pytest.raises(Invalid):
            services.appoint(actor=world.office, programme=world.programme, unit=world.east, by_unit=refused)
    with pytest.raises(Invalid):
        services.appoint(actor=world.office, programme=world.programme, unit=world.east, by_unit=world.west)
    services.end_appointment(actor=world.office, appointment=ScoreAppointment.objects.get())
    assert not may_assess(world.other_giver, world.programme, world.east, Assessor.CROSS)


def test_somebody_of_the_unit_is_no_cross_checker_in_another_hat(card: Card) -> None:
    world = card.world
    both = person("both", (Role.LEAD, world.commerce), (Role.GIVER, world.east))

    assert not may_assess(both, world.programme, world.east, Assessor.CROSS)
    assert may_assess(both, world.programme, world.west, Assessor.CROSS)


def test_an_appointed_person_is_a_third_party(card: Card) -> None:
    world = card.world
    services.appoint(actor=world.office, programme=world.programme, unit=world.east, by_user=world.receiver)

    assert may_assess(world.receiver, world.programme, world.east, Assessor.THIRD)
    assert not may_assess(world.receiver, world.programme, world.west, Assessor.THIRD)


def test_each_cross_checker_writes_an_assessment_of_their_own(card: Card, world: World) -> None:
    other = person("other-lead", (Role.LEAD, world.office_unit))
    one, two = begin(card, world.lead, Assessor.CROSS), begin(card, other, Assessor.CROSS)

    assert one != two
    with pytest.raises(NotAllowed):
        say(card, other, one, **GOOD)


def test_the_offices_judgement_enters_the_computed_score_from_its_day_on(card: Card) -> None:
    office, one = card.world.office, begin(card, card.world.office, Assessor.OFFICE)
    assert [score.line.code for score in one.scores.all()] == ["work"]
    say(card, office, one, work=("20", "台账较全", "调研记录"))
    services.submit_assessment(actor=office, assessment=one)
    today, before = card.sheet().of(card.world.east), card.sheet(date(2019, 9, 29)).of(card.world.east)

    assert today and (today.got, today.possible, today.score) == (50, 100, 50)
    assert before and (before.got, before.possible, before.score) == (30, 60, 50)


def test_a_judgement_holds_for_the_same_line_of_the_next_version(card: Card) -> None:
    office, one = card.world.office, begin(card, card.world.office, Assessor.OFFICE)
    say(card, office, one, work=("20", "台账较全", "调研记录"))
    services.submit_assessment(actor=office, assessment=one)
    card.version = services.new_version(actor=office, version=card.version, reason="加重评判")
    ScoreLine.objects.filter(heading__version=card.version, code="work").update(points=60)
    east = card.sheet().of(card.world.east)

    assert east and [(line.line.code, line.points) for line in east.lines] == [("done", 30), ("work", 30)]


@pytest.mark.parametrize("on", [date(2018, 12, 31), date(2019, 10, 1)])
def test_days_that_are_not_scored_are_refused(card: Card, on: date) -> None:
    with pytest.raises(Invalid):
        services.begin_assessment(
            actor=card.world.giver, version=card.version, unit=card.world.east, kind=Assessor.SELF, on=on
        )
    assert not Assessment.objects.exists()


def test_who_sees_what(card: Card, world: World) -> None:
    draft = begin(card, world.giver)
    seen = {
        who: list(assessments_for(getattr(world, who), world.programme)) == [draft]
        for who in ("office", "auditor", "giver", "other_giver", "lead", "receiver", "nobody")
    }
    assert [who for who, sees in seen.items() if sees] == ["office", "auditor", "giver"]


def test_the_columns_are_the_last_ones_handed_in(card: Card, world: World) -> None:
    one = begin(card, world.giver)
    assert side_by_side(world.giver, card.version, world.east, ON) == {}
    say(card, world.giver, one, **GOOD)
    services.submit_assessment(actor=world.giver, assessment=one)
    cross = begin(card, world.lead, Assessor.CROSS)
    say(card, world.lead, cross, done=("28", "核减重复", ""), work=("25", "x", "y"))
    services.submit_assessment(actor=world.lead, assessment=cross)

    found = side_by_side(world.office, card.version, world.east, ON)
    assert {kind: sum(s.points or 0 for s in scores.values()) for kind, (_one, scores) in found.items()} == {
        "self": 62,
        "cross": 53,
    }
    assert side_by_side(world.other_giver, card.version, world.east, ON) == {}
    assert side_by_side(world.office, card.version, world.east, date(2019, 9, 1)) == {}
