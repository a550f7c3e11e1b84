"""The office makes accounts, gives roles, closes accounts."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.accounts.enums import Role
from jiedui.accounts.models import Membership, User
from jiedui.kernel.models import AuditRecord
from tests.conftest import World, person

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def office(world: World, client: Client) -> Client:
    client.force_login(world.office)
    return client


def test_a_new_account_gets_a_role_and_a_password_for_one_sign_in(world: World, office: Client) -> None:
    data = {
        "username": "zhang",
        "display_name": "东城区财政局经办人",
        "email": "z@example.org",
        "role": "giver",
        "unit": "东城区",
    }

    answer = office.post("/admin/people/new/", data)

    user = User.objects.get(username="zhang")
    assert user.check_password(answer.context["password"])
    assert (user.must_change_password, user.email, answer["Cache-Control"]) == (
        True,
        "z@example.org",
        "no-store",
    )
    assert [(m.role, m.unit) for m in user.memberships.all()] == [("giver", world.east)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": "无此单位"}, "unit"),
        ({"username": "giver"}, "username"),
        ({"email": "taken@example.org"}, "email"),
        ({"role": "mayor"}, "role"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    world: World, office: Client, changes: dict[str, str], field: str
) -> None:
    User.objects.filter(pk=world.lead.pk).update(email="taken@example.org")
    data = {"username": "zhang", "role": "giver", "unit": "东城区", **changes}

    answer = office.post("/admin/people/new/", data)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.count() == 7


def test_a_role_is_given_and_taken_away(world: World, office: Client) -> None:
    address = f"/admin/people/{world.nobody.pk}/"
    office.post(f"{address}roles/", {"role": "auditor", "unit": "海州市"})
    held = Membership.objects.get(user=world.nobody)
    assert (held.role, held.unit) == (Role.AUDITOR, world.city)

    office.post(f"{address}roles/{held.pk}/revoke/")

    assert not Membership.objects.filter(user=world.nobody).exists()
    log = AuditRecord.objects.filter(subject_type="accounts.user").order_by("id")
    assert list(log.values_list("action", "channel")) == [
        ("membership.grant", "screen"),
        ("membership.revoke", "screen"),
    ]


def test_a_role_of_somebody_else_is_not_taken_by_this_address(world: World, office: Client) -> None:
    held = world.lead.memberships.get()

    assert office.post(f"/admin/people/{world.giver.pk}/roles/{held.pk}/revoke/").status_code == 404
    assert Membership.objects.filter(pk=held.pk).exists()


def test_the_office_cannot_lock_itself_out(world: World, office: Client) -> None:
    address = f"/admin/people/{world.office.pk}/"

    assert office.post(f"{address}close/").status_code == 409
    assert office.post(f"{address}roles/{world.office.memberships.get().pk}/revoke/").status_code == 409
    assert User.objects.get(pk=world.office.pk).is_active
    assert world.office.memberships.exists()


def test_an_account_is_closed_and_opened_again(world: World, office: Client) -> None:
    address = f"/admin/people/{world.giver.pk}/"
    office.post(f"{address}close/")
    assert not User.objects.get(pk=world.giver.pk).is_active

    office.post(f"{address}reopen/")

    assert User.objects.get(pk=world.giver.pk).is_active


def test_a_password_is_given_anew_and_shown_once(world: World, office: Client) -> None:
    answer = office.post(f"/admin/people/{world.giver.pk}/password/")

    assert User.objects.get(pk=world.giver.pk).check_password(answer.context["password"])
    assert "password" not in str(AuditRecord.objects.get(action="user.password_reset").detail)


def test_name_and_address_are_changed_with_before_and_after(world: World, office: Client) -> None:
    office.post(f"/admin/people/{world.giver.pk}/edit/", {"display_name": "经办人", "email": "g@example.org"})

    assert AuditRecord.objects.get(action="user.edit").changes == {
        "display_name": ["Giver", "经办人"],
        "email": ["", "g@example.org"],
    }


def test_people_are_found_by_name_unit_and_role(world: World, office: Client) -> None:
    def found(query: str) -> list[str]:
        return [user.username for user in office.get(f"/admin/people/?{query}").context["page"].object_list]

    assert found("q=东城") == ["giver"]
    assert found("q=Other") == ["other-giver"]
    assert found("role=auditor") == ["auditor"]
    assert found("state=closed") == []
    assert len(found("")) == 7


def test_more_people_take_no_more_queries(world: World, office: Client) -> None:
    office.get("/admin/people/")
    with CaptureQueriesContext(connection) as few:
        office.get("/admin/people/")
    for n in range(5):
        person(f"more-{n}", (Role.GIVER, world.east), (Role.LEAD, world.commerce))
    with CaptureQueriesContext(connection) as many:
        office.get("/admin/people/")

    assert len(many) == len(few)
