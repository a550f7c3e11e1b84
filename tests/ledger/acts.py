"""Acts of help for tests: content of each kind, and entries brought as far as a test needs them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from jiedui.ledger import kinds, services
from jiedui.ledger.kinds.base import Needed
from jiedui.ledger.models import Entry
from jiedui.plans.models import Indicator
from tests.conftest import World

DECENT: dict[str, Any] = {
    "recruiter": "云岭县就业服务中心",
    "fee": "0",
    "contract": "yes",
    "papers": "yes",
    "free_to_leave": "yes",
    "wage": "2300",
    "minimum_wage": "1620",
    "grievance_route": "12333热线",
    "checked_on": "2019-06-20",
    "checked_by": "海州大学劳动研究所",
    "red_flag": "none",
}
"""Every safeguard answered as it must be."""

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
    "investment": {
        "step": "paid_in",
        "enterprise": "云岭果汁有限公司",
        "trade": "processing",
        "in_park": True,
        "park": "东云产业园",
    },
    "visit": {"form": "visit", "level": "prefecture", "direction": "outward", "place": "云岭县"},
    "job_fair": {
        "form": "on_site",
        "employers": 12,
        "vacancies": 340,
        "terms_stated": True,
        "free_of_charge": True,
    },
    "product_recognition": {
        "product": "花牛苹果",
        "producer": "云岭果业合作社",
        "recognition_number": "YL-2019-003",
        "benefit": "订单收购，带动120户。",
    },
    "tourism_trip": {"form": "train", "route": "海州—云岭", "trips": 2},
    "enrolment": {"stage": "vocational", "school": "海州职业中专", "school_year": 2019},
    "event": {"form": "charity", "large": True, "days": 2},
    "outlet": {"step": "opened", "form": "cabinet", "count": 15},
    "placement": {
        "bucket": "nearby",
        "period_from": "2019-04-01",
        "employer": "云岭服装车间",
        **DECENT,
    },
    "workshop": {
        "step": "opened",
        "workshop": "云岭服装车间",
        "makes": "校服",
        "jobs_offered": 40,
        **DECENT,
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
    "investment": {"amount": Decimal("5000000")},
    "visit": {"persons": 11},
    "job_fair": {},
    "product_recognition": {},
    "tourism_trip": {"persons": 900},
    "enrolment": {"persons": 25, "amount": Decimal("50000")},
    "event": {"persons": 400},
    "outlet": {},
    "placement": {"persons": 36},
    "workshop": {},
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
    "investment": "果汁加工厂",
    "visit": "赴云岭县考察",
    "job_fair": "云岭县专场招聘会",
    "product_recognition": "花牛苹果认定",
    "tourism_trip": "云岭旅游专列",
    "enrolment": "秋季招生",
    "event": "云岭特产公益市集",
    "outlet": "爱心专柜",
    "placement": "二季度就近就业",
    "workshop": "服装车间开工",
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
    "investment": "voucher",
    "visit": "minutes",
    "job_fair": "vacancies",
    "product_recognition": "recognition",
    "tourism_trip": "notice",
    "enrolment": "statement",
    "event": "notice",
    "outlet": "agreement",
    "placement": "check",
    "workshop": "recognition",
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
    """Attach a text file in every role the kind asks for, in its main one if it asks for none."""
    needed = kinds.get(entry.kind).evidence_needed(entry, Needed.SUBMISSION, Needed.ACCEPTANCE)
    for purpose in dict.fromkeys([PURPOSE[entry.kind], *(rule.purpose for rule in needed)]):
        services.attach_evidence(
            actor=world.giver, entry=entry, filename=filename, content=content, purpose=purpose
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
