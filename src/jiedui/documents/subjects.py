"""The actor a clause begins with: 市教委负责…, 各区、各单位要…, 由区红十字会负责…"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiedui.documents.actors import is_agency, split_names
from jiedui.organisations import divisions

_TAILS = (
    "前方工作机构|前方指挥部|工作机构|领导小组办公室|专项工作组|领导小组|工作组|工作队|指挥部|前指|人民政府|政府|管委会|管理委员会|委员会"
    "|联合会|基金会|商会|协会|学会|总会|红十字会|总工会|集团|公司|银行|分行|大学|学院|医院|学校|中心|成员单位|责任单位|牵头单位|配合单位|部门"
    "|单位|机构|机关工委|工委|党委|统战部|组织部|宣传部|党校|工商联|文联|妇联|残联|科协|侨联|台联|供销社|团市委|团省委|团区委|系统|企业|高校|院校"
    "|园区|街道|乡镇|局|委|办|厅|处|部|会|联|区委|县委|地区|区|县|市|州"
)
_NAME = rf"(?:[\u4e00-\u9fff“”]{{0,18}}?)(?:{_TAILS})(?:（[^（）]{{1,12}}）)?"
_VERB = (
    r"(?:，?(?:要|应|须|需|应当|必须|将)|，?各(?=选派|安排|组织|明确)|(?:要|应)?(?:统一|具体|分别|共同|切实|认真|严格|积极|充分|及时|主动|定期|深入"
    r"|依法|带头|重点|主要|立即|进一步)?(?:负责|牵头|会同|协助|配合|加强|统筹|组织(?!部|人事)|开展|推动|鼓励|引导|研究|制定|制订|建立|做好|完成|根据|通过|按照|结合"
    r"|在|对(?!口)|围绕|履行|指导|坚持|强化|落实|提供|发挥|设立|明确|签订|报送|汇总|选派|审核|统筹|协调|支持|依托|利用|总结|采取|深入|收集|编制|发布|与"
    r"|作为|树立|每|实行|参与|推进|承担|督促|联合|安排|动员|发动|培训|召开|举办|通报|听取|把|为|分解|细化|对接))"
)
_LAST = "".join(sorted({tail[-1] for tail in _TAILS.split("|")}))
_LISTED = rf"[\u4e00-\u9fff“”]{{1,22}}(?<=[{_LAST}])(?:（[^（）]{{1,12}}）)?、"
"""A name in a list, up to its mark; what stands behind the mark cannot be read as part of it."""
_SUBJECT = re.compile(
    rf"(?P<who>(?:{_LISTED}){{0,24}}{_NAME}(?:(?:和|与|及|以及){_NAME})?)(?P<etc>等(?:部门|单位)?)?(?={_VERB})"
)
_BY = re.compile(
    rf"由(?P<who>(?:{_LISTED}){{0,12}}{_NAME}(?:(?:和|与|及){_NAME})?)(?=(?:负责|牵头|统一|组织(?!部)|具体|会同|承担|实施))"
)
_GENERIC = re.compile(
    r"^(?:各|有关|相关|我市各|我省各|全市|全省|所有|牵头|责任|配合|成员|专项|领导)|(?:单位|部门|机构|企业|系统)$"
)
_OPENS = re.compile(
    r"各|有关|相关|市|省|区|县|州|自治区|自治州|地区|全市|全省|我市|我省|本市|国家|中央|团[市省区县]|援.|对口|前方|前指|专项|领导小组|牵头|责任|配合"
    r"|成员|工作队|工作组|指挥部|兵团|师市|工商联|残联|妇联|红十字会|[\u4e00-\u9fff]{2,10}(?:工作组|工作队|前指|指挥部|领导小组|工作组各?成员单位)$"
)
"""How the name of an actor begins where no place stands before it."""
_NOT_ACTOR = re.compile(
    r"贫困|受援|结对|深度|建档|选派|一名|负责人|接下来|下一步|今后|目前|同时|当地|群众|地区$|我市$|全市$|^(?:在|对|为|向|从|与|和|将|把|并|以|按|据|及|推|鼓|引|支|发动)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who acts in a clause. ``end`` is where the verb begins; ``specific`` tells a named agency from 各单位."""

    names: list[str]
    start: int
    end: int
    specific: bool
    by: bool = False


def subject_of(clause: str) -> Subject | None:
    """The actor at the beginning of a clause (or after 由 anywhere in it), None where there is none."""
    if match := _SUBJECT.match(clause):
        names = [
            name.removesuffix("等部门").removesuffix("等单位").removesuffix("等")
            for name in split_names(match["who"])
        ]
        if names and _opens(names[0]) and all(_acts(name) for name in names):
            return Subject(names, 0, match.end(), not all(map(_GENERIC.search, names)))
    if match := _BY.search(clause):
        names = split_names(match["who"])
        if names and all(_acts(name) for name in names):
            return Subject(names, match.start(), match.end(), specific=True, by=True)
    return None


def is_actor_list(clause: str) -> bool:
    """Whether a clause is nothing but actors (红旗区、东风区，各选派…)."""
    names = split_names(clause)
    return bool(names) and subject_of(clause) is None and _opens(names[0]) and all(map(_acts, names))


def _opens(name: str) -> bool:
    """Whether a clause may begin with this name: by its first words, or with a place."""
    if _OPENS.match(name):
        return True
    found = divisions.scan(name[:12])
    return bool(found) and found[0].start == 0


def _acts(name: str) -> bool:
    return is_agency(name) and not _NOT_ACTOR.search(name)
