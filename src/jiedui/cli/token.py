"""``jiedui token``: make, list and revoke service tokens."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.models import ApiToken, User
from jiedui.accounts.services import create_token, revoke_token
from jiedui.kernel.errors import Invalid

app = typer.Typer(no_args_is_help=True, help="Service tokens for programs that use the API.")


@app.command("create")
def create(
    username: Annotated[str, typer.Argument(help="Whom the token acts for.")],
    name: Annotated[str, typer.Argument(help="What it is for.")],
    scope: Annotated[list[str], typer.Option(help=f"Repeat for several: {', '.join(TokenScope.values)}.")],
    days: Annotated[int, typer.Option(help="How long it is good.")] = 90,
) -> None:
    """Make a token and print it, this once, alone on standard output."""
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        raise Invalid(_("Nobody signs in as “%(username)s”."), username=username, address="USERNAME")
    token, secret = create_token(actor=None, user=user, name=name, scopes=scope, days=days)
    words = {"number": token.pk, "name": user.username, "day": token.expires_at.date().isoformat()}
    Console(stderr=True).print(
        _("Token %(number)d acts for %(name)s until %(day)s. It is shown this once:") % words, highlight=False
    )
    typer.echo(secret)


@app.command("list")
def show(
    username: Annotated[str, typer.Argument(help="Only this person's.")] = "",
) -> None:
    """Show tokens; never their secrets."""
    found = ApiToken.objects.select_related("user")
    table = Table(
        *(str(word) for word in (_("No."), _("User"), _("Name"), _("Scopes"), _("Until"), _("State")))
    )
    for token in found.filter(user__username__iexact=username) if username else found:
        state = _("good") if token.is_good else _("revoked") if token.revoked_at else _("expired")
        until = token.expires_at.date().isoformat()
        table.add_row(str(token.pk), token.user.username, token.name, ", ".join(token.scopes), until, state)
    Console().print(table)


@app.command("revoke")
def revoke(number: Annotated[int, typer.Argument(help="The token's number, from the list.")]) -> None:
    """Let a token open nothing any more."""
    token = ApiToken.objects.select_related("user").filter(pk=number).first()
    if token is None:
        raise Invalid(_("There is no token %(number)d."), number=number, address="NUMBER")
    revoke_token(actor=None, token=token)
    Console().print(_("Token %(number)d opens nothing any more.") % {"number": number}, highlight=False)
