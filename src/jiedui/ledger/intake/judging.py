"""What recording one entry checks, for all rows at once: units, rights, days, words out of scope, the kind's checks.

Units and days are judged once for each that occurs. Texts are screened once for each that occurs. The kind's own checks
see each row as an entry that is not stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from string import digits
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid
from jiedui.ledger import checks
from jiedui.ledger.intake.preparing import Prepared
from jiedui.ledger.kinds.base import Severity
from jiedui.ledger.kinds.fields import Shape, fields_of
from jiedui.ledger.models import Entry
from jiedui.safeguards.scope import worth_screening

LONG_NUMBER = re.compile(r"\d{11}")
BETWEEN = "\x1f"
"""What stands between texts that are looked at together."""


def judge(made: Prepared) -> None:
    """Note everything that keeps rows from being recorded, and what is to be looked at."""
    _workstreams(made)
    _units(made)
    _days(made)
    _safeguards(made)
    _kind_checks(made)


def _workstreams(made: Prepared) -> None:
    """Where no field of work is named, the kind's own."""
    usual = made.choices.workstreams.get(made.kind.workstream)
    values = made.columns["workstream"]
    if None not in values:
        return
    made.columns["workstream"] = [value or (usual.pk if usual else None) for value in values]
    if usual is None:
        message = _("This programme has no workstream “%(key)s”. Choose one of its own.")
        for row, value in enumerate(values):
            if value is None:
                made.refuse(row, "workstream", Invalid(message, key=made.kind.workstream))


def _units(made: Prepared) -> None:
    choices = made.choices
    own, home = {unit.pk for unit in choices.givers}, {unit.pk for unit in choices.side}
    side = choices.programme.giver.name
    outside = _("The giver must be a unit of the giving side, %(side)s.")
    foreign = _("You may not record for this unit. Choose one of your own units.")
    inside = _("The receiver must not be a unit of the giving side, %(side)s.")
    for row, pk in enumerate(made.columns["giver"]):
        if pk is not None and pk not in own:
            made.refuse(row, "giver", Invalid(foreign) if pk in home else Invalid(outside, side=side))
    for row, pk in enumerate(made.columns["receiver"]):
        if pk in home:
            made.refuse(row, "receiver", Invalid(inside, side=side))
    for row, pks in enumerate(made.columns["assists"]):
        if pks and made.columns["giver"][row] in pks:
            message = _("The giver itself cannot be named as assisting.")
            made.refuse(row, "assists", Invalid(message))
        elif pks and len(pks) > 20:
            made.refuse(row, "assists", Invalid(_("Give at most %(max_length)s."), max_length=20))


def _days(made: Prepared) -> None:
    days = made.columns["occurred_on"]
    wrong = {day: error for day in set(days) if day is not None and (error := _day_problem(day, made))}
    if wrong:
        for row, day in enumerate(days):
            if day in wrong:
                made.refuse(row, "occurred_on", wrong[day])


def _day_problem(day: date, made: Prepared) -> Invalid | None:
    programme = made.choices.programme
    if not programme.starts_on <= day <= programme.ends_on:
        message = _("The day lies outside the programme, %(start)s to %(end)s.")
        return Invalid(message, start=programme.starts_on.isoformat(), end=programme.ends_on.isoformat())
    if day > max(programme.today, timezone.localdate()):
        return Invalid(_("The day lies in the future. Record it once it was done."))
    return None


def _safeguards(made: Prepared) -> None:
    """Words outside scope and numbers of persons, by what :mod:`jiedui.ledger.checks` says of the entry."""
    rows = set(range(made.rows)) if made.kind.labour_transfer else _rows_worth_reading(made)
    for row in sorted(rows - made.wrong):
        entry = as_entry(made, row)
        for refusal in checks.scope_refusals(entry):
            made.refuse(row, refusal.address, refusal)
        for check in checks.ABOUT_TEXT:
            if check.finds(entry, made.kind.read(entry)):
                _note(made, row, check.severity, check.field or "title", check.message)


def _rows_worth_reading(made: Prepared) -> set[int]:
    """Rows with a text that may be out of scope or hold a person's number; digits do not make a text another."""
    rows: set[int] = set()
    for name in _texts(made):
        values = made.columns[name]
        suspect = _suspects(_distinct(values))
        if suspect:
            rows |= {row for row, value in enumerate(values) if value and suspect.intersection(_each(value))}
    return rows


def _suspects(texts: set[str]) -> set[str]:
    """Asked of all texts in one piece first: a hundred thousand small questions take ten times as long."""
    whole = BETWEEN.join(texts)
    long = {text for text in texts if LONG_NUMBER.search(text)} if LONG_NUMBER.search(whole) else set()
    bare = {text for text in _without_digits(whole).split(BETWEEN) if not text.isascii()}
    outside = {text for text in bare if worth_screening(text)}
    return long | ({text for text in texts if _without_digits(text) in outside} if outside else set())


def _without_digits(text: str) -> str:
    for digit in digits:
        text = text.replace(digit, "")
    return text


def _texts(made: Prepared) -> Iterator[str]:
    for spec in fields_of(made.kind.key):
        if spec.shape in {Shape.LINE, Shape.PARAGRAPH, Shape.LINES} and spec.name != "quantity_unit":
            yield spec.name


def _distinct(values: list[Any]) -> set[str]:
    """Every text that occurs; lists have no hash."""
    if not {list, tuple} & set(map(type, values)):
        return set(values) - {None, ""}
    return {text for value in values if value for text in _each(value)}


def _each(value: Any) -> list[str] | tuple[str, ...]:
    return value if isinstance(value, list | tuple) else (value,)


def _note(made: Prepared, row: int, severity: str, name: str, message: Any) -> None:
    if severity == Severity.REFUSAL:
        made.refuse(row, name, Invalid(message))
    else:
        made.warnings.append((row, name, Invalid(message)))


def as_entry(made: Prepared, row: int) -> Entry:
    """The entry a row would be written as."""
    entry = Entry(programme=made.choices.programme, kind=made.kind.key)
    entry.__dict__.update({name: values[row] for name, values in _common(made).items()})
    entry.detail = json.loads(made.details[row])
    _place(entry, made)
    return entry


def _common(made: Prepared) -> dict[str, list[Any]]:
    """The columns every kind has, by the names an entry knows them by."""
    own = {name: name for name in ("title", "occurred_on", "amount", "persons", "quantity")}
    ids = {f"{name}_id": name for name in ("giver", "receiver", "workstream", "project")}
    return {known: made.columns[name] for known, name in (own | ids).items() if name in made.columns}


def _place(entry: Entry, made: Prepared) -> None:
    """Let the entry know its units and project without asking the database."""
    known = made.choices
    entry._state.fields_cache = {
        "programme": known.programme,
        "giver": known.units.get(entry.giver_id),
        "receiver": known.units.get(entry.receiver_id),
        "project": known.projects.get(entry.project_id) if entry.project_id else None,
    }


def _kind_checks(made: Prepared) -> None:
    """The kind's checks on each row; those that look into the ledger are left to the comparison."""
    asked = [check for check in made.kind.checks if not check.reads_ledger]
    named = any(made.columns.get("project", ()))
    asked += [
        check
        for check in checks.COMMON
        if check not in checks.ABOUT_TEXT and (named or check.field != "project")
    ]
    if not asked:
        return
    entry = Entry(programme=made.choices.programme, kind=made.kind.key)
    detail = made.kind.detail.model_construct()
    names = tuple(made.kind.detail.model_fields)
    stored = _records({name: made.dumped[name] for name in names}, made.rows)
    typed = _records({name: made.columns[name] for name in names}, made.rows)
    common = _records(_common(made), made.rows)
    for row, (kept, values, of_entry) in enumerate(zip(stored, typed, common, strict=True)):
        if row in made.wrong:
            continue
        # One entry and one detail stand for every row: building a hundred thousand of each takes longer than asking.
        entry.__dict__.update(of_entry, detail=kept)
        _place(entry, made)
        object.__setattr__(detail, "__dict__", values)
        for check in asked:
            if check.finds(entry, detail):
                _note(made, row, check.severity, check.field or "title", check.message)


def _records(columns: dict[str, list[Any]], rows: int) -> Iterator[dict[str, Any]]:
    """The columns as one dictionary for each row."""
    names = tuple(columns)
    across = zip(*columns.values(), strict=True) if names else iter([()] * rows)
    return (dict(zip(names, values, strict=True)) for values in across)
