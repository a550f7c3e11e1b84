"""The comparisons as files that programs fetch: the figures of the pages, as far as whoever asks may see them."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.models import User
from jiedui.accounts.services import create_token
from jiedui.ledger.enums import Verdict
from jiedui.plans.models import Milestone, Rule
from jiedui.plans.services import Order, order_milestone, order_revision, order_rule
from tests.progress.conftest import Scene
from tests.progress.conftest import scene as scene

URL = "/api/explore/haizhou-2019"
ORDER = Order("调整通知", "海协办〔2019〕9号", date(2019, 7, 1))


@pytest.fixture
def told(scene: Scene) -> Scene:
    """1,000 promised; the east did 600 that were agreed to, the west 100 that nobody spoke on; last year 150."""
    scene.target("1000")
    scene.world.programme.starts_on = date(2018, 1, 1)
    scene.world.programme.save()
    scene.entry("600", "2019-05-01", verdicts=(Verdict.AGREED,))
    scene.entry("100", "2019-06-01", giver=scene.world.west, receiver=scene.world.other_county)
    scene.entry("150", "2018-05-01")
    return scene


def rows(client: Client, user: User, path: str) -> list[dict[str, str]]:
    client.force_login(user)
    answer: Any = client.get(f"{URL}/{path}")
    assert answer.status_code == 200, answer.content
    found = list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert answer["X-Row-Count"] == str(len(found))
    return found


def test_this_year_stands_beside_last_year(told: Scene, client: Client) -> None:
    [row] = rows(client, told.world.auditor, "years.csv?on=2019-05-31&workstream=consumption")
    assert (row["indicator_id"], row["value"], row["value_before"], row["difference"], row["change"]) == (
        str(told.purchases.pk), "600", "150", "450", "3",
    )  # fmt: skip
    assert (row["first"], row["last"], row["last_before"]) == ("2019-01-01", "2019-05-31", "2018-05-31")
    units = rows(client, told.world.auditor, f"years.csv?on=2019-06-30&indicator={told.purchases.pk}")
    values = {row["unit"]: row["value"] for row in units}
    assert (values["东城区"], values["西城区"]) == ("600", "100")


def test_both_sides_are_told_as_far_as_one_may_see(told: Scene, client: Client) -> None:
    path = "sides.csv?from=2019-01-01&to=2019-12-31"
    [row] = rows(client, told.world.office, path)
    assert (row["claimed"], row["confirmed"], row["silent"], row["from"]) == (
        "700",
        "600",
        "100",
        "2019-01-01",
    )
    [own] = rows(client, told.world.giver, path)
    assert (own["claimed"], own["silent"]) == ("600", "0")


def test_two_versions_of_the_plan_with_targets_milestones_and_rules(told: Scene, client: Client) -> None:
    world = told.world
    target = told.purchases.targets.get()
    half = Milestone.objects.create(
        workstream=world.consumption, indicator=told.purchases, due_on=date(2019, 8, 15), text="过半",
        share=Decimal("0.5"), revision=world.revision,
    )  # fmt: skip
    floor = Rule.objects.create(
        programme=world.programme, code="floor", text="不低于八百", threshold=800, numerator=told.purchases,
        revision=world.revision,
    )  # fmt: skip
    order_revision(actor=None, target=target, order=ORDER, value=Decimal(2000), comparator=">=")
    order_milestone(
        actor=None, milestone=half, order=ORDER, due_on=date(2019, 9, 30), text="六成", share=Decimal("0.6")
    )
    order_rule(
        actor=None, rule=floor, order=ORDER, text="不低于九百", comparator=">=", threshold=Decimal(900)
    )

    found = rows(client, world.auditor, "versions.csv?earlier=1&later=4")
    assert [
        (row["what"], row["change"], row["earlier"], row["later"], row["ordered_by"]) for row in found
    ] == [
        ("target", "revised", "1000", "2000", "2"),
        ("milestone", "revised", "0.5", "0.6", "3"),
        ("rule", "revised", "800", "900", "4"),
    ]
    of_target, of_milestone, of_rule = found
    assert (of_target["done"], of_target["expected_later"]) == ("700", "1200")
    assert (of_milestone["first"], of_milestone["last"]) == ("2019-08-15", "2019-09-30")
    assert (of_rule["status_earlier"], of_rule["status_later"]) == ("kept", "broken")
    assert [row["what"] for row in rows(client, world.auditor, "versions.csv")] == ["rule"]


@pytest.mark.parametrize(
    "path",
    [
        "versions.csv?earlier=1&later=9", "versions.csv?earlier_on=1990-01-01", "years.csv?unit=999999",
        "years.csv?workstream=none", "sides.csv?indicator=999999",
    ],
)  # fmt: skip
def test_what_there_is_not_is_not_found(told: Scene, client: Client, path: str) -> None:
    client.force_login(told.world.auditor)
    assert client.get(f"{URL}/{path}").status_code == 404


def test_one_version_differs_in_nothing(told: Scene, client: Client) -> None:
    assert rows(client, told.world.auditor, "versions.csv") == []


def test_a_headcount_as_stated_is_compared_nowhere(told: Scene, client: Client) -> None:
    stated = told.indicator("placed", unit="人", kind="", measure="", as_stated=True)
    client.force_login(told.world.office)
    for what in ("years", "sides"):
        assert client.get(f"{URL}/{what}.csv?indicator={stated.pk}").status_code == 404


def test_a_token_needs_the_scope(told: Scene, client: Client) -> None:
    for scope, status in ((TokenScope.FIGURES, 200), (TokenScope.PROJECTS, 403)):
        giver = told.world.giver
        secret = create_token(actor=giver, user=giver, name=scope, scopes=[scope], days=1)[1]
        for what in ("years", "sides"):
            answer = client.get(f"{URL}/{what}.csv", headers={"authorization": f"Bearer {secret}"})
            assert answer.status_code == status


def test_more_rows_take_no_more_queries(told: Scene, client: Client) -> None:
    for what in ("years", "sides"):
        _queries(client, told, what)  # what is read once a process
    few = [_queries(client, told, what) for what in ("years", "sides")]
    for number in range(4):
        one = told.indicator(f"more-{number}")
        told.entry("5", "2019-04-01", indicator=one)
    assert [_queries(client, told, what) for what in ("years", "sides")] == few


def _queries(client: Client, told: Scene, what: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        rows(client, told.world.auditor, f"{what}.csv")
    return len(queries)
