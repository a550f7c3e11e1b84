"""Named reads of people and their tokens."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from jiedui.accounts.models import ApiToken, Membership, User
from jiedui.accounts.policies import Action, allows
from jiedui.accounts.second_factor import COUNTED
from jiedui.kernel.errors import NotFound


def people(*, q: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Accounts by name, with their roles and whether they have a second factor; for those who manage people."""
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=COUNTED)
    found = User.objects.annotate(has_second_factor=Exists(factor)).prefetch_related("memberships__unit")
    if words := q.replace("\0", "").strip():
        held = Membership.objects.filter(user=OuterRef("pk"), unit__name__icontains=words)
        found = found.filter(
            Q(username__icontains=words)
            | Q(display_name__icontains=words)
            | Q(email__icontains=words)
            | Exists(held)
        )
    if role:
        found = found.filter(Exists(Membership.objects.filter(user=OuterRef("pk"), role=role)))
    if state:
        found = found.filter(is_active=state == "open")
    return found.order_by("-is_active", "username")


def get_person(pk: int) -> User:
    """The account. Raises NotFound."""
    found = User.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def tokens_of(user: Any) -> QuerySet[ApiToken]:
    """Somebody's tokens, the newest first, revoked ones included."""
    return ApiToken.objects.filter(user_id=user.pk).select_related("created_by")


def get_token(user: Any, pk: int) -> ApiToken:
    """A token: one's own; anybody's for those who manage people. Raises NotFound."""
    found = ApiToken.objects.select_related("user").filter(pk=pk).first()
    if found is None or (found.user_id != user.pk and not allows(user, Action.MANAGE_PEOPLE)):
        raise NotFound
    return found
