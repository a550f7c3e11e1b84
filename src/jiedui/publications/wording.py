"""The sentences of the bulletin.

The bulletin is a Chinese official document in the format of GB/T 9704-2012 whatever language its editor works in,
so its wording is kept here and not in the message catalogues. Every sentence is made from figures; nothing is said
that a figure does not say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from jiedui.kernel.figures import percent, scale_of
from jiedui.plans.enums import Comparator
from jiedui.progress.standings import Status
from jiedui.publications.content import Content, Figure, Section

MASTHEAD = "工作简报"
DRAFT = "草稿（未发布）"
SYNTHETIC = "演示数据：本刊所列数据由程序生成，仅供演示，并非真实发生。"
LEAGUE_NOTE = (
    "注：综合进度为该单位各项指标进度（完成值与应达值之比，单项最高计120%）的算术平均值；"
    "文件载明的人数类指标不计进度、不排名。"
)
SOURCES_NOTE = "注：凭证占比、确认占比分别为附有凭证、经受援方确认的数值占完成值的比重。"
NO_STORIES = "本期无工作动态。"
NO_FIGURES = "计划中尚无可列指标。"

STATUS: dict[Status, str] = {
    Status.REACHED: "✓ 已完成",
    Status.AHEAD: "▲ 超前",
    Status.ON_PACE: "● 正常",
    Status.BEHIND: "▼ 滞后",
    Status.OUT_OF_REACH: "■ 难完成",
    Status.AS_STATED: "◇ 仅记载",
    Status.NOT_RECORDED: "○ 未登记",
}
LAGGARDS_NAMED = 5
QUOTE_LIMIT = 48
TITLE_WIDTH = 20
TITLE_BREAKS = ("，", "、", "：", "）", "》", "计划", "方案", "项目", "协作", "工作", "关于", "年", "的")
NUMERALS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """1 to 99 in Chinese: 三, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else NUMERALS[tens]) + "十"
    return head + (NUMERALS[ones] if ones or not tens else "")


def long_date(day: date) -> str:
    """2019年9月5日: full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date) -> str:
    """9月5日."""
    return f"{day.month}月{day.day}日"


def issue_line(number: int) -> str:
    """第9期."""
    return f"第{number}期"


def default_title(programme: str, month: date) -> str:
    """What an issue is called until its editor calls it otherwise."""
    year = "" if str(month.year) in programme else f"{month.year}年"
    return f"{programme}{year}{month.month}月进展情况"


def title_lines(title: str) -> list[str]:
    """The title in lines of about the same length, broken by sense: 20 characters of size 2 make a line.

    A line ends after a mark, or one of the words after which titles are usually broken; never within a number.
    """
    if _width(title) <= TITLE_WIDTH:
        return [title]
    middle = _width(title) / 2
    places = [n for n in range(1, len(title)) if not _within_word(title, n)] or list(range(1, len(title)))
    fitting = [n for n in places if max(_width(title[:n]), _width(title[n:])) <= TITLE_WIDTH] or places
    by_sense = [n for n in fitting if title[:n].endswith(TITLE_BREAKS)] or fitting
    place = min(by_sense, key=lambda n: abs(_width(title[:n]) - middle))
    return [*title_lines(title[:place]), *title_lines(title[place:])]


def _within_word(text: str, place: int) -> bool:
    """Whether a break there would part a number or a Latin word."""
    return all(char.isascii() and not char.isspace() for char in text[place - 1 : place + 1])


def _width(text: str) -> float:
    """In full-width characters."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def amount(figure: Figure, value: Decimal | None) -> str:
    """A value in the scale that suits the figure's target: 8.20亿元."""
    scale = scale_of([figure.target, value], figure.measured_in, figure.decimals)
    return scale.with_unit(value)


def summary(content: Content) -> str:
    """How many figures stand where."""
    counts = Counter(figure.status for figure in content.figures)
    paced = sum(count for status, count in counts.items() if status.paced)
    if not content.figures:
        return NO_FIGURES
    parts = [
        f"{words}{counts[status]}项"
        for status, words in (
            (Status.REACHED, "已完成目标"),
            (Status.AHEAD, "超前于进度"),
            (Status.ON_PACE, "与进度相符"),
            (Status.BEHIND, "滞后于进度"),
            (Status.OUT_OF_REACH, "难以完成"),
        )
        if counts[status]
    ]
    text = f"截至{short_date(content.on)}，列入进度管理的总体指标{paced}项"
    text += f"，其中{'、'.join(parts)}。" if parts else "。"
    if counts[Status.NOT_RECORDED]:
        text += f"另有{counts[Status.NOT_RECORDED]}项指标尚未登记数据。"
    if counts[Status.AS_STATED]:
        text += f"文件载明的人数类指标{counts[Status.AS_STATED]}项仅作记载，不计进度、不排名、不评分。"
    return text


def section_heading(section: Section) -> str:
    """消费扶贫（市商务局牵头）."""
    return f"{section.name}（{section.lead}牵头）" if section.lead else section.name


def section_text(figures: Sequence[Figure], on: date) -> list[str]:
    """A paragraph for each figure of a workstream that says something."""
    if not figures:
        return ["计划中尚未设定指标。"]
    told = [figure_text(figure, on) for figure in figures if figure.status.paced]
    stated = [f for f in figures if f.status is Status.AS_STATED]
    missing = [f for f in figures if f.status is Status.NOT_RECORDED]
    if stated:
        told.append(f"文件载明{_listed(stated)}，仅作记载，不计进度、不排名。")
    if missing:
        told.append(f"{'、'.join(_named(f) for f in missing)}尚未登记数据。")
    return told


def _listed(figures: Sequence[Figure]) -> str:
    return "、".join(f"{figure.label}{amount(figure, figure.target)}{source(figure)}" for figure in figures)


def _named(figure: Figure) -> str:
    return f"{figure.label}{source(figure)}"


def source(figure: Figure) -> str:
    """The mark that leads to the list of sources."""
    return f"［{figure.number}］"


def figure_text(figure: Figure, on: date) -> str:
    """What one figure says."""
    text = f"{figure.label}累计{amount(figure, figure.value)}{source(figure)}，{_against_target(figure)}"
    if figure.month_value and on >= figure.first:
        verb = "新增" if figure.month_value > 0 else "核减"
        text += f"；{on.month}月{verb}{amount(figure, abs(figure.month_value))}"
    text += f"。{_judgement(figure)}"
    if figure.value:
        text += (
            f"完成值中附有凭证的占{percent(figure.evidenced)}，经受援方确认的占{percent(figure.confirmed)}。"
        )
    if figure.laggards:
        text += _laggards(figure)
    return text


def _against_target(figure: Figure) -> str:
    yearly = (figure.first.month, figure.first.day, figure.last.month, figure.last.day) == (1, 1, 12, 31)
    whose = "年度" if yearly and figure.first.year == figure.last.year else ""
    if figure.comparator == Comparator.AT_MOST:
        return f"为{whose}上限{amount(figure, figure.target)}的{percent(figure.share)}"
    return f"为{whose}目标{amount(figure, figure.target)}的{percent(figure.share)}"


def _judgement(figure: Figure) -> str:
    due = f"按进度应达{amount(figure, figure.expected)}"
    match figure.status:
        case Status.REACHED:
            return "已完成目标。"
        case Status.AHEAD:
            return f"{due}，进度超前。"
        case Status.ON_PACE:
            return f"{due}，进度正常。"
        case Status.BEHIND:
            return f"{due}，{_gap(figure)}进度滞后{_needed(figure)}。"
        case _:
            if figure.needed_per_month is None:
                return "期限已到，未完成目标。"
            return f"{due}，{_gap(figure)}按此前最高月进度推算难以按期完成{_needed(figure)}。"


def _gap(figure: Figure) -> str:
    if figure.value is None or figure.expected is None or figure.value >= figure.expected:
        return ""
    return f"尚差{amount(figure, figure.expected - figure.value)}，"


def _needed(figure: Figure) -> str:
    if figure.needed_per_month is None or figure.comparator == Comparator.AT_MOST:
        return ""
    scale = scale_of([figure.target, figure.needed_per_month], figure.measured_in, figure.decimals)
    # A third of a person a month is not nothing.
    finer = replace(scale, decimals=scale.decimals + 1) if scale.divisor == 1 else scale
    return f"，余下各月月均须完成{finer.with_unit(figure.needed_per_month)}"


def _laggards(figure: Figure) -> str:
    named = "、".join(f"{item.unit}（{percent(item.pace, 0)}）" for item in figure.laggards[:LAGGARDS_NAMED])
    more = f"等{len(figure.laggards)}个单位" if len(figure.laggards) > LAGGARDS_NAMED else ""
    return f"进度滞后的有：{named}{more}。"


def plans_sentence(figures: Sequence[Figure]) -> str:
    """Which plan set the targets, where it is one and the same."""
    plans = {plan_title(figure) for figure in figures}
    return f"各项目标均出自{plans.pop()}。" if len(plans) == 1 else "各项目标出自下表所列文件。"


def plan_title(figure: Figure) -> str:
    """《…》（津援发〔2019〕7号）."""
    number = f"（{figure.plan_number}）" if figure.plan_number else ""
    return f"《{figure.plan.strip('《》')}》{number}"


def plan_source(figure: Figure, *, with_title: bool) -> str:
    """What the plan says of the target: its sentence where it is known, else the note kept with the target."""
    said = f"“{_shortened(figure.plan_quote)}”" if figure.plan_quote else figure.plan_note
    title = plan_title(figure) if with_title else ""
    return f"{title}{'：' if title and said else ''}{said}" or "—"


def _shortened(quote: str) -> str:
    text = "".join(quote.split())
    return text if len(text) <= QUOTE_LIMIT else f"{text[:QUOTE_LIMIT]}……"
