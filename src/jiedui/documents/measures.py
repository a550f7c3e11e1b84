"""What a figure counts, as a short Chinese name: the noun after it, or the words that lead up to it."""

from __future__ import annotations

import re

from jiedui.documents.clauses import MARKER
from jiedui.documents.spots import Spot

_LONGEST = 16
_LEAST = 5
_AMOUNT_UNITS = {"元", "%", "亩", "平方米", "吨", "公里", "锭", "人次"}
_NOUN_END = re.compile(
    r"赴|到(?!位)|参加|参与|开展|在(?!校|编)|以(?!上)|为(?!民)|与|进行|已|实现|采取|对接|来|响应|受益|用于|占|^以上|左右|任务|任职|入住|参展|就业$|的?培训任务|实地|抵达|一对一"
    r"|完成|签约$|到县|具体|支教|学跳|优先"
)
_STRIP_HEAD = re.compile(
    r"^(?>(?:其中|和|及|与|全年|今年|每年|当年|本年度?|年内|目前|以来|已|(?:两地|双方)?还|共计(?!划)|共(?!建|享|同|富)|累计|先后|同时|并|将|可|由|确保|力争|计划|安排|另|再|分别|(?:20)?\d\d年|按照[^，]*|为|对(?!口|接)|在[沪京津浙苏粤深闽鲁](?![\u4e00-\u9fff]*[市省区])|在|向|从|我市|全市|全省|市级|上半年|下半年|各|约|主要|重点"
    r"|(?:到|至)?(?:20\d\d年)?(?:\d{1,2}月)?年?[底末](?:之?前)?)+)"
)
_STRIP_TAIL = re.compile(
    r"(?:力争)?(?:力争|达到|不少于|不低于|超过|至少|实现|达|为|约|近|共|各|计|有|均|合计|总计|：|分别|以上|过|预计|不超过|和|及|与|、|≥|应在|突破|达成"
    r"|(?:始终|一直|也)*(?:稳定)?保持在|稳定在|(?:大幅|稳步|逐步)*(?:提升|提高|增长|增加|上升|下降|降低)(?:到|至)|增至|升至|降至|也?[从由])+$"
)
_PER_HEAD = re.compile(
    r"每个?[^，。；、]{0,8}?(?:县|区|市|村|镇|年|户|期|批|次|对医院)(?:（[市区县、]{1,3}）)?(?:每年)?|县均|村均|户均|人均|(?:其[余他])?各区"
)
_GROUP = re.compile(
    r"^(?:东西部(?:扶贫)?协作|对口(?:支援|协作)|受援|结对)?(?:地区|深度贫困县|贫困县)(?:（[市区县、]{1,3}）)?$"
)
_ASIDE = re.compile(r"（[^（）\d]{1,12}）")
_OWN_NOUN = re.compile(r"(?:率|额|数|量|资金|投资|产值|收入|面积|项目|经费|比例|比重)$")
_SETS = frozenset(("批", "期", "次", "类", "大类", "项", "场", "轮"))
"""Units that count sets of what the next figure counts: 5批150人次参与…"""
_QUOTED = re.compile(r"“[^“”]{6,}”+")
_DO = "各|分别|采购|认购|完成|筹|捐|出资|投入|配套|承担"
_AGENCY = r"[市区县省州][\u4e00-\u9fff]{2,10}?(?<=[局委办厅会联社])"
# Atomic where names may stand side by side with nothing between them: they are read once, from the left.
_ACTORS = re.compile(
    rf"^、?(?:(?>(?:(?!{_DO})(?:(?![结帮每个带])[\u4e00-\u9fff]){{2,6}}(?:街道|(?<!乡)镇|乡(?!镇))、?)+)(?={_DO}|$)(?:各|分别)?"
    r"|(?>(?:(?!分别)(?:(?![结帮每个带])[\u4e00-\u9fff]){1,6}区、?)+)(?=分别)(?:分别)"
    rf"|(?:{_AGENCY}、)*{_AGENCY}、?(?=[设捐向为开组举安资招投建牵负]))"
)
"""Those that act, written before what they do."""
_MONEY = re.compile(r"(?:财政|帮扶|援助|扶贫|专项|配套|社会|协作)*(?:资金|投资|经费|款物|贷款|销售额|采购额)")
_BARE_VERB = re.compile(
    r"(?:筹集|筹措|实际|选派|年度目标|年度任务|承担|完成|投入|安排|落实|达到|实现|提供|任务|计划|分别|不|各|为|分|编排|组织|解决|带动|全年)+"
)
_HELPS = (
    r"(?<!消费)(?<!对口)(?<!定点)(?<!社会)(?<!组团式)(?<![”协])帮扶"
    r"(?!资金|项目|总|金额|工作|措施|基地|协作|机制|模式|力度)"
)
"""帮扶 as a verb; 消费帮扶总金额 does nothing."""
_VERBS = re.compile(
    rf"(?:选派|增派|派出|接收|培训|引进|引导|新建|建设|建成|共建|组织|举办|开展|捐赠|捐助|采购|帮助|{_HELPS}|结对|提供|设立|打造|新增|签约|落地|安排|投入|选聘|免费|资助|补助|拨付|带动|吸纳|实施|支持|推广|援建|吸引|邀请|发动|募集)"
)
_DOES = re.compile(
    rf"参与结对|结对帮扶|结对|参与|参加|落户|落地|入驻|投产|开工|完工|竣工|参展|考察|洽谈|投资(?!额)|脱贫(?![村县户])|增收|受益|{_HELPS}|就业"
)
"""What those do whom a figure counts: 75家社会组织…结对."""
_REPLACED = frozenset(("", "组织", "发动", "引导", "吸引", "邀请", "帮助"))
"""Verbs that say less than what the counted do themselves."""
_PART_OF = re.compile(r"(?:机关|单位|部门|地区|[州市县区局委办厅])$")
_FUNDS = re.compile(
    r"(?:投入|安排|筹集|落实|总|拨付)*(?:(?:援.|帮扶|扶贫|专项|协作)*(?:专项)?资金|投资|投入|安排)"
)
_FUND_NAME = re.compile(r"(?:资金|经费|贷款|款)$")
_SERVES = re.compile(
    r"^(?:用于|支持|完成|完善|建设|新建|建成|打造|推动|推进|选派|建立|改造|援建|开展|实施)(?P<what>[^，。；\d][^，。；]{2,40})"
)
_HANDED_DOWN = re.compile(
    r"(?:具体)?(?:任务|目标)*(?:分解|分配|下达|细化)(?:到|至|给)?(?:各[区县市州单位]+)?(?:情况)?(?:如下)?$"
    r"|(?:任务|目标)?(?:情况)?(?:如下|分别|为|是)+$"
)
_PEOPLE = frozenset(("人", "人次"))
_WORK = re.compile(r"就业|务工|输转|转移|劳务输出|用工")
_WORK_NAMED = re.compile(r"就业|务工|转移|用工|岗位|培训|招聘|补贴")
_SIBLING = re.compile(r"[\u4e00-\u9fff]{1,5}(?:开发区|园区|新区|高新区|示范区|区)")
"""A district that no table of divisions knows: what it has is what those before it have."""
_BARE_NAME = re.compile(
    r"(?:价值|总值|总额|金额|同比增长|同比|较上年增长|增长|产值|实现产值|总投资|占比|完成率|面积|资金)"
)


def measure(spot: Spot, parent: str | None = None, subject: str = "", previous: str | None = None) -> str:
    """The measure of a figure.

    ``parent`` is that of the total it is a part of, ``previous`` that of the figure before it, ``subject`` what the
    row of a table names. People put to work are always called so, whatever else the name says: such figures are kept
    as stated, and must be known for what they are.
    """
    beside = previous if spot.figure.normalized_unit == "元" and _SIBLING.fullmatch(_before(spot)) else None
    name = beside or _name(spot, parent, subject, previous)
    clause = spot.text[spot.clause_start : spot.clause_end]
    people = spot.figure.normalized_unit in _PEOPLE
    if people and _WORK.search(f"{clause}{parent or ''}") and not _WORK_NAMED.search(name):
        return f"{name}就业"
    return name


def _name(spot: Spot, parent: str | None, subject: str, previous: str | None) -> str:
    after, before = _after(spot), _before(spot)
    money = spot.figure.normalized_unit == "元"
    if money and not parent and (name := _funds(spot, before, after)):
        return name
    if _GROUP.match(before) or re.fullmatch(r"(?:年度|全年)?(?:目标|任务|计划)+", before):
        before = ""
    if _BARE_VERB.fullmatch(before) and (parent or after or (previous and not money)):
        before = ""
    if not before and not after:
        return _nameless(spot, parent, subject, previous)
    if parent and not after and before and (name := _part(spot, before, parent)):
        return name
    if before and _BARE_NAME.fullmatch(before) and (about := previous or _clause_before(spot)):
        return _short(f"{_short(about)[-10:]}{before}")
    if before and _DOES.fullmatch(after):
        return _short(before if before.endswith(after) else before + after)
    if after and spot.figure.normalized_unit not in _AMOUNT_UNITS:
        return _short(_counted(spot, after))
    if before and not after and not _VERBS.search(before) and not _OWN_NOUN.search(before):
        before = f"{_verb_of_list(spot, before)}{before}"
    return _short(before or after or parent or ("资金" if money else spot.figure.unit))


def _nameless(spot: Spot, parent: str | None, subject: str, previous: str | None) -> str:
    """A figure with no word of its own: 其中甲区8000万元, 每期60人, 全年不少于180人."""
    if parent or subject:
        return parent or _short(subject)
    found = _topic(spot) or _share_name(spot) or _headed(spot) or previous or _clause_before(spot)
    return (
        found or _money_before(spot) or ("资金" if spot.figure.normalized_unit == "元" else spot.figure.unit)
    )


def _headed(spot: Spot) -> str:
    """The noun that a clause of its own puts before a list: 财政配套资金，甲区、乙区各不低于500万元."""
    about = _clause_before(spot)
    return about if _OWN_NOUN.search(about) and not _VERBS.search(about) else ""


def _money_before(spot: Spot) -> str:
    """The last money that the sentence names: …安排帮扶资金，共计1.4亿元."""
    if spot.figure.normalized_unit != "元":
        return ""
    named = _MONEY.findall(spot.text[spot.start : spot.figure.start])
    return named[-1] if named else ""


def _part(spot: Spot, before: str, parent: str) -> str:
    """A part that names its own kind takes the verb of the total: 选派人才…，其中教师… → 选派教师."""
    if _VERBS.search(before) or _OWN_NOUN.search(before) or len(before) > 10:
        return ""
    if _PART_OF.search(before) or spot.figure.is_share:
        return parent
    if spot.figure.normalized_unit == "元":
        return f"{before}资金" if len(before) > 2 else parent
    if re.search(r"就业|增收|脱贫$", before):
        return before
    verb = _VERBS.search(parent)
    return f"{verb.group() if verb else ''}{before}"


def _funds(spot: Spot, before: str, after: str) -> str:
    """Money in general is named by what it serves: 安排资金2000万元，完善某园配套设施."""
    if _FUND_NAME.search(after):
        return _short(_last_verb(spot.lead) + after)
    if not _FUNDS.fullmatch(before or _BARE_VERB.sub("", spot.lead) or "安排"):
        return ""
    rest = spot.text[spot.figure.end : spot.end].lstrip("，")
    match = _SERVES.match(rest)
    if not match or ("投入" in spot.lead and re.search(r"\d", match["what"])):
        return ""
    what = re.split(r"、|等|及|和(?!田|平|静|硕)|\d", _ASIDE.sub("", match["what"]))[0]
    what = re.sub(r"(?:建设|项目建设)$", "", _STRIP_TAIL.sub("", what))
    if len(what) < 3:
        return ""
    noun = re.search(r"(?:援.|帮扶|扶贫)?(?:专项)?资金|投资", before)
    return f"{what[-12:]}{noun.group() if noun else '资金'}"


def _counted(spot: Spot, noun: str) -> str:
    """The noun with what is done: the verb ahead of the figure, else what the counted themselves do."""
    rest = re.split(r"[，。；]", spot.text[spot.figure.end : spot.end].removeprefix(noun))[0]
    verb = _last_verb(_PER_HEAD.sub("", spot.lead)) or _verb_of_list(spot)
    does = _DOES.findall(rest)
    if does and does[-1] not in noun and verb in _REPLACED:
        verb = does[-1]
    if not verb or noun.startswith(verb):
        return noun
    return verb + noun


def _verb_of_list(spot: Spot, noun: str = "") -> str:
    """In 派出9批、446名专家 the verb of the first figure goes for the second, as in 选派教师64名、医生51名."""
    if spot.lead.removesuffix(noun).strip("、和及"):
        return ""
    clause = max(spot.text.rfind(stop, spot.start, spot.figure.start) for stop in "，。；：") + 1
    return _last_verb(spot.text[max(clause, spot.start) : spot.figure.start])


def _clause_before(spot: Spot) -> str:
    """What the clause before is about, where it holds no figure (接收某县医师进修，全年不少于180人)."""
    parts = re.split(r"[，：]", spot.text[spot.start : spot.clause_start].rstrip("，："))
    words = _ASIDE.sub("", MARKER.sub("", parts[-1])) if parts else ""
    if not words or re.search(r"\d", words):
        return ""
    words = _STRIP_HEAD.sub("", words)
    verb = _VERBS.match(words)
    return f"{verb.group()}{words[-12:]}" if verb and len(words) > _LONGEST else _short(words)


def _topic(spot: Spot) -> str:
    """What a list is about: the words before its colon."""
    found = re.search(r"([^，。；：]{2,30})：[^。：]*$", spot.text[: spot.figure.start])
    if not found:
        return ""
    name = _HANDED_DOWN.sub("", found[1])
    return _short(_STRIP_TAIL.sub("", _STRIP_HEAD.sub("", MARKER.sub("", name))))


def _share_name(spot: Spot) -> str:
    """A percentage without a name of its own is a rate of completion or a share."""
    if not spot.figure.is_share:
        return ""
    if re.search(r"(?:目标|任务|计划)(?:任务|数|量)?的$", spot.lead):
        return "目标完成率"
    return "完成率" if "完成" in spot.text[spot.clause_start : spot.figure.start] else "占比"


def _after(spot: Spot) -> str:
    """The noun right after the number: 20场…大型扶贫助困活动; of a chain of figures the noun of the last."""
    if people := re.search(r"[\u4e00-\u9fff]*人口$", spot.text[spot.figure.first : spot.figure.end]):
        own = re.sub(r"^[万亿千百十]", "", people.group())
        does = _DOES.match(spot.text[spot.figure.end : spot.clause_end])
        return own + (does.group() if does else "")
    text = _ASIDE.sub("", spot.after)
    chained = spot.next and not spot.text[spot.figure.end : spot.next.start].strip("、")
    if not text and spot.next and chained and spot.figure.unit in _SETS:
        end = spot.later[1].start if len(spot.later) > 1 else spot.end
        text = spot.text[spot.next.end : end]
        text = re.split(r"[、，。；：（）]", text)[0]
    if not text or text[0] in "，；。：、（）":
        return ""
    text = re.split(r"[，；。：（）]", text)[0]
    if "、" in text and "的" not in text:
        text = text.split("、")[0]
    text = text.split("的")[-1] if len(text.split("的")[-1]) >= 2 else text
    stop = _NOUN_END.search(text)
    noun = text[: stop.start()] if stop else text
    if stop and stop.group() == "就业" and _last_verb(spot.lead):
        noun = text
    return re.sub(r"半年$|近年$", "", noun.strip("、和及与"))


def _before(spot: Spot) -> str:
    """The words before the number without places, times and words of degree."""
    lead = spot.lead
    base = spot.lead_start
    for place in sorted(spot.between(base, spot.figure.start), key=lambda place: -place.start):
        lead = lead[: place.start - base] + lead[place.end - base :]
    if spot.earlier and spot.lead_start == spot.earlier[-1].end and (verb := _VERBS.search(lead)):
        lead = lead[verb.start() :]
    lead = _QUOTED.sub("", _ASIDE.sub("", lead))
    lead = _PER_HEAD.sub("", re.sub(r"^[、，和及与]+", "", MARKER.sub("", lead)))
    lead = _STRIP_TAIL.sub("", lead)
    lead = _ACTORS.sub("", _STRIP_HEAD.sub("", lead))
    return _STRIP_TAIL.sub("", lead).strip("、，：的（）")


def _last_verb(lead: str) -> str:
    found = _VERBS.findall(lead)
    return found[-1] if found else ""


def _short(name: str) -> str:
    name = re.sub(r"[“”《》\s]", "", name)
    if len(name) <= _LONGEST:
        return name
    # what is left is cut at a member of a list rather than inside a word, with the verb that governs the list
    verb = _VERBS.match(name)
    head = verb.group() if verb else ""
    tail = name[len(head) :][-(_LONGEST - len(head)) :]
    _, mark, rest = tail.partition("、")
    return head + (rest if mark and len(rest) >= _LEAST else tail)
