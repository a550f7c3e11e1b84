"""``jiedui returns``."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from typer.testing import CliRunner, Result

from jiedui.cli.returns import app
from jiedui.kernel.errors import Invalid
from jiedui.ledger.models import Posting
from jiedui.returns import services
from jiedui.returns.models import Notice, Return
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene

PROGRAMME = ("--programme", "haizhou-2019")


def run(*arguments: str) -> Result:
    with override("en"):
        return CliRunner(env={"COLUMNS": "200"}).invoke(app, list(arguments))


def test_returns_are_made_listed_reminded_of_and_closed(world: World) -> None:
    scene.july(world)

    made = run("produce", *PROGRAMME, "--until", "2019-08-31")
    assert made.output == "14 returns made, 2 were there.\n"
    assert run("produce", *PROGRAMME, "--until", "2019-08-31").output == "0 returns made, 16 were there.\n"
    listed = run("list", *PROGRAMME, "--period", "2019-07", "--state", "overdue").output
    assert "2019-08-05" in listed
    assert "Purchases, monthly" in listed
    assert "to be filed 2" in listed
    reminded = run("remind", *PROGRAMME, "--on", "2019-08-05").output
    assert reminded == "4 notices, 0 messages.\n0 sent, 0 to be tried again.\n"
    assert Notice.objects.count() == 4
    closed = run("close", *PROGRAMME, "--period", "2019Q3", "--as", "office")
    assert (closed.exit_code, closed.output.strip()) == (0, "2 made, 6 accepted, 0 left.")
    rated = run("rates", *PROGRAMME, "--period", "2019").output
    assert "Completeness" in rated
    assert "18" in rated


def test_what_is_left_is_named_and_exits_1(world: World) -> None:
    scene.july(world, sections=[services.SectionSpec("进展", required=True)])

    closed = run("close", *PROGRAMME, "--period", "2019-07", "--as", "office")

    assert closed.exit_code == 1
    assert "0 made, 0 accepted, 2 left." in closed.output
    assert "sections.1: Write something under “进展” first." in closed.output


def test_a_period_that_is_none_and_a_person_that_is_not_are_refused(world: World) -> None:
    scene.july(world)

    assert isinstance(run("close", *PROGRAMME, "--period", "July", "--as", "office").exception, Invalid)
    assert isinstance(run("close", *PROGRAMME, "--period", "2019-13", "--as", "office").exception, Invalid)
    assert isinstance(run("close", *PROGRAMME, "--period", "2019-07", "--as", "x").exception, Invalid)
    assert Return.objects.filter(state="open").count() == 2


def test_the_meter_tells_what_need_not_be_asked(world: World) -> None:
    scene.july(world)

    metered = run("meter", *PROGRAMME, "--period", "2019-08").output

    assert "Hours by hand" in metered
    assert "Purchases, monthly, “Purchases”: the ledger has it" in metered


@pytest.mark.parametrize("name", ["2019", "2019H2", "2019Q4", "2019-07", "2019-W31"])
def test_periods_are_named_as_they_are_read(name: str) -> None:
    from jiedui.returns.calendar import name_of, period_named

    assert name_of(period_named(name)) == name


def test_frozen_figures_are_compared_with_what_they_were_computed_from(world: World) -> None:
    scene.accepted(world)
    compared = run("agree", *PROGRAMME)
    assert (compared.exit_code, compared.output) == (
        0, "1 figures from 1 frozen lines compared, 0 differ.\n",
    )  # fmt: skip

    acts.accepted(world, amount="100", detail={"voucher_number": "NO.2"})
    compared = run("agree", *PROGRAMME, "--period", "2019-07")
    assert compared.exit_code == 0
    row = next(line for line in compared.output.splitlines() if "Purchases, monthly" in line)
    assert row.split()[3:] == ["2019-07", *["CNY", "12,000.5"] * 3, "1", "CNY", "12,100.5"]

    Posting.objects.filter(entry__sequence=1).update(value=1)
    compared = run("agree", *PROGRAMME, "--all")
    assert compared.exit_code == 1
    assert "1 differ." in compared.output


def test_returns_are_closed_over_a_span_each_on_its_due_day(world: World) -> None:
    scene.july(world)
    closed = run(
        "close", *PROGRAMME, "--since", "2019-06-01", "--until", "2019-08-31", "--on", "due", "--as", "office"
    )
    assert (closed.exit_code, closed.output.strip()) == (0, "4 made, 6 accepted, 0 left.")
    assert {one.filed_on for one in Return.objects.all()} == {one.due_on for one in Return.objects.all()}

    assert isinstance(run("close", *PROGRAMME, "--as", "office").exception, Invalid)
