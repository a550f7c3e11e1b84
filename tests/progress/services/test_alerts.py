"""Alerts stand while something is so, reach those who can act once, and close by themselves."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jiedui.accounts.models import User
from jiedui.ledger.enums import Verdict
from jiedui.ledger.models import Difference
from jiedui.plans.enums import Comparator, Duty
from jiedui.plans.models import Rule, Task, TaskUnit
from jiedui.progress.models import Alert
from jiedui.progress.queries import alerts_for, told
from jiedui.progress.services import raise_alerts, tell_of_alerts
from jiedui.progress.services.alerting import Raised
from jiedui.progress.tasks import alert_everywhere
from jiedui.returns.models import NoticeSettings
from tests.conftest import World
from tests.progress.conftest import Scene
from tests.safeguards.addresses import held_of

ON = date(2019, 9, 30)


def standing(world: World) -> list[tuple[str, str, str]]:
    found = Alert.objects.filter(closed_on__isnull=True).select_related("unit")
    return sorted((alert.kind, alert.unit.name, alert.raised_on.isoformat()) for alert in found)


def sentences(world: World, language: str) -> list[str]:
    with translation.override(language):
        return [one.sentence for one in told(alerts_for(world.office, world.programme))]


def test_a_target_that_falls_behind_alerts_its_unit_until_it_has_caught_up(scene: Scene) -> None:
    world = scene.world
    scene.target("1200", world.east)
    for month in range(1, 10):
        scene.entry("80", f"2019-{month:02d}-15")

    assert raise_alerts(world.programme, on=ON) == Raised(1, 0)
    assert raise_alerts(world.programme, on=ON) == Raised(0, 0)
    assert standing(world) == [("behind", "东城区", "2019-09-30")]
    (chinese,) = sentences(world, "zh-hans")
    assert chinese.startswith("东城区“消费帮扶金额”（元）：已完成720，目标1,200；目前应完成")
    (english,) = sentences(world, "en")
    assert english.startswith("Purchases (CNY thousand), Dongcheng: 0.72 of 1.20; 0.90 are due by now")

    scene.entry("300", "2019-10-08")
    assert raise_alerts(world.programme, on=date(2019, 10, 9)) == Raised(0, 1)
    assert Alert.objects.get().closed_on == date(2019, 10, 9)
    assert raise_alerts(world.programme, on=date(2019, 12, 10)) == Raised(1, 0)
    assert Alert.objects.count() == 2


def test_the_facts_are_those_of_the_last_round(scene: Scene) -> None:
    scene.target("1200", scene.world.east)
    scene.entry("600", "2019-05-15")
    raise_alerts(scene.world.programme, on=ON)
    scene.entry("10", "2019-09-30")

    raise_alerts(scene.world.programme, on=ON)

    assert Alert.objects.get().facts["value"] == "610"


def test_the_lead_hears_of_the_programmes_own_targets(scene: Scene) -> None:
    scene.target("1000")

    raise_alerts(scene.world.programme, on=date(2019, 12, 30))

    assert standing(scene.world) == [("out_of_reach", scene.world.consumption.lead.name, "2019-12-30")]  # type: ignore[union-attr]


def test_headcounts_as_stated_never_alert(scene: Scene) -> None:
    stated = scene.indicator("placements", as_stated=True, unit="人")
    scene.target("11500", scene.world.east, indicator=stated)

    assert raise_alerts(scene.world.programme, on=ON) == Raised(0, 0)


def test_a_task_alerts_who_leads_it_the_day_after_it_was_due(scene: Scene) -> None:
    world = scene.world
    task = Task.objects.create(
        workstream=world.consumption, number=1, text="设爱心专柜", due_on=ON, revision=world.revision
    )
    TaskUnit.objects.create(task=task, unit=world.commerce, duty=Duty.LEAD)
    TaskUnit.objects.create(task=task, unit=world.west, duty=Duty.SUPPORTING)

    assert raise_alerts(world.programme, on=ON) == Raised(0, 0)
    assert raise_alerts(world.programme, on=ON + timedelta(days=1)) == Raised(1, 0)
    assert standing(world) == [("overdue", "海州市商务局", "2019-10-01")]
    assert sentences(world, "zh-hans") == ["设爱心专柜，应于2019-09-30前完成。"]
    Task.objects.update(state="done")
    assert raise_alerts(world.programme, on=ON + timedelta(days=2)) == Raised(0, 1)


def test_a_dispute_alerts_both_sides_then_the_office(scene: Scene) -> None:
    world = scene.world
    entry = scene.entry("100", "2019-05-05", verdicts=(Verdict.DISPUTED,))
    difference = Difference.objects.create(entry=entry)

    assert raise_alerts(world.programme, on=ON) == Raised(2, 0)
    assert [unit for kind, unit, _on in standing(world)] == [world.east.name, world.county.name]
    Difference.objects.filter(pk=difference.pk).update(
        state="agreed", outcome="giver", figure=Decimal(100), reason="核对"
    )
    assert raise_alerts(world.programme, on=ON) == Raised(1, 2)
    assert standing(world) == [("dispute", world.programme.office.name, "2019-09-30")]  # type: ignore[union-attr]


def test_a_broken_rule_and_a_hold_alert_the_office_or_the_lead(scene: Scene) -> None:
    world = scene.world
    held_of(world)
    Rule.objects.create(
        programme=world.programme, text="不低于1000元", numerator=scene.purchases, threshold=Decimal(1000),
        comparator=Comparator.AT_LEAST, revision=world.revision,
    )  # fmt: skip
    scene.entry("100", "2019-05-05")

    assert raise_alerts(world.programme, on=ON) == Raised(2, 0)
    assert [kind for kind, _unit, _on in standing(world)] == ["hold", "rule"]
    assert any("100" in sentence for sentence in sentences(world, "en"))


@pytest.mark.parametrize(
    ("who", "sees"),
    [("office", 1), ("auditor", 1), ("giver", 1), ("other_giver", 0), ("receiver", 0), ("nobody", 0)],
)
def test_who_sees_an_alert(scene: Scene, who: str, sees: int) -> None:
    scene.target("1000", scene.world.east)
    raise_alerts(scene.world.programme, on=ON)

    assert alerts_for(getattr(scene.world, who), scene.world.programme).count() == sees


def with_addresses(world: World) -> None:
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.org", language="en")


def test_those_who_can_act_are_written_to_once(scene: Scene) -> None:
    world = scene.world
    with_addresses(world)
    scene.target("1000", world.east)
    scene.target("1000", world.west)
    raise_alerts(world.programme, on=ON)

    assert tell_of_alerts(world.programme, on=ON) == 2
    assert tell_of_alerts(world.programme, on=ON) == 0

    assert sorted(letter.to[0] for letter in mail.outbox) == ["giver@example.org", "other-giver@example.org"]
    letter = next(letter for letter in mail.outbox if letter.to == ["giver@example.org"])
    assert letter.subject == "1 thing needs you"
    assert "- Can hardly be reached: Purchases (CNY thousand), Dongcheng: 0.00 of 1.00;" in letter.body
    assert "  Tell the programme office now" in letter.body
    assert "Xicheng" not in letter.body


def test_who_wants_no_letters_gets_none(scene: Scene) -> None:
    with_addresses(scene.world)
    NoticeSettings.objects.create(user=scene.world.giver, by_email=False)
    scene.target("1000", scene.world.east)
    raise_alerts(scene.world.programme, on=ON)

    assert tell_of_alerts(scene.world.programme, on=ON) == 0
    assert mail.outbox == []


def test_the_daily_round_raises_and_tells(scene: Scene) -> None:
    with_addresses(scene.world)
    scene.target("1000", scene.world.east)

    alert_everywhere.enqueue("2026-01-01")

    assert [letter.to for letter in mail.outbox] == [["giver@example.org"]]
    assert Alert.objects.get().told_at is not None
    assert json.dumps(Alert.objects.get().facts)


def test_telling_costs_one_query_a_kind(scene: Scene) -> None:
    for unit in (scene.world.east, scene.world.west):
        scene.target("1000", unit)
    raise_alerts(scene.world.programme, on=ON)
    rows = list(alerts_for(scene.world.office, scene.world.programme))
    with CaptureQueriesContext(connection) as asked:
        assert len(told(rows)) == 2
    assert len(asked) == 1


class RefusingServer(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError("no mail server")


def test_letters_that_did_not_go_out_go_out_in_the_next_round(scene: Scene, settings: object) -> None:
    with_addresses(scene.world)
    scene.target("1000", scene.world.east)
    raise_alerts(scene.world.programme, on=ON)
    backend = settings.EMAIL_BACKEND  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = f"{__name__}.RefusingServer"  # type: ignore[attr-defined]

    assert tell_of_alerts(scene.world.programme, on=ON) == 0
    assert Alert.objects.get().told_at is None

    settings.EMAIL_BACKEND = backend  # type: ignore[attr-defined]
    assert tell_of_alerts(scene.world.programme, on=ON) == 1
    assert Alert.objects.get().told_at is not None
