"""Projects: named works and undertakings with their place and, where stated, their sum.

A project is taken up where a verb of building or carrying out governs a name that ends like a work (…中心, …学校,
…工程) and says which one: it holds a place, stands with a sum, or is given as an example (甲、乙等项目).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jiedui.documents.blocks import Document
from jiedui.documents.clauses import Piece, clauses, passages, sentences
from jiedui.documents.extractors.project_tables import project_tables
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.persons import names_person
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context
from jiedui.organisations import divisions

_VERB = (
    r"(?:承担|承建|支持做好|助力做好|支持|实施|建设|建成|新建|扩建|改扩建|改建|援建|打造|建立|设立|搭建|完善|完成|启动|推进"
    r"|推动|落实|筹建|兴建|修建|续建|开工建设|投资建设)"
)
_NOUN = (
    r"(?:项目|工程|中心|基地|产业园|工业园|示范园|福利园|[\u4e00-\u9fff]材园|园区|学校|学院|中学|小学|第?[一二三四五六七八九]小|第?[一二三四五六七八九]中|幼儿园|医院|卫生院|卫生室|小镇|加工厂|工厂|(?:扶贫|帮扶)车间|水厂|厂房"
    r"|平台|配套设施|基础设施|防控体系|场所|定居房|富民房|安居房|公路|大桥|活动室|文化广场|博物馆|图书馆|体育馆|加工园|物流园|科技园|产业带|(?:大棚|温室)|育种场|养老院|福利院|敬老院|合作社|公司|(?:种羊|养殖|种植|牧|良种)场|农业园|保鲜库|冷库|粮库|市场|车站|电站)"
)
_ACT = re.compile(rf"{_VERB}(?:好|了)?(?P<what>[^，。；]{{4,90}})")
_ITEM_END = re.compile(
    rf"^(?P<name>.{{2,36}}?{_NOUN}(?:[一二三四]期)?)(?:\d+(?:\.\d+)?万?[套个座所处间])?(?:等)?(?:基础设施)?(?P<work>提升改造|改扩建|建设|改造)?(?:项目|工作)?(?:等|\d|$)"
)
_HELPED = re.compile(
    r"(?P<giver>[\u4e00-\u9fff]{2,8}(?:区|市|县))(?:对口)?帮扶(?P<name>[\u4e00-\u9fff、]{2,24}?(?:项目|基地|产业|工程|建设)(?:项目)?)(?=和|、|，|。|；|$)"
)
_EXAMPLES = re.compile(
    r"(?:^|其中|[，：])(?P<list>[^，。；]{4,60}?)等(?:\d+个|[\u4e00-\u9fff]{0,6})?(?:类)?项目"
)
_NAMED_SUM = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{3,24}}?{_NOUN})(?:资金|投资|总投资)(?P<sum>\d+(?:\.\d+)?[万亿]元?)"
)
_MONEY = re.compile(r"(?<![\d.])(?P<value>\d{1,15}(?:\.\d{1,8})?)(?P<scale>[万亿])元?")
_BY = re.compile(
    rf"(?:^|[，、；：由])(?:由|[对]口)?(?P<giver>[\u4e00-\u9fff]{{2,10}}?(?:区|市|县|集团|公司|商会|银行))"
    rf"(?:在[^，。；]{{2,8}}?)?(?:援建|捐建|投资建设|投资兴建|(?:援助|投资|投入|捐资)(?P<sum>\d+(?:\.\d+)?[万亿]元)(?:建设|援建|新建|打造))的"
    rf"(?P<name>“[^”]{{2,16}}{_NOUN}”|[^，。；“”]{{2,22}}?{_NOUN}(?:综合楼|教学楼)?)(?=[，。；、]|等|项目|建设|一期|二期|已|正|于|投产|竣工|$)"
)
"""甲区援建的某中心; 由乙区援助800万元建设的某大棚."""
_THERE = re.compile(r"[在为]([^，。；]{2,14}?)(?:援建|捐建|投资建设|投资兴建|援助建设)(?:了)?$")
_OF_TOWN = re.compile(r"[\u4e00-\u9fff]{2,6}(?:乡|镇|村)(?![村镇])[\u4e00-\u9fff]{3}")
_SEVERAL = re.compile(r"(?:[2-9]|\d{2,})(?:个|家|处|座|所|间|栋)")
"""A count of works of one kind names none of them."""
_GENERIC = re.compile(
    r"^标准化?厂房$|^\d+(?:大?类|个|家)|^(?:积极|大力|着力)|^(?:一批|各类|重点|有关|相关|援建|援疆|援藏|援青|帮扶|扶贫|产业|合作|协作|援助|投资|民生|优质|本|其他|若干|更多|信息|多|全市性|上述|新|已|综合)?(?:类|个|性)?(?:的)?"
    r"(?:项目|工程|平台|基地|园区|基础设施|公司|学校|医院|合作社|中心|场所|市场)$"
    r"|评价体系|工作体系|考核|机制|对接平台|合作平台|众筹平台|交流平台|信息平台|信息系统|台账|管理平台|服务网络|能力建设|队伍|制度|有关|各类|一批"
    r"|每个|各区|对口帮扶|对口支援|结对帮扶|受援地区|贫困|结对|对外|外部市场|与|我市|本市|企业到|\d+个项目|签约|储备|乡风|前期工作|点$|^(?:主体|配套|附属|一期|二期)工程$|[县区市州](?:建设|打造|发展|开展|实施)"
)


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """The projects of a document, each where first named."""
    seen: set[str] = set()
    yield from project_tables(document, context, seen)
    for piece in passages(context):
        for sentence in sentences(piece):
            for name, told, fields in _of_sentence(sentence):
                if name not in seen and not names_person(told.text) and in_scope(context, told):
                    seen.add(name)
                    yield _project(context, sentence, told, name, fields)


def _of_sentence(sentence: Piece) -> Iterator[tuple[str, Piece, dict[str, Any]]]:
    for match in _HELPED.finditer(sentence.text):
        givers = divisions.scan(match["giver"])
        if givers:
            begin = match.start() + givers[-1].start
            giver = match["giver"][givers[-1].start : givers[-1].end]
            yield match["name"], sentence.part(begin, match.end("name")), {"giver": giver}
    yield from _built_by(sentence)
    parts = clauses(sentence)
    for at, clause in enumerate(parts):
        if _HELPED.search(clause.text):
            continue
        money = _sum_near(parts, at)
        for start, name in _names(clause):
            placed = (
                bool(divisions.scan(name))
                or bool(_OF_TOWN.match(name))
                or name.startswith(("兵团", "全市", "全县", "全州", "全区"))
            )
            spelled = (
                len(name) >= 8 and name.endswith(("建设", "项目")) and bool(divisions.scan(sentence.text))
            )
            placed = placed or (clause.text[start : start + 1] == "“" and bool(divisions.scan(clause.text)))
            placed = placed or _built_there(clause.text[:start])
            end = start + len(name)
            if (placed or money or spelled) and not _SEVERAL.match(clause.text, end):
                yield name, clause.part(start, end), money
        for match in _NAMED_SUM.finditer(clause.text):
            yield match["name"], clause.part(match.start("name"), match.end()), _amount(match["sum"])
        for match in _EXAMPLES.finditer(clause.text):
            yield from _examples(clause, match)


def _built_there(before: str) -> bool:
    """在甲县援建: the place stands before the verb."""
    built = _THERE.search(before)
    return bool(built and divisions.scan(built[1]))


def _built_by(sentence: Piece) -> Iterator[tuple[str, Piece, dict[str, Any]]]:
    """The works that the sentence says who built."""
    for match in _BY.finditer(sentence.text):
        name = match["name"].strip("“”")
        if not _GENERIC.search(name):
            fields = {"giver": match["giver"], **(_amount(match["sum"]) if match["sum"] else {})}
            yield name, sentence.part(match.start("giver"), match.end("name")), fields


def _names(clause: Piece) -> Iterator[tuple[int, str]]:
    """The named works a verb of building governs, with where each begins in the clause."""
    act = _ACT.search(clause.text)
    if not act:
        return
    at = act.start("what")
    for item in _listed(act["what"]):
        item = re.sub(r"^(?:用于|投向|支持|的)", "", item)
        start = clause.text.find(item, at)
        at = start + len(item)
        match = _ITEM_END.match(item)
        if match and len(match["name"]) >= 4 and not _GENERIC.search(match["name"]):
            yield start, match["name"] + (match["work"] or "") + ("项目" if item.endswith("改造项目") else "")


def _listed(text: str) -> list[str]:
    """The members of an enumeration; a 和 or 及 before a place or a full name cuts, too."""
    items: list[str] = []
    for part in re.split(r"、", text):
        items += re.split(r"(?<=[中心园院校目程地厂房施设])(?:和|及|以及|and)(?=[\u4e00-\u9fff]{4})", part)
    return [item for item in items if item]


def _examples(clause: Piece, match: re.Match[str]) -> Iterator[tuple[str, Piece, dict[str, Any]]]:
    """甲学校、乙工程等民生类项目: each named one is a project."""
    at = match.start("list")
    for name in re.split(r"[、]", match["list"]):
        start = clause.text.find(name, at)
        at = start + len(name)
        bare = re.sub(rf"^(?:{_VERB}|用于|投向|其中|包括|如|重点)", "", name)
        if 4 <= len(bare) <= 24 and not _GENERIC.search(bare) and (re.search(_NOUN, bare) or "“" in bare):
            begin = start + name.find(bare)
            yield bare, clause.part(begin, begin + len(bare)), {}


def _sum_near(parts: list[Piece], at: int) -> dict[str, Any]:
    """The sum of money that stands in the clause, or near before it (安排资金…，建设…), or opens the next."""
    after = [part for part in parts[at + 1 : at + 2] if re.match(r"总?投资|投入|安排|计划投资", part.text)]
    for clause in (parts[at], *reversed(parts[max(at - 2, 0) : at]), *after):
        if (found := _MONEY.search(clause.text)) and re.search(r"资金|投资|投入|安排|元", clause.text):
            return _amount(found.group())
    return {}


def _amount(text: str) -> dict[str, Any]:
    match = _MONEY.search(text)
    if not match:
        return {}
    value = float(match["value"]) * (10**4 if match["scale"] == "万" else 10**8)
    return {
        "amount": f"{match['value']}{match['scale']}元",
        "normalized": round(value),
        "normalized_unit": "元",
    }


def _project(context: Context, sentence: Piece, told: Piece, name: str, fields: dict[str, Any]) -> Fact:
    section = context.section(told.sentence.block.index)
    places = [name[m.start : m.end] for m in divisions.scan(name)]
    if not places:
        before = sentence.text[: told.start - sentence.start]
        places = [before[m.start : m.end] for m in divisions.scan(before)][-1:]
    full: dict[str, Any] = {
        "workstream": context.workstream(told.sentence.block.index, told.text),
        "name": name.removesuffix("建设") if len(name) > 8 else name,
        "place": "".join(places[:2]) if places else None,
        "giver": section.giver,
        **fields,
    }
    return told.fact(FactKind.PROJECT, full, confidence=0.65)
