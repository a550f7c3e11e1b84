"""The office hears that a grievance waits, and nothing of what it says."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import resolve
from pytest_django import DjangoCaptureOnCommitCallbacks

from jiedui.accounts.enums import Role
from jiedui.accounts.models import Membership, User
from jiedui.safeguards import services
from jiedui.safeguards.models import Grievance
from tests.conftest import World

TEXT = "车间三个月没有发工资。"


class RefusingSmith(EmailBackend):
    """A server that knows no Smith."""

    def send_messages(self, messages: object) -> int:
        for message in messages:  # type: ignore[attr-defined]
            if message.to == ["smith@example.org"]:
                raise ConnectionError("550 no such person")
        return super().send_messages(messages)  # type: ignore[arg-type]


@pytest.fixture
def office(world: World) -> list[User]:
    """Two who may answer; and one more who has left, one without an address, and a district's clerk."""
    users = [
        User.objects.create(
            username=name, display_name=name, email=email, language=language, is_active=active
        )
        for name, email, language, active in (
            ("zhang", "zhang@example.org", "zh-hans", True),
            ("smith", "smith@example.org", "en", True),
            ("gone", "gone@example.org", "en", False),
            ("mute", "", "en", True),
        )
    ]
    for user in users:
        Membership.objects.create(user=user, unit=world.programme.office, role=Role.OFFICE)
    User.objects.filter(pk=world.giver.pk).update(email="clerk@example.org")
    return users


def file_one(world: World, callbacks: DjangoCaptureOnCommitCallbacks) -> Grievance:
    with callbacks(execute=True):
        return services.file_grievance(
            programme=world.programme, about="work", text=TEXT, regarding="云岭服装车间"
        )[0]


def test_everybody_who_may_answer_is_written_to_in_their_language(
    world: World,
    office: list[User],
    settings: object,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.SITE_URL = "https://jiedui.example.org/"  # type: ignore[attr-defined]
    grievance = file_one(world, django_capture_on_commit_callbacks)

    written = {letter.to[0]: letter for letter in mail.outbox}
    assert sorted(written) == ["smith@example.org", "zhang@example.org"]
    english, chinese = written["smith@example.org"], written["zhang@example.org"]
    assert english.subject == "A grievance waits in Haizhou programme 2019"
    assert chinese.subject == "海州市2019年协作计划有申诉待处理"
    for letter in written.values():
        assert TEXT not in letter.body
        assert "云岭" not in letter.body
        path = letter.body.split("https://jiedui.example.org")[1].strip()
        assert resolve(path).kwargs == {"code": world.programme.code, "pk": grievance.pk}


def test_words_after_an_answer_are_told_and_words_before_it_too(
    world: World,
    office: list[User],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    grievance = file_one(world, django_capture_on_commit_callbacks)
    services.answer_grievance(actor=world.office, grievance=grievance, text="本周补发。")
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        services.add_words(grievance=grievance, text="还没有收到。")

    assert sorted(letter.to[0] for letter in mail.outbox) == ["smith@example.org", "zhang@example.org"]


def test_an_address_that_is_not_taken_keeps_no_other_from_hearing(
    world: World,
    office: list[User],
    settings: object,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.EMAIL_BACKEND = "tests.safeguards.test_telling.RefusingSmith"  # type: ignore[attr-defined]
    file_one(world, django_capture_on_commit_callbacks)

    assert [letter.to for letter in mail.outbox] == [["zhang@example.org"]]
    assert Grievance.objects.count() == 1
