"""Reminders: who, when, once a day, never to those who have filed; messages out, tried again."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from jiedui.accounts.enums import Role
from jiedui.kernel.errors import NotAllowed
from jiedui.kernel.models import AuditRecord
from jiedui.returns import errors, services, webhooks
from jiedui.returns.enums import DeliveryState, NoticeKind
from jiedui.returns.models import Delivery, Notice
from jiedui.returns.services.delivering import BACKOFF
from jiedui.returns.services.reminding import escalated_to, moment_of
from tests.conftest import World, person
from tests.returns import scene
from tests.returns.receiver import Receiver, is_signed, url

__all__ = ["url"]

DUE = date(2019, 8, 5)  # a Monday


def remind(world: World, on: date) -> services.Reminded:
    return services.remind(actor=None, programme=world.programme, on=on)


def told(kind: str) -> set[str]:
    return {notice.user.username for notice in Notice.objects.filter(kind=kind)}


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        (date(2019, 7, 31), None),
        (date(2019, 8, 1), NoticeKind.DUE_SOON),
        (date(2019, 8, 2), None),
        (DUE, NoticeKind.DUE_TODAY),
        (date(2019, 8, 6), NoticeKind.OVERDUE),
        (date(2019, 8, 7), None),
        (date(2019, 8, 12), NoticeKind.OVERDUE),
    ],
)
def test_a_return_is_reminded_of_on_some_days(on: date, kind: NoticeKind | None) -> None:
    assert moment_of(DUE, 2, on) == kind


def test_the_next_level_hears_of_it_after_some_working_days() -> None:
    assert [escalated_to(DUE, 3, DUE + timedelta(days=n)) for n in range(9)] == [0, 0, 0, 1, 0, 0, 0, 0, 2]
    assert escalated_to(DUE, 0, date(2019, 8, 8)) == 0


def test_those_who_owe_are_told_and_those_who_filed_are_not(world: World) -> None:
    services.submit_return(actor=world.giver, one=scene.july(world))
    Notice.objects.all().delete()

    assert remind(world, DUE).notices == 1
    assert told(NoticeKind.DUE_TODAY) == {"other-giver"}
    remind(world, date(2019, 8, 8))
    assert told(NoticeKind.ESCALATED) == {"lead"}
    remind(world, date(2019, 8, 13))
    assert told(NoticeKind.ESCALATED) == {"lead", "office"}


def test_nothing_is_said_on_days_off(world: World) -> None:
    scene.july(world)

    assert remind(world, date(2019, 8, 4)) == services.Reminded(0, 0)
    assert remind(world, date(2019, 10, 1)) == services.Reminded(0, 0)


def test_where_nobody_reports_for_a_unit_the_office_is_told(world: World) -> None:
    scene.july(world)
    world.giver.memberships.all().delete()

    remind(world, DUE)

    assert told(NoticeKind.DUE_TODAY) == {"office", "other-giver"}


def test_a_person_gets_one_message_a_day_with_all_in_it(world: World) -> None:
    scene.july(world)
    scene.schedule(world, code="second", name="第二份")
    scene.produce(world)
    both = person("both", (Role.GIVER, world.east), (Role.GIVER, world.west))
    both.email, both.language = "both@example.org", "en"
    both.save()

    assert remind(world, DUE).deliveries == 1
    assert remind(world, DUE) == services.Reminded(0, 0)
    assert services.deliver() == services.Delivered(sent=1)
    assert services.deliver() == services.Delivered()

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["both@example.org"], "4 returns need you")
    assert (
        "- due today: Purchases, monthly, Dongcheng, 2019-07-01 to 2019-07-31, due on 2019-08-05"
        in message.body
    )


def test_what_was_filed_before_the_message_left_is_not_in_it(world: World) -> None:
    one = scene.july(world)
    world.giver.email = "giver@example.org"
    world.giver.save()
    remind(world, DUE)
    services.submit_return(actor=world.giver, one=one)

    services.deliver()

    assert mail.outbox == []
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_who_wants_no_mail_gets_none(world: World) -> None:
    scene.july(world)
    world.giver.email = "giver@example.org"
    world.giver.save()
    services.set_channels(actor=world.giver, by_email=False)

    assert remind(world, DUE).deliveries == 0
    assert told(NoticeKind.DUE_TODAY) == {"giver", "other-giver"}


def test_notices_are_read_by_their_own_person_only(world: World) -> None:
    scene.july(world)
    remind(world, DUE)

    assert services.mark_read(actor=world.giver, notices=list(Notice.objects.all())) == 1
    assert services.mark_read(actor=world.giver) == 0
    assert Notice.objects.filter(read_at=None).count() == 1


def test_only_the_office_sends_reminders(world: World) -> None:
    scene.july(world)

    for who in (world.lead, world.giver, world.auditor, world.nobody):
        with pytest.raises(NotAllowed):
            services.remind(actor=who, programme=world.programme, on=DUE)
    assert not Notice.objects.exists()


def test_an_address_outside_is_told_signed_and_once(world: World, url: str) -> None:
    one = scene.july(world)
    hook = services.add_webhook(actor=world.office, programme=world.programme, url=url)

    assert remind(world, DUE).deliveries == 1
    remind(world, DUE)
    assert services.deliver().sent == 1

    ((headers, body),) = Receiver.heard
    assert is_signed(hook, headers, body)
    told = json.loads(body)
    assert (told["event"], told["on"], len(told["returns"])) == ("returns.owed", "2019-08-05", 2)
    assert told["returns"][0] == {
        "return": one.pk, "schedule": "purchases-monthly", "unit": "东城区",
        "period": ["2019-07-01", "2019-07-31"], "due_on": "2019-08-05", "overdue": False,
    }  # fmt: skip


def test_what_is_not_taken_is_tried_again_and_given_up_in_the_end(world: World, url: str) -> None:
    scene.july(world)
    services.add_webhook(actor=world.office, programme=world.programme, url=url)
    remind(world, DUE)
    Receiver.status = 503
    now = timezone.now()

    assert services.deliver(now=now).failed == 1
    assert services.deliver(now=now) == services.Delivered(), "not before its time"
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.last_error) == (DeliveryState.WAITING, 1, "HTTP 503")
    for wait in BACKOFF:
        now += wait
        services.deliver(now=now)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (DeliveryState.FAILED, 1 + len(BACKOFF))
    assert services.deliver(now=now + timedelta(days=9)) == services.Delivered()


def test_what_was_given_up_is_sent_again_by_hand(world: World, url: str) -> None:
    scene.july(world)
    services.add_webhook(actor=world.office, programme=world.programme, url=url)
    remind(world, DUE)
    row = Delivery.objects.get()
    with pytest.raises(errors.NotGivenUp):
        services.send_again(actor=world.office, delivery=row)
    Delivery.objects.update(state=DeliveryState.FAILED, attempts=6, last_error="HTTP 503")
    with pytest.raises(NotAllowed):
        services.send_again(actor=world.lead, delivery=row)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (DeliveryState.FAILED, 6)

    services.send_again(actor=world.office, delivery=row)
    said = AuditRecord.objects.get(action="webhook.resend").detail
    assert said == {"url": url, "last_error": "HTTP 503"}
    assert services.deliver().sent == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == (DeliveryState.SENT, 1, "")
    with pytest.raises(errors.NotGivenUp):
        services.send_again(actor=world.office, delivery=row)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/hook", "https://127.0.0.1/hook", "https://10.0.0.8/", "https://[::1]/",
        "https://169.254.169.254/latest/meta-data", "https://[::ffff:192.168.0.1]/", "https://0.0.0.0/",
        "ftp://203.0.113.9/", "file:///etc/passwd", "https://user:word@203.0.113.9/", "no address",
    ],
)  # fmt: skip
def test_no_address_leads_into_the_house(world: World, address: str) -> None:
    with pytest.raises(errors.AddressRefused):
        services.add_webhook(actor=world.office, programme=world.programme, url=address)
    assert not world.programme.webhooks.exists()


def test_plain_http_is_refused_even_to_a_public_address(world: World) -> None:
    with pytest.raises(errors.AddressRefused):
        services.add_webhook(actor=world.office, programme=world.programme, url="http://8.8.8.8/hook")
    hook = services.add_webhook(actor=world.office, programme=world.programme, url="https://8.8.8.8/hook")
    before = webhooks.secret_of(hook)
    assert webhooks.secret_of(services.renew_secret(actor=world.office, webhook=hook)) != before
    services.remove_webhook(actor=world.office, webhook=hook)
    with pytest.raises(NotAllowed):
        services.add_webhook(actor=world.lead, programme=world.programme, url="https://8.8.8.8/hook")
