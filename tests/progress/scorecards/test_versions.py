"""Versions: worked on, published once, compared."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiedui.kernel.errors import Invalid, NotAllowed, NotFound
from jiedui.kernel.models import AuditRecord
from jiedui.progress.scorecards import services
from jiedui.progress.scorecards.comparing import compare
from jiedui.progress.scorecards.enums import Measure
from jiedui.progress.scorecards.errors import DraftExists, NoGrades, PointsDoNotAddUp, VersionPublished
from jiedui.progress.scorecards.models import Scorecard, ScorecardVersion, ScoreLine
from jiedui.progress.scorecards.queries import get_version, version_in_force, versions_for
from jiedui.progress.scorecards.services.lines import LineSpec
from tests.progress.conftest import Scene
from tests.progress.scorecards.cards import Card, draft_card, sheet_of


@pytest.fixture
def card(scene: Scene) -> Card:
    """The east did 60 and the west 90 of 100 each; 60 points by completion, 40 to be judged."""
    for unit, done in ((scene.world.east, "60"), (scene.world.west, "90")):
        scene.target("100", unit)
        scene.entry(done, "2019-05-01", giver=unit)
    found = draft_card(scene.world)
    found.line("done", "60", indicator=scene.purchases)
    return found


def test_a_version_is_published_only_when_its_points_add_up(card: Card) -> None:
    with pytest.raises(PointsDoNotAddUp) as refusal:
        card.publish()
    assert "40" in str(refusal.value.params["difference"])
    assert version_in_force(card.world.programme) is None

    card.line("work", "50", Measure.JUDGED)
    with pytest.raises(PointsDoNotAddUp):
        card.publish()
    ScoreLine.objects.filter(code="work").update(points=40)
    assert card.publish().published_by == card.world.office
    assert version_in_force(card.world.programme) == card.version
    assert AuditRecord.objects.filter(action="scorecard.publish").count() == 1


def test_the_lowest_grade_begins_at_zero(card: Card) -> None:
    card.line("work", "40", Measure.JUDGED)
    card.version.grades.filter(at_least=0).update(at_least=10)

    with pytest.raises(NoGrades):
        card.publish()


def test_a_card_without_lines_is_not_published(scene: Scene) -> None:
    with pytest.raises(Invalid, match=r"line|指标"):
        draft_card(scene.world).publish()


def test_the_next_version_is_a_copy_with_what_orders_it(card: Card) -> None:
    card.line("work", "40", Measure.JUDGED)
    first = card.publish()
    with pytest.raises(Invalid) as refusal:
        services.new_version(actor=card.world.office, version=first)
    assert refusal.value.address == "reason"
    made = services.new_version(actor=card.world.office, version=first, doc_number="协作发〔2019〕3号")

    assert (made.number, made.is_draft, made.total) == (2, True, 100)
    copied = [(line.code, line.points) for line in ScoreLine.objects.filter(heading__version=made)]
    assert copied == [("done", 60), ("work", 40)]
    assert made.grades.count() == 3
    with pytest.raises(DraftExists):
        services.new_version(actor=card.world.office, version=first, reason="再改")
    services.discard_draft(actor=card.world.office, version=made)
    assert ScorecardVersion.objects.get() == first


def test_a_card_that_was_never_published_goes_with_its_draft(card: Card) -> None:
    services.discard_draft(actor=card.world.office, version=card.version)

    assert not Scorecard.objects.exists()


def test_lines_move_within_and_over_headings(card: Card) -> None:
    card.line("second", "10", Measure.JUDGED)
    first = ScoreLine.objects.get(code="done")
    for _time in range(2):
        services.move_line(actor=card.world.office, line=ScoreLine.objects.get(pk=first.pk), down=True)

    assert [(line.heading.name, line.code) for line in ScoreLine.objects.select_related("heading")] == [
        ("消费帮扶", "second"),
        ("组织领导", "done"),
    ]
    services.move_line(actor=card.world.office, line=ScoreLine.objects.get(pk=first.pk), down=True)
    services.move_line(actor=card.world.office, line=ScoreLine.objects.get(pk=first.pk), down=False)
    assert ScoreLine.objects.get(pk=first.pk).heading.name == "消费帮扶"


def test_a_heading_with_lines_is_not_left_out(card: Card) -> None:
    heading = card.heading
    with pytest.raises(Invalid) as refusal:
        _settings(card, [("组织领导", "", None)])
    assert refusal.value.address == "headings"
    _settings(card, [("组织领导", "", None), ("消费", "Buying", heading.pk)])

    assert [one.name for one in card.version.headings.all()] == ["组织领导", "消费"]
    assert card.version.headings.last() == heading


@pytest.mark.parametrize(("points", "address"), [("0", "points"), ("-1", "points"), ("101", "points")])
def test_points_lie_between_nothing_and_the_total(card: Card, points: str, address: str) -> None:
    with pytest.raises(Invalid) as refusal:
        card.line("odd", points, Measure.JUDGED)
    assert refusal.value.address == address


def test_lines_are_tied_to_the_programmes_own(card: Card) -> None:
    with pytest.raises(Invalid) as refusal:
        card.line("none", "1")
    assert refusal.value.address == "indicator"
    with pytest.raises(Invalid) as refusal:
        card.line("none", "1", Measure.RULE)
    assert refusal.value.address == "rule"


@pytest.mark.parametrize("who", ["lead", "giver", "receiver", "auditor", "nobody"])
def test_only_the_office_works_on_scorecards(card: Card, who: str) -> None:
    actor, line = getattr(card.world, who), ScoreLine.objects.select_related("heading__version").get()
    spec = LineSpec(card.heading, "x", Decimal(1), Measure.JUDGED)
    for act in (
        lambda: services.add_line(actor=actor, version=card.version, spec=spec),
        lambda: services.edit_line(actor=actor, line=line, spec=spec),
        lambda: services.remove_line(actor=actor, line=line),
        lambda: services.move_line(actor=actor, line=line, down=True),
        lambda: services.publish_version(actor=actor, version=card.version),
        lambda: services.discard_draft(actor=actor, version=card.version),
        lambda: services.new_version(actor=actor, version=card.version, reason="x"),
        lambda: services.appoint(
            actor=actor, programme=card.world.programme, unit=card.world.east, by_user=actor
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert ScoreLine.objects.get().points == 60
    assert not versions_for(actor, card.world.programme).exists()
    with pytest.raises(NotFound):
        get_version(actor, card.world.programme, card.version.pk)


def test_a_changed_rule_shows_who_moves_and_by_which_lines(card: Card, scene: Scene) -> None:
    training = scene.indicator("training", unit="人次")
    for unit in (card.world.east, card.world.west):
        scene.target("10", unit, training)
    scene.entry("10", "2019-05-01", indicator=training)
    card.line("trained", "40", indicator=training)
    old = card.publish()
    new = services.new_version(actor=card.world.office, version=old, reason="重培训")
    ScoreLine.objects.filter(heading__version=new, code="done").update(points=20)
    ScoreLine.objects.filter(heading__version=new, code="trained").update(points=80)
    moves = {move.unit.name: move for move in compare(sheet_of(old), sheet_of(new))}
    east, west = moves["东城区"], moves["西城区"]

    assert east.old and east.new and (east.old.score, east.new.score) == (76, 92)
    assert west.old and west.new and (west.old.score, west.new.score) == (54, 18)
    assert (east.change, east.places, east.regraded) == (16, 0, True)
    assert (west.change, west.places, west.regraded) == (-36, 0, True)
    assert [(one.line.code, one.change) for one in east.causes] == [("trained", 40), ("done", -24)]
    assert sum(one.change for one in west.lines) == west.change


def _settings(card: Card, headings: list[tuple[str, str, int | None]]) -> None:
    settings = services.Settings(Decimal(100), headings, [("差", "", Decimal(0))])
    services.set_settings(actor=card.world.office, version=card.version, settings=settings)


def test_settings_of_a_published_version_stay(card: Card) -> None:
    card.line("work", "40", Measure.JUDGED)
    card.publish()

    with pytest.raises(VersionPublished):
        _settings(card, [])
