"""What a document changes in the running programme, as a difference to accept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiedui.accounts.policies import Action, allows
from jiedui.console.access import get_programme
from jiedui.console.views.documents_cards import section_key, section_label
from jiedui.documents.differences import Change, Group, differences_of
from jiedui.documents.enums import DocumentState, Match, ProposalState, ProposedObject
from jiedui.documents.models import Proposal
from jiedui.documents.queries import get_document
from jiedui.documents.selection import Selection


@dataclass(frozen=True, slots=True)
class GroupView:
    """A field of work with its changes."""

    key: str
    label: str
    group: Group


@dataclass(frozen=True, slots=True)
class Press:
    """Accepting one sort of change at once: how many are there, and how many of them can still be accepted so."""

    match: Match
    count: int
    open: int
    selection: Selection


@require_GET
def changes(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The document beside the plan: what is now, what will be, and what it does not mention."""
    programme = get_programme(request.user, code)
    document = get_document(request.user, programme, pk)
    found = differences_of(document)
    in_review = document.state == DocumentState.REVIEW
    context = {
        "programme": programme,
        "document": document,
        "groups": [GroupView(section_key(g.section), section_label(g.section), g) for g in found.groups],
        "presses": [_press(match, found.counts, found.groups) for match in _SORTS if found.counts.get(match)],
        "open": in_review and allows(request.user, Action.REVIEW_DOCUMENT),
        "read": document.state in {DocumentState.REVIEW, DocumentState.ACCEPTED},
    }
    return render(request, "console/documents/changes.html", context)


_SORTS = (Match.REVISED, Match.NEW, Match.UNCHANGED, Match.REPEAT)


def _press(match: Match, counts: dict[str, int], groups: list[Group]) -> Press:
    rows = [change for group in groups for change in (*group.revised, *group.new, *group.same)]
    waiting = sum(change.proposal.match == match and _acceptable(change) for change in rows)
    return Press(match, counts[match], waiting, Selection(match=match))


def _acceptable(change: Change) -> bool:
    return change.proposal.state == ProposalState.PENDING and not change.proposal.blocked


def against_plan(proposals: Iterable[Proposal]) -> list[tuple[Match, int]]:
    """How many proposals of a document are new to the plan, change it, or say what it says; for one line."""
    counted = Counter(p.match for p in proposals if p.makes != ProposedObject.FIGURE)
    return [(match, counted[match]) for match in _SORTS if counted[match]]


def against_ledger(proposals: Iterable[Proposal]) -> list[tuple[Match, int]]:
    """How the figures reached that a document tells stand to the ledger; for one line."""
    counted = Counter(p.match for p in proposals if p.makes == ProposedObject.FIGURE)
    return [(match, counted[match]) for match in Match.against_ledger() if counted[match]]
