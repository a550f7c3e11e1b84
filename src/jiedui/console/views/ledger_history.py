"""What happened to an entry, told from the audit log and the receiver's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiedui.accounts.enums import Role
from jiedui.kernel import figures
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
    chapters = [_chapter(record, entry, words) for record in log.select_related("actor").order_by("id")]
    if reversal := Entry.objects.filter(reverses=entry).select_related("recorded_by").first():
        what = _("took the entry back by #%(number)s") % {"number": reversal.pk}
        who = str(reversal.recorded_by)
        chapters.append(Chapter(reversal.recorded_at, who, what, reversal.reversal_reason, "entry.reversed"))
    return _told_once(chapters)


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


def _told_once(chapters: Iterable[Chapter]) -> list[Chapter]:
    told: list[Chapter] = []
    for chapter in chapters:
        last = told[-1] if told else None
        repeated = last and chapter.action == last.action == "entry.update" and chapter.who == last.who
        if repeated:
            told.pop()
        told.append(chapter)
    return told


def _labels(names: Iterable[str], entry: Entry) -> str:
    known = {spec.name: str(spec.label) for spec in fields_of(entry.kind)}
    known |= {name: str(words.label) for name, words in PARTIES.items()}
    return ", ".join(dict.fromkeys(known.get(name, _("details")) for name in names))


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
    names = record.changes or record.detail.get("changed", ())  # before values were noted, only names were
    changed = _labels((name.removeprefix("detail.") for name in names), entry)
    return _("changed the draft"), _("Changed: %(fields)s") % {"fields": changed} if changed else ""


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
