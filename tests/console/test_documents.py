"""The documents screens: inbox, review, decisions, acceptance; who may, and at what cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jiedui.accounts.models import User
from jiedui.documents.enums import Choice, DocumentState, ProposalState
from jiedui.documents.facts import Discrepancy, Place
from jiedui.documents.models import Proposal, SourceDocument
from jiedui.plans.models import Programme, Target
from tests.conftest import World
from tests.documents.papers import disagreement, fact, money, paper, plan, proposal_of

EVERYONE = ("office", "lead", "giver", "receiver", "auditor")
HTMX = {"HX-Request": "true"}
TEXT = "海州市2019年消费扶贫工作方案\n\n一、目标\n\n2019年采购农产品总额不少于3亿元。\n".encode()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def url(name: str, document: SourceDocument, *extra: Any) -> str:
    assert document.programme is not None
    return reverse(f"console:{name}", args=[document.programme.code, document.pk, *extra])


def upload(client: Client, world: World, content: bytes, name: str = "plan.txt") -> Any:
    address = reverse("console:documents", args=[world.programme.code])
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def test_a_document_is_handed_in_and_shown(world: World) -> None:
    client = signed_in(world.office)

    answer = upload(client, world, TEXT)

    document = SourceDocument.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == url("document", document)
    page = client.get(answer["Location"]).content.decode()
    assert "2019年采购农产品总额" in page


def test_the_newest_document_comes_first(world: World) -> None:
    client = signed_in(world.office)
    upload(client, world, TEXT, "first.txt")
    upload(client, world, TEXT + "另行安排2亿元。\n".encode(), "second.txt")

    page = client.get(reverse("console:documents", args=[world.programme.code])).content.decode()

    assert 0 < page.index("second.txt") < page.index("first.txt")


def test_a_file_handed_in_twice_is_said(world: World) -> None:
    client = signed_in(world.office)
    upload(client, world, TEXT)

    answer = upload(client, world, TEXT)

    assert "This very file was handed in before" in client.get(answer["Location"]).content.decode()


def test_a_reading_that_lost_its_worker_may_be_started_again(world: World) -> None:
    client = signed_in(world.office)
    upload(client, world, TEXT)
    document = SourceDocument.objects.get()
    stuck = SourceDocument.objects.filter(pk=document.pk)
    stuck.update(state=DocumentState.READING)
    again = url("document-again", document)
    assert again not in client.get(url("document", document)).content.decode()

    stuck.update(uploaded_at=document.uploaded_at - timedelta(minutes=3))
    assert again in client.get(url("document", document)).content.decode()
    assert again not in signed_in(world.giver).get(url("document", document)).content.decode()

    client.post(again)
    document.refresh_from_db()
    assert document.state == DocumentState.REVIEW


def test_an_old_word_file_is_refused_beside_the_field(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # where LibreOffice is not installed
    answer = upload(signed_in(world.office), world, b"\xd0\xcf\x11\xe0" + b"0" * 900, "old.doc")

    assert answer.status_code == 422
    assert "save it as .docx" in answer.content.decode()
    assert SourceDocument.objects.count() == 0


@pytest.mark.parametrize("who", ["giver", "receiver", "auditor"])
def test_those_who_may_not_hand_in_see_no_form_and_are_refused(world: World, who: str) -> None:
    client = signed_in(getattr(world, who))

    page = client.get(reverse("console:documents", args=[world.programme.code])).content.decode()

    assert "multipart/form-data" not in page
    assert upload(client, world, TEXT).status_code == 403
    assert SourceDocument.objects.count() == 0


@pytest.mark.parametrize("who", EVERYONE)
def test_everyone_with_a_role_reads_the_review(world: World, who: str) -> None:
    document = paper(world.programme, None, [disagreement(290, 300)])

    answer = signed_in(getattr(world, who)).get(url("document", document))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "police, prison or judicial staff" in page
    assert ("formaction" in page) == (who in {"office", "lead"})
    assert ("document-accept" in page or "/accept/" in page.split("review-progress")[1][:900]) == (
        who == "office"
    )


def test_without_a_role_there_is_nothing_to_see(world: World) -> None:
    document = paper(world.programme)
    client = signed_in(world.nobody)

    for name in ("document", "document-state", "document-file"):
        assert client.get(url(name, document)).status_code == 403


@pytest.mark.parametrize("who", ["giver", "receiver", "auditor"])
def test_those_who_may_not_review_are_refused_and_nothing_changes(world: World, who: str) -> None:
    document = paper(world.programme, None, [disagreement(290, 300)])
    proposal = proposal_of(document, "东城区1亿元")
    client = signed_in(getattr(world, who))

    for address in (
        url("proposal-decide", document, proposal.pk, "accept") + "?version=0",
        url("document-section", document),
        url("finding-decide", document, document.discrepancies.get().pk),
        url("document-accept", document),
    ):
        assert client.post(address, {"choice": "parts"}).status_code == 403
    assert client.get(url("proposal-edit", document, proposal.pk)).status_code == 403
    assert set(Proposal.objects.values_list("state", flat=True)) == {ProposalState.PENDING}
    assert document.discrepancies.get().choice == ""


def test_a_decision_answers_with_the_card_and_the_counts(world: World) -> None:
    document = paper(world.programme)
    proposal = proposal_of(document, "东城区1亿元")
    address = url("proposal-decide", document, proposal.pk, "accept") + "?version=0"

    answer = signed_in(world.office).post(address, headers=HTMX)

    page = answer.content.decode()
    assert page.lstrip().startswith("<li")
    assert "is-accepted" in page
    assert "1 of 7 decided" in page
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED


def test_without_script_a_decision_leads_back_to_its_card(world: World) -> None:
    document = paper(world.programme)
    proposal = proposal_of(document, "东城区1亿元")

    answer = signed_in(world.office).post(
        url("proposal-decide", document, proposal.pk, "reject") + "?version=0"
    )

    assert answer["Location"] == url("document", document) + f"#p{proposal.fact.number}"


def test_an_overtaken_decision_shows_the_card_as_it_is_now(world: World) -> None:
    document = paper(world.programme)
    proposal = proposal_of(document, "东城区1亿元")
    Proposal.objects.filter(pk=proposal.pk).update(version=5, state=ProposalState.REJECTED)
    address = url("proposal-decide", document, proposal.pk, "accept") + "?version=0"

    page = signed_in(world.office).post(address, headers=HTMX).content.decode()

    assert "Somebody else has decided" in page
    assert "is-rejected" in page


def test_rejecting_one_of_two_figures_frees_the_other_on_the_page(world: World) -> None:
    facts = [money("东城区", 100, "东城区1亿元"), money("东城区", 200, "西城区2亿元")]
    document = paper(world.programme, facts)
    first, second = proposal_of(document, "东城区1亿元"), proposal_of(document, "西城区2亿元")

    answer = signed_in(world.office).post(
        url("proposal-decide", document, first.pk, "reject") + "?version=0", headers=HTMX
    )

    page = answer.content.decode()
    assert f'id="p{second.fact.number}"' in page
    assert "0 need" not in page


def test_an_edit_with_a_wrong_figure_comes_back_with_the_error(world: World) -> None:
    document = paper(world.programme)
    proposal = proposal_of(document, "东城区1亿元")
    address = url("proposal-edit", document, proposal.pk)
    typed = {"version": 0, "measure": "消费扶贫总额", "figure": "lots", "giver": "东城区", "year": "2019"}

    answer = signed_in(world.office).post(address, typed, headers=HTMX)

    assert answer.status_code == 422
    assert "is no figure" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.version == 0


def test_an_edit_is_taken(world: World) -> None:
    document = paper(world.programme)
    proposal = proposal_of(document, "东城区1亿元")
    address = url("proposal-edit", document, proposal.pk)
    typed = {
        "version": 0,
        "measure": "消费扶贫总额",
        "figure": "1.5亿元",
        "giver": "东城区",
        "receiver": "",
        "year": "2019",
        "workstream": "消费扶贫",
    }

    signed_in(world.office).post(address, typed)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.plan["values"]["value"]) == (ProposalState.EDITED, "150000000")


def test_a_finding_is_decided(world: World) -> None:
    document = paper(world.programme, None, [disagreement(290, 300)])
    found = document.discrepancies.get()

    answer = signed_in(world.lead).post(
        url("finding-decide", document, found.pk), {"choice": "parts"}, headers=HTMX
    )

    assert "is-chosen" in answer.content.decode()
    found.refresh_from_db()
    assert found.choice == Choice.PARTS


def test_what_the_reader_put_right_is_said(world: World) -> None:
    document = paper(world.programme)
    SourceDocument.objects.filter(pk=document.pk).update(repairs=["joined_lines:3", "recognised_pages:2"])

    page = signed_in(world.office).get(url("document", document)).content.decode()

    assert "3 broken lines were joined to their paragraphs." in page
    assert "2 pages were pictures; their text was recognised. Check it against the page." in page


def test_a_finding_without_a_choice_offers_what_was_read_there(world: World) -> None:
    odd = Discrepancy("impossible_date", "warning", {"written": "8月底"}, (Place(5, "8月底前"),), ())
    empty = Discrepancy(
        "no_such_place", "warning", {"written": "虚谷县", "named": "虚谷县"}, (Place(9, "虚谷县"),), ()
    )
    document = paper(world.programme, None, [odd, empty])
    read = proposal_of(document, "8月底前实现任务过半")
    client = signed_in(world.lead)

    findings = client.get(url("document", document)).content.decode().partition('class="review"')[0]

    assert f'href="{url("proposal-edit", document, read.pk)}"' in findings
    assert (
        findings.count(f'formaction="{url("proposal-decide", document, read.pk, "reject")}?version=0"') == 1
    )
    assert findings.count("Nothing is proposed from it.") == 1


def test_two_figures_of_one_line_are_told_apart_by_what_they_say(world: World) -> None:
    east = "东城区1亿元"
    document = paper(world.programme, [money("东城区", 100, east), money("东城区", 200, east)])

    page = signed_in(world.lead).get(url("document", document)).content.decode()

    assert "Take CNY 100 (line 2)" in page
    assert "Take CNY 200 (line 2)" in page


def test_the_office_accepts_the_document(world: World) -> None:
    document = paper(world.programme)
    client = signed_in(world.office)
    client.post(url("document-section", document), {"section": "消费扶贫"})

    question = client.get(url("document-accept", document)).content.decode()
    answer = client.post(url("document-accept", document), {"leave_open_out": "1"}, follow=True)

    assert "2 proposals are still open" in question
    assert "3 targets" in answer.content.decode()
    document.refresh_from_db()
    assert document.state == DocumentState.ACCEPTED
    assert Target.objects.count() == 3


def test_accepting_with_open_proposals_is_refused_in_words(world: World) -> None:
    document = paper(world.programme)

    answer = signed_in(world.office).post(url("document-accept", document))

    assert answer.status_code == 409
    assert "7 proposals" in answer.content.decode()
    assert Target.objects.count() == 0


def test_a_document_of_another_programme_is_not_found(world: World) -> None:
    other = Programme.objects.create(
        code="other", name="他", giver=world.city, starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31)
    )
    document = paper(other)
    address = reverse("console:document", args=[world.programme.code, document.pk])

    assert signed_in(world.office).get(address).status_code == 404


def test_the_state_is_polled_until_the_document_is_read(world: World) -> None:
    document = paper(world.programme)
    client = signed_in(world.office)
    SourceDocument.objects.update(state=DocumentState.READING, step="extract")

    waiting = client.get(url("document-state", document))
    SourceDocument.objects.update(state=DocumentState.REVIEW)
    ready = client.get(url("document-state", document))

    assert "looking for figures" in waiting.content.decode()
    assert (ready.status_code, ready["HX-Refresh"]) == (204, "true")


def test_a_failed_reading_says_what_to_do(world: World) -> None:
    document = paper(world.programme)
    SourceDocument.objects.update(state=DocumentState.FAILED, error="legacy_format")

    page = signed_in(world.office).get(url("document", document)).content.decode()

    assert "save it as .docx" in page
    assert "Try again" in page


def test_the_file_comes_back_byte_for_byte(world: World) -> None:
    client = signed_in(world.office)
    upload(client, world, TEXT)

    answer = client.get(url("document-file", SourceDocument.objects.get()))

    assert b"".join(answer.streaming_content) == TEXT  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_plan_founds_its_programme_in_two_steps(world: World) -> None:
    client = signed_in(world.office)
    content = "江苏省2018年对口支援工作方案\n\n2018年采购农产品总额不少于3亿元。\n".encode()
    address = reverse("console:document-first")

    second = client.post(address, {"file": SimpleUploadedFile("plan.txt", content)})
    held = second.context["form"].initial
    assert SourceDocument.objects.count() == 0
    answer = client.post(
        address, {**held, "giver": "江苏省", "name": "江苏2018", "first_year": 2018, "code": "js-2018"}
    )

    programme = Programme.objects.get(code="js-2018")
    assert answer.status_code == 302
    assert (programme.giver.name, programme.starts_on.year, programme.documents.count()) == (
        "江苏省",
        2018,
        1,
    )


def test_a_programme_of_an_unknown_territory_is_not_founded(world: World) -> None:
    client = signed_in(world.office)
    address = reverse("console:document-first")
    held = (
        client.post(address, {"file": SimpleUploadedFile("plan.txt", TEXT)}).context["form"].initial["held"]
    )

    answer = client.post(
        address, {"held": held, "giver": "无此省", "name": "x", "first_year": 2018, "code": "none-2018"}
    )

    assert answer.status_code == 422
    assert "There is no territory called" in answer.content.decode()
    assert Programme.objects.filter(code="none-2018").count() == 0


@pytest.mark.parametrize("who", ["lead", "giver", "auditor"])
def test_only_the_office_founds_programmes(world: World, who: str) -> None:
    assert signed_in(getattr(world, who)).get(reverse("console:document-first")).status_code == 403


def test_the_review_page_takes_the_same_queries_whatever_its_length(
    world: World, django_assert_max_num_queries: Any
) -> None:
    facts = [money("东城区", n, "东城区1亿元", measure=f"采购{n}") for n in range(1, 200)]
    long = paper(world.programme, [*plan(), *facts], [disagreement(290, 300)])
    client = signed_in(world.office)

    with django_assert_max_num_queries(12):
        client.get(url("document", long))


def test_no_page_carries_inline_script_or_style(world: World) -> None:
    document = paper(world.programme, None, [disagreement(290, 300)])
    client = signed_in(world.office)
    proposal = proposal_of(document, "东城区1亿元")
    programme = world.programme.code

    for address in (
        reverse("console:documents", args=[programme]),
        reverse("console:document-first"),
        url("document", document),
        url("document-accept", document),
        url("proposal-edit", document, proposal.pk),
    ):
        page = client.get(address).content.decode()
        assert " style=" not in page
        assert "<script>" not in page
        assert "onclick=" not in page


def test_what_the_document_says_is_escaped(world: World) -> None:
    rude = "<script>alert(1)</script>"
    facts = [fact(plan()[5].kind, "组织消费扶贫对接活动", workstream=rude, text=rude, lead=[rude])]

    page = signed_in(world.office).get(url("document", paper(world.programme, facts))).content.decode()

    assert rude not in page
    assert "&lt;script&gt;alert(1)" in page
