"""The review of a document: filters, many at once, differences to accept, what was taught."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jiedui.documents.enums import Choice, ProposalState
from jiedui.documents.models import Lesson, Proposal
from jiedui.documents.services import accept_document, accept_section, receive_document
from jiedui.ledger.models import Entry
from tests.conftest import World
from tests.console.test_documents import EVERYONE, HTMX, signed_in, url
from tests.documents.papers import disagreement, money, paper, plan, proposal_of


def test_what_is_shown_is_accepted_at_once_and_taken_back(world: World) -> None:
    document = paper(world.programme)
    client = signed_in(world.lead)
    address = url("document", document) + "?makes=target"
    page = client.get(address).content.decode()
    assert "3 of 7 shown" in page
    assert "Accept all 3 shown" in page

    answer = client.post(url("document-section", document), {"makes": "target", "back": "makes=target"})

    assert answer["Location"] == url("document", document) + "?makes=target"
    page = client.get(answer["Location"]).content.decode()
    assert "3 accepted at once by Lead" in page
    client.post(url("document-undo-bulk", document, document.bulk_decisions.get().pk))
    assert set(Proposal.objects.values_list("state", flat=True)) == {ProposalState.PENDING}
    assert "accepted at once" not in client.get(address).content.decode()


def test_filters_that_fit_nothing_say_so(world: World) -> None:
    page = signed_in(world.lead).get(url("document", paper(world.programme)) + "?look=decided")

    assert "No proposal fits these filters" in page.content.decode()


def test_a_part_of_the_page_keeps_the_filters_of_the_whole(world: World) -> None:
    document = paper(world.programme)
    proposal = proposal_of(document, "东城区1亿元")
    whole = "http://testserver" + url("document", document) + "?makes=target"

    answer = signed_in(world.lead).post(
        url("proposal-decide", document, proposal.pk, "accept") + "?version=0",
        headers={**HTMX, "HX-Current-URL": whole},
    )

    page = answer.content.decode()
    assert "Accept all 2<" in page  # of the section's five open proposals, two are targets
    assert "1 of 7 decided" in page


def test_who_chose_otherwise_in_the_meantime_is_told_and_overwrites_nothing(world: World) -> None:
    document = paper(world.programme, None, [disagreement(290, 300)])
    found = document.discrepancies.get()
    address = url("finding-decide", document, found.pk)
    signed_in(world.office).post(address, {"choice": "parts", "seen": ""})

    answer = signed_in(world.lead).post(address, {"choice": "total", "seen": ""}, headers=HTMX)

    assert "Somebody else has decided" in answer.content.decode()
    found.refresh_from_db()
    assert (found.choice, found.decided_by) == (Choice.PARTS, world.office)


def test_the_differences_are_accepted_where_they_are_shown(world: World) -> None:
    first = paper(world.programme)
    accept_section(actor=world.office, document=first)
    accept_document(actor=world.office, document=first)
    facts = plan()
    facts[2] = money("东城区", 120_000_000, "东城区1亿元")
    document = paper(world.programme, facts, sha256="b" * 64)
    client, address = signed_in(world.lead), url("document-changes", document)
    page = client.get(address).content.decode()
    assert "CNY 100,000,000" in page and "CNY 120,000,000" in page

    answer = client.post(url("document-section", document), {"match": "revised", "to": "changes"})

    assert answer["Location"] == address
    assert proposal_of(document, "东城区1亿元").state == ProposalState.ACCEPTED
    assert Proposal.objects.filter(fact__document=document, state=ProposalState.PENDING).count() == 6
    assert "Undo" in client.get(address).content.decode()


@pytest.mark.parametrize("who", EVERYONE)
def test_everyone_with_a_role_reads_the_differences_and_reviewers_decide(world: World, who: str) -> None:
    answer = signed_in(getattr(world, who)).get(url("document-changes", paper(world.programme)))

    assert answer.status_code == 200
    assert ("formaction" in answer.content.decode()) == (who in {"office", "lead"})


def test_what_was_taught_is_said_on_the_card_and_listed(world: World) -> None:
    document = paper(world.programme, [money("某某处", 1, "东城区1亿元")])
    proposal = proposal_of(document, "东城区1亿元")
    client, lessons = signed_in(world.lead), reverse("console:document-lessons", args=[world.programme.code])
    assert "Nothing has been taught yet" in client.get(lessons).content.decode()

    answer = client.post(
        url("proposal-edit", document, proposal.pk),
        {"version": 0, "measure": "消费扶贫总额", "figure": "1元", "giver": "东城区", "year": "2019",
         "workstream": "消费扶贫"},
        headers=HTMX,
    )  # fmt: skip

    assert "“某某处” is 东城区" in answer.content.decode()
    page = client.get(lessons).content.decode()
    assert "某某处" in page
    assert "Forget" in page
    lesson = Lesson.objects.get()
    act = reverse("console:document-lesson-act", args=[world.programme.code, lesson.pk, "forget"])
    assert "Remember again" in client.post(act, follow=True).content.decode()


def test_a_list_of_lessons_takes_the_same_few_queries_whatever_its_length(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client, lessons = signed_in(world.lead), reverse("console:document-lessons", args=[world.programme.code])
    client.get(lessons)
    for number in range(40):
        name = f"名称{number}"
        Lesson.objects.create(
            programme=world.programme, about="name", written=name, key=name, unit=world.east
        )

    with django_assert_max_num_queries(14):
        client.get(lessons)


def test_an_entry_drafted_from_a_report_leads_to_its_sentence(world: World) -> None:
    from tests.documents.test_reports_accepted import PAPER, tell, the_figure
    from tests.ledger.acts import indicator

    indicator(world)
    document = receive_document(
        actor=world.office,
        programme=world.programme,
        filename="简报.txt",
        content=PAPER.encode(),
        in_background=False,
    ).document
    told = tell(world, the_figure(document))
    accept_document(actor=world.office, document=document, leave_open_out=True)

    entry = Entry.objects.get()
    page = signed_in(world.office).get(reverse("console:entry", args=[world.programme.code, entry.pk]))

    assert f'href="{url("document", document)}#f{told.fact.number}"' in page.content.decode()


def test_the_form_of_a_reported_figure_drafts_its_entry(world: World) -> None:
    from tests.documents.test_reports_accepted import QUOTE, reached
    from tests.ledger.acts import DETAIL, indicator

    row = indicator(world)
    document = paper(world.programme, [reached(1000)])
    proposal = proposal_of(document, QUOTE)
    client, address = signed_in(world.lead), url("proposal-edit", document, proposal.pk)
    form = client.get(address).content.decode()
    assert "The entry that would be drafted" in form
    assert 'name="entry-seller"' in form
    assert 'name="entry-amount"' not in form  # the figure is what the ledger lacks, and nothing else

    data = {f"entry-{name}": value for name, value in DETAIL["purchase"].items()}
    given = {"version": 0, "indicator": row.pk, "figure": "1000元", "giver": "东城区", "receiver": "云岭县"}
    answer = client.post(
        address,
        {
            **given,
            **data,
            "entry-title": "八月的采购",
            "entry-occurred_on": "2019.8.20",
            "as_of": "2019-08-31",
        },
        headers=HTMX,
    )

    assert "Draft: Purchase, CNY 1,000, 2019-08-20" in answer.content.decode()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.plan["values"]["entry"]["title"]) == (ProposalState.EDITED, "八月的采购")


def test_a_day_that_is_none_is_refused_beside_its_field(world: World) -> None:
    from tests.documents.test_reports_accepted import QUOTE, reached
    from tests.ledger.acts import indicator

    row = indicator(world)
    document = paper(world.programme, [reached(1000)])
    proposal = proposal_of(document, QUOTE)

    answer = signed_in(world.lead).post(
        url("proposal-edit", document, proposal.pk),
        {"version": 0, "indicator": row.pk, "figure": "1000元", "giver": "东城区", "receiver": "云岭县",
         "as_of": "2019-08-31", "entry-occurred_on": "昨天"},
    )  # fmt: skip

    assert answer.status_code == 422
    proposal.refresh_from_db()
    assert (proposal.edited, proposal.version) == ({}, 0)
