"""Evidence of an entry: what is there, what is still missing, attaching, opening, taking off."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from jiedui.console.access import get_programme
from jiedui.console.views.ledger_saving import AGAIN, FILES, attach_files
from jiedui.kernel.errors import NotFound
from jiedui.kernel.uploads import ACCEPT
from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import CORRECTION_ORDER, AnyKind, EvidenceRule, Needed
from jiedui.ledger.models import Entry, EntryEvidence
from jiedui.ledger.queries import get_entry
from jiedui.ledger.services import open_evidence, remove_evidence


@dataclass(frozen=True, slots=True)
class Slot:
    """A role files can play for an entry, when it needs one, and the files that play it."""

    rule: EvidenceRule[Any]
    needed: Needed
    files: list[EntryEvidence] = field(default_factory=list)
    accept: str = ACCEPT

    @property
    def name(self) -> str:
        """The name of its file input."""
        return f"{FILES}{self.rule.purpose}"

    @property
    def again(self) -> str:
        """The name of the boxes that attach a file of another entry in this role."""
        return f"{AGAIN}{self.rule.purpose}"

    @property
    def required(self) -> bool:
        """Whether the entry cannot go on without it."""
        return self.needed != Needed.NEVER

    @property
    def missing(self) -> bool:
        """Whether it is required and not there."""
        return self.required and not self.files


def slots(kind: AnyKind, entry: Entry | None = None) -> list[Slot]:
    """Every role of the kind's evidence, with what the entry has of it."""
    there = list(entry.evidence.select_related("file", "added_by")) if entry else []
    return [
        Slot(rule, kind.needed(rule, entry), [item for item in there if item.purpose == rule.purpose])
        for rule in (*kind.purposes, CORRECTION_ORDER)
        if rule is not CORRECTION_ORDER or any(item.purpose == rule.purpose for item in there)
    ]


@require_POST
def evidence_add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Attach files; the entry's page says what became of each."""
    programme = get_programme(request.user, code)
    entry = get_entry(request.user, programme, pk)
    attach_files(request, entry, kinds.get(entry.kind))
    return redirect("console:entry", code=code, pk=entry.pk)


@require_POST
def evidence_remove(request: HttpRequest, code: str, pk: int, evidence: int) -> HttpResponse:
    """Take a file off a draft."""
    programme = get_programme(request.user, code)
    entry = get_entry(request.user, programme, pk)
    item = get_object_or_404(EntryEvidence.objects.select_related("entry", "file"), entry=entry, pk=evidence)
    remove_evidence(actor=request.user, evidence=item)  # type: ignore[arg-type]
    return redirect("console:entry", code=code, pk=entry.pk)


@require_safe
def evidence_open(request: HttpRequest, code: str, pk: int, evidence: int) -> HttpResponse:
    """The file as a download, after the person's right to see its entry was asked again."""
    programme = get_programme(request.user, code)
    entry = get_entry(request.user, programme, pk)
    opened = open_evidence(request.user, evidence)  # type: ignore[arg-type]
    if opened.evidence.entry_id != entry.pk:
        raise NotFound
    answer = HttpResponse(opened.content, content_type=opened.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(opened.evidence.filename)}"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
