"""The audit log: what a record holds, and that it is only ever added to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django_tasks import task
from typer.testing import CliRunner

from jiedui.accounts.models import User
from jiedui.accounts.services import close_account
from jiedui.kernel import append_only, audit, origin
from jiedui.kernel.enums import Channel
from jiedui.kernel.errors import WrittenForEver
from jiedui.kernel.models import AuditRecord
from jiedui.organisations import services as organisations
from tests.conftest import World

ELSEWHERE = origin.Origin(Channel.API, "192.0.2.7", "nightly import", "abc-123-def")


@pytest.fixture
def noted(world: World) -> AuditRecord:
    """A record that is there already."""
    return audit.record(actor=world.office, action="unit.look", subject=world.city, reason="a test")


@pytest.fixture
def guarded(db: None) -> Iterator[None]:
    """The triggers as an operator's database has them."""
    append_only.protect(connection, "kernel_auditrecord")
    yield


def test_a_record_says_from_where(world: World) -> None:
    with origin.opened(ELSEWHERE):
        audit.record(actor=world.office, action="unit.look", subject=world.city, reason="a test")

    row = AuditRecord.objects.get()
    assert (row.channel, row.ip, row.token, row.request_id) == (
        "api",
        "192.0.2.7",
        "nightly import",
        "abc-123-def",
    )
    assert (row.actor, row.subject_type, row.subject_id) == (
        world.office,
        "organisations.orgunit",
        str(world.city.pk),
    )
    assert (row.reason, row.changes) == ("a test", {})


def test_outside_of_any_origin_the_system_acts(noted: AuditRecord) -> None:
    assert (noted.channel, noted.ip, noted.token, noted.request_id) == ("system", None, "", "")


def test_an_origin_ends_also_when_something_fails() -> None:
    with pytest.raises(ZeroDivisionError), origin.opened(ELSEWHERE):
        origin.refine(token="another")
        raise ZeroDivisionError

    assert origin.current() == origin.Origin()


def test_changes_are_before_and_after(world: World) -> None:
    organisations.rename_unit(actor=world.office, unit=world.east, name="东新区", name_en="East New")

    row = AuditRecord.objects.get(action="unit.rename")
    assert row.changes == {"name": ["东城区", "东新区"], "name_en": ["Dongcheng", "East New"]}


def test_a_moved_unit_names_both_parents(world: World) -> None:
    old = world.east.path
    organisations.move_unit(actor=world.office, unit=world.east, parent=world.west)

    row = AuditRecord.objects.get(action="unit.move")
    assert row.changes == {
        "parent": [f"海州市 (#{world.city.pk})", f"西城区 (#{world.west.pk})"],
        "path": [old, world.east.path],
    }


def test_closing_an_account_notes_the_change(world: World) -> None:
    close_account(actor=world.office, user=world.giver)

    assert AuditRecord.objects.get(action="user.close").changes == {"is_active": [True, False]}


def test_every_value_is_kept_as_json_keeps_it() -> None:
    before = {
        "day": date(2019, 7, 3),
        "amount": Decimal("10.50"),
        "detail": {"a": 1, "b": [Decimal("2.0")]},
        "x": None,
    }
    after = {"day": date(2019, 7, 4), "amount": Decimal("10.5"), "detail": {"a": 1, "c": "new"}, "x": True}

    assert audit.changes(before, after) == {
        "day": ["2019-07-03", "2019-07-04"],
        "detail.b": [["2"], None],
        "x": [None, True],
        "detail.c": [None, "new"],
    }


def test_many_are_written_at_once(world: World) -> None:
    with origin.opened(ELSEWHERE):
        rows = [audit.draft(actor=None, action="unit.look", subject=u) for u in (world.east, world.west)]
        audit.record_many(rows)

    assert set(AuditRecord.objects.values_list("subject_id", "channel")) == {
        (str(world.east.pk), "api"),
        (str(world.west.pk), "api"),
    }


def test_nothing_is_changed_or_removed_through_the_models(noted: AuditRecord) -> None:
    with pytest.raises(WrittenForEver):
        AuditRecord.objects.update(action="forged")
    with pytest.raises(WrittenForEver):
        AuditRecord.objects.filter(pk=noted.pk).delete()

    assert AuditRecord.objects.get().action == "unit.look"


@pytest.mark.parametrize("act", ["save", "delete"])
def test_nothing_is_changed_or_removed_in_the_database(guarded: None, noted: AuditRecord, act: str) -> None:
    noted.action = "forged"
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        getattr(noted, act)()

    assert AuditRecord.objects.get().action == "unit.look"


def test_a_migrated_database_refuses_changes(noted: AuditRecord) -> None:
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        noted.save()


def test_a_request_is_a_screen_with_an_address(world: World, client: Client) -> None:
    answer = client.post("/language/", {"language": "en"}, REMOTE_ADDR="198.51.100.4")

    assert len(answer["X-Request-ID"]) == 32
    assert origin.current() == origin.Origin()


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("198.51.100.4", "203.0.113.9", "198.51.100.4"),  # nobody we know: what it says is not believed
        ("10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "192.0.2.1, 203.0.113.9, 10.0.0.3", "203.0.113.9"),  # the first may be made up
        ("10.0.0.2", "10.0.0.9", "10.0.0.9"),
        ("10.0.0.2", "nonsense", "10.0.0.2"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("", "203.0.113.9", None),
    ],
)
def test_a_proxy_is_believed_only_where_the_operator_named_it(
    settings: object, rf: object, remote: str, forwarded: str, found: str | None
) -> None:
    from jiedui.kernel.middleware import client_ip

    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]  # type: ignore[attr-defined]
    request = rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)  # type: ignore[attr-defined]

    assert client_ip(request) == found


@task()
def look(username: str) -> None:
    user = User.objects.get(username=username)
    audit.record(actor=user, action="user.look", subject=user)


def test_a_background_task_is_known_as_such(world: World) -> None:
    with origin.opened(ELSEWHERE):
        result = look.enqueue("office")
        assert origin.current() == ELSEWHERE

    row = AuditRecord.objects.get()
    assert (row.channel, row.ip, row.request_id) == ("task", None, result.id)


def test_a_command_is_known_as_such(world: World) -> None:
    from jiedui.cli.main import app, register

    register()
    with origin.opened(origin.Origin()):
        CliRunner().invoke(app, ["add-user", "zhao", "--generate"])

    row = AuditRecord.objects.get(action="user.create")
    assert (row.channel, row.actor) == ("command", None)
    assert len(row.request_id) == 32
