"""People put to work, and who gave how much, are never scored: every way in is tried."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.plans.enums import Rollup
from jiedui.plans.models import Indicator, Rule
from jiedui.plans.packs import PackReport
from jiedui.progress.apps import hold, lift
from jiedui.progress.scorecards import services, triggers
from jiedui.progress.scorecards.enums import Measure
from jiedui.progress.scorecards.errors import DonationPerPersonScored, HeadcountScored, VersionPublished
from jiedui.progress.scorecards.models import Scorecard, ScoreGrade, ScoreHeading, ScoreLine
from jiedui.progress.scorecards.packs import load_scorecard
from tests.progress.conftest import Scene
from tests.progress.scorecards.cards import Card, draft_card


@pytest.fixture
def card(scene: Scene) -> Card:
    """A draft with one harmless line."""
    found = draft_card(scene.world)
    found.line("done", "100", indicator=scene.purchases)
    return found


HEADCOUNTS: dict[str, dict[str, Any]] = {
    "placements": {"kind": "placement", "measure": "persons", "as_stated": True, "unit": "人"},
    "as stated": {"kind": "", "measure": "", "as_stated": True, "unit": "人"},
    "renamed": {"kind": "training", "measure": "persons", "unit": "人", "code": "转移就业人数"},
}
GIFTS: dict[str, dict[str, Any]] = {
    "donors": {"kind": "donation_cash", "measure": "donors", "unit": "个"},
    "donors of any": {"kind": "donation", "measure": "donors", "unit": "人"},
    "mean gift": {"kind": "donation", "measure": "amount", "over_time": Rollup.RATIO},
}


@pytest.mark.parametrize("measure", ["completion", "pace", "value", "evidenced", "confirmed"])
@pytest.mark.parametrize("name", HEADCOUNTS)
def test_a_headcount_is_refused_whatever_is_measured_of_it(
    card: Card, scene: Scene, name: str, measure: str
) -> None:
    fields = dict(HEADCOUNTS[name])
    indicator = scene.indicator(fields.pop("code", "x"), **fields)

    with pytest.raises(HeadcountScored) as refusal:
        card.line("harm", "1", Measure(measure), indicator)
    assert (refusal.value.code, refusal.value.address) == ("headcount_scored", "indicator")
    with pytest.raises(HeadcountScored):
        _turned(card, indicator=indicator)
    assert ScoreLine.objects.get().indicator == scene.purchases


@pytest.mark.parametrize("name", GIFTS)
def test_who_gave_is_refused(card: Card, scene: Scene, name: str) -> None:
    with pytest.raises(DonationPerPersonScored):
        card.line("harm", "1", Measure.VALUE, scene.indicator("gifts", **GIFTS[name]))
    assert ScoreLine.objects.count() == 1


def test_the_sum_that_was_given_is_scored_like_any_other(card: Card, scene: Scene) -> None:
    card.line("gifts", "1", Measure.VALUE, scene.indicator("gifts", kind="donation", measure="amount"))

    assert ScoreLine.objects.count() == 2


@pytest.mark.parametrize("side", ["numerator", "denominator"])
def test_a_rule_with_a_headcount_inside_is_refused(card: Card, scene: Scene, side: str) -> None:
    placed = scene.indicator("x", **HEADCOUNTS["placements"])
    other = "denominator" if side == "numerator" else "numerator"
    rule = _rule(scene, **{side: placed, other: scene.purchases})

    with pytest.raises(HeadcountScored):
        card.line("harm", "1", Measure.RULE, rule=rule)
    assert ScoreLine.objects.count() == 1


def test_a_rule_on_gifts_a_head_is_refused(card: Card, scene: Scene) -> None:
    gifts = scene.indicator("gifts", kind="donation", measure="amount")
    rule = _rule(scene, numerator=gifts, denominator=scene.indicator("staff", kind="training", unit="人"))

    with pytest.raises(DonationPerPersonScored):
        card.line("harm", "1", Measure.RULE, rule=rule)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("转移就业人数", HeadcountScored),
        ("贫困劳动力转移就业", HeadcountScored),
        ("转移就业率", HeadcountScored),
        ("Labour transfer results", HeadcountScored),
        ("人均捐款", DonationPerPersonScored),
        ("干部捐款人数", DonationPerPersonScored),
        ("Donations per employee", DonationPerPersonScored),
    ],
)
def test_no_other_name_makes_it_a_judged_line(card: Card, words: str, refusal: type[Invalid]) -> None:
    with pytest.raises(refusal):
        card.line("harm", "1", Measure.JUDGED, name=words)
    with pytest.raises(refusal):
        card.line("harm", "1", Measure.JUDGED, name="工作", name_en=words)
    settings = services.Settings(Decimal(100), [(words, "", None)])
    with pytest.raises(refusal):
        services.create_scorecard(
            actor=None, programme=card.world.programme, code="other", name="x", settings=settings
        )
    assert ScoreLine.objects.count() == 1


@pytest.mark.parametrize(
    "words", ["提供就业岗位", "举办招聘会", "劳务协作", "就业技能培训人数", "就业帮扶工作", "捐赠款物总额"]
)
def test_what_is_offered_may_be_judged(card: Card, words: str) -> None:
    assert card.line("offer", "1", Measure.JUDGED, name=words).name == words


def test_the_database_refuses_it_too(card: Card, scene: Scene) -> None:
    line = ScoreLine.objects.get()
    for fields in (HEADCOUNTS["placements"], HEADCOUNTS["as stated"], GIFTS["donors"]):
        harm = scene.indicator(f"harm-{scene.world.consumption.indicators.count()}", **fields)
        rule = _rule(scene, numerator=harm, code=harm.code)
        for write in (
            lambda harm=harm: ScoreLine.objects.filter(pk=line.pk).update(indicator=harm),
            lambda rule=rule: ScoreLine.objects.filter(pk=line.pk).update(rule=rule),
            lambda harm=harm: ScoreLine.objects.bulk_create([_copy(line, indicator=harm)]),
        ):
            _refused(write)
    assert ScoreLine.objects.get().indicator == scene.purchases


@pytest.mark.parametrize("change", [{"as_stated": True}, {"as_stated": True, "kind": "placement"}])
def test_what_is_scored_cannot_become_a_headcount(card: Card, scene: Scene, change: dict[str, Any]) -> None:
    _refused(lambda: Indicator.objects.filter(pk=scene.purchases.pk).update(**change))
    rule = _rule(scene, numerator=scene.indicator("part"))
    card.line("rule", "1", Measure.RULE, rule=rule)
    _refused(lambda: Indicator.objects.filter(code="part").update(**change))
    harm = scene.indicator("harm", **HEADCOUNTS["as stated"])
    _refused(lambda: Rule.objects.filter(pk=rule.pk).update(denominator=harm))


def test_publishing_looks_once_more(card: Card, scene: Scene) -> None:
    ScoreLine.objects.update(name="转移就业人数")  # past the services

    with pytest.raises(HeadcountScored):
        services.publish_version(actor=card.world.office, version=card.version)
    card.version.refresh_from_db()
    assert card.version.is_draft


def test_a_pack_with_a_headcount_is_refused_at_its_line(scene: Scene, tmp_path: Path) -> None:
    scene.indicator("placed", **HEADCOUNTS["placements"])
    (tmp_path / "scorecard.yaml").write_text(
        "code: harm\nname: 考核\ngrades: [{name: 差, at_least: 0}]\nheadings:\n  - name: 劳务协作\n    lines:\n"
        "      - {code: placed, name: 人数, points: 100, measure: completion, indicator: consumption/placed,"
        " shape: linear, zero: 0, full: 1}\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidMany) as refusal:
        load_scorecard(tmp_path, programme=scene.world.programme, report=PackReport())
    assert [one.address for one in refusal.value.errors] == ["scorecard.yaml:7"]
    assert not Scorecard.objects.exists()


def test_nothing_of_a_published_version_changes_even_in_the_database(card: Card) -> None:
    triggers.protect(connection)  # tests on SQLite begin without those against removing
    card.publish()
    line = ScoreLine.objects.get()
    for write in (
        lambda: ScoreLine.objects.update(points=1),
        lambda: ScoreLine.objects.filter(pk=line.pk)._raw_delete(ScoreLine.objects.db),
        lambda: ScoreLine.objects.bulk_create([_copy(line)]),
        lambda: ScoreHeading.objects.update(name="x"),
        lambda: ScoreGrade.objects.update(name="x"),
        lambda: ScoreGrade.objects.bulk_create([ScoreGrade(version=card.version, name="x", at_least=7)]),
        lambda: type(card.version).objects.update(state="draft"),
        lambda: type(card.version).objects.update(total=1),
    ):
        _refused(write)
    with pytest.raises(VersionPublished):
        services.remove_line(actor=card.world.office, line=line)
    with pytest.raises(VersionPublished):
        services.discard_draft(actor=card.world.office, version=card.version)
    assert ScoreLine.objects.get().points == 100


def test_every_trigger_is_on_its_table(db: None) -> None:
    expected = {name for name, *_rest in triggers._rules()}
    if connection.vendor == "sqlite":  # taken off for tests that commit
        expected -= set(triggers.deleting())
    assert expected <= triggers.standing(connection)


def _turned(card: Card, **fields: Any) -> ScoreLine:
    line = ScoreLine.objects.select_related("heading__version").get()
    known = {name: getattr(line, name) for name in ("heading", "name", "points", "shape", "parameters")}
    spec = services.LineSpec(**{**known, "measure": Measure(line.measure), **fields})
    return services.edit_line(actor=card.world.office, line=line, spec=spec)


def _rule(scene: Scene, code: str = "rule", **fields: Any) -> Rule:
    return Rule.objects.create(
        programme=scene.world.programme, code=code, text="比例", revision=scene.world.revision,
        threshold=Decimal("0.5"), **fields,
    )  # fmt: skip


def _copy(line: ScoreLine, **fields: Any) -> ScoreLine:
    names = ("heading", "name", "points", "measure", "indicator", "shape", "parameters")
    return ScoreLine(**{**{name: getattr(line, name) for name in names}, "code": "copy", **fields})


def _refused(write: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_migrations_of_the_tables_they_speak_of_take_them_off_and_put_them_on(card: Card) -> None:
    lift(using="default", plan=["some"])
    with connection.cursor() as cursor:  # as a migration that writes the table anew does
        cursor.execute("ALTER TABLE plans_indicator RENAME TO plans_indicator_old")
        cursor.execute("ALTER TABLE plans_indicator_old RENAME TO plans_indicator")
        ScoreLine.objects.update(points=99)
    hold(using="default", plan=[])
    card.version.total = Decimal(99)
    card.version.save()
    card.publish()

    _refused(lambda: ScoreLine.objects.update(points=1))
