"""The rows on which a person may act: :func:`jiedui.accounts.policies.allows` as a condition of a query."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from jiedui.accounts.enums import Role
from jiedui.accounts.policies import ALLOWED, Action, scope_of


def reach(user: Any, action: Action, prefix: str) -> Q:
    """Rows whose unit (reached by ``prefix``, "" for units themselves) lies where ``user`` may do ``action``."""
    scope, allowed = scope_of(user), ALLOWED[action]
    everywhere = {Role.OFFICE, Role.AUDITOR} & allowed
    if any(role in everywhere for role, _path, _pk in scope.grants):
        return Q()
    return scope.within(prefix, *allowed)
