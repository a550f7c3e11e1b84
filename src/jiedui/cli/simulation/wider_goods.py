"""Makers of the kinds beside money, purchases and people sent: what is fixed is settled, the rest is diced."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from jiedui.cli.simulation.made import Made
from jiedui.organisations.models import OrgUnit

Dice = random.Random
Fixed = dict[str, Any]
GOODS = (("冬衣", "件"), ("电脑", "台"), ("图书", "册"), ("课桌椅", "套"), ("医疗设备", "台"))
TRADES = ("farming", "processing", "manufacture", "energy", "trade", "tourism")
TOPICS = {
    "officials": "乡村治理", "professionals": "农业技术", "teachers": "课堂教学", "health_staff": "急诊急救",
    "entrepreneurs": "创业带富", "online_sellers": "直播电商", "farmers": "果树管理",
    "jobseekers": "技能提升", "other": "综合",
}  # fmt: skip
SERVICES = (
    ("consultation", "诊疗", 120), ("operation", "手术", 14), ("ward_round", "教学查房", 20),
    ("tele_consultation", "远程会诊", 9), ("free_clinic", "义诊", 3), ("lecture", "专题讲座", 5),
)  # fmt: skip
DECENT = {
    "fee": "0", "contract": "yes", "papers": "yes", "free_to_leave": "yes", "wage": "2600", "minimum_wage": "1620",
    "grievance_route": "12333（模拟）", "checked_on": "2018-12-20",
    "checked_by": "示例劳动研究所（模拟）", "red_flag": "none",
}  # fmt: skip
"""Every safeguard answered as it must be; the wages are made up."""


def donation(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """Money mostly, goods sometimes; one in twelve wants to stay anonymous."""
    anonymous = dice.random() < 1 / 12
    kind = dice.choice(("enterprise", "enterprise", "social", "public", "persons"))
    named = not anonymous and kind != "persons"
    detail = {
        "donor_type": kind,
        "anonymous": anonymous,
        "donor": f"{giver.name}示例捐赠单位{dice.randint(1, 30)}（模拟）" if named else "",
        "received_by": f"{giver.name}红十字会（模拟）",
        "receipt_number": f"SIM-D-{number:05d}",
        **fixed,
    }
    if dice.random() < 0.8:
        return Made(f"向{receiver.known_as}捐款", detail, "receipt", "donation_cash")
    goods, unit = dice.choice(GOODS)
    detail |= {"step": "received", "goods": goods, "valuation": "invoice"}
    figures = {"quantity": Decimal(dice.randint(5, 400)), "quantity_unit": unit}
    return Made(f"向{receiver.known_as}捐赠{goods}", detail, "receipt", "donation_in_kind", figures)


def investment(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """An enterprise of the district at the county; a third of them in a park."""
    in_park = dice.random() < 0.33
    step = fixed["step"]
    detail = {
        "enterprise": f"{receiver.name}示例企业{number}（模拟）",
        "trade": dice.choice(TRADES),
        "in_park": in_park,
        "park": f"{receiver.known_as}共建产业园（模拟）" if in_park else "",
        **fixed,
    }
    words, purpose = {"established": ("企业落地", "licence"), "paid_in": ("投资到位", "voucher")}[step]
    return Made(f"{receiver.known_as}{words}", detail, purpose)


def training(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """A class of one session, so that persons and person-times are the same."""
    audience = fixed.get("audience", "officials")
    detail = {
        "topic": TOPICS[audience],
        "place": "receiver_side" if dice.random() < 0.6 else "giver_side",
        "sessions": 1,
        "audience": audience,
        **fixed,
    }
    return Made(f"{receiver.known_as}{TOPICS[audience]}培训班", detail, "notice")


def event(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """A charity event or an exhibition."""
    detail = {"form": "charity", "days": dice.randint(1, 5), **fixed}
    words = {"exhibition": "特色文化展"}.get(detail["form"], "公益帮扶活动")
    return Made(f"{receiver.known_as}{words}", detail, "notice", figures={"persons": dice.randint(200, 3000)})


def job_fair(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """A fair with its vacancies."""
    employers = dice.randint(15, 45)
    detail = {
        "form": "on_site",
        "employers": employers,
        "vacancies": employers * dice.randint(9, 17),
        "terms_stated": True,
        "free_of_charge": True,
        "place": receiver.name,
        **fixed,
    }
    return Made(f"{receiver.known_as}专场招聘会", detail, "vacancies")


def outlet(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """Places of sale, opened."""
    detail = {"step": "opened", "form": "cabinet", **fixed}
    words = {"cabinet": "爱心专柜", "online_station": "电商站点"}[detail["form"]]
    return Made(f"{receiver.known_as}{words}", detail, "agreement")


def tourism_trip(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """A route that is new."""
    detail = {"form": "train", "route": f"天津—{receiver.known_as}", "trips": dice.randint(1, 4), **fixed}
    return Made(
        f"天津至{receiver.known_as}旅游专列", detail, "notice", figures={"persons": 400 * detail["trips"]}
    )


def service(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """A month's services of one sort."""
    sort, words, usual = dice.choice(SERVICES)
    detail = {
        "service": sort,
        "count": max(1, round(usual * dice.lognormvariate(0, 0.4))),
        "provider": f"{giver.name}示例医院（模拟）",
        "host": f"{receiver.name}示例医院（模拟）",
    }
    return Made(f"{receiver.known_as}{words}", {**detail, **fixed}, "statement")


def visit(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """A visit in either direction."""
    outward = dice.random() < 0.6
    detail = {
        "form": "visit",
        "level": dice.choice(("prefecture", "county", "county")),
        "direction": "outward" if outward else "return",
        **fixed,
    }
    title = (
        f"{giver.known_as}赴{receiver.known_as}考察对接" if outward else f"{receiver.known_as}来津考察对接"
    )
    return Made(title, detail, "minutes", figures={"persons": dice.randint(4, 18)})


def enrolment(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """An intake of vocational pupils."""
    detail = {
        "stage": "vocational",
        "school": f"{giver.name}示例中专（模拟）",
        "school_year": 2019,
        "fees_waived": True,
        **fixed,
    }
    return Made(f"招收{receiver.known_as}学生", detail, "statement", figures={"persons": dice.randint(6, 45)})


def product_recognition(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """A product of the county."""
    detail = {
        "product": dice.choice(("苹果", "马铃薯", "百合", "牛羊肉", "蜂蜜")),
        "producer": f"{receiver.name}示例合作社{dice.randint(1, 9)}（模拟）",
        "recognition_number": f"SIM-R-{number:05d}",
        "benefit": "订单收购（模拟）",
        **fixed,
    }
    return Made(f"{receiver.known_as}扶贫产品认定", detail, "recognition")


def workshop(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """A workshop near home, every safeguard answered."""
    makes = dice.choice(("服装", "箱包", "手工编织", "食品包装"))
    detail = {
        "step": "opened",
        "workshop": f"{receiver.name}示例{makes}车间{number}（模拟）",
        "makes": makes,
        "jobs_offered": dice.randint(20, 80),
        "recruiter": f"{receiver.name}就业服务中心（模拟）",
        **DECENT,
        **fixed,
    }
    return Made(f"{receiver.known_as}帮扶车间", detail, "recognition")


def placement(dice: Dice, giver: OrgUnit, receiver: OrgUnit, fixed: Fixed, number: int) -> Made:
    """A quarter's statement, every safeguard answered. Its number follows no target."""
    detail = {
        "period_from": "2019-01-01",
        "recruiter": f"{receiver.name}就业服务中心（模拟）",
        **DECENT,
        **fixed,
    }
    return Made(
        f"{receiver.known_as}自愿就业情况", detail, "check", figures={"persons": dice.randint(8, 160)}
    )
