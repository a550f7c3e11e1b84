"""The checks every service of a plan makes first."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiedui.accounts.policies import Action, require
from jiedui.kernel.errors import Invalid
from jiedui.plans.headcounts import is_headcount_of_work
from jiedui.plans.models import Indicator, Programme, Revision, Workstream

_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def may_edit(actor: Any, programme: Programme | None = None) -> None:
    """Raise NotAllowed unless ``actor`` may edit plans; None is the system itself (the command line)."""
    if actor is not None:
        require(actor, Action.EDIT_PLAN, unit=programme.giver if programme else None)


def same_programme(programme: Programme, revision: Revision) -> None:
    """Raise Invalid where the revision belongs to another programme."""
    if revision.programme_id != programme.pk:
        raise Invalid(_("The revision belongs to another programme."), address="revision")


def key(text: str, address: str) -> str:
    """A key as used in addresses: lower-case letters, digits, hyphens. Raises Invalid."""
    if not _KEY.fullmatch(text):
        raise Invalid(
            _("“%(text)s” cannot be a key: use lower-case letters, digits and hyphens."),
            text=text,
            address=address,
        )
    return text


def words(text: str, address: str) -> str:
    """A text that is not empty. Raises Invalid."""
    if not text.strip():
        raise Invalid(_("This may not be empty."), address=address)
    return text.strip()


def in_order(starts_on: date, ends_on: date) -> None:
    """Raise Invalid where a period ends before it starts."""
    if ends_on < starts_on:
        raise Invalid(_("The last day lies before the first."), address="ends_on")


def share_due(share: Decimal | None, indicator: Indicator | None, workstream: Workstream) -> None:
    """Raise Invalid unless the share lies between 0 and 1 and is that of an indicator of the workstream."""
    if share is not None and not 0 <= share <= 1:
        raise Invalid(_("A share lies between 0 and 1."), address="share")
    if share is not None and indicator is None:
        raise Invalid(_("Say of which indicator the share is due."), address="indicator")
    if indicator is not None and indicator.workstream_id != workstream.pk:
        raise Invalid(_("The indicator belongs to another workstream."), address="indicator")


def headcount(kind: str, *, as_stated: bool, headline: bool) -> None:
    """Raise Invalid unless people put to work are counted as stated only, and nothing else is."""
    if as_stated and (headline or (kind and not is_headcount_of_work(kind))):
        raise Invalid(
            _("A headcount kept as the document states it is neither measured nor a headline."),
            address="as_stated",
        )
    if is_headcount_of_work(kind) and not as_stated:
        raise Invalid(
            _("People put to work are counted as stated only: never paced, ranked or scored."),
            address="as_stated",
        )
