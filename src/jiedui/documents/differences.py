"""What a document changes in the running programme: new, revised, already so; and what it does not mention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.models import FactLink, FactRecord, Proposal, SourceDocument
from jiedui.documents.telling import Told, tell
from jiedui.plans.models import Milestone, Rule, Target, Task, Workstream

_MODELS = {
    ProposedObject.TARGET: Target,
    ProposedObject.TASK: Task,
    ProposedObject.MILESTONE: Milestone,
    ProposedObject.RULE: Rule,
    ProposedObject.LEAD: Workstream,
}


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal in words, and the sentence of an earlier document that the plan has it from."""

    proposal: Proposal
    told: Told
    source: FactRecord | None


@dataclass(slots=True)
class Group:
    """The changes in one field of work ("" for pairings)."""

    section: str
    revised: list[Change] = field(default_factory=list)
    new: list[Change] = field(default_factory=list)
    same: list[Change] = field(default_factory=list)
    unmentioned: list[Target] = field(default_factory=list)


@dataclass(slots=True)
class Differences:
    """Everything a document would change. ``counts`` are by match, of all proposals that speak of the plan."""

    groups: list[Group]
    counts: dict[str, int]


def differences_of(document: SourceDocument) -> Differences:
    """The document against the plan as it was last compared."""
    proposals = list(
        Proposal.objects.select_related("fact")
        .filter(fact__document=document)
        .exclude(makes=ProposedObject.FIGURE)
        .order_by("fact__number")
    )
    sources = _sources(document, proposals)
    groups: dict[str, Group] = {}
    counts: dict[str, int] = defaultdict(int)
    for proposal in proposals:
        counts[proposal.match] += 1
        group = groups.setdefault(proposal.section, Group(proposal.section))
        key = (proposal.makes, proposal.plan.get("existing"))
        change = Change(proposal, tell(proposal), sources.get(key))
        {Match.REVISED.value: group.revised, Match.NEW.value: group.new}.get(
            proposal.match, group.same
        ).append(change)
    for target in unmentioned_targets(document, proposals):
        groups[target.indicator.workstream.name].unmentioned.append(target)
    ordered = sorted(groups.values(), key=lambda group: not group.revised)
    return Differences(ordered, dict(counts))


def unmentioned_targets(document: SourceDocument, proposals: Iterable[Proposal]) -> list[Target]:
    """Targets in force, in the fields of work and years that the document revises, of which it says nothing.

    They stay as they are; a plan that replaces another should not leave them out by oversight.
    """
    mine = [p for p in proposals if p.makes == ProposedObject.TARGET and p.plan.get("values", {}).get("from")]
    revising = {p.section for p in mine if p.match in {Match.REVISED, Match.UNCHANGED}}
    if not revising:
        return []
    spans = Q(pk__in=[])
    for start, end in {(p.plan["values"]["from"], p.plan["values"]["to"]) for p in mine}:
        spans |= Q(starts_on=start, ends_on=end)
    covered = {pk for p in mine for pk in p.plan.get("covers", [])}
    rows = Target.objects.filter(
        spans,
        indicator__workstream__programme=document.programme,
        indicator__workstream__name__in=revising,
        superseded_by__isnull=True,
    ).select_related("indicator__workstream", "unit", "receiver")
    return [row for row in rows if row.pk not in covered]


def _sources(
    document: SourceDocument, proposals: Iterable[Proposal]
) -> dict[tuple[str, int | None], FactRecord]:
    """The latest sentence behind each object that the proposals match, by kind and id."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for proposal in proposals:
        if proposal.match == Match.REVISED and (existing := proposal.plan.get("existing")):
            wanted[proposal.makes].add(existing)
    found: dict[tuple[str, int | None], FactRecord] = {}
    for makes, pks in wanted.items():
        model = _MODELS.get(ProposedObject(makes))
        if model is None:
            continue
        kind = ContentType.objects.get_for_model(model)
        links = FactLink.objects.filter(content_type=kind, object_id__in=pks).exclude(fact__document=document)
        for link in links.select_related("fact__document").order_by("fact__document_id", "fact__number"):
            found[makes, link.object_id] = link.fact
    return found
