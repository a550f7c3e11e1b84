"""The plan in the API: milestones and rules in force, as of a version, and every version of each. Never written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.services import create_token
from jiedui.plans.models import Indicator, Milestone, Rule
from jiedui.plans.services import Order, add_milestone, add_rule, order_milestone, order_rule
from tests.conftest import World

URL = "/api/plan/haizhou-2019"
ORDER = Order("调整通知", "海协办〔2019〕9号", date(2019, 7, 1))


@pytest.fixture
def revised(world: World) -> World:
    """Half by mid-August became 60 % by the end of September; 60 % for industry became 70 %."""
    sales = Indicator.objects.create(workstream=world.consumption, code="sales", name="消费额", unit="元")
    half = add_milestone(
        actor=None, workstream=world.consumption, due_on=date(2019, 8, 15), text="过半", text_en="Half",
        indicator=sales, share=Decimal("0.5"), revision=world.revision,
    )  # fmt: skip
    industry = add_rule(
        actor=None, programme=world.programme, code="industry", text="六成用于产业", revision=world.revision,
        threshold=Decimal("0.6"), numerator=sales, denominator=sales,
    )  # fmt: skip
    order_milestone(
        actor=None, milestone=half, order=ORDER, due_on=date(2019, 9, 30), text="六成", share=Decimal("0.6")
    )
    order_rule(
        actor=None, rule=industry, order=ORDER, text="七成用于产业", comparator=">=", threshold=Decimal("0.7")
    )
    return world


def get(client: Client, world: World, path: str) -> Any:
    client.force_login(world.auditor)
    return client.get(f"{URL}/{path}").json()


def test_what_is_in_force_is_read_with_what_ordered_it(revised: World, client: Client) -> None:
    new = Milestone.objects.get(text="六成")
    assert get(client, revised, "milestones") == [
        {
            "id": new.pk, "workstream": "consumption", "indicator": "sales", "due_on": "2019-09-30", "text": "六成",
            "text_en": "", "share": "0.6000", "superseded_by": None,
            "revision": {
                "number": 2, "title": "调整通知", "doc_number": "海协办〔2019〕9号", "issued_on": "2019-07-01",
                "reason": "",
            },
        }
    ]  # fmt: skip
    [rule] = get(client, revised, "rules")
    assert (rule["code"], rule["threshold"], rule["numerator"], rule["revision"]["number"]) == (
        "industry", "0.7000", "sales", 3,
    )  # fmt: skip


def test_an_earlier_version_of_the_plan_is_read(revised: World, client: Client) -> None:
    [milestone] = get(client, revised, "milestones?revision=1")
    [rule] = get(client, revised, "rules?revision=2")
    assert (milestone["due_on"], milestone["text_en"], milestone["superseded_by"]) == (
        "2019-08-15",
        "Half",
        2,
    )
    assert (rule["threshold"], rule["superseded_by"]) == ("0.6000", 3)
    for path in ("milestones?revision=9", "rules?revision=9"):
        assert client.get(f"{URL}/{path}").status_code == 404


def test_every_version_is_read_by_any_of_their_ids(revised: World, client: Client) -> None:
    for one in Milestone.objects.all():
        found = get(client, revised, f"milestones/{one.pk}/versions")
        assert [row["share"] for row in found] == ["0.5000", "0.6000"]
    for rule in Rule.objects.all():
        found = get(client, revised, f"rules/{rule.pk}/versions")
        assert [row["superseded_by"] for row in found] == [3, None]
    assert client.get(f"{URL}/rules/999999/versions").status_code == 404


def test_a_token_needs_the_scope(revised: World, client: Client) -> None:
    for scope, status in ((TokenScope.FIGURES, 200), (TokenScope.PROJECTS, 403)):
        secret = create_token(actor=revised.giver, user=revised.giver, name=scope, scopes=[scope], days=1)[1]
        answer = client.get(f"{URL}/rules", headers={"authorization": f"Bearer {secret}"})
        assert answer.status_code == status
    assert client.post(f"{URL}/rules").status_code in {401, 405}


def test_more_rows_take_no_more_queries(revised: World, client: Client) -> None:
    few = [_queries(client, revised, path) for path in ("milestones", "rules", "milestones?revision=1")]
    for number in range(4):
        add_milestone(
            actor=None, workstream=revised.funds, due_on=date(2019, 8, 15), text=f"又{number}",
            revision=revised.revision,
        )  # fmt: skip
        add_rule(
            actor=None, programme=revised.programme, code=f"r{number}", text="又", revision=revised.revision,
            workstream=revised.funds,
        )  # fmt: skip
    many = [_queries(client, revised, path) for path in ("milestones", "rules", "milestones?revision=1")]
    assert many == few


def _queries(client: Client, world: World, path: str) -> int:
    client.force_login(world.auditor)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{URL}/{path}").status_code == 200
    return len(queries)
