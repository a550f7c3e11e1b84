"""The page of approvals by amount: seen by all, set by the programme office."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.kernel.models import AuditRecord
from jiedui.plans import services
from jiedui.plans.models import ApprovalBand
from tests.conftest import World
from tests.ledger import acts

PAGE = "/p/haizhou-2019/approvals/"
NEW = {"kind": "transfer", "at_least": "50万", "turn0": "lead", "turn1": "office", "turn2": ""}


@pytest.fixture
def office(world: World, client: Client) -> Client:
    client.force_login(world.office)
    return client


def band(world: World, at_least: str = "100000", kind: str = "") -> ApprovalBand:
    return services.set_approval_band(
        actor=world.office,
        programme=world.programme,
        at_least=Decimal(at_least),
        approvers=["lead", "office"],
        kind=kind,
    )


def test_a_threshold_is_set_as_people_type_it(world: World, office: Client) -> None:
    answer = office.post(f"{PAGE}new/", NEW)

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    found = ApprovalBand.objects.get()
    assert (found.kind, found.at_least, found.approvers) == ("transfer", Decimal(500000), ["lead", "office"])
    assert AuditRecord.objects.get(action="programme.approval_band").actor == world.office


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"at_least": ""}, "at_least"),
        ({"at_least": "-1"}, "at_least"),
        ({"at_least": "很多"}, "at_least"),
        ({"turn0": ""}, "turn0"),
        ({"turn0": "giver"}, "turn0"),
        ({"kind": "secondment"}, "kind"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(office: Client, changes: dict[str, str], field: str) -> None:
    answer = office.post(f"{PAGE}new/", {**NEW, **changes})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not ApprovalBand.objects.exists()


def test_who_approves_is_changed_and_the_amount_stays(world: World, office: Client) -> None:
    found = band(world)
    page = office.get(f"{PAGE}{found.pk}/")
    assert page.context["form"].fields["turn1"].initial == "office"

    office.post(f"{PAGE}{found.pk}/", {"turn0": "office", "turn1": "", "turn2": ""})

    found.refresh_from_db()
    assert (found.at_least, found.approvers) == (Decimal(100000), ["office"])


def test_a_threshold_is_removed(world: World, office: Client) -> None:
    office.post(f"{PAGE}{band(world).pk}/remove/")

    assert not ApprovalBand.objects.exists()


def test_entering_and_deciding_are_kept_apart_and_together_again(world: World, office: Client) -> None:
    for said, separate in (("yes", True), ("no", False)):
        office.post(f"{PAGE}duties/", {"separate": said})
        world.programme.refresh_from_db()
        assert world.programme.separate_duties is separate
    assert AuditRecord.objects.filter(action="programme.separate_duties").count() == 2


def test_the_page_counts_what_each_threshold_holds(world: World, client: Client) -> None:
    band(world)
    band(world, "300000")
    band(world, "0", kind="purchase")
    for kind, amount in (("transfer", "150000"), ("transfer", "99999"), ("purchase", "999999")):
        acts.submitted(world, kind, amount=Decimal(amount))
    client.force_login(world.auditor)

    rows = client.get(PAGE).context["rows"]

    assert [(row.band.kind, row.band.at_least, row.waiting) for row in rows] == [
        ("", Decimal(100000), 1),
        ("", Decimal(300000), 0),
        ("purchase", Decimal(0), 1),
    ]
    assert f"{PAGE}new/" not in client.get(PAGE).content.decode()


def test_the_page_costs_the_same_however_many_thresholds(world: World, office: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert office.get(PAGE).status_code == 200
        return len(found)

    band(world)
    few = queries()
    for number in range(2, 6):
        band(world, str(number))

    assert queries() == few


def test_the_list_costs_one_query_more_for_entries_in_bands_however_many(
    world: World, office: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert office.get("/p/haizhou-2019/ledger/").status_code == 200
        return len(found)

    band(world, "0")
    acts.submitted(world, "transfer")
    few = queries()
    for _number in range(3):
        acts.submitted(world, "transfer")

    assert queries() == few
