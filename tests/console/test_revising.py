"""The pages of milestones and rules: how each is revised, what stays readable, and what a refusal leaves alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.documents.models import FactLink
from jiedui.plans.models import Milestone, Revision, Rule
from jiedui.plans.queries import current_milestones, current_rules
from jiedui.plans.services import Order, order_milestone, order_rule
from tests.console.conftest import Stage

ORDER = {"title": "调整通知", "doc_number": "海协办〔2019〕9号", "issued_on": "2019.7.1", "reason": ""}
LATER = {"due_on": "2019-11-30", "share": "95", "text": "完成九成半", "text_en": "Nearly all", **ORDER}
STRICTER = {"comparator": ">=", "threshold": "85%", "text": "民生领域不低于85%", "text_en": "", **ORDER}


@pytest.fixture
def share(stage: Stage) -> Milestone:
    """Half of the purchases by mid-August, with the sentence that says so."""
    found = Milestone.objects.create(
        workstream=stage.world.consumption,
        indicator=stage.purchases,
        due_on=date(2019, 8, 15),
        text="任务过半",
        share=Decimal("0.5"),
        revision=stage.world.revision,
    )
    kind = ContentType.objects.get_for_model(Milestone)
    fact = stage.document.facts.get()
    FactLink.objects.create(fact=fact, content_type=kind, object_id=found.pk)
    return found


@pytest.fixture
def livelihood(stage: Stage) -> Rule:
    """At least 80 % of the whole."""
    found = Rule.objects.get(code="livelihood")
    found.numerator = found.denominator = stage.purchases
    found.save()
    return found


def of_milestone(stage: Stage, one: Milestone, act: str = "") -> str:
    return f"{stage.root}plan/milestones/{one.pk}/{act}"


def of_rule(stage: Stage, one: Rule, act: str = "") -> str:
    return f"{stage.root}plan/rules/{one.pk}/{act}"


def test_the_plan_leads_to_milestones_and_rules(
    stage: Stage, share: Milestone, livelihood: Rule, show: Any
) -> None:
    plan = show(f"{stage.root}plan/", stage.world.giver)
    assert plan.links["任务过半"] == of_milestone(stage, share)
    assert plan.links["民生领域不低于八成"] == of_rule(stage, livelihood)
    page = show(of_milestone(stage, share))
    assert "2019-08-15" in page.text and "50%" in page.text
    assert f"{stage.root}documents/{stage.document.pk}/#f7" in page.html
    assert "Revise…" not in page.links
    assert "Revise…" not in show(of_rule(stage, livelihood)).links


def test_a_revised_milestone_keeps_the_old_version_readable(
    stage: Stage, share: Milestone, client: Client, show: Any
) -> None:
    client.force_login(stage.world.office)
    form = client.get(of_milestone(stage, share, "revise/")).content.decode()
    assert 'value="50"' in form and 'value="2019-08-15"' in form
    answer = client.post(of_milestone(stage, share, "revise/"), LATER)

    new = current_milestones(stage.world.programme).get(share__isnull=False)
    assert answer["Location"] == of_milestone(stage, new)
    assert (new.due_on, new.share, new.text, new.text_en) == (
        date(2019, 11, 30),
        Decimal("0.95"),
        "完成九成半",
        "Nearly all",
    )
    assert (new.indicator, new.revision.issued_on) == (stage.purchases, date(2019, 7, 1))
    old = show(of_milestone(stage, share), stage.world.office)
    assert "This version of the milestone has been replaced." in old.text
    assert old.links["See the one in force"] == of_milestone(stage, new)
    page = show(of_milestone(stage, new), stage.world.auditor)
    assert all(said in page.text for said in ("2019-08-15", "50%", "2019-11-30", "95%", "海协办〔2019〕9号"))
    plan = show(f"{stage.root}plan/", stage.world.auditor)
    assert "Nearly all" in plan.links and "任务过半" not in plan.links


def test_a_revised_rule_keeps_the_old_version_readable(
    stage: Stage, livelihood: Rule, client: Client, show: Any
) -> None:
    client.force_login(stage.world.office)
    assert 'value="80"' in client.get(of_rule(stage, livelihood, "revise/")).content.decode()
    answer = client.post(of_rule(stage, livelihood, "revise/"), {**STRICTER, "threshold": "85"})

    new = current_rules(stage.world.programme).get()
    assert answer["Location"] == of_rule(stage, new)
    assert (new.threshold, new.text, new.denominator) == (
        Decimal("0.85"),
        "民生领域不低于85%",
        stage.purchases,
    )
    old = show(of_rule(stage, livelihood), stage.world.office)
    assert "This version of the rule has been replaced." in old.text
    assert old.links["See the one in force"] == of_rule(stage, new)
    page = show(of_rule(stage, new), stage.world.auditor)
    assert "80.0%" in page.text and "85.0%" in page.text


@pytest.mark.parametrize(
    ("wrong", "beside"),
    [
        ({"doc_number": ""}, "reason"),
        ({"due_on": ""}, "due_on"),
        ({"share": "140"}, "share"),
        ({"text": ""}, "text"),
        ({"due_on": "2019-10-15", "text": "完成三季度自查"}, "due_on"),
        ({"due_on": "2019-08-15", "share": "50", "text": "任务过半", "text_en": ""}, "__all__"),
    ],
)
def test_a_refused_milestone_changes_nothing(
    stage: Stage, share: Milestone, client: Client, wrong: dict[str, str], beside: str
) -> None:
    client.force_login(stage.world.office)
    answer = client.post(of_milestone(stage, share, "revise/"), {**LATER, **wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [beside]
    share.refresh_from_db()
    assert (share.superseded_by, Milestone.objects.count(), Revision.objects.count()) == (None, 2, 1)


@pytest.mark.parametrize(
    ("wrong", "beside"),
    [({"threshold": ""}, "threshold"), ({"comparator": "~"}, "comparator"), ({"doc_number": ""}, "reason")],
)
def test_a_refused_rule_changes_nothing(
    stage: Stage, livelihood: Rule, client: Client, wrong: dict[str, str], beside: str
) -> None:
    client.force_login(stage.world.office)
    answer = client.post(of_rule(stage, livelihood, "revise/"), {**STRICTER, "threshold": "85", **wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [beside]
    assert (Rule.objects.count(), Revision.objects.count()) == (1, 1)


def test_two_versions_of_the_plan_show_both(
    stage: Stage, share: Milestone, livelihood: Rule, client: Client, show: Any
) -> None:
    _revised(share, livelihood)
    versions = f"{stage.root}explore/versions/{{}}?earlier={stage.world.revision.number}"
    page = show(versions.format(""), stage.world.office)
    assert {"Changed milestones", "Changed rules"} <= {words for _level, words in page.headings}
    assert all(said in page.text for said in ("2019-08-15", "2019-11-30", "80.0%", "85.0%"))
    client.force_login(stage.world.office)
    sheet = client.get(versions.format("file.csv")).content.decode("utf-8-sig")
    assert "完成九成半" in sheet and "2019-08-15 → 2019-11-30" in sheet and "0.5,0.95,0.45" in sheet
    assert "0.8,0.85,0.05" in sheet


def test_the_pages_take_the_same_queries_however_many_versions(
    stage: Stage, share: Milestone, livelihood: Rule, client: Client
) -> None:
    client.force_login(stage.world.office)
    later, stricter = _revised(share, livelihood)
    pages = [of_milestone(stage, later), of_rule(stage, stricter), f"{stage.root}plan/"]
    few = [_queries(client, page) for page in pages]
    for number in range(3):
        later = order_milestone(
            actor=None, milestone=later, order=Order("又", reason="试"), due_on=later.due_on, text=f"又{number}",
            share=later.share,
        )  # fmt: skip
        stricter = order_rule(
            actor=None, rule=stricter, order=Order("又", reason="试"), text=f"又{number}", comparator=">=",
            threshold=stricter.threshold,
        )  # fmt: skip
    pages[:2] = [of_milestone(stage, later), of_rule(stage, stricter)]
    assert [_queries(client, page) for page in pages] == few


def _revised(share: Milestone, livelihood: Rule) -> tuple[Milestone, Rule]:
    order = Order("调整通知", "海协办〔2019〕9号")
    return (
        order_milestone(
            actor=None, milestone=share, order=order, due_on=date(2019, 11, 30), text="完成九成半",
            share=Decimal("0.95"),
        ),
        order_rule(
            actor=None, rule=livelihood, order=order, text="民生领域不低于85%", comparator=">=",
            threshold=Decimal("0.85"),
        ),
    )  # fmt: skip


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)
