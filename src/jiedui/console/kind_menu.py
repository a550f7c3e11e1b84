"""The kinds of help a person may record, under the fields of work they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import AnyKind
from jiedui.plans.models import Programme


@dataclass(frozen=True, slots=True)
class KindGroup:
    """A field of work and its kinds."""

    label: str | Promise
    kinds: list[AnyKind]


def kind_groups(programme: Programme) -> list[KindGroup]:
    """Every kind once, by workstream in the order of the plan; those of none of its own come last. One query."""
    groups = []
    left = list(kinds.all_kinds())
    for workstream in programme.workstreams.all():
        own = [kind for kind in left if kind.workstream == workstream.key]
        left = [kind for kind in left if kind not in own]
        groups += [KindGroup(workstream.label, own)] if own else []
    return [*groups, KindGroup(_("Other"), left)] if left else groups
