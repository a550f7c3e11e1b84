"""What the page of one return is put together from: lines with their remarks, sections, what the reader may do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jiedui.accounts.policies import Action, allows
from jiedui.console.templatetags.pace import ledger_url
from jiedui.kernel.figures import Scale, scale_of
from jiedui.plans.enums import Nature
from jiedui.plans.models import Programme
from jiedui.returns.counting import may_be_adjusted
from jiedui.returns.models import Remark, Return, ReturnLine, ReturnPicture, ReturnText
from jiedui.returns.queries import lines_of, remarks_for, sides_of
from jiedui.returns.services import may_file, may_review
from jiedui.returns.transitions import Verb, possible


@dataclass(frozen=True, slots=True)
class Powers:
    """What the reader may do to a return now."""

    edit: bool
    submit: bool
    withdraw: bool
    review: bool
    reopen: bool

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return self.submit or self.withdraw or self.review or self.reopen


def powers(user: Any, one: Return, current: Return) -> Powers:
    """Of what the return's state lets be done, what this person may do; a replaced version is only read."""
    verbs = possible(one.state) if one.pk == current.pk else frozenset()
    files = may_file(user, one)
    return Powers(
        edit=files and Verb.EDIT in verbs,
        submit=files and Verb.SUBMIT in verbs,
        withdraw=files and Verb.WITHDRAW in verbs,
        review=Verb.ACCEPT in verbs and may_review(user, one),
        reopen=Verb.REOPEN in verbs and allows(user, Action.REOPEN_RETURN),
    )


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as it is shown: one scale for its figures, and the addresses of the entries behind two of them."""

    line: ReturnLine
    scale: Scale
    url: str
    whole_url: str
    remarks: list[Remark] = field(default_factory=list)

    @property
    def adjustable(self) -> bool:
        """Whether the unit may put its own figure beside the ledger's."""
        return may_be_adjusted(self.line.definition)

    @property
    def difference(self) -> str:
        """By how much the unit's own figure differs from the ledger's, with its sign."""
        line = self.line
        difference = None if line.adjusted is None or line.value is None else line.adjusted - line.value
        return self.scale.signed(difference)


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A heading of the narrative with what stands under it."""

    text: ReturnText
    pictures: list[ReturnPicture]
    remarks: list[Remark]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a return says."""

    lines: list[LineRow]
    sections: list[SectionRow]
    general: list[Remark]
    """Remarks on the return as a whole."""

    @property
    def remarks(self) -> list[Remark]:
        """All remarks, lines first."""
        return [
            *(remark for row in self.lines for remark in row.remarks),
            *(remark for section in self.sections for remark in section.remarks),
            *self.general,
        ]

    @property
    def to_send(self) -> int:
        """Remarks that have not reached the unit yet."""
        return sum(not remark.opened for remark in self.remarks)

    @property
    def unanswered(self) -> int:
        """Remarks the unit has yet to answer."""
        return sum(remark.opened and not remark.answer for remark in self.remarks)

    @property
    def questions(self) -> list[LineRow]:
        """Lines whose own figure nobody has decided on."""
        return [row for row in self.lines if row.line.is_question]

    @property
    def adjusted(self) -> list[LineRow]:
        """Lines with a figure of the unit's own."""
        return [row for row in self.lines if row.line.adjusted is not None]


def sheet_of(programme: Programme, one: Return, *, reviewing: bool) -> Sheet:
    """The return with its remarks; a fixed number of queries."""
    by_line: defaultdict[int, list[Remark]] = defaultdict(list)
    by_text: defaultdict[int, list[Remark]] = defaultdict(list)
    general: list[Remark] = []
    for remark in remarks_for(one, reviewing=reviewing):
        if remark.line_id:
            by_line[remark.line_id].append(remark)
        elif remark.section_id:
            by_text[remark.section_id].append(remark)
        else:
            general.append(remark)
    lines = [row_of(programme, line, by_line[line.pk]) for line in lines_of(one)]
    pictures = _pictures(one)
    sections = [SectionRow(text, pictures[text.pk], by_text[text.pk]) for text in one.texts.all()]
    return Sheet(lines, sections, general)


def row_of(programme: Programme, line: ReturnLine, remarks: Iterable[Remark] = ()) -> LineRow:
    """A line with its scale and the ledger's lists behind it."""
    values = [line.value, line.cumulative, line.target, line.adjusted]
    url, whole = (_behind(programme, line, start) for start in (line.of.starts_on, line.since))
    scale = scale_of(values, line.measured_in, line.decimals)
    return LineRow(line, scale, url, whole, list(remarks))


def _pictures(one: Return) -> defaultdict[int, list[ReturnPicture]]:
    found: defaultdict[int, list[ReturnPicture]] = defaultdict(list)
    for picture in one.pictures.select_related("file"):
        found[picture.text_id].append(picture)
    return found


def _behind(programme: Programme, line: ReturnLine, start: date | None) -> str:
    """The ledger's list of the entries behind a figure; empty where the ledger has none."""
    if not line.counted:
        return ""
    definition, one = line.definition, line.of
    narrowed: dict[str, Any] = {"indicator": line.indicator_id}
    if line.indicator_id is None:
        conditions = {name: value for name, value in definition["filter"].items() if name != "workstream"}
        narrowed = {"kind": definition["kind"], **conditions}
    stock = definition["nature"] == Nature.STOCK
    giver, receiver = sides_of(line)
    return ledger_url(
        programme,
        **narrowed,
        giver="" if giver == programme.giver_id else giver or "",
        receiver=receiver or "",
        state="accepted",
        start="" if stock else start,
        end=one.ends_on,
    )
