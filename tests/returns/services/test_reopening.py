"""An accepted return is opened again as a new version; the accepted one stays as it is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiedui.kernel.errors import Invalid, NotAllowed
from jiedui.returns import errors, queries, sealing, services
from jiedui.returns.enums import NoticeKind, ReturnState
from jiedui.returns.models import Notice, Return
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene


def test_the_new_version_shows_what_differs_from_the_frozen_one(world: World) -> None:
    old = scene.accepted(world, sections=[services.SectionSpec("进展")])
    acts.accepted(world, detail={"voucher_number": "NO.2"})

    new = services.reopen_return(actor=world.office, one=old, reason="漏报一笔")

    assert (new.version, new.state, new.replaces, new.filed_on) == (2, ReturnState.OPEN, old, old.filed_on)
    (change,) = queries.differences(new)
    assert (change.before.final, change.line.final) == (scene.money("12000.50"), scene.money("24001"))  # type: ignore[union-attr]
    assert list(queries.current(Return.objects.filter(unit=world.east))) == [new]
    assert list(queries.versions_of(old)) == [old, new]
    assert Notice.objects.get(kind=NoticeKind.REOPENED).user == world.giver
    old.refresh_from_db()
    assert (old.state, old.hash) == (ReturnState.ACCEPTED, sealing.seal_of(old))


def test_a_version_is_opened_again_once(world: World) -> None:
    old = scene.accepted(world)
    services.reopen_return(actor=world.office, one=old, reason="漏报")

    with pytest.raises(errors.Replaced):
        services.reopen_return(actor=world.office, one=old, reason="再次")
    assert Return.objects.filter(unit=world.east).count() == 2


def test_only_the_office_opens_again_what_is_accepted_and_says_why(world: World) -> None:
    one = scene.submitted(world)
    with pytest.raises(errors.NotAccepted):
        services.reopen_return(actor=world.office, one=one, reason="早了")
    services.approve_returns(actor=world.office, returns=[one])
    services.approve_returns(actor=world.office, returns=[one])
    before = scene.snapshot(one)

    for who in (world.lead, world.giver, world.receiver, world.auditor):
        with pytest.raises(NotAllowed):
            services.reopen_return(actor=who, one=one, reason="改")
    with pytest.raises(Invalid):
        services.reopen_return(actor=world.office, one=one, reason=" ")
    assert scene.snapshot(one) == before
    assert not Return.objects.filter(version=2).exists()


def test_an_adjusted_figure_is_a_question_again(world: World) -> None:
    one = scene.july(world)
    line = services.adjust_line(actor=world.giver, line=one.lines.get(), value=Decimal(1), reason="在途")
    services.submit_return(actor=world.giver, one=one)
    services.take_adjustment(actor=world.office, line=line)
    for _level in range(2):
        services.approve_return(actor=world.office, one=one)

    new = services.reopen_return(actor=world.office, one=one, reason="核对")

    assert (new.lines.get().adjusted, new.lines.get().is_question) == (1, True)
