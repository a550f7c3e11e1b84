"""Many returns are brought to their end at once; what is not fit is left and told."""

from __future__ import annotations

from datetime import date

import pytest

from jiedui.kernel.errors import NotAllowed
from jiedui.returns import errors, services
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Notice, Return
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene


def close(world: World, who: str = "office", **changes: date) -> services.Closed:
    span = {"since": date(2019, 1, 1), "until": date(2019, 9, 30), **changes}
    return services.close_returns(actor=getattr(world, who), programme=world.programme, **span)


def test_a_whole_year_is_made_reviewed_and_accepted(world: World) -> None:
    scene.july(world)

    closed = close(world, on=date(2019, 10, 3))

    assert (closed.produced, closed.accepted, closed.left) == (16, 18, [])
    assert {one.state for one in Return.objects.all()} == {ReturnState.ACCEPTED}
    assert {one.filed_on for one in Return.objects.all()} == {date(2019, 10, 3)}
    assert not Notice.objects.exists(), "a script needs nobody's attention"
    assert close(world).accepted == 0


def test_what_is_not_fit_is_left_and_the_rest_is_accepted(world: World) -> None:
    one = scene.july(world, sections=[services.SectionSpec("进展", required=True)])
    services.write_text(actor=world.giver, section=one.texts.get(), text="推进顺利")

    closed = close(world, since=scene.JULY, until=scene.JULY)

    assert closed.accepted == 1
    ((left, error),) = closed.left
    assert (left.unit, [type(problem) for problem in error.errors]) == (world.west, [errors.NarrativeMissing])
    left.refresh_from_db()
    assert left.state == ReturnState.OPEN


def test_what_the_ledger_does_not_have_may_stay_empty(world: World) -> None:
    acts.indicator(world, code="purchases")
    scene.pair(world)
    cabinets = acts.indicator(world, "", "", code="cabinets")
    scene.schedule(
        world,
        lines=[services.LineSpec(cabinets)],
        sections=[services.SectionSpec("进展", required=True)],
    )
    scene.produce(world)

    assert close(world, since=scene.JULY, until=scene.JULY).accepted == 0
    with pytest.raises(NotAllowed):
        services.submit_returns(
            actor=world.giver, returns=list(Return.objects.filter(unit=world.east)), blanks=True
        )
    closed = services.close_returns(
        actor=world.office, programme=world.programme, since=scene.JULY, until=scene.JULY, blanks=True
    )

    assert (closed.accepted, closed.left) == (2, [])


def test_only_the_office_closes(world: World) -> None:
    scene.july(world)

    for who in ("lead", "giver", "receiver", "auditor", "nobody"):
        with pytest.raises(NotAllowed):
            close(world, who)
    assert {one.state for one in Return.objects.all()} == {ReturnState.OPEN}


def test_where_duties_are_kept_apart_the_office_does_not_close_alone(world: World) -> None:
    acts.indicator(world, code="unused")
    scene.july(world)
    world.programme.separate_duties = True
    world.programme.save()

    with pytest.raises(errors.OwnReturn):
        close(world)
    assert {one.state for one in Return.objects.all()} == {ReturnState.OPEN}
