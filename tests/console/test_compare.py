"""The comparing pages: figures that lead to their entries, files, empty states, queries that do not grow."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.ledger.enums import Verdict
from jiedui.plans.services import new_revision, revise_target
from tests.console.conftest import Stage

PAGES = ("years", "sides", "versions")


@pytest.fixture
def long(stage: Stage) -> Stage:
    """The programme began a year earlier; 400,000 by the same day then, and the plan has a second version."""
    world = stage.world
    world.programme.starts_on = date(2018, 1, 1)
    world.programme.save()
    stage.scene.entry("400000", "2018-05-10", giver=world.east, verdicts=(Verdict.AGREED, Verdict.DISPUTED))
    circular = new_revision(
        actor=world.office, programme=world.programme, title="调整通知", doc_number="海协办〔2019〕9号"
    )
    revise_target(actor=world.office, target=stage.whole, value=Decimal(2_400_000), revision=circular)
    return stage


def address(stage: Stage, page: str) -> str:
    return f"{stage.root}explore/{page}"


def sheet(client: Client, path: str) -> list[list[str]]:
    """The rows of a CSV."""
    answer = client.get(path, headers={"accept-language": "en"})
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_each_page_holds_what_every_page_holds(long: Stage, show: Any) -> None:
    for page in PAGES:
        for language in ("en", "zh-hans"):
            found = show(address(long, f"{page}/"), long.world.office, language)
            assert (found.language, found.forbidden, found.outside) == (language, [], []), page
            assert [level for level, _words in found.headings].count(1) == 1, page
            bare = [c for c in found.controls if not (c.get("wrapped") or c.get("id") in found.labelled)]
            assert [c for c in bare if "aria-label" not in c and c.get("type") != "hidden"] == [], page
            assert len(found.ids) == len(set(found.ids)), page


def test_both_years_lead_to_their_entries(long: Stage, client: Client, show: Any) -> None:
    page = show(address(long, "years/"), long.world.office)
    assert "2019-01-01 to 2019-09-30, beside 2018-01-01 to 2018-09-30" in page.text
    indicator = f"indicator={long.purchases.pk}&state=accepted"
    assert page.links["600.00"].endswith(f"?{indicator}&from=2019-01-01&to=2019-09-30")
    assert page.links["400.00"].endswith(f"?{indicator}&from=2018-01-01&to=2018-09-30")
    assert "+200.00" in page.text and "+50.0%" in page.text
    assert "1 headcount that the plan states is left out" in page.text
    rows = sheet(client, address(long, "years/file.csv"))
    assert rows[2] == [
        "Consumption", "Purchases", "Haizhou", "CNY", "600000", "400000", "200000", "0.5",
    ]  # fmt: skip


def test_one_indicator_unit_by_unit_and_another_day(long: Stage, show: Any) -> None:
    page = show(address(long, f"years/?indicator={long.purchases.pk}&on=2019-06-30"), long.world.office)
    assert "Purchases: year on year" in page.text and "beside 2018-01-01 to 2018-06-30" in page.text
    assert {"Haizhou", "Dongcheng"} <= set(page.links) and "Xicheng" not in page.links
    page = show(address(long, f"years/?unit={long.world.west.pk}&workstream=consumption"))
    assert "100.00" in page.text and "400.00" not in page.text


def test_without_a_last_year_it_is_said(stage: Stage, show: Any) -> None:
    page = show(address(stage, "years/"), stage.world.office)
    assert "The programme began on 2019-01-01" in page.text


@pytest.mark.parametrize(
    "asked", ["on=0001-01-01", "on=9999-12-31", "unit=99999999999999999999", "on=x", "indicator=x"]
)
def test_what_is_not_understood_does_no_harm(long: Stage, show: Any, asked: str) -> None:
    assert "More than last year?" in show(address(long, f"years/?{asked}"), long.world.office).text


def test_both_sides_by_indicator_and_by_pairing(long: Stage, client: Client, show: Any) -> None:
    page = show(address(long, "sides/"), long.world.office)
    ledger = f"?indicator={long.purchases.pk}&state=accepted"
    days = "from=2018-01-01&to=2019-09-30"
    assert page.links["1.00"].endswith(f"{ledger}&{days}")
    assert page.links["0.50"].endswith(f"{ledger}&confirmation=agreed&{days}")
    assert page.links["0.40"].endswith(f"{ledger}&confirmation=disputed&{days}")
    assert page.links["0.10"].endswith(f"{ledger}&confirmation=none&{days}")
    page = show(address(long, f"sides/?indicator={long.purchases.pk}"))
    assert page.links["Dongcheng → Yunling"].endswith(
        f"/pairings/reconciliation/?giver={long.world.east.pk}&receiver={long.world.county.pk}&{days}"
    )
    rows = sheet(client, address(long, f"sides/file.csv?indicator={long.purchases.pk}"))
    assert [row[1:6] + row[9:] for row in rows[2:5]] == [
        ["Dongcheng", "Yunling", "CNY", "900000", "500000", "0", "0.555556"],
        ["Xicheng", "Shiquan", "CNY", "100000", "0", "100000", "0"],
        ["all", "all", "CNY", "1000000", "500000", "100000", "0.5"],
    ]


def test_a_giver_sees_its_own_and_is_told_so(long: Stage, show: Any) -> None:
    page = show(address(long, "sides/"), long.world.other_giver)
    assert "Only entries that concern you are in it." in page.text
    assert "100.00" in page.text and "500.00" not in page.text


def test_versions_say_what_changed_by_what_and_how_today_looks(
    long: Stage, client: Client, show: Any
) -> None:
    page = show(address(long, "versions/"), long.world.office)
    assert "海协办〔2019〕9号" in page.text and "revised" in page.text
    assert f"{long.root}plan/targets/{long.whole.pk}/" in page.html
    assert f"{long.root}documents/{long.document.pk}/#f7" in page.html
    rows = sheet(client, address(long, "versions/file.csv"))
    assert rows[2][5:10] == ["revised", "1200000", "2400000", "1200000", "调整通知 海协办〔2019〕9号"]
    assert rows[2][10] == "600000" and rows[2][12:] == [
        rows[2][12],
        str(2 * Decimal(rows[2][11])),
        "out of reach",
    ]


def test_versions_by_day(long: Stage, show: Any) -> None:
    page = show(address(long, "versions/?earlier_on=2001-01-01"), long.world.office)
    assert "There was no plan on one of these days." in page.text


def test_one_version_has_nothing_beside_it(stage: Stage, show: Any) -> None:
    assert "The plan has one version so far" in show(address(stage, "versions/"), stage.world.office).text


def test_where_there_is_nothing_it_is_said(world: Any, show: Any) -> None:
    root = f"/p/{world.programme.code}/explore"
    assert "Nothing to compare yet" in show(f"{root}/years/", world.office).text
    assert "Neither side said anything yet" in show(f"{root}/sides/").text


@pytest.mark.parametrize("page", PAGES)
def test_the_workbook_has_its_title_heads_and_figures(long: Stage, client: Client, page: str) -> None:
    client.force_login(long.world.office)
    answer = client.get(address(long, f"{page}/file.xlsx"), headers={"accept-language": "en"})
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert cells[0][0].startswith("Haizhou programme 2019") and cells[2].count(None) == 0
    assert any(isinstance(value, int | float) for value in cells[3])
    assert client.get(address(long, f"{page}/file.pdf")).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_more_takes_no_more_queries(long: Stage, client: Client, page: str) -> None:
    path = address(long, f"{page}/")
    client.force_login(long.world.office)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(3):
        one = long.scene.indicator(f"more-{number}")
        long.scene.target("1000", long.world.east, one)
        long.scene.entry("70", "2019-04-01", indicator=one)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)
