"""People are added by the office, with passwords that can stand."""

from __future__ import annotations

import pytest

from jiedui.accounts.enums import Role
from jiedui.accounts.errors import UsernameTaken, WeakPassword
from jiedui.accounts.models import Membership, User
from jiedui.accounts.policies import Action, allows
from jiedui.accounts.services import close_account, create_user, grant_membership, revoke_membership
from jiedui.kernel.errors import Invalid, NotAllowed
from jiedui.kernel.models import AuditRecord
from tests.conftest import World

GOOD = "correct-horse-battery"


def test_the_office_adds_people(world: World) -> None:
    user = create_user(actor=world.office, username="li", password=GOOD, display_name="报表岗")
    assert user.check_password(GOOD)
    assert (user.display_name, user.is_example, user.is_staff) == ("报表岗", False, False)
    record = AuditRecord.objects.first()
    assert record is not None
    assert (record.action, record.detail) == ("user.create", {"username": "li"})


def test_a_taken_name_is_refused_whatever_its_case(world: World) -> None:
    with pytest.raises(UsernameTaken):
        create_user(actor=None, username="OFFICE", password=GOOD)


@pytest.mark.parametrize("password", ["short", "password12", ""])
def test_a_weak_password_is_refused(world: World, password: str) -> None:
    with pytest.raises(WeakPassword):
        create_user(actor=None, username="li", password=password)
    assert not User.objects.filter(username="li").exists()


def test_a_name_with_blanks_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        create_user(actor=None, username="li wu", password=GOOD)


def test_a_role_works_at_once_and_is_taken_away_at_once(world: World) -> None:
    assert not allows(world.nobody, Action.RECORD_ENTRY, unit=world.east)
    membership = grant_membership(actor=world.office, user=world.nobody, unit=world.east, role=Role.GIVER)
    assert allows(world.nobody, Action.RECORD_ENTRY, unit=world.east)
    assert not allows(world.nobody, Action.RECORD_ENTRY, unit=world.west)
    assert grant_membership(actor=None, user=world.nobody, unit=world.east, role=Role.GIVER) == membership
    revoke_membership(actor=world.office, membership=membership)
    assert not allows(User.objects.get(pk=world.nobody.pk), Action.RECORD_ENTRY, unit=world.east)


def test_an_unknown_role_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        grant_membership(actor=None, user=world.nobody, unit=world.east, role="king")
    assert not world.nobody.memberships.exists()


def test_only_the_office_manages_people(world: World) -> None:
    for actor in (world.lead, world.giver, world.receiver, world.auditor, world.nobody):
        with pytest.raises(NotAllowed):
            create_user(actor=actor, username="li", password=GOOD)
        with pytest.raises(NotAllowed):
            grant_membership(actor=actor, user=actor, unit=world.city, role=Role.OFFICE)
    assert not User.objects.filter(username="li").exists()
    assert Membership.objects.filter(role=Role.OFFICE).count() == 1


def test_a_closed_account_may_do_nothing_and_keeps_its_name(world: World) -> None:
    close_account(actor=world.office, user=world.giver)
    closed = User.objects.get(pk=world.giver.pk)
    assert not allows(closed, Action.RECORD_ENTRY, unit=world.east)
    assert not world.giver.is_active
    with pytest.raises(NotAllowed):
        close_account(actor=world.lead, user=world.office)
    assert User.objects.get(pk=world.office.pk).is_active
