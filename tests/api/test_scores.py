"""Scores in the API: read by whoever may see them, never written."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.services import create_token
from jiedui.progress.scorecards.models import ScoreLine
from tests.conftest import World
from tests.progress.conftest import Scene
from tests.progress.conftest import scene as scene
from tests.progress.scorecards.cards import draft_card

URL = "/api/scores/haizhou-2019"


@pytest.fixture
def scored(scene: Scene) -> World:
    """The east promised 1,000 and did 600; all points by completion."""
    scene.target("1000", scene.world.east)
    scene.entry("600", "2019-05-01")
    card = draft_card(scene.world)
    card.line("done", "100", indicator=scene.purchases)
    card.publish()
    return scene.world


def token(world: World, scope: TokenScope) -> dict[str, str]:
    secret = create_token(actor=world.giver, user=world.giver, name="x", scopes=[scope], days=1)[1]
    return {"authorization": f"Bearer {secret}"}


def test_scores_are_exact_and_of_any_day(scored: World, client: Client) -> None:
    client.force_login(scored.auditor)
    answer: dict[str, Any] = client.get(URL).json()
    (unit,) = [one for one in answer["units"] if one["unit"] == "东城区"]

    assert (answer["scorecard"], answer["version"], answer["on"], answer["total"]) == (
        "yearly",
        1,
        "2019-09-30",
        "100",
    )
    assert (unit["score"], unit["points"], unit["possible"], unit["rank"], unit["grade"]) == (
        "60",
        "60",
        "100",
        1,
        "一般",
    )
    assert unit["headings"][1] == {"name": "组织领导", "points": None, "possible": None}
    (before,) = client.get(f"{URL}?on=2019-04-30").json()["units"]
    assert before["score"] == "0"


def test_a_unit_is_told_line_by_line_with_its_actions(scored: World, client: Client) -> None:
    answer = client.get(f"{URL}/units/{scored.east.pk}", headers=token(scored, TokenScope.FIGURES)).json()

    (line,) = answer["lines"]
    assert (line["value"], line["figure"], line["against"], line["points"]) == ("0.6", "600", "1000", "60")
    (action,) = answer["actions"]
    assert (action["more"], action["gain"], action["reachable"]) == ("400", "40", True)


def test_tokens_need_their_scope_and_nobody_writes(scored: World, client: Client) -> None:
    assert client.get(URL, headers=token(scored, TokenScope.WRITE)).status_code == 403
    headers = token(scored, TokenScope.FIGURES)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(URL, headers=headers).status_code == 405
    assert ScoreLine.objects.count() == 1


@pytest.mark.parametrize("path", ["/api/scores/none", f"{URL}/units/999"])
def test_what_is_not_there_is_a_problem(scored: World, client: Client, path: str) -> None:
    client.force_login(scored.office)

    assert client.get(path).json()["code"] == "not_found"


def test_without_a_scorecard_there_is_nothing(world: World, client: Client) -> None:
    client.force_login(world.office)

    assert client.get(URL).status_code == 404
