"""The explorer: a pivot of what the reader may see, every figure of which leads to its entries."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiedui.ledger.models import ChainHead, Entry
from jiedui.organisations.enums import UnitKind
from jiedui.plans.enums import Rollup
from jiedui.warehouse import services
from jiedui.warehouse.models import SavedView
from jiedui.warehouse.warehouse import own_warehouse
from tests.conftest import plant
from tests.console.conftest import Stage
from tests.console.pages import Page, read_page

GIVERS = "rows=giver:county"


@pytest.fixture(autouse=True)
def own(settings: Any, tmp_path: Any) -> None:
    """A warehouse of the test's own, which the page brings up to date."""
    settings.WAREHOUSE_FOLDER = tmp_path / "warehouse"


@pytest.fixture
def pivot(stage: Stage, show: Any) -> Any:
    """Open the explorer with a query, as somebody."""
    copy()

    def open_pivot(query: str = "", user: object = None, path: str = "", **more: Any) -> Page:
        return show(f"{stage.root}explore/{path}?{query}", user or stage.world.office, **more)

    return open_pivot


def copy() -> None:
    """The tests write entries straight into the tables: the chain is told how far they go, the copy made anew."""
    last = Entry.objects.aggregate(last=Max("sequence"))["last"] or 0
    ChainHead.objects.update_or_create(pk=1, defaults={"sequence": last})
    services.make_anew(own_warehouse())


def figures(page: Page) -> list[str]:
    """The figures of the table, row by row."""
    return re.findall(r'<a class="fig" href="[^"]*" title="[^"]*">([^<]*)</a>', page.html)


def heads(page: Page) -> list[str]:
    """The heads of rows and columns, without the marks that sort."""
    found = re.findall(r'<th scope="(?:row|col|colgroup)"[^>]*>(?:<a[^>]*>|<span>)?([^<]*)', page.html)
    return [words.strip() for words in found]


def behind(page: Page, row: object, column: object) -> str:
    """Where the figure of a row and a column leads."""
    addresses = re.findall(r'<a class="fig" href="([^"]*)"', page.html)
    return next(html.unescape(one) for one in addresses if one.endswith(f"row={row}&amp;column={column}"))


def test_units_stand_beside_periods_with_exact_totals(pivot: Any) -> None:
    page = pivot("rows=giver:county&columns=period:quarter")

    assert "Purchases by giving districts and quarters" in page.text
    assert heads(page) == [
        "2019",
        "Giving districts",
        "Q1",
        "Q2",
        "Q3",
        "Total",
        "Dongcheng",
        "Xicheng",
        "Total",
    ]
    assert "(CNY thousand)" in page.text
    assert figures(page) == ["500.00", "500.00", "100.00", "100.00", "500.00", "100.00", "600.00"]


def test_each_place_leads_to_the_entries_behind_it(pivot: Any, stage: Stage, client: Client) -> None:
    page = pivot("rows=giver:county&columns=period:month")
    entries = read(client, behind(page, stage.world.east.pk, 20190501))

    assert "采购云岭县苹果" in entries.text
    assert "1 entry" in entries.text
    assert "Yunling" in entries.text
    assert "Shiquan" not in entries.text
    entry = Entry.objects.get(giver=stage.world.east)
    assert f"#{entry.pk} 采购云岭县苹果" in entries.links


def read(client: Client, path: str) -> Page:
    """A page in English, as whoever is signed in."""
    answer = client.get(path, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return read_page(answer.content.decode())


@pytest.mark.parametrize(
    ("role", "sees", "not_"),
    [
        ("giver", "Dongcheng", "Xicheng"),
        ("other_giver", "Xicheng", "Dongcheng"),
        ("receiver", "Dongcheng", "Xicheng"),
    ],
)
def test_a_unit_sees_its_own_subtree_and_nothing_else(
    pivot: Any, stage: Stage, role: str, sees: str, not_: str
) -> None:
    page = pivot(GIVERS, getattr(stage.world, role))
    results = page.text.partition("Purchases by")[2].partition("Only what")[0]

    assert sees in results
    assert not_ not in results
    assert "Only what you may see is counted" in page.text


def test_the_entries_of_another_district_are_not_found(pivot: Any, stage: Stage) -> None:
    query = f"{GIVERS}&row={stage.world.east.pk}&column=all"

    assert "采购" in pivot(query, path="entries/").text
    pivot(query, stage.world.other_giver, path="entries/", status=404)


@pytest.mark.parametrize("keys", ["row=x", "row=999999", "row=all&column=20190101", "row=٣", "column=-2"])
def test_a_cell_that_is_none_is_not_found(pivot: Any, keys: str) -> None:
    pivot(f"{GIVERS}&{keys}", path="entries/", status=404)


def test_a_past_day_is_answered_as_the_ledger_stood_then(pivot: Any, stage: Stage) -> None:
    early, late = Entry.objects.order_by("sequence")
    for entry, day in ((early, 10), (late, 20)):
        at = timezone.make_aware(datetime(2019, 8, day, 12))
        Entry.objects.filter(pk=entry.pk).update(decided_at=at)

    before = pivot(f"{GIVERS}&asof=2019-08-15").text.partition("Purchases by")[2]
    assert "Dongcheng" in before
    assert "Xicheng" not in before
    assert "Xicheng" in pivot(f"{GIVERS}&asof=2019-08-20").text.partition("Purchases by")[2]
    assert "Nothing is counted here yet" in pivot(f"{GIVERS}&asof=2019-01-01").text
    assert "1 entry" in pivot(f"{GIVERS}&asof=2019-08-15&row=all&column=all", path="entries/").text


def test_headcounts_kept_as_stated_are_not_offered(pivot: Any, stage: Stage) -> None:
    stage.scene.entry(
        "12", "2019-05-01", indicator=stage.scene.world.consumption.indicators.get(code="placed")
    )
    copy()
    page = pivot("rows=indicator&columns=giver:county")

    assert "Purchases" in page.text
    assert "placed" not in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("rows=giver:county&columns=giver:self", "Rows and columns show the same thing"),
        ("rows=giver:county&show=running", "needs periods of time"),
        ("from=2019-06-01&to=2019-05-01", "The first day lies after the last."),
        ("rows=period:day&from=2001-01-01", "These are too many periods"),
        ("asof=never", "2019-07-03"),
        ("rows=nonsense", "nonsense"),
    ],
)
def test_what_cannot_be_shown_is_told_and_left_out(pivot: Any, query: str, said: str) -> None:
    page = pivot(query)
    assert said in page.text
    assert "This part is left out." in page.text
    assert "Purchases by" in page.text


def test_counted_once_is_said_beside_the_totals(pivot: Any, stage: Stage) -> None:
    one = stage.scene.indicator("buyers", over_time=Rollup.DISTINCT, over_units=Rollup.DISTINCT, unit="家")
    for giver in (stage.world.east, stage.world.west):
        stage.scene.entry("1", "2019-05-01", giver=giver, indicator=one, subject="甲")
    copy()
    page = pivot(f"{GIVERS}&of={one.pk}")

    assert "Each is counted once" in page.text
    assert figures(page) == ["1", "1", "1"]


def test_a_partial_answer_is_the_results_alone_and_says_its_address(
    pivot: Any, stage: Stage, client: Client
) -> None:
    pivot()
    answer = client.get(
        f"{stage.root}explore/?{GIVERS}&columns=&show=", headers={"hx-target": "explore-results"}
    )
    assert answer["HX-Push-Url"] == f"{stage.root}explore/?rows=giver%3Acounty"
    assert "<html" not in answer.content.decode()
    assert 'hx-swap-oob="true"' in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["", "rows=indicator&columns=receiver:county", f"{GIVERS}&columns=period:month"]
)
def test_more_rows_take_no_more_queries(pivot: Any, stage: Stage, client: Client, query: str) -> None:
    pivot(query)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{stage.root}explore/?{query}")
    for number in range(3):
        district = plant(f"新{number}区", UnitKind.COUNTY, stage.world.city)
        county = plant(f"远{number}县", UnitKind.COUNTY, stage.world.province)
        one = stage.scene.indicator(f"more-{number}")
        stage.scene.entry("70", "2019-04-01", giver=district, receiver=county, indicator=one)
        stage.scene.entry("70", "2019-04-01", giver=district, receiver=county)
    copy()
    with CaptureQueriesContext(connection) as many:
        client.get(f"{stage.root}explore/?{query}")
    assert len(many) == len(few)
    assert len(many) <= 25


def test_a_view_is_kept_opened_shared_and_let_go(pivot: Any, stage: Stage, client: Client) -> None:
    root, query = f"{stage.root}explore/", "rows=giver:county&columns=period:quarter"
    pivot(query)
    asked = read(client, f"{root}save/?{query}&page=7")
    assert 'value="rows=giver%3Acounty&amp;columns=period%3Aquarter"' in asked.html
    answer = client.post(
        f"{root}save/",
        {"name": "各区", "query": query, "roles": ["giver"]},
        headers={"accept-language": "en"},
    )
    view = SavedView.objects.get()
    assert answer["Location"] == f"{root}views/{view.pk}/"

    mine = read(client, answer["Location"])
    assert figures(mine)[-1] == "600.00"
    assert "shared with: giver" in mine.text
    assert "各区" in read(client, root).links
    client.force_login(stage.world.other_giver)
    theirs = read(client, answer["Location"])
    assert figures(theirs)[-1] == "100.00"
    assert "Dongcheng" not in theirs.text
    assert "Share …" not in theirs.links
    client.force_login(stage.world.receiver)
    assert client.get(answer["Location"]).status_code == 404

    client.force_login(stage.world.office)
    client.post(f"{root}views/{view.pk}/share/", {"roles": ["receiver"]})
    assert view.shared_with.get().role == "receiver"
    client.post(f"{root}views/{view.pk}/share/", {})
    assert not view.shared_with.exists()
    client.post(f"{root}views/{view.pk}/remove/")
    assert client.get(answer["Location"]).status_code == 404


def test_a_view_without_a_name_is_not_kept(pivot: Any, stage: Stage, client: Client) -> None:
    pivot()
    for name in ("", "  "):
        answer = client.post(f"{stage.root}explore/save/", {"name": name, "query": ""})
        assert answer.status_code == 422
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", ["", "save/", "entries/"])
def test_the_pages_hold_to_the_rules_of_every_screen(pivot: Any, path: str, language: str) -> None:
    page = pivot(f"{GIVERS}&row=all&column=all", path=path, language=language)
    bare = [
        one
        for one in page.controls
        if not (one.get("wrapped") or one.get("id") in page.labelled or "aria-label" in one)
    ]
    assert (page.language, page.forbidden, page.outside, bare) == (language, [], [], [])
    assert next(level for level, _words in page.headings) == 1
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("sort=all", ["Xicheng", "Dongcheng"]),
        ("sort=-all", ["Dongcheng", "Xicheng"]),
        ("show=confirmed&sort=all", ["Xicheng", "Dongcheng"]),
        ("sort=nonsense", ["Dongcheng", "Xicheng"]),
    ],
)
def test_rows_stand_in_the_order_asked_for(pivot: Any, query: str, order: list[str]) -> None:
    assert [name for name in heads(pivot(f"{GIVERS}&{query}")) if name in order] == order
