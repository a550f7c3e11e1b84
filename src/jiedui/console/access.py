"""The gatekeepers of the console: how a page gets the programme it speaks of."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from jiedui.accounts.policies import Action, allows
from jiedui.kernel.errors import NotAllowed, NotFound
from jiedui.plans.models import Programme


class NoAccessYet(NotAllowed):
    """The person is signed in and holds no role: nothing is shown but what to do about it."""

    code = "no_access_yet"


def visible_programmes(user: Any) -> QuerySet[Programme]:
    """The programmes a person may open, newest first; none without a role."""
    if not allows(user, Action.SEE_PROGRAMME):
        return Programme.objects.none()
    return Programme.objects.select_related("giver", "office")


def programmes_of(user: Any) -> list[Programme]:
    """The same as a list, read once per user object: the page and the frame around it speak of the same ones."""
    held: list[Programme] | None = getattr(user, "_programmes", None)
    if held is None:
        held = list(visible_programmes(user))
        if user is not None:
            user._programmes = held
    return held


def get_programme(user: Any, code: str) -> Programme:
    """The programme of this code. Raises NoAccessYet without a role, NotFound where there is none."""
    if not allows(user, Action.SEE_PROGRAMME):
        raise NoAccessYet
    programme = next((one for one in programmes_of(user) if one.code == code), None)
    if programme is None:
        raise NotFound
    return programme
