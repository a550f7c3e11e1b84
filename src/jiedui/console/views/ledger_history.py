"""What happened to an entry, told from the audit log and the receiver's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiedui.accounts.enums import Role
from jiedui.console.audit_words import value
from jiedui.kernel import figures
from jiedui.kernel.audit import Changes
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import kinds
from jiedui.ledger.enums import Verdict
from jiedui.ledger.kinds.fields import PARTIES, fields_of
from jiedui.ledger.models import Confirmation, Entry


@dataclass(slots=True)
class Chapter:
    """One thing that happened: who, when, what in words, and what was said with it."""

    at: datetime
    who: str
    what: str
    said: str = ""
    action: str = ""


def story(entry: Entry) -> list[Chapter]:
    """The entry's history, first things first; changes made in a row by one person are told once."""
    log = AuditRecord.objects.filter(subject_type="ledger.entry", subject_id=str(entry.pk))
    words = list(entry.confirmations.select_related("unit"))
    told = _told_once(log.select_related("actor").order_by("id"))
    chapters = [_chapter(record, entry, words) for record in told]
    if reversal := Entry.objects.filter(reverses=entry).select_related("recorded_by").first():
        what = _("took the entry back by #%(number)s") % {"number": reversal.pk}
        who = str(reversal.recorded_by)
        chapters.append(Chapter(reversal.recorded_at, who, what, reversal.reversal_reason, "entry.reversed"))
    return chapters


def _chapter(record: AuditRecord, entry: Entry, words: list[Confirmation]) -> Chapter:
    if record.action == "entry.confirm" and words:
        what, said = _confirmed(words.pop(0), entry)
    elif record.action == "entry.update":
        what, said = _updated(record, entry)
    elif record.action in TELL:
        what, said = TELL[record.action](record.detail, entry)
    else:
        what, said = record.action, ""
    return Chapter(record.at, str(record.actor or _("the system")), what, said, record.action)


def _told_once(records: Iterable[AuditRecord]) -> list[AuditRecord]:
    """Changes in a row by one person as one: what each field was before the first and is after the last."""
    told: list[AuditRecord] = []
    for record in records:
        last = told[-1] if told else None
        if last and record.action == last.action == "entry.update" and record.actor_id == last.actor_id:
            record.changes = _joined(last.changes, record.changes)
            told.pop()
        told.append(record)
    return told


def _joined(first: Changes, then: Changes) -> Changes:
    both = first | {name: [first.get(name, pair)[0], pair[1]] for name, pair in then.items()}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


def _changed(changes: Changes, entry: Entry) -> str:
    """Each field with what it was and what it is; a choice by its words."""
    specs = {spec.name: spec for spec in fields_of(entry.kind)}
    lines = []
    for name, pair in changes.items():
        spec = specs.get(name.removeprefix("detail."))
        choices = dict(spec.choices.choices) if spec and spec.choices else {}
        before, after = (value(choices.get(said, said) if isinstance(said, str) else said) for said in pair)
        label = spec.label if spec else PARTIES[name].label if name in PARTIES else _("details")
        lines.append(f"{label}: {before} → {after}")
    return "\n".join(lines)


def _purpose(purpose: str, entry: Entry) -> str:
    labels = {rule.purpose: str(rule.label) for rule in kinds.get(entry.kind).purposes}
    return labels.get(purpose, purpose)


def disputed_figure(entry: Entry, word: Confirmation | None) -> str:
    """The receiver's own figure, exact, with its unit; empty where none was given."""
    if word is None or word.figure is None:
        return ""
    return figures.exact(word.figure, "元" if entry.amount is not None else "")


def _confirmed(word: Confirmation, entry: Entry) -> tuple[str, str]:
    if word.verdict == Verdict.AGREED:
        return _("confirmed it for %(unit)s") % {"unit": word.unit.label}, word.note
    figure = disputed_figure(entry, word)
    own = _("Own figure: %(figure)s.") % {"figure": figure} if figure else ""
    return _("disputed it for %(unit)s") % {"unit": word.unit.label}, f"{own} {word.note}".strip()


def _attached(detail: dict[str, Any], entry: Entry) -> tuple[str, str]:
    return _("attached: %(purpose)s") % {"purpose": _purpose(detail.get("purpose", ""), entry)}, ""


def _detached(detail: dict[str, Any], entry: Entry) -> tuple[str, str]:
    return _("took off: %(purpose)s") % {"purpose": _purpose(detail.get("purpose", ""), entry)}, ""


def _approved(detail: dict[str, Any], entry: Entry) -> tuple[str, str]:
    said = _("approved it as %(role)s") % {"role": Role(detail["role"]).label}
    left = ", ".join(str(Role(role).label) for role in detail["remaining"])
    return said, _("Still to approve: %(roles)s") % {"roles": left}


def _updated(record: AuditRecord, entry: Entry) -> tuple[str, str]:
    return _("changed the draft"), _changed(record.changes, entry)


TELL: dict[str, Callable[[dict[str, Any], Entry], tuple[str, str]]] = {
    "entry.record": lambda _detail, _entry: (_("recorded it as a draft"), ""),
    "entry.attach": _attached,
    "entry.detach": _detached,
    "entry.submit": lambda _detail, _entry: (_("submitted it"), ""),
    "entry.return": lambda detail, _entry: (_("returned it"), str(detail.get("reason", ""))),
    "entry.approve": _approved,
    "entry.accept": lambda _detail, _entry: (_("accepted it"), ""),
    "entry.reverse": lambda detail, entry: (
        _("took back #%(number)s") % {"number": entry.reverses_id},
        str(detail.get("reason", "")),
    ),
}
