"""Acts of help for tests: content of each kind, and entries brought as far as a test needs them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from jiedui.ledger import services
from jiedui.ledger.models import Entry
from jiedui.plans.models import Indicator
from tests.conftest import World

DETAIL: dict[str, dict[str, Any]] = {
    "transfer": {"step": "disbursement", "planning": "planned", "source": "district", "purpose": "industry"},
    "purchase": {
        "buyer": "东城区机关食堂",
        "seller": "云岭果业合作社",
        "product": "花牛苹果",
        "channel": "canteen",
        "voucher_type": "invoice",
        "voucher_number": "NO.00017",
    },
    "secondment": {
        "form": "term",
        "direction": "outbound",
        "field": "health",
        "post": "县医院骨科医师",
        "months": "18",
    },
    "agreement": {"parties": ["东城区人民医院", "云岭县人民医院"], "pairing_type": "hospital"},
    "donation_cash": {
        "donor_type": "enterprise",
        "donor": "东城区建设集团",
        "received_by": "东城区红十字会",
        "use": "云岭县小学操场",
        "receipt_number": "NO.20190017",
    },
    "donation_in_kind": {
        "donor_type": "social",
        "donor": "东城区商会",
        "step": "received",
        "goods": "棉衣",
        "valuation": "invoice",
        "received_by": "东城区红十字会",
        "receipt_number": "NO.20190018",
    },
    "training": {"audience": "teachers", "topic": "小学数学教学", "place": "receiver_side", "sessions": 6},
    "service": {
        "service": "consultation",
        "count": 320,
        "provider": "东城区人民医院",
        "host": "云岭县人民医院",
    },
}
FIGURES: dict[str, dict[str, Any]] = {
    "transfer": {"amount": Decimal("350000")},
    "purchase": {"amount": Decimal("12000.50"), "quantity": Decimal("800"), "quantity_unit": "kg"},
    "secondment": {"persons": 3},
    "agreement": {},
    "donation_cash": {"amount": Decimal("200000")},
    "donation_in_kind": {"amount": Decimal("90000"), "quantity": Decimal("600"), "quantity_unit": "件"},
    "training": {"persons": 40},
    "service": {"persons": 300},
}
TITLE = {
    "transfer": "云岭县果蔬大棚项目资金",
    "purchase": "食堂采购苹果",
    "secondment": "骨科支医小组",
    "agreement": "医院结对协议",
    "donation_cash": "捐建小学操场",
    "donation_in_kind": "捐赠冬衣",
    "training": "小学教师培训班",
    "service": "七月诊疗",
}
PURPOSE = {
    "transfer": "voucher",
    "purchase": "voucher",
    "secondment": "posting_order",
    "agreement": "agreement",
    "donation_cash": "receipt",
    "donation_in_kind": "receipt",
    "training": "notice",
    "service": "statement",
}
KINDS = tuple(DETAIL)


def data(
    world: World, kind: str = "purchase", *, detail: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    """Content of an entry as the services take it; all kinds are put into the consumption workstream."""
    return {
        "giver": world.east.pk,
        "receiver": world.county.pk,
        "workstream": "consumption",
        "occurred_on": date(2019, 7, 3),
        "title": TITLE[kind],
        **FIGURES[kind],
        "detail": {**DETAIL[kind], **(detail or {})},
        **changes,
    }


def draft(world: World, kind: str = "purchase", **changes: Any) -> Entry:
    """A draft by the giver of the east district."""
    return services.record_entry(
        actor=world.giver, programme=world.programme, kind=kind, data=data(world, kind, **changes)
    )


def proven(world: World, kind: str = "purchase", **changes: Any) -> Entry:
    """A draft with the evidence its kind asks for."""
    entry = draft(world, kind, **changes)
    attach(world, entry)
    return entry


def attach(
    world: World, entry: Entry, content: bytes = b"voucher no. 17", filename: str = "voucher.txt"
) -> None:
    """Attach a text file in the role the kind asks for."""
    services.attach_evidence(
        actor=world.giver, entry=entry, filename=filename, content=content, purpose=PURPOSE[entry.kind]
    )


def submitted(world: World, kind: str = "purchase", **changes: Any) -> Entry:
    """An entry that waits for the lead."""
    return services.submit_entry(actor=world.giver, entry=proven(world, kind, **changes))


def accepted(world: World, kind: str = "purchase", **changes: Any) -> Entry:
    """An accepted entry."""
    return services.accept_entry(actor=world.lead, entry=submitted(world, kind, **changes))


def indicator(world: World, kind: str = "purchase", measure: str = "amount", **fields: Any) -> Indicator:
    """An indicator of the consumption workstream."""
    code = fields.pop("code", f"{kind}-{measure}-{Indicator.objects.count()}")
    workstream = fields.pop("workstream", world.consumption)
    return Indicator.objects.create(
        workstream=workstream, code=code, name=code, unit="元", kind=kind, measure=measure, **fields
    )


def snapshot(entry: Entry) -> dict[str, Any]:
    """Every column as the database has it now, to show that nothing changed."""
    (row,) = Entry.objects.filter(pk=entry.pk).values()
    return dict(row)
