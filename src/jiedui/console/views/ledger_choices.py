"""What the entry form lets a person choose from: their own units as givers, the paired receivers first."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiedui.accounts.policies import Action
from jiedui.console.views.ledger_reach import reach
from jiedui.ledger.forms import EntryForm, entry_form
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.queries import pairings_between
from jiedui.plans.models import Programme
from jiedui.projects.queries import get_project, projects_for

Choice = tuple[Any, Any]
Form = TypeVar("Form", bound=EntryForm)


def bound_form(kind: str, programme: Programme, user: Any, data: Any = None, **options: Any) -> EntryForm:
    """The kind's form with this person's choices. Raises UnknownKind."""
    return offer(entry_form(kind), programme, user, data, **options)


def offer(made: type[Form], programme: Programme, user: Any, data: Any = None, **options: Any) -> Form:
    """A form of a kind, or the shared part of a voucher's, with this person's choices."""
    givers = givers_for(user, programme)
    form = made(
        data,
        givers=givers,
        receivers=receivers_of(programme),
        workstreams=programme.workstreams.all(),
        assistants=_side(programme).exclude(pk=programme.giver_id),
        projects=projects_for(user).filter(programme=programme),
        auto_id="id_%s",
        **options,
    )
    form.fields["workstream"].label_from_instance = lambda found: found.label  # type: ignore[attr-defined]
    form.initial.setdefault("workstream", form.kind.workstream)
    if "assists" in form.fields:
        form.fields["assists"].widget = forms.CheckboxSelectMultiple(choices=form.fields["assists"].choices)  # type: ignore[attr-defined]
    form.fields["giver"].empty_label = _("choose …")  # type: ignore[attr-defined]
    _suggest(form, list(givers), programme)
    return form


def for_project(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """What a project's page hands over to a new entry for it; the rest is typed. Raises NotFound."""
    pk = request.GET.get("project", "")
    if not pk:
        return {}
    project = get_project(request.user, programme, pk)
    givers = list(project.givers.all()[:2])
    step = {"step": request.GET["step"]} if "step" in request.GET else {}
    return {
        "project": project.pk,
        "title": project.name,
        "receiver": project.receiver_id,
        **({"giver": givers[0].pk} if len(givers) == 1 else {}),
        **step,
    }


def givers_for(user: Any, programme: Programme) -> QuerySet[OrgUnit]:
    """The units of the giving side in whose name this person may record."""
    return _side(programme).filter(reach(user, Action.RECORD_ENTRY, ""))


def receivers_of(programme: Programme) -> QuerySet[OrgUnit]:
    """Every unit of the other side."""
    return OrgUnit.objects.filter(active=True).exclude(path__startswith=programme.giver.path)


def _side(programme: Programme) -> QuerySet[OrgUnit]:
    return OrgUnit.objects.filter(active=True, path__startswith=programme.giver.path)


def _suggest(form: EntryForm, givers: list[OrgUnit], programme: Programme) -> None:
    """Put the receivers paired with the giver first; the rest stay within reach.

    ``data-pairs`` tells the page's script the pairs of every giver, so that the order follows the choice.
    """
    if len(givers) == 1:
        form.initial.setdefault("giver", givers[0].pk)
    pairs = _pairs(givers, programme)
    chosen = str(form["giver"].value() or "")
    field = form.fields["receiver"]
    field.choices = _grouped(receivers_of(programme), pairs.get(chosen, []))  # type: ignore[attr-defined]
    paired, others = _("Paired with the giver"), _("Other receiving units")
    field.widget.attrs |= {"data-pairs": json.dumps(pairs), "data-paired": paired, "data-others": others}


def _pairs(givers: Iterable[OrgUnit], programme: Programme) -> dict[str, list[int]]:
    """Receivers paired with each giver, or with a unit above it (a department helps its district's county)."""
    bound: defaultdict[str, list[int]] = defaultdict(list)
    for pairing in pairings_between(programme.starts_on, programme.ends_on):
        bound[pairing.giver.path].append(pairing.receiver_id)
    found = {}
    for unit in givers:
        above = [path for path in bound if unit.path.startswith(path)]
        if above:
            found[str(unit.pk)] = list(dict.fromkeys(pk for path in above for pk in bound[path]))
    return found


def _grouped(receivers: QuerySet[OrgUnit], paired: list[int]) -> list[Choice]:
    rows = list(receivers)
    first = [(unit.pk, unit.label) for unit in rows if unit.pk in paired]
    rest = [(unit.pk, unit.label) for unit in rows if unit.pk not in paired]
    groups: list[Choice] = [("", _("choose …"))]
    if first:
        groups.append((_("Paired with the giver"), first))
    return [*groups, (_("Other receiving units"), rest)] if first else [*groups, *rest]
