"""The unit adjusts, writes, answers, hands in and takes back; refusals change nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.kernel.errors import Invalid, InvalidMany, NotAllowed
from jiedui.kernel.models import AuditRecord
from jiedui.ledger.models import ChainHead, Entry
from jiedui.returns import errors, queries, services
from jiedui.returns.enums import NoticeKind, ReturnState
from jiedui.returns.figures import digest_of
from jiedui.returns.models import Notice, Return
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene

TEXTS = [
    services.SectionSpec("工作进展", "Progress", required=True),
    services.SectionSpec("问题", "Problems"),
]


def test_handing_in_fixes_the_figures_and_what_they_were_computed_from(world: World) -> None:
    one = scene.submitted(world)

    one.refresh_from_db()
    head, entry = ChainHead.objects.get(), Entry.objects.get()
    assert (one.state, one.level, one.filed_on) == (ReturnState.SUBMITTED, 1, date(2019, 9, 30))
    assert (one.sequence, one.chain_hash, one.entries) == (1, head.hash, 1)
    assert one.entries_digest == digest_of({(1, entry.hash)})
    acts.accepted(world, detail={"voucher_number": "NO.2"})
    assert [line.value for line in queries.lines_of(one)] == [scene.money("12000.50")]
    (later,) = queries.since_then(one)
    assert (later.before.value, later.line.value) == (scene.money("12000.50"), scene.money("24001"))  # type: ignore[union-attr]


def test_the_lead_is_told(world: World) -> None:
    one = scene.submitted(world)

    assert [(n.user, n.kind, n.about_id) for n in Notice.objects.all()] == [
        (world.lead, NoticeKind.TO_REVIEW, one.pk)
    ]


def test_an_adjusted_figure_needs_a_reason_and_is_a_question(world: World) -> None:
    one = scene.july(world)
    line = one.lines.get()
    before = scene.snapshot(one)

    with pytest.raises(errors.ReasonMissing):
        services.adjust_line(actor=world.giver, line=line, value=Decimal(13000))
    with pytest.raises(Invalid, match=r"10\^11"):
        services.adjust_line(actor=world.giver, line=line, value=Decimal(-1), reason="有误")
    with pytest.raises(Invalid, match=r"10\^11"):
        services.adjust_line(actor=world.giver, line=line, value=Decimal("1e18"), reason="有误")
    assert scene.snapshot(one) == before

    line = services.adjust_line(actor=world.giver, line=line, value=Decimal(13000), reason="发票在途")
    assert (line.final, line.is_question) == (13000, True)
    log = AuditRecord.objects.get(action="return.adjust")
    assert (log.changes["adjusted"], log.detail["reason"]) == ([None, "13000"], "发票在途")
    line = services.adjust_line(actor=world.giver, line=line, value=None)
    assert (line.final, line.reason) == (scene.money("12000.50"), "")


def test_what_is_missing_is_told_at_once_and_nothing_is_handed_in(world: World) -> None:
    acts.indicator(world, "", "", code="cabinets", name_en="Cabinets")
    cabinets = world.consumption.indicators.get(code="cabinets")
    scene.pair(world)
    scene.schedule(world, lines=[services.LineSpec(cabinets)], sections=TEXTS)
    one = scene.produce(world)[0]
    before = scene.snapshot(one)

    with pytest.raises(InvalidMany) as refusal:
        services.submit_return(actor=world.giver, one=one)

    assert [type(error) for error in refusal.value.errors] == [errors.FigureMissing, errors.NarrativeMissing]
    assert [error.address for error in refusal.value.errors] == ["lines.1", "sections.1"]
    assert scene.snapshot(one) == before
    services.adjust_line(actor=world.giver, line=one.lines.get(), value=Decimal(3))
    services.write_text(actor=world.giver, section=one.texts.get(number=1), text=" 新增爱心专柜3个 ")
    services.submit_return(actor=world.giver, one=one)
    assert one.texts.get(number=1).text == "新增爱心专柜3个"
    assert not one.lines.get().is_question, "the ledger has no figure it could differ from"


def test_words_outside_the_scope_are_not_handed_in(world: World) -> None:
    one = scene.july(world, sections=TEXTS)
    services.write_text(actor=world.giver, section=one.texts.get(number=1), text="援助了视频监控设备")

    with pytest.raises(InvalidMany) as refusal:
        services.submit_return(actor=world.giver, one=one)

    assert [(error.code, error.address) for error in refusal.value.errors] == [("out_of_scope", "sections.1")]


@pytest.mark.parametrize("number", ["120101199003074518", "13812345678"])
def test_a_number_that_names_a_person_is_not_handed_in(world: World, number: str) -> None:
    one = scene.july(world, sections=TEXTS)
    services.write_text(actor=world.giver, section=one.texts.get(number=1), text=f"联系 {number} 即可")
    services.adjust_line(actor=world.giver, line=one.lines.get(), value=Decimal(1), reason=f"见 {number}")
    before = scene.snapshot(one)

    with pytest.raises(InvalidMany) as refusal:
        services.submit_return(actor=world.giver, one=one)

    found = [(error.code, error.address) for error in refusal.value.errors]
    assert found == [("personal_number", "lines.1"), ("personal_number", "sections.1")]
    assert scene.snapshot(one) == before


def test_nothing_is_handed_in_before_its_time(world: World) -> None:
    one = scene.july(world)
    Return.objects.filter(pk=one.pk).update(ends_on=date(2019, 12, 31), due_on=date(2020, 1, 6))

    with pytest.raises(errors.PeriodNotOver, match="2019-12-31"):
        services.submit_return(actor=world.giver, one=one)

    one.refresh_from_db()
    assert one.state == ReturnState.OPEN


def test_only_those_who_report_for_the_unit_hand_in(world: World) -> None:
    one = scene.july(world)
    before = scene.snapshot(one)

    for who in (world.other_giver, world.lead, world.receiver, world.auditor, world.nobody):
        with pytest.raises(NotAllowed):
            services.submit_return(actor=who, one=one)
        with pytest.raises(NotAllowed):
            services.adjust_line(actor=who, line=one.lines.get(), value=Decimal(1), reason="试")
    assert scene.snapshot(one) == before
    services.submit_return(actor=world.office, one=one)


def test_what_is_handed_in_is_not_changed_and_not_handed_in_twice(world: World) -> None:
    one = scene.submitted(world, sections=[services.SectionSpec("问题")])
    before = scene.snapshot(one)

    with pytest.raises(errors.AlreadySubmitted):
        services.submit_return(actor=world.giver, one=one)
    with pytest.raises(errors.HandedIn):
        services.adjust_line(actor=world.giver, line=one.lines.get(), value=Decimal(1), reason="改")
    with pytest.raises(errors.HandedIn):
        services.write_text(actor=world.giver, section=one.texts.get(), text="改")
    assert scene.snapshot(one) == before


def test_who_saw_an_earlier_state_is_told_to_look_again(world: World) -> None:
    one = scene.july(world)
    seen = one.stamp
    services.adjust_line(actor=world.giver, line=one.lines.get(), value=Decimal(1), reason="改")
    before = scene.snapshot(one)

    with pytest.raises(errors.ChangedMeanwhile):
        services.submit_return(actor=world.giver, one=one, stamp=seen)
    assert scene.snapshot(one) == before
    services.submit_return(actor=world.giver, one=one, stamp=seen + 1)


def test_a_return_is_taken_back_until_its_review_begins(world: World) -> None:
    one = scene.submitted(world)

    one = services.withdraw_return(actor=world.giver, one=one)
    assert (one.state, one.level, one.filed_on) == (ReturnState.OPEN, 0, date(2019, 9, 30))
    services.submit_return(actor=world.giver, one=one)
    services.take_up_return(actor=world.lead, one=one)
    with pytest.raises(errors.ReviewBegun):
        services.withdraw_return(actor=world.giver, one=one)


def test_only_a_programme_whose_clock_stands_still_is_told_the_day(world: World) -> None:
    one = scene.july(world)

    filed = services.submit_return(actor=world.giver, one=one, on=date(2019, 8, 2))
    assert filed.filed_on == date(2019, 8, 2)
    world.programme.reference_date = None
    world.programme.save()
    with pytest.raises(errors.ClockRefused):
        services.submit_return(
            actor=world.other_giver, one=Return.objects.get(unit=world.west), on=date(2019, 8, 2)
        )
