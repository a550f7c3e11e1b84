"""Who does something: agencies by the grammar of their names, and duties as the papers assign them.

An agency is recognised by how such names are built (市人社局, 各前方工作机构, 援疆前指, 某区政府), not from a list of
agencies. Duties stand in a bracket at the end of an item: 市甲局牵头，市乙局负责，各区配合，完成时限：6月底.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jiedui.documents.dates import ONGOING, find_dates

_SUFFIX = (
    "局|委|办|部|厅|处|科|室|署|院|校|站|所|台|馆|会|联|社|团|党委|党组|党支部|工委|机构|指挥部|前指|工作组|工作队|医疗队|领导小组|专项组"
    "|中心|政府|公司|集团|银行|分行|支行|大学|学院|学校|医院|卫生院|基金会|协会|学会|商会|联合会|总会|部门|单位|企业|机关|系统"
    "|团市委|团省委|团区委|高校|院校|园区|开发区|管委会|街道|乡镇|镇|乡|区县|市县|县区|省|市|区|县|州|旗|盟|地区|兵团|师|党派市委"
    "|职教社|同学会|科协|文联|作协|记协|政协|人大|法院|检察院|纪委|团委|组织|组|办公室|委员会|管理局|报社|公司等|企业家|合作社|联盟"
)
_ENDS_AGENCY = re.compile(rf"(?:{_SUFFIX})(?:（[^（）]{{1,10}}）)?$")
_NEVER = re.compile(
    r"(?:新格|格|大|全|结|布|开|变|困|僵|战)局$|^(?:现为|原为|原名|曾用名)|[。；！？]|^(?:见|其中|含|不含|包括|以下|简称|详见|附|如|即)|\d+[名个所家%]|[一二三四五六七八九十\d]个"
    r"|(?:贫困|受援)(?:县|村|乡)|^县$|^市$|^区$"
)
_LIST = r"[、，,；;]"
_AND = re.compile(
    r"(?:(?<=[局委办部厅处会院校站所县区市组队府司团社联构位门心挥指室])|(?<=企业)|(?<=机关))(?:以及|及其(?!他)|和|与|及)"
)
LABELLED = re.compile(
    r"(?P<label>(?:牵头|责任|配合|协办|主办|承办|参与|协同|参加|协助|主责|落实|实施|组织|督办|督导|监督|指导)(?:责任)?(?:单位|部门|处室|机构|科室)|(?:牵头|责任|配合|协办|主办|协同|参与|协助)人?(?=[:：]))[:：]"
)
_DEADLINE = re.compile(
    r"(?:(?:拟|计划)?完成(?:时限|时间|期限|日期)|时间(?:要求|节点|安排|进度)?|时限(?:要求)?|办结时限|期限)[:：]?(?P<text>[^；;。]*)"
)
_DUTY = re.compile(
    r"(?P<who>.*?)(?P<duty>牵头(?:负责|组织|实施|落实|抓总|推进)*|(?:按照?职责|分工|分别|具体|共同|组织|统筹|联合|各自|做好)*负责(?:实施|落实|组织实施|推进)*"
    r"|(?:协助|协同|密切|积极|做好)?配合(?:实施|落实|做好)*|协办|协助|参与|参加|主办|承办|协同|支持|组织实施|实施|落实)"
    r"(?=[、，,；;。]|$)"
)
_WITH = re.compile(
    r"(?:分别|共同)?(?:会同|联合(?!会))|(?<=[局委办部厅处会府])[同商](?=市|省|各|区|自治区|州|县)"
)
_RANKS = re.compile(r"各[市县区州旗](?=、[市县区州旗](?:[、，,；;]|$))")
"""各市、区 is one name."""
_SHARED_TAIL = re.compile(r"^((?:市|省|区|县)?援[\u4e00-\u9fff])(.+)$")


@dataclass(frozen=True, slots=True)
class Duties:
    """Who leads, who is responsible, who supports, and the deadline in the paper's words.

    ``support`` holds the responsible units of an item that has a lead, then the supporting ones.
    """

    lead: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    deadline_text: str = ""

    def __bool__(self) -> bool:
        return bool(self.lead or self.support or self.responsible)

    def as_fields(self) -> dict[str, list[str]]:
        """The fields of a fact."""
        return {"lead": self.lead, "responsible": self.responsible, "support": self.support}


def is_agency(name: str) -> bool:
    """Whether a name is built like that of an agency, office, territory or body."""
    return 2 <= len(name) <= 40 and bool(_ENDS_AGENCY.search(name)) and not _NEVER.search(name)


def split_names(text: str) -> list[str]:
    """The names in a list (甲局、乙局和丙办); a 和 inside a name (文化和旅游局) does not split it."""
    names: list[str] = []
    for part in _outside_brackets(text):
        names += [name.strip("：:，、。；等“”*") for name in _AND.split(part)]
    return _with_shared_tails([name.removesuffix("等") for name in names if name])


def parse_duties(bracket_text: str) -> Duties:
    """The duties in a bracket, with or without its parentheses; empty where it assigns none.

    牵头 leads; 负责 is responsible where someone leads, else leads; 配合 and 协办 support; 会同 puts what follows
    in support; a bare list of agencies leads.
    """
    inner = _strip_bracket(bracket_text)
    inner, deadline = _take_deadline(inner)
    found = dict(_labelled(inner)) if LABELLED.search(inner) else dict(_assigned(inner))
    lead, responsible, support = found.get("lead", []), found.get("responsible", []), found.get("support", [])
    if responsible and not lead:
        lead, responsible = responsible, []
    elif responsible:
        support = _unique([*responsible, *support])
    return Duties(_unique(lead), _unique(responsible), _unique(support), deadline)


def is_duty_bracket(bracket_text: str) -> bool:
    """Whether a bracket assigns duties: it says so, or all it holds are agencies."""
    inner = _strip_bracket(bracket_text)
    if len(inner) > 700 or re.match(r"见|含|不含|其中|以下|简称|详见|附", inner):
        return False
    if LABELLED.search(inner):
        return True
    rest, deadline = _take_deadline(inner)
    if _DUTY.search(rest):
        duties = parse_duties(inner)
        names = [*duties.lead, *duties.support]
        return bool(names) and sum(map(is_agency, names)) >= len(names) * 0.6
    names = split_names(rest)
    return bool(names) and all(map(is_agency, names)) and (len(names) > 1 or bool(deadline) or len(rest) > 3)


def _strip_bracket(text: str) -> str:
    text = text.strip().strip("*。 ")
    if text[:1] in "（(【〖" and text[-1:] in "）)】〗":
        text = text[1:-1]
    return text.strip()


def _take_deadline(inner: str) -> tuple[str, str]:
    """The text without its deadline, and the deadline."""
    if match := _DEADLINE.search(inner):
        rest = (inner[: match.start()] + inner[match.end() :]).strip("，,；;、 ")
        return rest, match["text"].strip("，, ")
    parts = re.split(r"[，,；;]", inner)
    last = parts[-1]
    if len(parts) > 1 and (ONGOING.search(last) or (len(last) <= 20 and any(find_dates(last, 2000)))):
        return inner[: -len(last)].strip("，,；;、 "), last
    return inner, ""


_LABEL_ROLES = {
    "牵头": "lead",
    "主办": "lead",
    "主责": "lead",
    "配合": "support",
    "协办": "support",
    "参与": "support",
}


def _labelled(inner: str) -> Iterator[tuple[str, list[str]]]:
    """牵头单位：…；责任单位：…"""
    found: dict[str, list[str]] = {}
    marks = list(LABELLED.finditer(inner))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(inner)
        label = mark["label"][:2]
        role = _LABEL_ROLES.get(
            label,
            "support" if label in ("协同", "参加", "协助", "督办", "督导", "监督", "指导") else "responsible",
        )
        found.setdefault(role, []).extend(split_names(inner[mark.end() : end].strip("；;，,、。 ")))
    yield from found.items()


def _assigned(inner: str) -> Iterator[tuple[str, list[str]]]:
    """甲局牵头，乙局、丙局负责，丁办配合; what no duty word follows is a bare list."""
    found: dict[str, list[str]] = {"lead": [], "responsible": [], "support": []}
    at = 0
    for match in _DUTY.finditer(inner):
        who = match["who"].strip("，,、；;")
        duty = match["duty"]
        role = "lead" if "牵头" in duty or duty in ("主办",) else _plain_role(duty)
        _share(found, role, who)
        at = match.end()
    rest = inner[at:].strip("，,、；;。")
    if rest:
        names = split_names(rest)
        if at == 0 or all(map(is_agency, names)):
            _share(found, "lead" if at == 0 else "support", rest)
    yield from found.items()


def _plain_role(duty: str) -> str:
    if re.search(r"配合|协办|协助|参与|参加|协同|支持", duty):
        return "support"
    return "responsible"


def _share(found: dict[str, list[str]], role: str, who: str) -> None:
    """Give a role to the names; those after 会同 support."""
    parts = _WITH.split(who, maxsplit=1)
    found[role] += split_names(
        parts[0].removesuffix("分别").removesuffix("共同").removesuffix("由").removeprefix("由")
    )
    if len(parts) > 1:
        found["support"] += split_names(parts[1])


def _outside_brackets(text: str) -> list[str]:
    parts, start, depth = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "（“") - (char in "）”")
        if depth <= 0 and re.match(_LIST, char) and not _RANKS.match(text, start):
            parts.append(text[start:at])
            start = at + 1
    return [part for part in [*parts, text[start:]] if part]


def _with_shared_tails(names: list[str]) -> list[str]:
    """援疆、援藏、援青前方工作机构: the first two share the tail of the third."""
    completed: list[str] = []
    tail = ""
    for name in reversed(names):
        if re.fullmatch(r"(?:市|省)?援[\u4e00-\u9fff]", name) and tail:
            completed.append(name + tail)
            continue
        if match := _SHARED_TAIL.match(name):
            tail = match[2]
        completed.append(name)
    return completed[::-1]


def _unique(names: list[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))
