"""What happened to a return, told from the audit log: every version, first things first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiedui.kernel.models import AuditRecord
from jiedui.returns.models import Return

SUBJECT = "returns.return"
REPEATED = frozenset({"return.write", "return.adjust", "return.picture", "return.answer"})
"""Told once where one person does it several times in a row."""


@dataclass(slots=True)
class Chapter:
    """One thing that happened: who, when, what in words, and what was said with it."""

    at: datetime
    who: str
    what: str
    said: str = ""
    action: str = ""
    version: str = ""


def story(versions: Sequence[Return]) -> list[Chapter]:
    """The history of a return through all its versions."""
    ids = {str(one.pk): one.version for one in versions}
    log = AuditRecord.objects.filter(subject_type=SUBJECT, subject_id__in=list(ids))
    told: list[Chapter] = []
    for record in log.select_related("actor").order_by("id"):
        chapter = _chapter(record, ids[record.subject_id])
        last = told[-1] if told else None
        if last and chapter.action in REPEATED and (last.action, last.who) == (chapter.action, chapter.who):
            told.pop()
        told.append(chapter)
    return told


def _chapter(record: AuditRecord, version: int) -> Chapter:
    tell = TELL.get(record.action)
    what, said = tell(record.detail) if tell else (record.action, "")
    who = str(record.actor or _("the system"))
    return Chapter(record.at, who, what, said, record.action, str(version))


def _submitted(detail: dict[str, Any]) -> tuple[str, str]:
    entries = detail.get("entries", 0)
    words = ngettext("%(n)s entry stands behind it", "%(n)s entries stand behind it", entries)
    return _("handed it in"), words % {"n": entries}


def _sent_back(detail: dict[str, Any]) -> tuple[str, str]:
    remarks = detail.get("remarks") or 0
    count = remarks if isinstance(remarks, int) else len(remarks)
    words = ngettext("%(n)s remark", "%(n)s remarks", count) % {"n": count} if count else ""
    return _("sent it back"), " · ".join(part for part in (words, str(detail.get("reason", ""))) if part)


TELL: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "return.produce": lambda _detail: (_("opened it, computed from the ledger"), ""),
    "return.adjust": lambda detail: (_("stated a figure of their own"), str(detail.get("reason", ""))),
    "return.write": lambda _detail: (_("wrote the narrative"), ""),
    "return.picture": lambda _detail: (_("added pictures"), ""),
    "return.answer": lambda detail: (_("answered a remark"), str(detail.get("answer", ""))),
    "return.submit": _submitted,
    "return.withdraw": lambda _detail: (_("took it back before the review began"), ""),
    "return.take_up": lambda _detail: (_("began the review"), ""),
    "return.pass_on": lambda detail: (_("passed it on to the next level"), str(detail.get("reason", ""))),
    "return.take_adjustment": lambda _detail: (_("took the unit's own figure"), ""),
    "return.send_back": _sent_back,
    "return.accept": lambda _detail: (_("accepted it; it is frozen"), ""),
    "return.reopen": lambda detail: (_("opened it again as a new version"), str(detail.get("reason", ""))),
}
