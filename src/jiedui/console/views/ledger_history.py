"""What happened to an entry, told from the audit log and the receiver's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiedui.accounts.enums import Role
from jiedui.console.audit_words import value
from jiedui.kernel import figures
from jiedui.kernel.audit import Changes
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import kinds
from jiedui.ledger.enums import Verdict
from jiedui.ledger.intake.enums import DuplicateState
from jiedui.ledger.kinds.base import CORRECTION_ORDER
from jiedui.ledger.kinds.fields import PARTIES, fields_of
from jiedui.ledger.models import Confirmation, Entry, ImportedRow, SuspectedDuplicate


@dataclass(slots=True)
class Chapter:
    """One thing that happened: who, when, what in words, and what was said with it."""

    at: datetime
    who: str
    what: str
    said: str = ""
    action: str = ""
    number: int | None = None
    """The entry it happened to, where the story is about several."""


def story(entry: Entry) -> list[Chapter]:
    """The history of the figure, first things first: of the entry, what it stands for, and what stands for it.

    Changes made in a row by one person are told once.
    """
    family = {member.pk: member for member in family_of(entry)}
    log = AuditRecord.objects.filter(subject_type="ledger.entry", subject_id__in=map(str, family))
    words = _words(family)
    chapters = _imported(family, log)
    for record in _told_once(log.select_related("actor").order_by("id")):
        about = family[int(record.subject_id)]
        chapter = _chapter(record, about, words.get(about.pk, []))
        chapter.number = about.pk if len(family) > 1 else None
        chapters.append(chapter)
    twins = _twins(family)
    return sorted([*chapters, *twins], key=lambda chapter: chapter.at) if twins else chapters


def _twins(family: Mapping[int, Entry]) -> list[Chapter]:
    """Rows of files that somebody found to be the same act: they were left out, or their drafts withdrawn."""
    found = SuspectedDuplicate.objects.filter(other_entry__in=family, state=DuplicateState.DUPLICATE)
    chapters = []
    for twin in found.select_related("batch", "decided_by").order_by("id"):
        if twin.decided_at is None or twin.other_entry_id is None:
            continue
        words = {"row": twin.number, "file": twin.batch.filename}
        what = _("withdrew row %(row)d of “%(file)s”: it is this same act") % words
        number = twin.other_entry_id if len(family) > 1 else None
        who = str(twin.decided_by or _("the system"))
        chapters.append(Chapter(twin.decided_at, who, what, twin.reason, "entry.withdraw", number))
    return chapters


def family_of(entry: Entry) -> list[Entry]:
    """The entry with all that corrections and reversals link it to, the first recorded first."""
    found: dict[int, Entry] = {}
    new = {entry.pk}
    while new:
        rows = Entry.objects.select_related("programme", "workstream", "giver", "receiver").in_bulk(new)
        found |= rows
        near = Entry.objects.filter(Q(reverses__in=rows) | Q(corrects__in=rows)).values_list("pk", flat=True)
        above = [pk for row in rows.values() for pk in (row.reverses_id, row.corrects_id) if pk]
        new = {*near, *above} - set(found)
    return [found[pk] for pk in sorted(found)]


def _words(family: Iterable[int]) -> dict[int, list[Confirmation]]:
    found: dict[int, list[Confirmation]] = {}
    for word in Confirmation.objects.filter(entry__in=family).select_related("unit").order_by("id"):
        found.setdefault(word.entry_id, []).append(word)
    return found


def _chapter(record: AuditRecord, entry: Entry, words: list[Confirmation]) -> Chapter:
    if record.action == "entry.confirm" and words:
        what, said = _confirmed(words.pop(0), entry)
    elif record.action == "entry.correct":
        what, said = _corrected(record, entry)
    elif record.action == "entry.update":
        what, said = _updated(record, entry)
    elif record.action in TELL:
        what, said = TELL[record.action](record.detail, entry)
    else:
        what, said = record.action, ""
    return Chapter(record.at, str(record.actor or _("the system")), what, said, record.action)


def _imported(family: Mapping[int, Entry], log: QuerySet[AuditRecord]) -> list[Chapter]:
    """How entries came into being that were rows of a file: an import is noted once for all its rows."""
    noted = set(log.filter(action="entry.record").values_list("subject_id", flat=True))
    rows = ImportedRow.objects.select_related("batch").filter(entry__in=family).order_by("entry")
    chapters = []
    for row in rows:
        if row.entry_id is None or str(row.entry_id) in noted:
            continue
        entry = family[row.entry_id]
        said = _("Row %(row)d of “%(file)s”") % {"file": row.batch.filename, "row": row.number}
        number = entry.pk if len(family) > 1 else None
        told = [(_("recorded it with a file"), said, "entry.import")]
        if entry.submitted_at == entry.recorded_at:
            told.append((_("submitted it"), "", "entry.submit"))
        chapters += [Chapter(entry.recorded_at, str(entry.recorded_by), *one, number) for one in told]
    return chapters


def _told_once(records: Iterable[AuditRecord]) -> list[AuditRecord]:
    """Changes in a row by one person as one: what each field was before the first and is after the last."""
    told: list[AuditRecord] = []
    for record in records:
        last = told[-1] if told else None
        if last and _same(last, record):
            record.changes = _joined(last.changes, record.changes)
            told.pop()
        told.append(record)
    return told


def _same(last: AuditRecord, record: AuditRecord) -> bool:
    """Whether the same person changed the same draft again."""
    same = (last.actor_id, last.subject_id) == (record.actor_id, record.subject_id)
    return same and record.action == last.action == "entry.update"


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
    labels = {rule.purpose: str(rule.label) for rule in (*kinds.get(entry.kind).purposes, CORRECTION_ORDER)}
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


def _approved_correction(detail: dict[str, Any], entry: Entry) -> tuple[str, str]:
    said = _("approved the correction as %(role)s") % {"role": Role(detail["role"]).label}
    left = ", ".join(str(Role(role).label) for role in detail["remaining"])
    return said, _("Still to approve: %(roles)s") % {"roles": left}


def _updated(record: AuditRecord, entry: Entry) -> tuple[str, str]:
    return _("changed the draft"), _changed(record.changes, entry)


def _corrected(record: AuditRecord, entry: Entry) -> tuple[str, str]:
    """What stood before and what stands now, with the reason."""
    numbers = {"number": entry.pk, "before": entry.corrects_id}
    said = [str(record.detail.get("reason", "")), _changed(record.changes, entry)]
    return _("put #%(number)s in the place of #%(before)s") % numbers, "\n".join(said)


TELL: dict[str, Callable[[dict[str, Any], Entry], tuple[str, str]]] = {
    "entry.record": lambda _detail, _entry: (_("recorded it as a draft"), ""),
    "entry.attach": _attached,
    "entry.detach": _detached,
    "entry.submit": lambda _detail, _entry: (_("submitted it"), ""),
    "entry.return": lambda detail, _entry: (_("returned it"), str(detail.get("reason", ""))),
    "entry.approve": _approved,
    "entry.accept": lambda _detail, _entry: (_("accepted it"), ""),
    "entry.ask_correction": lambda detail, _entry: (
        _("asked for a correction"),
        str(detail.get("reason", "")),
    ),
    "entry.decline_correction": lambda detail, _entry: (
        _("declined the correction"),
        str(detail.get("reason", "")),
    ),
    "entry.approve_correction": _approved_correction,
    "entry.reverse": lambda detail, entry: (
        _("took back #%(number)s") % {"number": entry.reverses_id},
        str(detail.get("reason", "")),
    ),
}
