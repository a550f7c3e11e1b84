"""Named reads of what people keep: saved views, exports."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiedui.accounts.models import User
from jiedui.accounts.policies import scope_of
from jiedui.kernel.errors import NotFound
from jiedui.plans.models import Programme
from jiedui.warehouse.models import Export, SavedView, SharedView


def views_for(user: User, programme: Programme) -> QuerySet[SavedView]:
    """The programme's views that are the person's own or shared with a role they hold."""
    roles = {str(role) for role, _path, _pk in scope_of(user).grants}
    shared = SharedView.objects.filter(view=OuterRef("pk"), role__in=roles)
    found = SavedView.objects.filter(programme=programme).filter(Q(owner=user) | Exists(shared))
    return found.select_related("owner").prefetch_related("shared_with")


def get_view(user: User, programme: Programme, pk: int) -> SavedView:
    """One of them. Raises NotFound."""
    found = views_for(user, programme).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def exports_for(user: User, programme: Programme) -> QuerySet[Export]:
    """What the person asked for, the latest first; nobody sees another's."""
    return Export.objects.filter(programme=programme, owner=user).select_related("programme", "owner")


def get_export(user: User, programme: Programme, pk: int) -> Export:
    """One of them. Raises NotFound."""
    found = exports_for(user, programme).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
