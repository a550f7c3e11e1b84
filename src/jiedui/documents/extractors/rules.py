"""Rules a programme must keep: shares, floors, minimum terms, fixed subsidies (资金80%以上用于基层, 不低于上年)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jiedui.documents.actors import is_duty_bracket, parse_duties
from jiedui.documents.blocks import Document
from jiedui.documents.clauses import Piece, brackets, clauses, passages, sentences, without_marker
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.gist import MAX_TEXT
from jiedui.documents.persons import without_persons
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context

_AT_LEAST = r"不(?:得|应)?(?:少于|低于)|至少|(?:必须|应当)?达到|超过|高于"
_AT_MOST = r"不(?:得|应)?(?:超过|高于|多于)|控制在|以内"
_SHARE_USED = re.compile(
    r"(?<![\d.])(?P<value>\d{1,15}(?:\.\d{1,8})?)%(?P<more>及?以上|以内)?(?:的)?(?P<noun>[^，。；%]{0,14}?)(?:用于|投向|投入到?|安排(?:给|到)?|用在|向.{1,10}倾斜)"
)
_USED_SHARE = re.compile(
    rf"(?:用于|投向|投入|安排)[^，。；]{{2,30}}?(?:比例|占比|比重|资金)?[^，。；]{{0,6}}?(?P<how>{_AT_LEAST}|{_AT_MOST})(?P<value>\d{{1,15}}(?:\.\d{{1,8}})?)%"
)
_SHARE_OF = re.compile(
    rf"(?P<what>[^，。；%]{{2,24}}?)(?:的)?(?:比例|占比|比重)?(?:应|要|须)?(?P<how>{_AT_LEAST}|{_AT_MOST})(?P<value>\d{{1,15}}(?:\.\d{{1,8}})?)%"
)
_USED_ABOVE = re.compile(
    r"(?:用于|投向|投入|安排)[^，。；]{2,30}?(?:比例|占比|比重)(?:应|要|须|必须)?(?:当)?(?:在|保持在|达|达到)?(?P<value>\d{1,15}(?:\.\d{1,8})?)%(?P<more>及?以上)"
)
_CAP = re.compile(
    rf"(?P<how>{_AT_MOST}|{_AT_LEAST})[^，。；\d]{{2,14}}的(?P<value>\d{{1,15}}(?:\.\d{{1,8}})?)%"
)
_SHARE_DOES = re.compile(
    r"(?:确保|保证|力争|要有)(?P<value>\d{1,15}(?:\.\d{1,8})?)%(?P<more>及?以上)(?:的)?(?P<what>[^，。；]{2,20})"
)
_ABOVE_STANDARD = re.compile(
    r"(?:分别)?(?P<how>高于|不低于|高出|达到)(?P<base>国家标准|全国标准|省定标准|规定标准)的?(?P<values>\d{1,15}(?:\.\d{1,8})?%(?:[、和]\d{1,15}(?:\.\d{1,8})?%)*)"
)
_FLOOR = re.compile(
    r"(?:确保|保证)?[^，。；]{0,20}?(?P<how>不(?:得)?低于|不少于|高于)(?P<base>(?:全国|全省|全市)?平均水平|(?:上年|去年|上一年|同期|(?:19|20)\d\d年)(?:度)?(?:的)?(?:同期)?(?:的)?(?:实际)?(?:水平|规模|标准|基数|完成数|完成量|完成情况|数额|总额|额度|实绩)?)(?=[，。；）]|$)"
)
_TERM = re.compile(
    r"(?:其余|其他|其它)?(?:均|都|应)?(?:为|不少于|不低于)(?P<value>\d{1,15}(?:\.\d{1,8})?|半|[一二两三四五六])(?P<unit>个月|年|天|周)(?P<more>及?以上)?"
)
_PER_HEAD = re.compile(
    r"(?P<what>(?:每(?:人|名|批|期)|任期|服务期|帮扶期|驻点时间|挂职时间)[^，。；\d]{0,8}?)(?P<how>不(?:得|应)?(?:少于|低于))(?P<value>\d{1,15}(?:\.\d{1,8})?|半|[一二两三四五六])(?P<unit>个月|年|天|周)"
)
"""每人不少于3个月; 任期不少于2年."""
_TENTHS = re.compile(
    r"(?P<what>[^，。；%]{2,24}?)占(?:比)?(?P<value>[一二两三四五六七八九])成(?P<more>及?以上)"
)
_GRANT = re.compile(
    r"(?:给予|奖励|补助|补贴|发放|资助)(?P<per>每[^，。；\d]{1,12})?(?:不超过|最高)?(?P<value>\d{1,15}(?:\.\d{1,8})?)(?P<scale>[万亿])?元(?P<what>[^，。；]{0,12}?(?:补贴|补助|奖补|奖励|资助|助学金|激励|补偿|津贴))"
)
_EACH_ALSO = re.compile(
    r"(?P<per>每(?:户|人|名|个|家|村|所|生|亩|台|床|趟|列|班|架次)(?:每[年月])?)(?:给予|发放)?(?P<what>补助|补贴|资助|奖励|奖补)(?P<value>\d{1,15}(?:\.\d{1,8})?)(?P<scale>[万亿])?元"
)
_EACH = re.compile(
    r"(?P<per>每(?:户|人|名|个|家|村|所|生|亩|台|床|年每人)[^，。；\d]{0,8}?)(?P<value>\d{1,15}(?:\.\d{1,8})?)(?P<scale>[万亿])?元(?:的)?(?P<what>[^，。；]{1,10}?(?:款|金|补助|补贴|标准|费))"
)
_PLAIN_GRANT = re.compile(
    r"(?P<per>(?:按?每(?:户|人|名|个|家|村|所|生|亩|台|床|例)|人均|户均)(?:每[年月天]|每学年)?)(?P<what>[^，。；\d]{0,14}?)(?P<how>不超过|最高|不低于|不少于)?"
    r"(?P<value>\d{1,15}(?:\.\d{1,8})?)(?P<scale>[万亿])?元(?:的?标准)?(?:给予|发放|予以)?(?:[^，。；\d]{0,6}(?:奖励|补助|补贴|资助|奖补))?(?=[，。；）、]|$)"
)
_ALLOWANCE = re.compile(
    r"(?P<per>每[年月天])(?P<what>(?:发放|给予)?(?:[^，。；\d]{0,4})(?:补助|补贴|津贴|资助|生活费|工资)[^，。；\d]{0,6}?)(?P<how>不超过|最高|不低于|不少于)?"
    r"(?P<value>\d{1,15}(?:\.\d{1,8})?)(?P<scale>[万亿])?元(?=[，。；）、]|$)"
)
_MARKED = re.compile(
    r"(?P<what>[^，。；%]{0,14}?)占(?P<of>[^，。；%\d]{2,26}?(?:考核|考评|绩效|评价|分值|权重|指标|采购量|采购总?额|同类产品)[^，。；%\d]{0,10}?)的?(?P<value>\d{1,15}(?:\.\d{1,8})?)%(?P<more>及?以上)?"
)
_GRANTING = re.compile(r"补助|补贴|资助|奖励|奖补|助学|津贴|给予|标准|发放")
_WEIGHT = re.compile(
    r"(?P<what>[^，。；%\d]{0,14}?(?:权重|分值))(?:应|须)?(?P<how>不低于|不少于|不超过|达到|为|占)?(?P<value>\d{1,15}(?:\.\d{1,8})?)(?P<unit>分|%)(?P<more>及?以上)?"
)
_QUALITY = re.compile(r"(?:引进|引入|招引|落户)“(?P<all>[^”]{4,60})”?”?(?:的)?(?:企业|项目)")
_QUALITY_ONE = re.compile(
    r"(?P<what>[^、，\d]{2,10})(?P<value>\d{1,15}(?:\.\d{1,8})?)(?P<scale>[万亿])?(?P<unit>元|人|亩|平方米|个)(?P<more>以上)?"
)
_RATE = re.compile(
    r"\d月[^，。；]{0,4}前|年[底末]前?|率[^，。；]{0,4}$|进度|目标|增长|增速|完成|覆盖|总额|较上年|同比|占全"
)
_WORDS: dict[str, int | float] = {
    "半": 0.5, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9
}  # fmt: skip
_SCALE = {"万": 10**4, "亿": 10**8, "": 1, None: 1}


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """The rules of a document."""
    for piece in passages(context):
        for sentence in sentences(piece):
            if not re.search(r"[%元年月天分成]|平均水平|标准|“", sentence.text):
                continue
            for quote, fields in _of_sentence(sentence):
                if in_scope(context, quote):
                    yield _rule(context, piece, sentence, quote, fields)


def _of_sentence(sentence: Piece) -> Iterator[tuple[Piece, dict[str, Any]]]:
    if quality := _QUALITY.search(sentence.text):
        yield from _qualities(sentence, quality)
    if tenths := _TENTHS.search(sentence.text):
        share = {**_percent(f"{_WORDS[tenths['value']]}0", tenths["more"]), "applies_to": tenths["what"]}
        yield sentence.part(tenths.start(), tenths.end()), share
    previous: Piece | None = None
    for clause in clauses(sentence):
        found = (
            list(_weights(clause))
            or list(_shares(clause))
            or list(_floors(clause))
            or list(_grants(clause))
            or list(_terms(clause, previous))
        )
        yield from found
        previous = clause if found else None


def _shares(clause: Piece) -> Iterator[tuple[Piece, dict[str, Any]]]:
    """Shares of money or people: 资金50%以上用于产业, 一年以上的不少于30%."""
    text = clause.text
    if match := _ABOVE_STANDARD.search(text):
        for value in re.findall(r"\d{1,15}(?:\.\d{1,8})?", match["values"]):
            yield (
                clause,
                {**_percent(value, match["how"]), "applies_to": text[: match.start()].strip("，确保")},
            )
        return
    used = (
        list(_USED_SHARE.finditer(text))
        or list(_USED_ABOVE.finditer(text))
        or list(_SHARE_USED.finditer(text))
    )
    for match in used:
        groups = match.groupdict()
        how = groups.get("how") or groups.get("more") or ""
        subject = groups.get("noun") or text[: match.start()]
        yield clause, {**_percent(match["value"], how), "applies_to": subject.strip("“，、的确保")}
    if used:
        return
    if match := _CAP.search(text):
        yield (
            clause,
            {**_percent(match["value"], match["how"]), "applies_to": text[: match.start()].rstrip("按")},
        )
        return
    if match := _SHARE_DOES.search(text):
        yield clause, {**_percent(match["value"], match["more"]), "applies_to": match["what"]}
        return
    match = _SHARE_OF.search(text)
    if match and not _RATE.search(match["what"] + text[match.end() : match.end() + 4]):
        yield clause, {**_percent(match["value"], match["how"]), "applies_to": match["what"].strip("其中，")}


def _percent(value: str, how: str) -> dict[str, Any]:
    number = _number(value)
    at_most = bool(re.search(_AT_MOST, how)) and "不少" not in how
    return {
        "threshold": number,
        "unit": "%",
        "normalized": number,
        "normalized_unit": "%",
        "comparator": "<=" if at_most else ">=" if how else "=",
    }


def _floors(clause: Piece) -> Iterator[tuple[Piece, dict[str, Any]]]:
    """Not below last year or the average."""
    if match := _FLOOR.search(clause.text):
        start = max(match.start(), 0)
        yield (
            clause.part(start),
            {
                "threshold": match["base"],
                "comparator": ">=",
                "applies_to": clause.text[: match.start("how")].strip("，确保且并"),
            },
        )


def _grants(clause: Piece) -> Iterator[tuple[Piece, dict[str, Any]]]:
    """Subsidies of a fixed sum: 给予每个工作站10万元补贴, 每户1万元建房款."""
    match = _GRANT.search(clause.text) or _EACH.search(clause.text) or _EACH_ALSO.search(clause.text)
    match = match or _plain_grant(clause)
    if match:
        value = _number(match["value"])
        unit = f"{match['scale'] or ''}元"
        yield (
            clause,
            {
                "threshold": value,
                "unit": unit,
                "normalized": _whole(value * _SCALE[match["scale"]]),
                "normalized_unit": "元",
                "comparator": _bound(match.group()),
                "applies_to": match["what"],
                "per": match["per"],
            },
        )


def _plain_grant(clause: Piece) -> re.Match[str] | None:
    """每生2000元, 每月补助生活费1500元: a sum for each, where the words around it speak of granting."""
    around = clause.sentence.flat.text[max(0, clause.start - 40) : clause.end + 10]
    if match := _ALLOWANCE.search(clause.text):
        return match
    match = _PLAIN_GRANT.search(clause.text)
    earning = r"收入|增收|工资|产值|收益|利润"
    if match and _GRANTING.search(around) and not re.search(earning, clause.text):
        return match
    return None


def _bound(words: str) -> str:
    """The comparator of a sum."""
    if re.search(r"不超过|最高", words):
        return "<="
    return ">=" if re.search(r"不低于|不少于", words) else "="


def _weights(clause: Piece) -> Iterator[tuple[Piece, dict[str, Any]]]:
    """The weight of the work in an assessment: 权重不低于3分."""
    if match := _MARKED.search(clause.text):
        yield (
            clause,
            {**_percent(match["value"], match["more"] or ""), "applies_to": match["what"] or match["of"]},
        )
    elif match := _WEIGHT.search(clause.text):
        value = _number(match["value"])
        how = (match["how"] or "") + (match["more"] or "")
        at_least = bool(re.search(r"不低于|不少于|达到|以上", how))
        yield (
            clause,
            {
                "threshold": value,
                "unit": match["unit"],
                "normalized": value,
                "normalized_unit": match["unit"],
                "comparator": ">=" if at_least else "<=" if "不超过" in how else "=",
                "applies_to": match["what"].strip("，"),
            },
        )


def _terms(clause: Piece, previous: Piece | None) -> Iterator[tuple[Piece, dict[str, Any]]]:
    """The rest of a rule about terms: 其余均为1个月以上."""
    if match := _PER_HEAD.search(clause.text):
        value = _WORDS.get(match["value"]) or _number(match["value"])
        yield clause, _term(value, match["unit"], match["what"])
        return
    match = _TERM.search(clause.text)
    if match and (previous is not None or re.match("其余|其他|其它", clause.text)) and match["more"]:
        value = _WORDS.get(match["value"]) or _number(match["value"])
        yield clause, _term(value, match["unit"], clause.text[: match.start()])


def _term(value: float, unit: str, subject: str) -> dict[str, Any]:
    """A time that is the least."""
    counted = {"threshold": value, "unit": unit, "normalized": value, "normalized_unit": unit}
    return {**counted, "comparator": ">=", "applies_to": subject}


def _qualities(sentence: Piece, quality: re.Match[str]) -> Iterator[tuple[Piece, dict[str, Any]]]:
    """What each firm to be brought in must show: 引进“投资1000万元以上、带动就业100人以上”的企业."""
    for match in _QUALITY_ONE.finditer(quality["all"]):
        start = quality.start("all") + match.start()
        value = _number(match["value"])
        yield (
            sentence.part(start, quality.start("all") + match.end()),
            {
                "threshold": value,
                "unit": f"{match['scale'] or ''}{match['unit']}",
                "normalized": _whole(value * _SCALE[match["scale"]]),
                "normalized_unit": match["unit"],
                "comparator": ">=" if match["more"] else "=",
                "applies_to": "引进企业",
            },
        )


def _rule(context: Context, piece: Piece, sentence: Piece, quote: Piece, fields: dict[str, Any]) -> Fact:
    told = quote.strip()
    text = without_persons(without_marker(told)[1].text)
    duties = _duties(piece)
    full = {
        "workstream": context.workstream(told.sentence.block.index, told.text),
        "text": re.sub(r"^(?:并|其中|同时|确保)[，]?", "", text)[:MAX_TEXT],
        **{key: value for key, value in fields.items() if value is not None},
        **duties,
    }
    return told.fact(FactKind.RULE, full, confidence=0.8)


def _duties(piece: Piece) -> dict[str, list[str]]:
    """Who answers for the item that holds the rule."""
    for opened, closed in reversed(brackets(piece)):
        bracket = piece.text[opened:closed]
        if closed >= len(piece.text.rstrip("。；")) and is_duty_bracket(bracket):
            found = parse_duties(bracket)
            return {"lead": found.lead, "support": found.support}
    return {}


def _number(text: str) -> int | float:
    return _whole(float(text))


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 6)
