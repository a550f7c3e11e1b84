"""What may be recorded twice: both records side by side, and a person's word on each pair."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiedui.ledger.models import Entry, SuspectedDuplicate
from jiedui.ledger.services.importing import check_again
from tests.conftest import World
from tests.console.ledger_desk import signed_in, url
from tests.console.test_imports import batch_of, hand_in, said, store, voucher
from tests.ledger.acts import submitted
from tests.ledger.intake.sheets import filled, purchase


def twin(world: World) -> SuspectedDuplicate:
    """A row with the voucher of an entry that is there already, not yet stored."""
    submitted(world)
    row = purchase(1)
    row["detail"]["voucher_number"] = "NO.00017"
    batch = batch_of(hand_in(world.giver, filled(world, "purchase", [row])))
    return batch.duplicates.get()


def test_a_suspected_row_stands_beside_what_it_looks_like(world: World) -> None:
    suspect = twin(world)

    (pair,) = signed_in(world.giver).get(url("duplicates")).context["pairs"]

    assert pair.suspect == suspect
    assert (pair.left.entry, pair.right.entry) == (None, Entry.objects.get())
    answer = signed_in(world.giver).get(url("ledger"))
    assert [(str(tab.label), tab.count) for tab in answer.context["tabs"]][-1] == ("Perhaps twice", 1)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_row_that_is_no_entry_yet_is_shown_field_by_field(world: World, language: str) -> None:
    twin(world)

    client = signed_in(world.giver)
    (pair,) = client.get(url("duplicates"), HTTP_ACCEPT_LANGUAGE=language).context["pairs"]

    assert pair.left.entry is None
    assert [row.left for row in pair.rows if row.differs] == ["食堂采购苹果1"]
    assert [row.right for row in pair.rows if row.differs] == ["食堂采购苹果"]
    assert len(pair.rows) > 10


def test_two_rows_of_one_file_are_held_against_each_other(world: World) -> None:
    first, second = purchase(1), purchase(1, amount=Decimal("5000"))
    hand_in(world.giver, filled(world, "purchase", [first, second]))

    (pair,) = signed_in(world.giver).get(url("duplicates")).context["pairs"]

    assert [side.entry for side in pair.sides] == [None, None]
    assert {row.label: (row.left, row.right) for row in pair.rows if row.differs} == {
        "Amount (yuan)": ("5,000", "12,000.5")
    }


def test_a_suspicion_follows_the_row_when_its_file_is_checked_again(world: World) -> None:
    suspect = twin(world)
    SuspectedDuplicate.objects.update(content={}, says="")

    check_again(actor=world.giver, batch=suspect.batch)

    again = SuspectedDuplicate.objects.get()
    assert (again.pk, again.content, again.says) == (suspect.pk, suspect.content, suspect.says)


def test_no_duplicate_needs_a_reason_and_then_both_stay(world: World) -> None:
    suspect = twin(world)
    client = signed_in(world.giver)

    client.post(url("duplicate-decide", suspect.pk), {"verdict": "different", "reason": " "})
    suspect.refresh_from_db()
    assert suspect.state == "open"

    client.post(url("duplicate-decide", suspect.pk), {"verdict": "different", "reason": "分两次开具"})
    store(world.giver, suspect.batch, then="save")
    assert Entry.objects.count() == 2
    assert signed_in(world.giver).get(url("duplicates")).context["pairs"] == []


def test_a_duplicate_row_is_left_out(world: World) -> None:
    suspect = twin(world)

    signed_in(world.giver).post(url("duplicate-decide", suspect.pk), {"verdict": "duplicate"})

    answer = signed_in(world.giver).get(url("import", suspect.batch_id))
    assert answer.context["view"].counts.withdrawn == 1
    assert "Nothing has changed" in said(answer)
    assert Entry.objects.count() == 1


def test_a_suspected_row_that_is_stored_can_be_withdrawn(world: World) -> None:
    suspect = twin(world)
    store(world.giver, suspect.batch, then="submit", **{"evidence-voucher": voucher()})
    assert Entry.objects.latest("pk").state == "draft"
    (pair,) = signed_in(world.giver).get(url("duplicates")).context["pairs"]
    assert [row.label for row in pair.rows if row.differs] == ["Title"]

    signed_in(world.giver).post(url("duplicate-decide", suspect.pk), {"verdict": "duplicate"})

    assert Entry.objects.count() == 1


def test_others_do_not_decide_it(world: World) -> None:
    suspect = twin(world)

    answer = signed_in(world.other_giver).post(url("duplicate-decide", suspect.pk), {"verdict": "duplicate"})

    assert answer.status_code == 404
    suspect.refresh_from_db()
    assert suspect.state == "open"
