"""The page of a target: what it says, how it is revised, divided and changed, and what a refusal leaves alone."""

from __future__ import annotations

from decimal import Decimal

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiedui.kernel.models import AuditRecord
from jiedui.ledger.models import PostingChange
from jiedui.plans.models import Indicator, Revision, Target
from jiedui.plans.queries import current_version, parts_in_force
from tests.console.conftest import Stage

ORDER = {"title": "调整通知", "doc_number": "海协办〔2019〕9号", "issued_on": "2019.7.1", "reason": ""}


def address(stage: Stage, target: Target, act: str = "") -> str:
    return f"{stage.root}plan/targets/{target.pk}/{act}"


def test_the_plan_leads_to_the_target_its_parts_and_its_sentence(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    plan = show(f"{stage.root}plan/", stage.world.office)
    assert address(stage, stage.whole) in plan.links.values()
    page = show(address(stage, stage.whole))
    assert "CNY 1,200,000" in page.text
    assert {"Dongcheng", "Xicheng", "Revise…", "Take the parts back…"} <= set(page.links)
    assert "Divide…" not in page.links
    assert "The parts add up to" not in page.text
    assert f"{stage.root}documents/{stage.document.pk}/#f7" in page.html


def test_others_read_the_target_and_are_offered_no_change(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    page = show(address(stage, stage.whole), stage.world.giver)
    assert "CNY 1,200,000" in page.text
    assert not {"Revise…", "Divide…", "Take the parts back…"} & set(page.links)


def test_a_revision_keeps_the_old_version_readable(stage: Stage, client: Client, show) -> None:  # type: ignore[no-untyped-def]
    client.force_login(stage.world.office)
    said = {"value": "150万", "comparator": ">=", "parts": "scale", "note": "", **ORDER}
    answer = client.post(address(stage, stage.whole, "revise/"), said)

    new = current_version(stage.whole)
    assert new is not None
    assert answer["Location"] == address(stage, new)
    assert new.value == 1_500_000
    assert [part.value for part in parts_in_force(new)] == [750_000, 750_000]
    old = show(address(stage, stage.whole), stage.world.office)
    assert "This version of the target has been replaced." in old.text
    assert old.links["See the one in force"] == address(stage, new)
    assert "海协办〔2019〕9号" in old.text


def test_a_change_without_a_document_or_a_reason_is_refused(stage: Stage, client: Client) -> None:
    client.force_login(stage.world.office)
    said = {"value": "150万", "comparator": ">=", "parts": "scale", **ORDER, "doc_number": ""}
    answer = client.post(address(stage, stage.whole, "revise/"), said)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]
    assert Revision.objects.count() == 1
    stage.whole.refresh_from_db()
    assert stage.whole.superseded_by is None


def test_a_part_too_large_is_said_beside_its_field(stage: Stage, client: Client) -> None:
    client.force_login(stage.world.office)
    east = Target.objects.get(unit=stage.world.east, parent=stage.whole)
    answer = client.post(address(stage, east, "part/"), {"value": "130万", "change": "rest", **ORDER})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["value"]
    assert Revision.objects.count() == 1


def test_what_each_would_get_is_shown_before_it_is_divided(stage: Stage, client: Client) -> None:
    client.force_login(stage.world.office)
    client.post(address(stage, stage.whole, "merge/"), ORDER)
    east, west = stage.world.east, stage.world.west
    said = {
        "weights": "shares",
        "months": "",
        f"unit_{east.pk}": "on",
        f"share_{east.pk}": "2",
        f"unit_{west.pk}": "on",
        f"share_{west.pk}": "1",
    }
    tried = client.post(address(stage, stage.whole, "split/"), {**said, "then": "preview"})
    assert tried.status_code == 200
    assert tried.context["shares"] == {east: Decimal(800_000), west: Decimal(400_000)}
    assert not parts_in_force(stage.whole).exists()

    client.post(address(stage, stage.whole, "split/"), {**said, **ORDER})
    assert {part.unit: part.value for part in parts_in_force(stage.whole)} == tried.context["shares"]


def test_a_missing_share_is_asked_for(stage: Stage, client: Client) -> None:
    client.force_login(stage.world.office)
    client.post(address(stage, stage.whole, "merge/"), ORDER)
    box = f"unit_{stage.world.east.pk}"
    answer = client.post(
        address(stage, stage.whole, "split/"), {"weights": "shares", "months": "", box: "on", **ORDER}
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"share_{stage.world.east.pk}"]
    assert not parts_in_force(stage.whole).exists()


def test_the_page_takes_the_same_queries_however_many_parts(
    stage: Stage, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(stage.world.office)
    PostingChange.objects.create(act="accept")  # somebody noted a change, so what was reckoned is kept
    client.get(address(stage, stage.whole))
    with django_assert_num_queries(10):
        client.get(address(stage, stage.whole))


def test_the_page_says_where_the_target_stands_and_what_that_rests_on(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    page = show(address(stage, stage.whole), stage.world.office)
    assert "Where it stands" in page.text
    assert "Expected: evenly over working days." in page.text
    assert page.links["Change what is expected…"] == address(stage, stage.whole, "course/")
    assert "Change what is expected…" not in show(address(stage, stage.whole), stage.world.giver).links


def test_a_headcount_as_stated_stands_nowhere(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    stated = Target.objects.get(indicator__as_stated=True)
    page = show(address(stage, stated), stage.world.office)
    assert "Where it stands" not in page.text and "Change what is expected…" not in page.links


def test_an_indicator_can_follow_last_year_and_says_where_it_cannot(
    stage: Stage, client: Client, show
) -> None:  # type: ignore[no-untyped-def]
    client.force_login(stage.world.office)
    answer = client.post(address(stage, stage.whole, "course/"), {"course": "last_year"})
    assert answer["Location"] == address(stage, stage.whole)
    stage.purchases.refresh_from_db()
    assert stage.purchases.course == "last_year"
    page = show(address(stage, stage.whole))
    assert "Expected: evenly over working days: last year has too few entries to follow." in page.text
    assert AuditRecord.objects.get(action="indicator.course").changes == {
        "course": ["working_days", "last_year"]
    }


def test_an_unknown_course_and_one_of_a_headcount_change_nothing(stage: Stage, client: Client) -> None:
    client.force_login(stage.world.office)
    assert client.post(address(stage, stage.whole, "course/"), {"course": "best_year"}).status_code == 422
    stated = Target.objects.get(indicator__as_stated=True)
    assert client.post(address(stage, stated, "course/"), {"course": "last_year"}).status_code == 422
    assert set(Indicator.objects.values_list("course", flat=True)) == {"working_days"}
    assert not AuditRecord.objects.filter(action="indicator.course").exists()
