"""``jiedui verify`` and ``jiedui rebuild``."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import typer
from django.db import connection
from django.utils.translation import override
from typer.testing import CliRunner, Result

from jiedui.cli.rebuild import rebuild
from jiedui.cli.verify import verify
from jiedui.kernel.errors import NotFound
from jiedui.ledger.models import Entry, Posting
from tests.conftest import World
from tests.ledger import acts


def run(command: Callable[..., None], *arguments: str) -> Result:
    """The command by itself, in English."""
    app = typer.Typer()
    app.command()(command)
    with override("en"):
        return CliRunner(env={"COLUMNS": "200"}).invoke(app, list(arguments))


@pytest.fixture
def entry(world: World) -> Entry:
    """An accepted entry that is posted."""
    acts.indicator(world, code="amount")
    return acts.accepted(world)


def test_what_agrees_is_summed_up_and_exits_0(entry: Entry) -> None:
    for arguments in ([], ["--programme", "haizhou-2019"]):
        result = run(verify, *arguments)

        assert result.exit_code == 0, result.output
        assert "Everything agrees." in result.output
        assert "The chain of accepted entries" in result.output


def test_one_changed_byte_is_named_and_exits_1(entry: Entry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET title = '食堂采购苹萝' WHERE id = %s", [entry.pk])

    result = run(verify)

    assert result.exit_code == 1
    assert f"Entry #{entry.pk}, title: The entry was changed after it was accepted" in result.output
    assert "Everything agrees." not in result.output


def test_a_programme_that_does_not_exist_is_refused(world: World) -> None:
    assert isinstance(run(verify, "--programme", "none").exception, NotFound)


def test_postings_are_rebuilt_and_agree_again(entry: Entry) -> None:
    Posting.objects.update(value=1)
    assert run(verify).exit_code == 1

    result = run(rebuild, "--programme", "haizhou-2019")

    assert result.exit_code == 0
    assert "haizhou-2019: 1 postings before, 1 now." in result.output
    assert run(verify).exit_code == 0
