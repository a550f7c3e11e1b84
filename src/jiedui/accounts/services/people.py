"""People who sign in, and what they are in which unit."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.accounts.errors import AddressTaken, OwnAccount, UsernameTaken, WeakPassword
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
    email: str = "",
    is_example: bool = False,
    must_change_password: bool = False,
    hashed: str = "",
) -> User:
    """Let somebody sign in; without a membership they see nothing yet.

    ``hashed`` is the password's hash where it is known already: example accounts share a password that anybody
    may read, and hashing is slow on purpose.
    ``must_change_password``: somebody else knows it, so it is good for one sign-in only.
    Raises UsernameTaken, AddressTaken, WeakPassword, or Invalid for a name that cannot be typed as one word.
    """
    guard(actor)
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
        email=_address(email),
        is_example=is_example,
        must_change_password=must_change_password,
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
    guard(actor)
    if role not in Role.values:
        raise Invalid(_("“%(role)s” is no role."), role=role, address="role")
    membership, created = Membership.objects.get_or_create(user=user, unit=unit, role=role)
    if created:
        _forget_scope(user)
        audit.record(actor=actor, action="membership.grant", subject=user, unit=unit.pk, role=str(role))
    return membership


@transaction.atomic
def revoke_membership(*, actor: Any, membership: Membership) -> None:
    """Take a role away. Raises NotAllowed, OwnAccount for one's own: the last of the office would lock itself out."""
    guard(actor)
    user = membership.user
    if actor == user:
        raise OwnAccount
    audit.record(
        actor=actor, action="membership.revoke", subject=user, unit=membership.unit_id, role=membership.role
    )
    membership.delete()
    _forget_scope(user)


@transaction.atomic
def edit_person(*, actor: Any, user: User, display_name: str, email: str) -> User:
    """Change what is shown of somebody, and where links to reset the password go. Raises NotAllowed, Invalid."""
    guard(actor)
    before = audit.snapshot(user, ("display_name", "email"))
    user.display_name = display_name.strip() or user.username
    user.email = _address(email, besides=user)
    if changes := audit.changes(before, user):
        user.save(update_fields=["display_name", "email"])
        audit.record(actor=actor, action="user.edit", subject=user, changes=changes)
    return user


@transaction.atomic
def reopen_account(*, actor: Any, user: User) -> User:
    """Let somebody sign in again. Raises NotAllowed."""
    guard(actor)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        _forget_scope(user)
        changes = audit.changes({"is_active": False}, user)
        audit.record(actor=actor, action="user.reopen", subject=user, changes=changes)
    return user


@transaction.atomic
def close_account(*, actor: Any, user: User) -> User:
    """Let somebody sign in no longer. The account stays: what they did keeps their name.

    Its sessions and tokens end with it. Raises NotAllowed, OwnAccount for one's own.
    """
    guard(actor)
    if actor == user:
        raise OwnAccount
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        _forget_scope(user)
        changes = audit.changes({"is_active": True}, user)
        audit.record(actor=actor, action="user.close", subject=user, changes=changes)
    return user


def guard(actor: Any) -> None:
    """The system itself (the command line) may; a person only with the right to manage people."""
    if actor is not None:
        require(actor, Action.MANAGE_PEOPLE)


def _address(email: str, besides: User | None = None) -> str:
    """An e-mail address that nobody else signs in with, or none."""
    email = email.strip()
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), address="email") from None
    others = User.objects.filter(email__iexact=email)
    if (others.exclude(pk=besides.pk) if besides else others).exists():
        raise AddressTaken(email=email, address="email")
    return email


def _forget_scope(user: User) -> None:
    """What the person may see was read once and kept on the object; it has changed."""
    user.__dict__.pop("_scope", None)
