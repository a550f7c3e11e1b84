"""The scope screen: passages of a document that this software does not model and takes nothing from.

Postings of police, prison and judicial staff, surveillance and stability equipment, political vetting, control
of opinion, activities about religious personnel, household "kinship" visits, and labour transfer out of or
within a region on the hold list. A passage carries only where it stands and why; no figure, place or agency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from jiedui.organisations import divisions
from jiedui.safeguards.holds import HOLDS


class Reason(StrEnum):
    """Why a passage is outside scope."""

    SECURITY = "security personnel"
    LABOUR_TRANSFER = "labour transfer from Xinjiang"
    VETTING = "political vetting"
    RELIGION = "religious affairs"
    OPINION = "opinion control"
    SURVEILLANCE = "surveillance or stability"
    KINSHIP = "household visits"


class Passage(NamedTuple):
    """A clause that is outside scope: its span in the text and the reason."""

    start: int
    end: int
    reason: Reason


_TRIGGERS: tuple[tuple[Reason, str], ...] = (
    (
        Reason.SECURITY,
        r"民警|辅警|干警|特警|协警|狱警|武警官兵|交警|警务(?:人员|协作|合作|交流)|警力|公安人员|政法干部|政法干警|监狱|戒毒|看守所|拘留所"
        r"|司法行政(?:人员|干部)|司法警察|法警|检察官|法官|公安部[^，。；]{0,6}司法部"
        r"|(?:维护|保障)[^，。；]{0,14}(?:社会|经营|公共|治安)秩序",
    ),
    (
        Reason.SURVEILLANCE,
        r"维稳|反恐|(?:人员|对象|群体)动态管控|政法委|重点人员(?:管控|稳控|排查|摸排)|警务[站室]|警用|检查站(?!点)|维护(?:社会)?(?:和谐)?稳定(?:工作|任务|$)|政法(?:基础设施|机关|单位|系统)(?:建设|装备)|雪亮工程|天网工程|视频监控|技防|监控(?:设施|探头|摄像)|人脸识别|治安防控|社会治安|综治中心|派出所|平安建设装备"
        r"|公安[^，。；]{0,14}(?:装备|设备|设施|监控|业务用房|指挥中心)|安检(?:设备|装备)|卡口",
    ),
    (
        Reason.VETTING,
        r"政治(?:标准|素质|表现|审查|审核|考察|把关|背景|面貌|是首关|首关)|政治关(?![心怀系注于键])|(?<!财)政审(?!计)|首关不过"
        r"|廉洁自律情况|双签字",
    ),
    (
        Reason.RELIGION,
        r"宗教(?!委|局|厅|事务[委局]|政策)|宗教政策[^，。；]{0,14}(?:报告|讲座|培训|课)"
        r"|清真寺|寺庙|寺院|僧尼|僧人|喇嘛|阿訇|伊玛目|活佛",
    ),
    (
        Reason.OPINION,
        r"舆论(?:管控|监控|监测|管理|阵地|斗争)|舆情(?:管控|监测|监控|处置|应对|管理)|非法(?:境外)?网站|境外网站|不当言论"
        r"|意识形态(?:工作|阵地|领域|责任|斗争)|去极端化|极端思想|发声亮剑|三股势力|反分裂|反渗透",
    ),
    (Reason.KINSHIP, r"结亲|认亲|民族团结一家亲|访惠聚|走亲戚|住户走访"),
)
_DIRECT = tuple((reason, re.compile(pattern)) for reason, pattern in _TRIGGERS)
_LABOUR = re.compile(
    r"转移就业|就业转移|劳务(?:输出|输转|转移)|输转就业|输出就业|劳动力(?:有组织|有序|跨区域|异地)*(?:转移|输出|输转)"
    r"|转移(?:[^，。；]{0,8})(?:劳动力|富余人员)|富余劳动力|劳务(?:人员)?输|有组织[^，。；]{0,8}(?:务工|就业)"
    r"|(?:赴|到|来|去)(?:[^，。；]{0,14})(?:务工|就业)(?![^，。；]{0,8}人员[^，。；]{0,6}培训)|(?:疆外|内地|区外|跨省)(?:务工|就业)"
    r"|(?:招录|招聘|招收|吸纳|接收|安置)[^，。；]{0,10}(?:疆籍|南疆|维吾尔族)[^，。；]{0,10}(?:员工|工人|务工|劳动力|人员)"
)
"""Moving workers; a hold only where the workers' region is on the hold list."""

_REGION_WORDS = re.compile("|".join(word for hold in HOLDS for word in hold.words))
_STOP = "。！？!?\n"
_CLAUSE = "，,；;" + _STOP
_ENUMERATED = re.compile(r"、(?=为|向|对|从|到)")
_SUM_ONLY = re.compile(
    r"(?:共|合计|总|累计|计划|并|为此)?(?:受众|受益|覆盖|惠及|参加|参与|走访|慰问|送去|投入|投资|安排|拨付|价值|总价"
    r"|资金|援派时间|工作时间|任期|期限|为期|共计|其中)[^，,；;。]{0,10}?"
    r"\d[\d.,]*[万亿千百]?(?:余|多)?(?:元|万|亿|名|人次|人|场次|场|次|年半?|个月|套|台|件|辆|户)?(?:资金|援疆资金|援藏资金|半)?"
)
_SPACE = re.compile(r"\s")
_CUT = re.compile(rf"[{_CLAUSE}]|、(?=为|向|对|从|到)")
_ANY = re.compile("|".join([*(pattern for _reason, pattern in _TRIGGERS), _LABOUR.pattern]))


def screen(text: str, *, about: str = "") -> list[Passage]:
    """The passages of a text that are outside scope, clause by clause, in order.

    ``about`` is what surrounds the text (title, issuer, headings, the paragraph before): it tells of which region a
    sentence speaks that names none. Adjacent clauses outside scope for the same reason are one passage, except
    that each labour transfer and each posting stands by itself.
    """
    view, offsets = _squeeze(text)
    passages: list[Passage] = []
    spans = list(_clauses(view))
    reasons = [_reason(view, start, end, about) for start, end in spans]
    for (start, end), reason in zip(spans, _with_their_sums(view, spans, reasons), strict=True):
        if reason is None:
            continue
        if passages and reason is passages[-1].reason and _joins(view, passages[-1].end, start, reason):
            passages[-1] = passages[-1]._replace(end=end)
        else:
            passages.append(Passage(start, end, reason))
    return [Passage(offsets[p.start], offsets[p.end - 1] + 1, p.reason) for p in passages]


def _with_their_sums(
    view: str, spans: list[tuple[int, int]], reasons: list[Reason | None]
) -> list[Reason | None]:
    """The clauses that only give the money, number or term of a neighbour outside scope are outside, too."""
    full = list(reasons)
    for at, (start, end) in enumerate(spans):
        if reasons[at] is not None or not _SUM_ONLY.fullmatch(view[start:end]):
            continue
        before = at > 0 and view[spans[at - 1][1]] in "，,、" and full[at - 1]
        after = at + 1 < len(spans) and view[end] in "，,、" and reasons[at + 1]
        full[at] = before or after or None
    return full


def worth_screening(text: str) -> bool:
    """False where :func:`screen` finds nothing in the text whatever surrounds it; quick, for a million texts."""
    return any(_ANY.search(clause) for clause in _CUT.split(_SPACE.sub("", text)))


def touches(passages: list[Passage], start: int, end: int) -> bool:
    """Whether a span of the screened text shares a character with a passage outside scope."""
    return any(passage.start < end and start < passage.end for passage in passages)


def _squeeze(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each character stands in it."""
    offsets = [at for at, char in enumerate(text) if not _SPACE.match(char)]
    return "".join(text[at] for at in offsets), offsets


def _clauses(view: str) -> Iterator[tuple[int, int]]:
    """Spans between commas, semicolons and stops; an enumeration 、为… 、向… begins a clause, too."""
    cuts = sorted(
        {at for at, char in enumerate(view) if char in _CLAUSE}
        | {match.start() for match in _ENUMERATED.finditer(view)}
        | {len(view)}
    )
    start = 0
    for cut in cuts:
        if cut > start:
            yield start, cut
        start = cut + 1


def _reason(view: str, start: int, end: int, about: str) -> Reason | None:
    clause = view[start:end]
    for reason, pattern in _DIRECT:
        if pattern.search(clause):
            return reason
    if _LABOUR.search(clause) and _in_held_region(view, start, end, about):
        return Reason.LABOUR_TRANSFER
    return None


def _in_held_region(view: str, start: int, end: int, about: str) -> bool:
    """Whether the workers a clause speaks of are from a region on the hold list.

    The nearest place decides: the clause itself, then its sentence, then the paragraph, then what surrounds it.
    Where a place elsewhere is named nearer (and none on the list), the clause is in scope.
    """
    first = max(view.rfind(stop, 0, start) for stop in _STOP) + 1
    last = min((at for stop in _STOP if (at := view.find(stop, end)) >= 0), default=len(view))
    for near in (view[start:end], view[first:last], view, about):
        if _names_held_region(near):
            return True
        if near is not about and _names_other_source(near):
            return False
    return False


def _names_held_region(text: str) -> bool:
    if _REGION_WORDS.search(text):
        return True
    return any(hold.covers(code) for code in _codes(text) for hold in HOLDS)


def _names_other_source(text: str) -> bool:
    """Whether the text says that the workers come from somewhere else (为某省、某县贫困劳动力)."""
    return any(level >= divisions.Level.PREFECTURE for level in _levels(text))


def _codes(text: str) -> list[str]:
    return [mention.divisions[0].code for mention in divisions.scan(text)]


def _levels(text: str) -> list[divisions.Level]:
    return [mention.divisions[0].level for mention in divisions.scan(text) if not _is_city(mention)]


def _is_city(mention: divisions.Mention) -> bool:
    """A municipality or one of its districts gives jobs; it does not send workers."""
    return mention.divisions[0].code.startswith(("11", "12", "31"))


def _joins(view: str, last_end: int, start: int, reason: Reason) -> bool:
    """Whether two clauses outside scope follow one another so closely that they are one passage."""
    if reason is Reason.LABOUR_TRANSFER or view[last_end:start] == "、":
        return False
    return not any(char in _STOP for char in view[last_end:start]) and start - last_end <= 1
