"""``jiedui add-user``: let somebody sign in, with a role in a unit."""

from __future__ import annotations

import secrets
import sys
from typing import Annotated

import typer
from django.db import transaction
from django.utils.translation import gettext as _
from rich.console import Console

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.accounts.services import create_user, grant_membership
from jiedui.kernel.errors import Invalid
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.resolver import resolve

NO_ROLE = "none"


def add_user(
    username: Annotated[str, typer.Argument(help="What they sign in with.")],
    role: Annotated[str, typer.Option(help="office, lead, giver, receiver, auditor, or none.")] = NO_ROLE,
    unit: Annotated[str, typer.Option(help="Unit of the role, by any of its names.")] = "",
    within: Annotated[
        str, typer.Option(help="City or province of the unit, where its name is not enough.")
    ] = "",
    name: Annotated[str, typer.Option(help="Name shown on screens; a post will do.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    generate: Annotated[bool, typer.Option(help="Make up a password and print it once.")] = False,
) -> None:
    """Add somebody who signs in. Somebody who is there already only gets the role."""
    place = _place(role, unit, within)
    console = Console()
    user = User.objects.filter(username__iexact=username).first()
    password = "" if user else _password(from_input=password_stdin, generate=generate)
    with transaction.atomic():
        if user is None:
            user = create_user(actor=None, username=username, password=password, display_name=name)
            console.print(_("%(name)s can sign in now.") % {"name": user.username}, highlight=False)
        if place is not None:
            grant_membership(actor=None, user=user, unit=place, role=role)
            words = {"name": user.username, "role": Role(role).label, "unit": place.label}
            console.print(_("%(name)s is %(role)s in %(unit)s.") % words, highlight=False)
    if generate and password:
        console.print(_("The password, shown this once: %(password)s") % {"password": password}, markup=False)


def _place(role: str, unit: str, within: str) -> OrgUnit | None:
    """The unit of the role; None for nobody's role. Raises Invalid with what may be meant."""
    if role == NO_ROLE:
        return None
    if role not in Role.values:
        known = ", ".join([*Role.values, NO_ROLE])
        raise Invalid(
            _("“%(role)s” is no role. Use one of: %(known)s."), role=role, known=known, address="--role"
        )
    found = resolve(unit, within=within or None)
    if found.unit is None:
        offered = ", ".join(candidate.name for candidate in found.candidates) or "–"
        raise Invalid(
            _("The unit “%(unit)s” cannot be told. Perhaps: %(offered)s."),
            unit=unit,
            offered=offered,
            address="--unit",
        )
    return found.unit


def _password(*, from_input: bool, generate: bool) -> str:
    """The password: made up, read from standard input, or asked for twice without showing it."""
    if generate:
        return secrets.token_urlsafe(12)
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt(_("Password"), hide_input=True, confirmation_prompt=True))
