"""The live connection: what a spreadsheet fetches is what the explorer shows to whoever the token acts for."""

from __future__ import annotations

import base64
import csv
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.models import User
from jiedui.accounts.services import create_token
from jiedui.ledger.models import Posting
from jiedui.warehouse import services
from jiedui.warehouse.warehouse import own_warehouse
from tests.conftest import World
from tests.warehouse.scene import Drawn, draw

YEARS = "from=2018-01-01&to=2019-12-31"


@pytest.fixture
def drawn(world: World, settings: Any, tmp_path: Any) -> Drawn:
    """Postings in a warehouse of the test's own."""
    settings.WAREHOUSE_FOLDER = tmp_path / "warehouse"
    drawn = draw(world, count=60)
    services.make_anew(own_warehouse())
    return drawn


def basic(password: str, name: str = "anybody") -> dict[str, str]:
    """As a spreadsheet sends it."""
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def token(user: User, scope: TokenScope = TokenScope.FIGURES) -> str:
    """A token's secret."""
    return create_token(actor=user, user=user, name="Excel", scopes=[scope], days=30)[1]


def fetch(
    client: Client, drawn: Drawn, what: str, query: str, headers: dict[str, str]
) -> list[dict[str, str]]:
    """The rows of a file."""
    one = drawn.indicators["sum-1"].pk
    answer = client.get(
        f"/api/explore/{drawn.world.programme.code}/{what}.csv?{YEARS}&of={one}&{query}", headers=headers
    )
    assert answer.status_code == 200, answer.content
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(text.splitlines()))
    assert answer["X-Row-Count"] == str(len(rows))
    return rows


def posted(drawn: Drawn, **narrowed: Any) -> Decimal:
    """The sum of what stands in the database."""
    found = Posting.objects.filter(indicator=drawn.indicators["sum-1"], **narrowed)
    return sum((one.value for one in found), Decimal(0))


def test_a_spreadsheet_gets_the_cells_with_a_token_as_password(drawn: Drawn, client: Client) -> None:
    query = "rows=giver:county&columns=period:year"
    rows = fetch(client, drawn, "cells", query, basic(token(drawn.world.office)))

    assert list(rows[0]) == [
        "row_key",
        "row",
        "column_key",
        "column",
        "indicator",
        "unit",
        "value",
        "entries",
    ]
    east = [row for row in rows if row["row_key"] == str(drawn.world.east.pk)]
    path = drawn.world.east.path
    assert {row["column_key"]: Decimal(row["value"]) for row in east} == {
        f"{year}0101": posted(drawn, giver__path__startswith=path, day__year=year) for year in (2018, 2019)
    }
    assert sum(Decimal(row["value"]) for row in rows) == posted(drawn)


def test_each_token_gets_what_its_person_may_see(drawn: Drawn, client: Client) -> None:
    world = drawn.world
    for user, unit in ((world.giver, world.east), (world.other_giver, world.west)):
        rows = fetch(client, drawn, "entries", "rows=giver:self", basic(token(user)))
        seen = Posting.objects.filter(
            indicator=drawn.indicators["sum-1"], giver__path__startswith=unit.path
        ).values_list("entry", flat=True)
        assert {int(row["entry"]) for row in rows} == set(seen)
        assert rows


def test_a_token_in_the_header_and_a_password_do_too(drawn: Drawn, client: Client) -> None:
    office = drawn.world.office
    for headers in ({"authorization": f"Bearer {token(office)}"}, basic("office", "office")):
        assert fetch(client, drawn, "cells", "rows=giver:county", headers)


@pytest.mark.parametrize("name", ["cells", "entries"])
def test_nothing_without_the_right_to_it(drawn: Drawn, client: Client, name: str) -> None:
    world = drawn.world
    path = f"/api/explore/{world.programme.code}/{name}.csv"
    wrong = token(world.office, TokenScope.READ)

    assert client.get(path).status_code == 401
    assert "Basic" in client.get(path)["WWW-Authenticate"]
    assert client.get(path, headers=basic("jdt_wrong")).status_code == 401
    assert client.get(path, headers=basic(wrong)).status_code == 403
    assert client.get(path, headers=basic("nobody", "nobody")).status_code == 403
    assert client.get(f"/api/explore/none/{name}.csv", headers=basic(token(world.office))).status_code == 404


def test_a_view_of_the_past_is_one_of_the_past(drawn: Drawn, client: Client) -> None:
    headers = basic(token(drawn.world.office))
    assert fetch(client, drawn, "cells", f"rows=giver:self&asof={date(2000, 1, 1)}", headers) == []
