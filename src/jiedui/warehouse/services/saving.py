"""Keeping a view, sharing it, letting it go. What is shared is the question: each reader gets their own answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require, scope_of
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.plans.models import Programme
from jiedui.warehouse.models import SavedView, SharedView
from jiedui.warehouse.models.views import MOST


def save_view(
    *, actor: User, programme: Programme, name: str, query: str, roles: Iterable[str] = ()
) -> SavedView:
    """Keep a question under a name. Raises NotAllowed, Invalid."""
    require(actor, Action.SEE_ENTRIES)
    name = name.strip()
    if not name:
        raise Invalid(_("Give the view a name."), address="name")
    if len(name) > 80:
        raise Invalid(_("The name is too long: 80 characters at most."), address="name")
    if len(query) > MOST:
        raise Invalid(_("This view is too long to be kept."), address="name")
    shared = _shareable(actor, roles)
    try:
        with transaction.atomic():
            view = SavedView.objects.create(programme=programme, owner=actor, name=name, query=query)
            _share(view, shared)
            audit.record(actor=actor, action="view.save", subject=view, name=name, roles=shared)
    except IntegrityError:
        raise Invalid(_("You have a view of this name already: choose another."), address="name") from None
    return view


@transaction.atomic
def share_view(*, actor: User, view: SavedView, roles: Iterable[str]) -> None:
    """Share one's own view with these roles and no others. Raises NotFound, Invalid."""
    view = _own(actor, view)
    before = view.roles
    shared = _shareable(actor, roles)
    view.shared_with.all().delete()
    _share(view, shared)
    audit.record(
        actor=actor, action="view.share", subject=view, name=view.name, changes={"roles": [before, shared]}
    )


@transaction.atomic
def remove_view(*, actor: User, view: SavedView) -> None:
    """Let one's own view go. Raises NotFound."""
    view = _own(actor, view)
    audit.record(actor=actor, action="view.remove", subject=view, name=view.name)
    view.delete()


def shareable_roles(actor: User) -> list[Role]:
    """Whom a person may share with: the office with everybody, others with those in their own roles."""
    scope = scope_of(actor)
    own = {role for role, _path, _pk in scope.grants}
    return [role for role in Role if Role.OFFICE in own or role in own]


def _shareable(actor: User, roles: Iterable[str]) -> list[str]:
    asked = list(dict.fromkeys(roles))
    allowed = {str(role) for role in shareable_roles(actor)}
    if set(asked) - allowed:
        raise Invalid(
            _("A view is shared with roles you hold yourself; the office shares with any."), address="roles"
        )
    return asked


def _share(view: SavedView, roles: Iterable[str]) -> None:
    SharedView.objects.bulk_create(SharedView(view=view, role=role) for role in roles)


def _own(actor: User, view: SavedView) -> SavedView:
    found = SavedView.objects.select_for_update().filter(pk=view.pk, owner=actor).first()
    if found is None:
        raise NotFound
    return found
