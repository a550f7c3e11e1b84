"""The form of one voucher with several lines, derived from its kind: shared fields once, the rest line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.kernel.figures import grouped
from jiedui.ledger import kinds
from jiedui.ledger.fields import MoneyField
from jiedui.ledger.forms import EntryForm, field_for
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.kinds.fields import LINE_LENGTH, FieldSpec, fields_of
from jiedui.ledger.validation import validate

MOST_LINES = 50
BLANK_LINES = 8
"""Lines a page has without script."""

PREFIX = "line"
LONGEST_NAME = 80
"""Of a line's name within its entry's title."""


class SharedForm(EntryForm):
    """What all lines have in common. The kind's model judges each line with it, not this form alone."""

    def clean(self) -> dict[str, Any]:
        """Leave the last word to the lines."""
        forms.Form.clean(self)
        return self.cleaned_data


class LineForm(forms.Form):
    """One line; left blank it is no line."""

    kind: AnyKind

    def content(self) -> dict[str, Any]:
        """What the line says; an empty optional field leaves the kind's default."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}


class TotalForm(forms.Form):
    """The sum printed on the voucher, to hold the lines against."""

    voucher_total = MoneyField(
        required=False,
        label=_("Total of the voucher"),
        help_text=_("As printed. If you give it, the lines have to add up to it."),
    )


@cache
def shared_form(kind: str) -> type[SharedForm]:
    """The class of the shared part. Raises UnknownKind."""
    found = kinds.get(kind)
    fields = {spec.name: field_for(spec) for spec in fields_of(kind) if spec.name not in found.lines}
    return type(f"{found.class_name}SharedForm", (SharedForm,), {"kind": found, **fields})


@cache
def line_form(kind: str) -> type[LineForm]:
    """The class of one line. Raises UnknownKind."""
    fields: dict[str, Any] = {spec.name: field_for(spec) for spec in line_specs(kind)}
    return type(f"{kinds.get(kind).class_name}LineForm", (LineForm,), {"kind": kinds.get(kind), **fields})


def line_specs(kind: str) -> list[FieldSpec]:
    """The fields of a line in the order in which the kind names them."""
    by_name = {spec.name: spec for spec in fields_of(kind)}
    return [by_name[name] for name in kinds.get(kind).lines]


class VoucherForm:
    """The shared form, the lines and the voucher's total, judged together.

    ``contents`` has, after :meth:`is_valid`, one entry's content for each line that says something.
    """

    def __init__(
        self, shared: SharedForm, data: Any = None, *, kept: Mapping[str, Any] | None = None
    ) -> None:
        self.kind, self.shared = shared.kind, shared
        typed = self._typed(kept or {})
        made = forms.formset_factory(
            line_form(self.kind.key),
            extra=max(BLANK_LINES, len(typed)),
            max_num=MOST_LINES,
            validate_max=True,
        )
        self.lines = made(data, prefix=PREFIX)
        for line, initial in zip(self.lines.forms, typed, strict=False):
            line.initial = initial
        self.sums = "amount" in self.kind.lines
        self.total = TotalForm(
            data, auto_id="id_%s", initial={"voucher_total": (kept or {}).get("voucher_total")}
        )
        self.contents: list[dict[str, Any]] = []

    @property
    def forms(self) -> list[forms.Form]:
        """Every form in the order of the page, for the summary of errors."""
        return [self.shared, *self.lines.forms, self.total]

    @property
    def errors(self) -> bool:
        """Whether anything is wrong, once the form was sent."""
        return any(form.is_bound and form.errors for form in self.forms)

    def _typed(self, kept: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Lines that were kept as they were typed, put back by their numbers."""
        count = str(kept.get(f"{PREFIX}-TOTAL_FORMS", ""))
        numbers = range(min(int(count), MOST_LINES) if count.isdecimal() else 0)
        return [
            {name: kept.get(f"{PREFIX}-{number}-{name}", "") for name in self.kind.lines}
            for number in numbers
        ]

    def said(self) -> list[LineForm]:
        """The lines that are not blank."""
        return [line for line in self.lines.forms if line.has_changed()]

    def is_valid(self) -> bool:
        """Judge everything; what is wrong is said beside its field."""
        parts = [self.shared.is_valid(), self.lines.is_valid(), self.total.is_valid()]
        for message in self.lines.non_form_errors():
            self.shared.add_error(None, message)
        if all(parts) and not self.said():
            self.shared.add_error(None, _("Fill in at least one line."))
        elif all(parts):
            self.contents = [self._content(line) for line in self.said()]
            for line, content in zip(self.said(), self.contents, strict=True):
                self._judge(line, content)
            self._add_up()
        return not self.errors

    def refuse(self, error: Invalid | InvalidMany) -> None:
        """Say a service's refusal, addressed like ``lines.2.amount``, beside what it speaks of."""
        for problem in error.errors if isinstance(error, InvalidMany) else [error]:
            head, _dot, rest = problem.address.partition(".")
            number, _dot, address = rest.partition(".")
            if head == "lines" and number.isdecimal():
                self._blame(self.said()[int(number)], address, problem.words)
            else:
                self.shared.add_error(None, problem.words)

    def _blame(self, line: LineForm, address: str, words: str) -> None:
        """Say it in the line or in the shared part, where one mistake is told once for all lines."""
        known = {*line.fields, *self.shared.fields}
        name = next((part for part in address.split(".") if part in known), None)
        if name in line.fields:
            line.add_error(name, words)
        elif words not in self.shared.errors.get(name or NON_FIELD_ERRORS, []):
            self.shared.add_error(name, words)

    def _content(self, line: LineForm) -> dict[str, Any]:
        shared, own = self.shared.entry_data(), line.content()
        in_detail = {spec.name for spec in line_specs(self.kind.key) if spec.in_detail}
        detail = {**shared["detail"], **{name: own.pop(name) for name in in_detail & set(own)}}
        return {**shared, **own, "detail": detail, "title": self._title(shared["title"], line)}

    def _title(self, title: str, line: LineForm) -> str:
        """The voucher's title and the line's name, so that the entries can be told apart."""
        name = str(line.cleaned_data.get(self.kind.lines[0]) or "")[:LONGEST_NAME]
        if not name or len(self.said()) == 1:
            return title
        return f"{title[: LINE_LENGTH - len(name) - 1]}：{name}"

    def _judge(self, line: LineForm, content: dict[str, Any]) -> None:
        try:
            validate(self.kind, content)
        except InvalidMany as error:
            for problem in error.errors:
                self._blame(line, problem.address, problem.words)

    def _add_up(self) -> None:
        printed = self.total.cleaned_data.get("voucher_total")
        if self.sums and printed is not None and printed != (added := sum(self._amounts(), Decimal(0))):
            wrong = _("The lines add up to %(sum)s, the voucher says %(printed)s. One of them is wrong.")
            self.total.add_error(
                "voucher_total", wrong % {"sum": grouped(added, 2), "printed": grouped(printed, 2)}
            )

    def _amounts(self) -> Iterator[Decimal]:
        return (content["amount"] for content in self.contents if content.get("amount") is not None)
