"""People who sign in, and what they are in which unit."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.accounts.errors import UsernameTaken, WeakPassword
from jiedui.accounts.models import Membership, User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.organisations.models import OrgUnit


@transaction.atomic
def create_user(
    *,
    actor: Any,
    username: str,
    password: str,
    display_name: str = "",
    language: str = "",
    is_example: bool = False,
    hashed: str = "",
) -> User:
    """Let somebody sign in; without a membership they see nothing yet.

    ``hashed`` is the password's hash where it is known already: example accounts share a password that anybody
    may read, and hashing is slow on purpose.
    Raises UsernameTaken, WeakPassword, or Invalid for a name that cannot be typed as one word.
    """
    _guard(actor)
    username = username.strip()
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), address="username") from None
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(username=username, address="username")
    user = User(
        username=username,
        display_name=display_name.strip() or username,
        language=language,
        is_example=is_example,
    )
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(reasons=" ".join(error.messages), address="password") from None
    user.password = hashed or make_password(password)
    user.save()
    audit.record(actor=actor, action="user.create", subject=user, username=username)
    return user


@transaction.atomic
def grant_membership(*, actor: Any, user: User, unit: OrgUnit, role: str) -> Membership:
    """Give somebody a role in a unit and everything under it. Granting it again changes nothing."""
    _guard(actor)
    if role not in Role.values:
        raise Invalid(_("“%(role)s” is no role."), role=role, address="role")
    membership, created = Membership.objects.get_or_create(user=user, unit=unit, role=role)
    if created:
        _forget_scope(user)
        audit.record(actor=actor, action="membership.grant", subject=user, unit=unit.pk, role=str(role))
    return membership


@transaction.atomic
def revoke_membership(*, actor: Any, membership: Membership) -> None:
    """Take a role away."""
    _guard(actor)
    user = membership.user
    audit.record(
        actor=actor, action="membership.revoke", subject=user, unit=membership.unit_id, role=membership.role
    )
    membership.delete()
    _forget_scope(user)


@transaction.atomic
def close_account(*, actor: Any, user: User) -> User:
    """Let somebody sign in no longer. The account stays: what they did keeps their name."""
    _guard(actor)
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        _forget_scope(user)
        changes = audit.changes({"is_active": True}, user)
        audit.record(actor=actor, action="user.close", subject=user, changes=changes)
    return user


def _guard(actor: Any) -> None:
    """The system itself (the command line) may; a person only with the right to manage people."""
    if actor is not None:
        require(actor, Action.MANAGE_PEOPLE)


def _forget_scope(user: User) -> None:
    """What the person may see was read once and kept on the object; it has changed."""
    user.__dict__.pop("_scope", None)
