"""Words of the genre: collective names, kinds of unit by their names, fields of work."""

from __future__ import annotations

import re

from jiedui.organisations import agency_names
from jiedui.organisations.enums import UnitKind

WORKSTREAMS: dict[str, tuple[str, str]] = {
    "干部人才支援": ("talent", "Talent support"),
    "社会动员": ("society", "Social participation"),
    "产业帮扶": ("industry", "Industry"),
    "教育扶贫": ("education", "Education"),
    "资金支持": ("funds", "Funds"),
    "劳务协作": ("labour", "Labour cooperation"),
    "消费扶贫": ("consumption", "Consumption"),
    "文化旅游扶贫": ("culture-tourism", "Culture and tourism"),
    "健康扶贫": ("health", "Health"),
    "万企帮万村": ("villages", "Enterprises and villages"),
    "民生保障": ("livelihood", "Livelihood"),
    "基础设施": ("infrastructure", "Infrastructure"),
    "结对帮扶": ("pairing", "Paired assistance"),
    "交往交流": ("exchange", "Exchange"),
    "综合": ("general", "General"),
}
"""Keys and English names of the genre's fields of work; any other field gets a key by number."""

DISTRICTS = re.compile(r"^(全市)?(各|每个?)(区县|县区|区|县)(委|党委|政府|人民政府)?$")
"""Every district of the giver."""

FRONT_OFFICES = re.compile(r"^(各|每个)?(对口)?(前方工作机构|前方指挥部|前指)$")
"""Every front office of the giver."""

_GROUP = re.compile(
    r"各|每|有关|相关|所属|等$|及其|以及|对口(支援|协作)?地区|扶贫协作地区|受援|支援地区|西部地区|贫困(县|村|人口)|"
    r"\d+\s*(个|家|所|名)|责任单位|成员单位|部门$|单位$|工作组$|^企业$|基金会$|人员$|群众$|^社会|直机关$|"
    r"三级医院$|中小学$|院校$|高校$|医疗机构$|^[区县](?![域城])"
)
_EVERYONE = re.compile(r"^(各|全部|所有)?(受援(地区|地|方|县)?|结对(地区|县)|帮扶地区|对口地区|西部地区)$")
_HEAD = re.compile(r"(人民政府|政府)$")

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (UnitKind.FRONT_OFFICE, re.compile(r"前方工作机构|前方指挥部|前指|工作队$|指挥部$")),
    (UnitKind.HOSPITAL, re.compile(r"医院$|卫生服务中心$|卫生院$|妇幼保健院$")),
    (UnitKind.SCHOOL, re.compile(r"(大学|学院|中学|小学|学校|一中|职教中心)$")),
    (UnitKind.ENTERPRISE, re.compile(r"(公司|集团|银行|分行|企业|工厂)$")),
    (UnitKind.SOCIAL, re.compile(r"(协会|商会|总会|联会|工商联|红十字会|慈善会|促进会|职教社|同学会)$")),
    (
        UnitKind.DEPARTMENT,
        re.compile(
            r"(局|委|委员会|办|办公室|部|厅|署|总工会|妇联|团市委|团省委|残联|科协|侨联|文联|台联|联合会|馆|管委会|供销社|中心|站)$"
        ),
    ),
)

_FRONT = "前指·"


def is_everyone(text: str) -> bool:
    """Whether a name stands for the receivers at large: a target for them is a target for the whole."""
    return bool(_EVERYONE.match(text))


def is_group(text: str) -> bool:
    """Whether a name describes several units or none in particular (受援地区, 甘肃34个县)."""
    return bool(_GROUP.search(text))


def territory_of(text: str) -> str:
    """The territory behind the name of its government (津南区政府 → 津南区)."""
    return _HEAD.sub("", text)


def kind_of(text: str) -> str | None:
    """The kind of unit a name that is no place speaks of, None where its last word tells nothing."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), None)


def front_office_name(text: str) -> str | None:
    """One name for the several a front office has (市援甘前指, 对口支援甘肃工作前方指挥部 → 援甘前方工作机构)."""
    key = agency_names.key(text)
    place = key.removeprefix(_FRONT)
    return f"援{place}前方工作机构" if place != key and len(place) <= 4 else None
