"""``jiedui reconcile``: what the giver claims beside what the receiver confirmed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid
from jiedui.kernel.figures import exact
from jiedui.ledger.reconciliation import reconcile as reconciled
from jiedui.ledger.reconciliation import rows
from jiedui.ledger.reconciliation_files import as_csv, as_workbook, heads, title
from jiedui.organisations.models import OrgUnit
from jiedui.plans.queries import get_programme

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Without it, the programme's.")]


def reconcile(
    programme: Annotated[str, typer.Option(help="Code of the programme.")],
    giver: Annotated[str, typer.Option(help="The giving unit, by its full or short name.")],
    receiver: Annotated[str, typer.Option(help="The receiving unit, by its full or short name.")],
    user: Annotated[str, typer.Option("--as", help="Whose eyes: the name somebody signs in with.")],
    start: Day = None,
    end: Day = None,
    output: Annotated[Path | None, typer.Option("-o", help="Write it as .csv or .xlsx instead.")] = None,
) -> None:
    """Show both sides' figures of a pairing, by kind and measure. Exit 1 while they are not settled."""
    chosen = get_programme(programme)
    found = reconciled(
        _person(user),
        programme=chosen,
        giver=_unit(giver, "giver"),
        receiver=_unit(receiver, "receiver"),
        start=start.date() if start else chosen.starts_on,
        end=end.date() if end else chosen.today,
    )
    console = Console(soft_wrap=True)
    if output is not None:
        output.write_bytes(as_workbook(found) if output.suffix.lower() == ".xlsx" else as_csv(found))
    else:
        table = Table(*heads(), box=None, title=title(found))
        for row in rows(found):
            table.add_row(*(cell if isinstance(cell, str) else _figure(cell) for cell in row))
        console.print(table)
    words = {"open": len(found.differences), "silent": len(found.silent)}
    console.print(_("%(open)d in dispute, %(silent)d not yet confirmed.") % words)
    if not found.settled:
        raise typer.Exit(1)


def _figure(value: Decimal | None) -> str:
    return exact(value)


def _unit(name: str, address: str) -> OrgUnit:
    found = OrgUnit.objects.filter(name=name) or OrgUnit.objects.filter(short_name=name)
    if len(found) != 1:
        raise Invalid(_("There is no such unit."), address=f"{address} “{name}”")
    return found[0]


def _person(name: str) -> User:
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise Invalid(_("There is nobody of this name."), address="--as")
    return found
