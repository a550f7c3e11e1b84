"""Marking rows of the list and acting on all of them at once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiedui.ledger import services
from jiedui.ledger.models import Entry
from tests.conftest import World
from tests.console.ledger_desk import ledger, signed_in, url
from tests.ledger import acts


@pytest.fixture
def three(world: World) -> list[Entry]:
    """Three submitted purchases of 60,000 yuan together."""
    return [acts.submitted(world, amount=Decimal(n * 10_000)) for n in (1, 2, 3)]


def marked(entries: list[Entry], **more: str) -> dict[str, object]:
    """What the list posts for the rows that are marked."""
    return {"entry": [entry.pk for entry in entries], "waiting": "decide", **more}


def test_rows_can_be_marked_only_where_something_waits(world: World, three: list[Entry]) -> None:
    assert 'name="entry"' in ledger(world.lead, waiting="decide").text
    assert 'name="entry"' not in ledger(world.lead).text
    assert [act.name for act in ledger(world.lead, waiting="decide").context["bulk"]] == ["accept", "return"]


def test_first_it_says_how_many_and_how_much(world: World, three: list[Entry]) -> None:
    page = signed_in(world.lead).post(url("entries-act", "accept"), marked(three))

    assert page.status_code == 200
    assert "3 entries" in page.text
    assert page.context["totals"].amount == Decimal(60_000)
    assert "This cannot be undone." in page.text
    assert set(Entry.objects.values_list("state", flat=True)) == {"submitted"}


def test_then_all_are_accepted(world: World, three: list[Entry]) -> None:
    answer = signed_in(world.lead).post(url("entries-act", "accept"), marked(three, then="do"))

    assert answer["Location"] == url("ledger") + "?waiting=decide"
    assert set(Entry.objects.values_list("state", flat=True)) == {"accepted"}


def test_one_that_cannot_go_on_keeps_all_back_and_is_named(world: World, three: list[Entry]) -> None:
    services.return_entry(actor=world.lead, entry=three[1], reason="模糊")

    page = signed_in(world.lead).post(url("entries-act", "accept"), marked(three, then="do"))

    assert page.status_code == 409
    assert [entry.pk for entry, _words in page.context["refused"]] == [three[1].pk]
    assert not Entry.objects.filter(state="accepted").exists()


def test_the_sound_ones_go_on_where_that_is_ticked(world: World, three: list[Entry]) -> None:
    services.return_entry(actor=world.lead, entry=three[1], reason="模糊")

    page = signed_in(world.lead).post(
        url("entries-act", "accept"), marked(three, then="do", sound_only="on"), follow=True
    )

    assert Entry.objects.filter(state="accepted").count() == 2
    assert f"#{three[1].pk}:" in page.text


def test_they_are_returned_for_one_reason(world: World, three: list[Entry]) -> None:
    client = signed_in(world.lead)
    assert client.post(url("entries-act", "return"), marked(three, then="do")).status_code == 422

    client.post(url("entries-act", "return"), marked(three, then="do", reason="请补盖章"))

    assert set(Entry.objects.values_list("state", "return_reason")) == {("returned", "请补盖章")}


def test_the_receiver_confirms_them_at_once(world: World, three: list[Entry]) -> None:
    services.accept_entries(actor=world.lead, entries=three)

    signed_in(world.receiver).post(
        url("entries-act", "confirm"), {**marked(three), "waiting": "confirm", "then": "do", "note": "属实"}
    )

    assert [entry.confirmations.get().note for entry in three] == ["属实"] * 3


def test_entries_outside_what_one_may_see_are_left_out(world: World, three: list[Entry]) -> None:
    page = signed_in(world.other_giver).post(url("entries-act", "accept"), marked(three, then="do"))

    assert page.status_code == 302
    assert set(Entry.objects.values_list("state", flat=True)) == {"submitted"}


def test_nothing_marked_says_so(world: World, three: list[Entry]) -> None:
    page = signed_in(world.lead).post(url("entries-act", "accept"), {"waiting": "decide"}, follow=True)

    assert "Mark the entries first." in page.text


def test_an_unknown_act_does_not_exist(world: World, three: list[Entry]) -> None:
    assert signed_in(world.lead).post(url("entries-act", "burn"), marked(three)).status_code == 404
