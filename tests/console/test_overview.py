"""What the screens say, and that each figure leads to the entries behind it."""

from __future__ import annotations

from django.test import Client
from django.utils.html import escape

from jiedui.documents.models import FactLink, FactRecord
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry
from jiedui.organisations.models import Pairing
from jiedui.plans.models import Programme, Target, Workstream
from tests.console.conftest import Stage


def test_the_cockpit_says_first_how_things_stand(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    page = show(stage.root, stage.world.office)
    assert page.headings[0] == (1, "Are we going to make it?")
    assert "1 of 1 fields of work has a target behind." in page.text
    assert (
        2,
        "1 of 2 units keep pace; Xicheng is furthest back, at 22% of what was expected.",
    ) in page.headings
    assert page.links["0.60"].endswith("&state=accepted&from=2019-01-01&to=2019-09-30")
    assert "Papers that do not add up" in page.text
    assert "1 discrepancy to decide" in page.text
    assert "10 days late" in page.text


def test_a_figure_leads_to_exactly_the_entries_behind_it(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    east, west = Entry.objects.get(giver=stage.world.east), Entry.objects.get(giver=stage.world.west)
    page = show(f"{stage.root}workstreams/consumption/", stage.world.office)
    url = page.links["0.50"]
    assert url == (
        f"{stage.root}ledger/?indicator={stage.purchases.pk}&giver={stage.world.east.pk}"
        "&state=accepted&from=2019-01-01&to=2019-09-30"
    )
    listed = set(show(url).links.values())
    assert f"{stage.root}ledger/{east.pk}/" in listed
    assert f"{stage.root}ledger/{west.pk}/" not in listed


def test_the_day_of_the_page_can_be_chosen_and_is_carried_on(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    page = show(f"{stage.root}?on=2019-04-30", stage.world.office)
    assert "500.00" not in page.text
    assert page.links["Dongcheng"].endswith("?on=2019-04-30")
    assert page.links["Back to today"] == "?"
    nonsense = show(f"{stage.root}?on=tomorrow", stage.world.office)
    assert 'value="2019-09-30"' in nonsense.html


def test_headcounts_as_stated_are_shown_but_never_paced(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    page = show(f"{stage.root}workstreams/consumption/", stage.world.office)
    row = page.html.split("placed")[1].split("</tr>")[0]
    assert "3,000" in row
    assert "as stated" in row
    assert '<svg class="pace' not in row


def test_a_target_leads_to_its_sentence_in_the_document(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    page = show(f"{stage.root}plan/", stage.world.office)
    assert f"{stage.root}documents/{stage.document.pk}/#f7" in page.html
    assert escape("消费扶贫销售额120万元") in page.html


def test_every_target_is_listed_and_only_what_several_units_share_is_compared(
    stage: Stage, client: Client
) -> None:
    client.force_login(stage.world.lead)
    fields = client.get(f"{stage.root}plan/").context["fields"]
    (field,) = [f for f in fields if f.workstream == stage.world.consumption]
    assert [column.key.code for column, _target, _units in field.promises] == ["purchases", "placed"]
    compared = field.grid.compared
    assert [column.key.code for column in compared.columns] == ["purchases"]
    assert [row.unit for row in compared.rows] == [stage.world.city, stage.world.east, stage.world.west]


def test_a_unit_sees_its_own_part_in_a_task_not_all_who_share_it(stage: Stage, client: Client) -> None:
    client.force_login(stage.world.giver)
    (row,) = client.get(f"{stage.root}units/{stage.world.east.pk}/").context["tasks"]
    assert [(held.duty, held.units) for held in row.duties] == [("responsible", [])]


def test_a_pairing_leads_to_its_sentence_too(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    fact = FactRecord.objects.get()
    pairing = Pairing.objects.order_by("pk").first()
    FactLink.objects.create(fact=fact, target=pairing)
    page = show(f"{stage.root}pairings/", stage.world.receiver)
    assert f"{stage.root}documents/{stage.document.pk}/#f7" in page.html


def test_targets_that_differ_from_their_parts_are_named_exactly(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    Target.objects.filter(unit=stage.world.west).update(value="599999")
    page = show(f"{stage.root}plan/", stage.world.office)
    assert "Purchases, Haizhou: target CNY 1,200,000, its parts CNY 1,199,999" in " ".join(page.text.split())


def test_giver_and_receiver_see_the_same_page_from_their_side(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    east = f"{stage.root}units/{stage.world.east.pk}/"
    county = f"{stage.root}units/{stage.world.county.pk}/"
    giver_page = show(east, stage.world.giver)
    assert {"What it promised", "Given, by receiver", "Paired with"} <= {w for _l, w in giver_page.headings}
    receiver_page = show(county, stage.world.receiver)
    assert {"What it received", "Received, by giver", "Paired with"} <= {
        w for _l, w in receiver_page.headings
    }
    figures = (
        [w for w in giver_page.links if w == "500.00"],
        [w for w in receiver_page.links if w == "500.00"],
    )
    assert figures == (["500.00"], ["500.00"])


def test_entry_rows_keep_to_the_readers_scope_while_standings_are_for_all(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    path = f"{stage.root}workstreams/consumption/"
    Entry.objects.filter(giver=stage.world.west).update(title="西城区采购核桃")
    assert "西城区采购核桃" in show(path, stage.world.office).text
    page = show(path, stage.world.giver)
    assert "西城区采购核桃" not in page.text
    assert "Xicheng" in page.text


def test_what_waits_stands_on_the_desk_of_who_may_decide(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    Entry.objects.create(
        programme=stage.world.programme,
        workstream=stage.world.consumption,
        kind="purchase",
        giver=stage.world.east,
        receiver=stage.world.county,
        occurred_on="2019-09-01",
        title="采购",
        state=EntryState.SUBMITTED,
        recorded_by=stage.world.giver,
    )
    page = show(stage.root, stage.world.lead)
    assert page.links["1 waiting for your decision"] == f"{stage.root}ledger/?waiting=decide"
    assert "1 waiting for your decision" not in show(stage.root, stage.world.other_giver).links


def test_the_flow_chart_names_its_finding_and_the_table_holds_its_figures(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    page = show(f"{stage.root}pairings/", stage.world.auditor)
    words = " ".join(page.text.split())
    assert "2 pairings in force: 2 givers, 2 receivers." in words
    assert "Purchases: CNY 600.00 thousand; the largest share, 83%, went from Dongcheng to Yunling" in words
    assert {"500.00", "100.00"} <= set(page.links)


def test_a_synthetic_programme_says_so_on_every_screen(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    Programme.objects.update(synthetic=True)
    for path in stage.paths:
        page = show(path, stage.world.receiver)
        assert "They did not happen." in page.text, path
        assert "clock stands at 2019-09-30" in page.text, path


def test_an_empty_programme_says_what_to_do(world, show) -> None:  # type: ignore[no-untyped-def]
    Workstream.objects.all().delete()
    root = f"/p/{world.programme.code}/"
    assert "There is no target yet" in show(root, world.office).text
    assert "This programme has no plan yet" in show(f"{root}plan/").text
    assert "No pairings yet" in show(f"{root}pairings/").text


def test_people_of_a_unit_find_its_page_first_the_office_sees_all_alike(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    page = show(stage.root, stage.world.receiver)
    assert page.links["Yunling"] == f"{stage.root}units/{stage.world.county.pk}/"
    assert (2, "Your units") in page.headings
    assert (2, "Your units") not in show(stage.root, stage.world.office).headings
