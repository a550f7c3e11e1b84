"""A return as the official form it is: title, unit line, table, narrative, signature line.

The printed page and the workbook are made from the same :class:`Paper`, so that they say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from jiedui.console.return_page import LineRow, Sheet, sheet_of
from jiedui.console.return_words import period_of
from jiedui.kernel import figures
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Return, ReturnPicture

CHINESE_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A row of the form's table; figures are exact and in the row's own unit of measure."""

    number: int
    label: str
    unit: str
    value: Decimal | None
    cumulative: Decimal | None
    target: Decimal | None
    share: Decimal | None
    note: str
    decimals: int


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A section of the narrative: its numbered heading, paragraphs and pictures."""

    heading: str
    paragraphs: list[str]
    pictures: list[ReturnPicture]


@dataclass(frozen=True, slots=True)
class Paper:
    """The form, ready to be set."""

    title: str
    period: str
    unit_line: list[tuple[str, str]]
    heads: list[str]
    rows: list[PaperRow]
    sections: list[PaperSection]
    signatures: list[tuple[str, str]]
    foot: str
    warnings: list[str]
    """What a reader must not overlook: that it is a draft, that its data was generated."""


def paper_of(one: Return) -> Paper:
    """The form of a return as it stands."""
    sheet = sheet_of(one.schedule.programme, one, reviewing=False)
    filed = one.filed_on.isoformat() if one.filed_on else ""
    by = str(one.submitted_by) if one.submitted_by and not one.editable else ""
    return Paper(
        title=f"{one.schedule.programme.label} {one.schedule.label}",
        period=period_of(one),
        unit_line=[(_("Reporting unit"), one.unit.label), (_("Date of filing"), filed)],
        heads=[
            _("No."), _("Indicator"), _("Unit of measure"), _("This period"), _("Cumulative"), _("Target"),
            _("Share done"), _("Remark"),
        ],
        rows=[_row(row) for row in sheet.lines],
        sections=_sections(sheet),
        signatures=[(_("Head of the unit (signature and seal)"), ""), (_("Filled in by"), by)],
        foot=_foot(one),
        warnings=_warnings(one),
    )  # fmt: skip


def _row(row: LineRow) -> PaperRow:
    line = row.line
    own = line.adjusted is not None and line.counted
    ledger = figures.exact(line.value, line.measured_in)
    note = _("ledger: %(figure)s; %(reason)s") % {"figure": ledger, "reason": line.reason} if own else ""
    return PaperRow(
        line.number,
        line.label,
        figures.unit_word(line.measured_in),
        line.final,
        line.cumulative,
        line.target,
        line.share,
        note or line.reason,
        line.decimals,
    )


def _sections(sheet: Sheet) -> list[PaperSection]:
    written = [section for section in sheet.sections if section.text.text or section.pictures]
    return [
        PaperSection(
            _("%(number)s. %(heading)s") % {"number": _numeral(number), "heading": section.text.label},
            [part.strip() for part in section.text.text.splitlines() if part.strip()],
            section.pictures,
        )
        for number, section in enumerate(written, 1)
    ]


def _numeral(number: int) -> str:
    """How a section of an official form is numbered."""
    beyond = number > len(CHINESE_NUMERALS)
    return str(number) if beyond or figures.in_english() else CHINESE_NUMERALS[number - 1]


def _warnings(one: Return) -> list[str]:
    found = [_("Draft, not handed in")] if one.editable else []
    return [*found, _("Generated data")] if one.schedule.programme.synthetic else found


def _foot(one: Return) -> str:
    """What a reader holds the paper against: version, state and, once frozen, the seal."""
    parts = [_("version %(number)s") % {"number": one.version}, ReturnState(one.state).label]
    if one.hash:
        parts.append(_("seal %(hash)s") % {"hash": one.hash})
    return " · ".join(str(part) for part in parts)
