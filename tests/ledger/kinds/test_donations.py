"""Gifts: an anonymous donor stays anonymous, and a pledge needs no receipt."""

from __future__ import annotations

import pytest

from jiedui.kernel.errors import InvalidMany
from jiedui.ledger import checks, kinds, postings, services
from jiedui.ledger.kinds.base import Needed
from jiedui.ledger.models import Entry
from tests.conftest import World
from tests.ledger import acts

GIFTS = ("donation_cash", "donation_in_kind")


@pytest.mark.parametrize("kind", GIFTS)
@pytest.mark.parametrize("who", [{"anonymous": True}, {"donor_type": "persons"}])
def test_a_name_is_refused_where_none_may_be_kept(kind: str, who: dict[str, object], world: World) -> None:
    with pytest.raises(InvalidMany) as refusal:
        acts.draft(world, kind, detail=who)

    assert [error.address for error in refusal.value.errors] == ["detail.donor"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("kind", GIFTS)
def test_an_anonymous_gift_counts_like_any_other(kind: str, world: World) -> None:
    acts.indicator(world, kind, "donors")
    entry = acts.accepted(world, kind, detail={"anonymous": True, "donor": ""})

    assert "donor" in entry.detail and entry.detail["donor"] == ""
    posting = entry.postings.get()
    assert (posting.value, posting.subject) == (1, f"#{entry.pk}")


@pytest.mark.parametrize("kind", GIFTS)
def test_a_reversal_takes_back_the_same_unnamed_donor(kind: str, world: World) -> None:
    acts.indicator(world, kind, "donors")
    entry = acts.accepted(world, kind, detail={"anonymous": True, "donor": ""})

    back = services.reverse_entry(actor=world.office, entry=entry, reason="重复登记")

    posting = back.postings.get()
    assert (posting.value, posting.subject) == (-1, f"#{entry.pk}")


@pytest.mark.parametrize(
    ("step", "needed"), [("pledged", []), ("received", ["receipt"]), ("handed_over", ["handover"])]
)
def test_each_step_of_goods_needs_its_own_proof(step: str, needed: list[str], world: World) -> None:
    entry = acts.draft(world, "donation_in_kind", detail={"step": step})

    rules = kinds.get("donation_in_kind").evidence_needed(entry, Needed.ACCEPTANCE)

    assert [rule.purpose for rule in rules] == needed


def test_goods_have_a_quantity_and_its_unit(world: World) -> None:
    with pytest.raises(InvalidMany) as refusal:
        acts.draft(world, "donation_in_kind", quantity_unit="")

    assert [error.address for error in refusal.value.errors] == ["quantity_unit"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"amount": None, "detail": {"valuation": "none"}}, []),
        ({"amount": None}, ["value_from_nowhere"]),
        ({"detail": {"valuation": "none"}}, ["value_from_nowhere"]),
        ({"detail": {"donor": ""}}, ["nobody_named"]),
        ({"detail": {"receipt_number": ""}}, ["no_receipt_number"]),
    ],
)
def test_what_the_checks_find_on_goods(changes: dict[str, object], found: list[str], world: World) -> None:
    entry = acts.draft(world, "donation_in_kind", **changes)

    assert [finding.key for finding in checks.findings(entry)] == found


@pytest.mark.parametrize("step", ["pledged", "received", "handed_over"])
def test_the_same_goods_are_never_counted_at_two_steps(step: str, world: World) -> None:
    kind = kinds.get("donation_in_kind")
    entry = acts.draft(world, "donation_in_kind", detail={"step": step})
    valued = {key: kind.measure(key) for key in ("pledged", "amount", "handed_over")}

    found = {key: measure.value(entry, kind.read(entry)) for key, measure in valued.items() if measure}

    own = "amount" if step == "received" else step
    assert found == {key: 90_000 if key == own else 0 for key in valued}


def test_one_indicator_counts_money_and_goods(world: World) -> None:
    raised = acts.indicator(world, "donation", "amount")

    acts.accepted(world, "donation_cash")
    acts.accepted(world, "donation_in_kind")
    acts.accepted(world, "purchase")

    assert postings.problems(raised) == []
    assert [int(posting.value) for posting in raised.postings.order_by("id")] == [200_000, 90_000]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"measure": "quantity"}, "measure quantity"),
        ({"filter": {"step": "received"}}, "filter step"),
        ({"kind": "gift"}, "kind gift"),
    ],
)
def test_a_family_counts_only_what_all_of_it_have(
    changes: dict[str, object], problem: str, world: World
) -> None:
    fields = {"kind": "donation", "measure": "amount", **changes}

    assert postings.problems(acts.indicator(world, **fields)) == [problem]  # type: ignore[arg-type]
