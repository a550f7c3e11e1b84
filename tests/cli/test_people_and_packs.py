"""``jiedui load``, ``simulate`` and ``add-user`` as somebody types them."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from jiedui.accounts.models import User
from jiedui.cli import add_user, close_examples, load, simulate
from jiedui.kernel.errors import Invalid, InvalidMany, NotFound
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from tests.conftest import World
from tests.plans.test_packs import FILES

pytestmark = pytest.mark.django_db
GOOD = "correct-horse-battery\n"


def run(command: object, *arguments: str, typed: str = "") -> str:
    app = typer.Typer()
    app.command()(command)  # type: ignore[type-var]
    result = CliRunner().invoke(app, list(arguments), input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_load_says_what_it_added_and_then_that_nothing_changed(pack: Path) -> None:
    assert "海州市协作" in run(load.load, str(pack))
    before = OrgUnit.objects.count()
    assert "0" in run(load.load, str(pack))
    assert OrgUnit.objects.count() == before


def test_load_names_problems_and_writes_nothing(pack: Path) -> None:
    (pack / "pairings.csv").write_text("giver,receiver,valid_from\n某区,环县,2019-01-01\n", "utf-8")
    with pytest.raises(InvalidMany, match=r"pairings\.csv:2"):
        run(load.load, str(pack))
    assert not Programme.objects.exists()


def test_simulate_needs_to_know_which_programme(world: World) -> None:
    with pytest.raises(NotFound):
        run(simulate.simulate, "--year", "--programme", "nowhere")
    Programme.objects.all().delete()
    with pytest.raises(Invalid):
        run(simulate.simulate, "--year")


def test_add_user_reads_the_password_and_grants_the_role(world: World) -> None:
    run(add_user.add_user, "li", "--role", "giver", "--unit", "东城区", "--password-stdin", typed=GOOD)
    user = User.objects.get(username="li")
    assert user.check_password(GOOD.strip())
    assert [(m.role, m.unit) for m in user.memberships.all()] == [("giver", world.east)]
    run(add_user.add_user, "li", "--role", "lead", "--unit", "市商务局")
    assert user.memberships.count() == 2


def test_add_user_can_make_up_a_password(world: World) -> None:
    output = run(add_user.add_user, "li", "--generate")
    password = output.strip().splitlines()[-1].split()[-1].split("：")[-1]
    assert User.objects.get(username="li").check_password(password)


@pytest.mark.parametrize("arguments", [["--role", "king"], ["--role", "giver", "--unit", "城区"]])
def test_add_user_refuses_what_it_cannot_tell(world: World, arguments: list[str]) -> None:
    with pytest.raises(Invalid):
        run(add_user.add_user, "li", *arguments, "--generate")
    assert not User.objects.filter(username="li").exists()


def test_example_accounts_are_closed_and_others_are_not(world: World) -> None:
    User.objects.create_user("ana", password="x", display_name="Ana", is_example=True)
    assert "ana" in run(close_examples.close_examples)
    assert list(User.objects.filter(is_active=False).values_list("username", flat=True)) == ["ana"]
    assert "ana" not in run(close_examples.close_examples)
