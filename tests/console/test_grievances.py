"""Grievances on screen: filed without an account, followed by a code, answered at the office's desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.kernel.models import AuditRecord
from jiedui.ledger.models import Entry
from jiedui.safeguards import services
from jiedui.safeguards.models import Grievance
from tests.conftest import World
from tests.ledger import acts

START = "/grievances/"
NEW = "/grievances/haizhou-2019/new/"
FOLLOW = "/grievances/follow/"
DESK = "/p/haizhou-2019/safeguards/grievances/"
SAID = {
    "about": "work",
    "regarding": "云岭服装车间",
    "text": "三个月没有发工资。",
    "entry": "",
    "website": "",
}
CODE = re.compile(r"(?:[2-9A-HJKMNP-TV-Z]{4}-){3}[2-9A-HJKMNP-TV-Z]{4}")


def code_on(answer: object) -> str:
    """The code that a page shows."""
    found = CODE.search(answer.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[0]


@pytest.fixture
def filed(world: World) -> tuple[Grievance, str]:
    return services.file_grievance(programme=world.programme, about="work", text=SAID["text"])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_somebody_without_an_account_files_one_and_reads_what_became_of_it(
    world: World, client: Client, language: str
) -> None:
    headers = {"accept-language": language}
    assert client.get(START, headers=headers).context["programmes"].get() == world.programme
    assert client.get(f"{NEW}?about=work&entry=7", headers=headers).context["form"]["about"].value() == "work"

    answer = client.post(NEW, {**SAID, "entry": "7"}, headers=headers, REMOTE_ADDR="198.51.100.9")

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    grievance = Grievance.objects.get()
    assert (grievance.about, grievance.regarding, grievance.text, grievance.entry_number) == (
        "work",
        "云岭服装车间",
        "三个月没有发工资。",
        7,
    )
    note = AuditRecord.objects.get(action="grievance.file")
    assert (note.actor, note.ip, note.request_id) == (None, None, "")

    services.answer_grievance(actor=world.office, grievance=grievance, text="本周补发。")
    page = client.post(FOLLOW, {"code": code_on(answer).lower()}, headers=headers)
    assert "本周补发。" in page.content.decode()
    assert world.office.display_name not in page.content.decode().replace("programme office", "")
    client.post(FOLLOW, {"code": code_on(answer), "text": "还没有收到。"}, headers=headers)
    assert list(grievance.steps.values_list("state", "text", "by")) == [
        ("received", "", None),
        ("answered", "本周补发。", world.office.pk),
        ("looking", "还没有收到。", None),
    ]


def test_an_account_that_is_signed_in_is_not_noted_either(world: World, client: Client) -> None:
    client.force_login(world.giver)

    client.post(NEW, SAID)

    assert AuditRecord.objects.get(action="grievance.file").actor is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"about": ""}, "about"),
        ({"text": ""}, "text"),
        ({"text": "110101199003077512"}, "text"),
        ({"website": "http://spam.example"}, "website"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_written_stays(
    world: World, client: Client, changes: dict[str, str], field: str
) -> None:
    answer = client.post(NEW, {**SAID, **changes})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert answer.context["form"]["regarding"].value() == "云岭服装车间"
    assert not Grievance.objects.exists()


def test_a_code_that_opens_nothing_says_so(world: World, client: Client) -> None:
    answer = client.post(FOLLOW, {"code": "2222-2222-2222-2222"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])


@pytest.fixture
def uncounted() -> Iterator[None]:
    caches["process"].clear()
    yield
    caches["process"].clear()


@pytest.mark.usefixtures("uncounted")
def test_too_many_from_one_connection_are_turned_away(world: World, client: Client) -> None:
    answers = [client.post(NEW, SAID).status_code for _number in range(21)]

    assert answers == [200] * 20 + [429]
    assert Grievance.objects.count() == 20
    assert client.post(NEW, SAID, REMOTE_ADDR="198.51.100.77").status_code == 200
    tried = [client.post(FOLLOW, {"code": "2222"}).status_code for _number in range(41)]
    assert tried == [422] * 40 + [429]


@pytest.mark.usefixtures("uncounted")
def test_the_address_reaches_no_table(world: World, client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(NEW, SAID, REMOTE_ADDR="198.51.100.9")
        client.post(FOLLOW, {"code": code_on(answer)}, REMOTE_ADDR="198.51.100.9")
    assert len(asked) > 3
    assert not [query for query in asked.captured_queries if "198.51.100.9" in query["sql"]]


def test_a_closed_one_takes_no_more_words(world: World, client: Client, filed: tuple[Grievance, str]) -> None:
    grievance, code = filed
    services.answer_grievance(actor=world.office, grievance=grievance, text="已补发。")
    services.close_grievance(actor=world.office, grievance=grievance, text="办结。")

    assert not client.post(FOLLOW, {"code": code}).context["may_say"]
    assert client.post(FOLLOW, {"code": code, "text": "还有"}).status_code == 409
    assert grievance.steps.count() == 3


def test_the_office_answers_at_its_desk(world: World, client: Client, filed: tuple[Grievance, str]) -> None:
    grievance, _code = filed
    client.force_login(world.office)
    page = f"{DESK}{grievance.pk}/"

    assert client.post(f"{page}take-up/").status_code == 302
    refused = client.post(f"{page}answer/", {"text": ""})
    assert (refused.status_code, list(refused.context["answer"].errors)) == (422, ["text"])
    assert client.post(f"{page}answer/", {"text": "本周补发。"})["Location"] == page
    assert client.post(f"{page}close/", {"text": "已补发。"}).status_code == 302
    assert client.post(f"{page}answer/", {"text": "再说。"}).status_code == 409
    assert client.post(f"{page}delete/").status_code == 404

    assert list(grievance.steps.values_list("state", flat=True)) == [
        "received",
        "looking",
        "answered",
        "closed",
    ]
    assert client.get(DESK).context["page"].paginator.count == 0
    assert list(client.get(f"{DESK}?closed").context["page"].object_list) == [grievance]


def test_an_auditor_reads_and_does_not_answer(
    world: World, client: Client, filed: tuple[Grievance, str]
) -> None:
    client.force_login(world.auditor)

    page = client.get(f"{DESK}{filed[0].pk}/").content.decode()

    assert SAID["text"] in page
    assert "/answer/" not in page


@pytest.mark.parametrize("who", ["office", "lead", "giver", "receiver", "auditor"])
def test_its_age_stands_on_the_first_page_of_everybody(
    world: World, client: Client, filed: tuple[Grievance, str], who: str
) -> None:
    client.force_login(getattr(world, who))
    for page in ("/p/haizhou-2019/", "/p/haizhou-2019/safeguards/"):
        answer = client.get(page)

        assert answer.context["grievances"].open == 1
        assert answer.context["grievances"].oldest_days == 0
        assert (DESK in answer.content.decode()) is (who in {"office", "auditor"})
        assert SAID["text"] not in answer.content.decode()


def test_a_workshop_and_a_placement_lead_to_it_and_it_back(world: World, client: Client) -> None:
    entries: list[Entry] = [acts.accepted(world, kind) for kind in ("workshop", "placement", "purchase")]
    client.force_login(world.office)

    links = [
        f"{NEW}?entry={entry.pk}&amp;about=work"
        in client.get(f"/p/haizhou-2019/ledger/{entry.pk}/").content.decode()
        for entry in entries
    ]
    assert links == [True, True, False]

    grievance, _code = services.file_grievance(
        programme=world.programme, about="work", text="见台账", entry_number=entries[0].pk
    )
    assert client.get(f"{DESK}{grievance.pk}/").context["entry"] == entries[0]


def test_the_desk_costs_the_same_however_many(world: World, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(DESK).status_code == 200
        return len(found)

    client.force_login(world.office)
    services.file_grievance(programme=world.programme, about="work", text="一")
    few = queries()
    for _number in range(4):
        services.file_grievance(programme=world.programme, about="harm", text="二")

    assert queries() == few
