"""From an issue's content to its paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import override

from jiedui.kernel.figures import exact, percent, scale_of, unit_word
from jiedui.progress.standings import Status
from jiedui.publications import wording
from jiedui.publications.content import Content, Figure
from jiedui.publications.paper import Align, Block, Column, Heading, Paper, Paragraph, Table

LANGUAGE = "zh-hans"
LEFT, CENTRE, RIGHT = Align.LEFT, Align.CENTRE, Align.RIGHT


def compose(content: Content, *, draft: bool) -> Paper:
    """Set the issue's content in words and tables; the same content always gives the same paper."""
    marks = [wording.DRAFT] if draft else []
    if content.synthetic:
        marks.append(wording.SYNTHETIC)
    with override(LANGUAGE):
        return Paper(
            masthead=wording.MASTHEAD,
            issue=wording.issue_line(content.issue),
            issuer=content.issuer,
            dated=wording.long_date(content.dated),
            title=content.title,
            title_lines=wording.title_lines(content.title),
            language="zh-CN",
            report_to=content.report_to,
            copy_to=content.copy_to,
            printed=f"{wording.long_date(content.dated)}印发",
            marks=marks,
            blocks=[*_foreword(content), *_numbered(content)],
        )


def _foreword(content: Content) -> Iterator[Block]:
    for number, text in enumerate(_lines(content.foreword)):
        yield Paragraph(f"按语：{text}" if number == 0 else text)


def _numbered(content: Content) -> Iterator[Block]:
    parts = [
        ("主要指标", _headlines),
        ("分领域进展", _sections),
        ("进度排名", _league),
        ("工作动态", _stories),
        ("数据来源", _sources),
    ]
    for number, (title, make) in enumerate(parts, start=1):
        yield Heading(1, f"{wording.numeral(number)}、{title}")
        yield from make(content)


def _headlines(content: Content) -> Iterator[Block]:
    yield Paragraph(wording.summary(content))
    headline = [figure for figure in content.figures if figure.headline] or content.figures
    if not headline:
        return
    columns = (
        Column("指标", 42),
        Column("单位", 15, CENTRE),
        Column("目标", 21, RIGHT),
        Column("应达", 21, RIGHT),
        Column("完成", 21, RIGHT),
        Column("完成率", 17, RIGHT),
        Column("进度", 19, CENTRE),
    )
    title = f"主要指标完成情况（截至{wording.long_date(content.on)}）"
    yield Table(title, columns, [_headline_row(figure) for figure in headline])


def _headline_row(figure: Figure) -> list[str]:
    scale = scale_of([figure.target, figure.value, figure.expected], figure.measured_in, figure.decimals)
    return [
        f"{figure.label}{wording.source(figure)}",
        scale.unit,
        scale.show(figure.target),
        scale.show(figure.expected),
        scale.show(figure.value),
        percent(figure.share),
        wording.STATUS[figure.status],
    ]


def _sections(content: Content) -> Iterator[Block]:
    by_section: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in content.figures:
        by_section[figure.workstream].append(figure)
    for number, section in enumerate(content.sections, start=1):
        yield Heading(2, f"（{wording.numeral(number)}）{wording.section_heading(section)}")
        for text in wording.section_text(by_section[section.key], content.on):
            yield Paragraph(text)


def _league(content: Content) -> Iterator[Block]:
    if not content.league:
        yield Paragraph("计划中尚未设定分区目标。")
        return
    columns = (
        Column("名次", 18, CENTRE),
        Column("单位", 66),
        Column("综合进度", 28, RIGHT),
        Column("计入指标（项）", 22, RIGHT),
        Column("滞后指标（项）", 22, RIGHT),
    )
    rows = [
        [str(line.rank or "—"), line.unit, percent(line.pace), str(line.paced), str(line.behind)]
        for line in content.league
    ]
    yield Table(f"各单位综合进度（截至{wording.long_date(content.on)}）", columns, rows)
    yield Paragraph(wording.LEAGUE_NOTE, note=True)


def _stories(content: Content) -> Iterator[Block]:
    if not content.stories:
        yield Paragraph(wording.NO_STORIES)
    for number, story in enumerate(content.stories, start=1):
        yield Heading(2, f"（{wording.numeral(number)}）{story.heading}")
        for text in _lines(story.body):
            yield Paragraph(text)


def _sources(content: Content) -> Iterator[Block]:
    columns = (
        Column("序号", 12, CENTRE),
        Column("数据", 50),
        Column("记录数", 15, RIGHT),
        Column("凭证占比", 18, RIGHT),
        Column("确认占比", 18, RIGHT),
        Column("目标出处", 43),
    )
    if content.figures:
        yield Paragraph(wording.plans_sentence(content.figures))
        several = len({wording.plan_title(figure) for figure in content.figures}) > 1
        rows = [_source_row(figure, with_title=several) for figure in content.figures]
        yield Table("各项数据的记录与出处", columns, rows)
        yield Paragraph(wording.SOURCES_NOTE, note=True)
    for number, story in enumerate(content.stories, start=1):
        numbers = "、".join(str(pk) for pk in story.entry_ids)
        yield Paragraph(f"工作动态（{wording.numeral(number)}）依据台账第{numbers}号记录。", note=True)


def _source_row(figure: Figure, *, with_title: bool) -> list[str]:
    stated = figure.value is None and figure.status is Status.AS_STATED
    value = f"文件载明{_exact(figure, figure.target)}" if stated else _exact(figure, figure.value)
    return [
        str(figure.number),
        f"{figure.label}：{value}",
        str(figure.entries) if figure.value is not None else "—",
        percent(figure.evidenced),
        percent(figure.confirmed),
        wording.plan_source(figure, with_title=with_title),
    ]


def _exact(figure: Figure, value: Decimal | None) -> str:
    return "未登记" if value is None else f"{exact(value)}{unit_word(figure.measured_in)}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
