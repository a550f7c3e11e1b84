"""What is given: details, titles and vouchers of generated entries, per kind of help.

Each maker takes what the indicator counts (its filter) as settled and dices the rest.
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from jiedui.cli.simulation import wider_goods
from jiedui.cli.simulation.made import Made, Maker
from jiedui.organisations.models import OrgUnit

PRODUCTS = (
    "马铃薯", "苹果", "百合", "高原夏菜", "牛羊肉", "小杂粮", "黄花菜", "核桃", "中药材", "食用菌", "蜂蜜", "大枣",
    "胡麻油", "牦牛肉", "藜麦", "花椒", "板栗", "杏仁", "苦荞面", "手工粉条",
)  # fmt: skip
BUYERS = (
    "机关食堂",
    "第一中学食堂",
    "中心医院食堂",
    "供销超市",
    "职工之家",
    "农贸批发中心",
    "社区便民店",
    "大学后勤中心",
)
CHANNELS = ("canteen", "union", "staff", "cabinet", "hall", "zone", "online", "fair", "wholesale")
VOUCHERS = ("invoice", "contract", "payment", "order", "settlement")
TRADES = ("education", "health", "agriculture", "science", "culture", "industry", "planning")
TRADE_WORDS = {
    "administration": "挂职干部", "education": "教师", "health": "医疗人员", "agriculture": "农业技术人员",
    "science": "科技人员", "culture": "文化旅游人员", "industry": "企业管理人员", "planning": "规划建设人员",
    "other": "专业技术人员",
}  # fmt: skip
PURPOSES = (("industry", 54), ("infrastructure", 20), ("education_health", 18), ("training", 8))
PURPOSE_WORDS = {
    "industry": "产业项目", "infrastructure": "基础设施项目", "education_health": "教育医疗项目",
    "training": "培训项目", "employment": "就业服务项目", "other": "其他项目",
}  # fmt: skip


def purchase(
    dice: random.Random, giver: OrgUnit, receiver: OrgUnit, fixed: dict[str, Any], number: int
) -> Made:
    """Goods of the county, bought by an organisation of the district."""
    product, buyer = dice.choice(PRODUCTS), f"{giver.name}{dice.choice(BUYERS)}（模拟）"
    detail = {
        "buyer": buyer,
        "seller": f"{receiver.name}示例合作社{dice.randint(1, 9)}（模拟）",
        "product": product,
        "channel": dice.choice(CHANNELS),
        "voucher_type": dice.choice(VOUCHERS),
        "voucher_number": f"SIM-P-{number:05d}",
    }
    return Made(f"采购{receiver.known_as}{product}", {**detail, **fixed}, "voucher")


def secondment(
    dice: random.Random, giver: OrgUnit, receiver: OrgUnit, fixed: dict[str, Any], number: int
) -> Made:
    """People for a post; about a third of flexible ones stay for a year or more."""
    least = Decimal(str(fixed.pop("months__gte", 0)))
    term = fixed.get("form", "term") == "term"
    long = term or least >= 12 or dice.random() < 0.36
    months = dice.choice((12, 18, 36) if term else (12, 18)) if long else dice.choice((1, 2, 3, 6))
    detail = {
        "form": "term",
        "direction": "outbound",
        "field": dice.choice(TRADES),
        "months": str(max(Decimal(months), least)),
        **fixed,
    }
    words = TRADE_WORDS[detail["field"]]
    inbound = detail["direction"] == "inbound"
    title = f"接收{receiver.known_as}{words}挂职" if inbound else f"选派{words}赴{receiver.known_as}"
    return Made(title, {**detail, "post": f"{words}岗位（模拟）"}, "posting_order")


def transfer(
    dice: random.Random, giver: OrgUnit, receiver: OrgUnit, fixed: dict[str, Any], number: int
) -> Made:
    """Money for a purpose; a little over half of it for industry."""
    purpose = dice.choices([p for p, _ in PURPOSES], [w for _, w in PURPOSES])[0]
    detail = {
        "step": "appropriation",
        "planning": "planned" if dice.random() < 0.95 else "unplanned",
        "source": "city",
        "purpose": purpose,
        "level": "county_and_below" if dice.random() < 0.93 else "above_county",
        "livelihood": purpose in {"infrastructure", "education_health"} or dice.random() < 0.7,
        "document_number": f"模拟财拨〔2019〕{number}号",
        **fixed,
    }
    return Made(f"{receiver.known_as}{PURPOSE_WORDS[detail['purpose']]}资金", detail, "voucher")


def agreement(
    dice: random.Random, giver: OrgUnit, receiver: OrgUnit, fixed: dict[str, Any], number: int
) -> Made:
    """A signed agreement of two organisations."""
    village = fixed.get("pairing_type") == "village_enterprise"
    one, other = ("企业", f"第{number % 900 + 1}村") if village else ("医院", "县级医院")
    detail = {
        "parties": [f"{giver.name}示例{one}（模拟）", f"{receiver.name}示例{other}（模拟）"],
        "valid_to": "2020-12-31" if village else "2021-12-31",
        **fixed,
    }
    subject = "村企结对帮扶协议" if village else "结对帮扶协议"
    return Made(f"{giver.known_as}与{receiver.known_as}{subject}", detail, "agreement")


MAKERS: dict[str, Maker] = {
    "purchase": purchase,
    "secondment": secondment,
    "transfer": transfer,
    "agreement": agreement,
    "donation": wider_goods.donation,
    "enrolment": wider_goods.enrolment,
    "event": wider_goods.event,
    "investment": wider_goods.investment,
    "job_fair": wider_goods.job_fair,
    "outlet": wider_goods.outlet,
    "placement": wider_goods.placement,
    "product_recognition": wider_goods.product_recognition,
    "service": wider_goods.service,
    "tourism_trip": wider_goods.tourism_trip,
    "training": wider_goods.training,
    "visit": wider_goods.visit,
    "workshop": wider_goods.workshop,
}
