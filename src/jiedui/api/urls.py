"""The HTTP API. ``/api/openapi.json`` describes it; nothing is loaded from outside."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.contrib.auth.decorators import login_not_required

from jiedui.api import (
    audit,
    compare,
    corrections,
    differences,
    entries,
    evidence,
    explore,
    imports,
    kinds,
    many,
    plan,
    problems,
    projects,
    returns,
    scores,
    transitions,
    waiting,
)
from jiedui.api.auth import BrowserSession, Password, Token
from jiedui.api.described import DescribedOnce

DESCRIPTION = """Record acts of help and read them again, with the same rules and refusals as the screens.

Show a service token (`Authorization: Bearer jdt_…`; made on the page of your account, with the scopes it needs), sign
in with HTTP Basic over your user name and password, or use the browser's session (then send its CSRF token in
X-CSRFToken). Refusals are problem+json (RFC 9457) with a machine-readable `code` and, for input, the address
of each field. Money is in yuan, days are ISO 8601."""

# What an operation is asked for by that names no scope: people only.
CLOSED: list[Any] = [Token(None), Password(), BrowserSession()]

api = DescribedOnce(
    title="Jiedui",
    version=version("jiedui"),
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
    auth=CLOSED,
)
api.add_router("/entries", waiting.router, tags=["entries"])
api.add_router("/entries/many", many.router, tags=["entries"])
api.add_router("/entries", entries.router, tags=["entries"])
api.add_router("/entries", transitions.router, tags=["entries"])
api.add_router("/entries", corrections.of_entries, tags=["corrections"])
api.add_router("/corrections", corrections.router, tags=["corrections"])
api.add_router("/differences", differences.router, tags=["differences"])
api.add_router("/evidence", evidence.router, tags=["evidence"])
api.add_router("/explore", explore.router, tags=["explore"])
api.add_router("/explore", compare.router, tags=["explore"])
api.add_router("/projects", projects.router, tags=["projects"])
api.add_router("/imports", imports.router, tags=["imports"])
api.add_router("/kinds", kinds.router, tags=["kinds"])
api.add_router("/plan", plan.router, tags=["plan"])
api.add_router("/audit", audit.router, tags=["audit"])
api.add_router("/returns", returns.router, tags=["returns"])
api.add_router("/scores", scores.router, tags=["scores"])
problems.install(api)


def _patterns() -> list[Any]:
    """The API's own addresses, freed from the sign-in page: the API answers 401 itself."""
    patterns: list[Any] = list(api.urls[0])
    for pattern in patterns:
        login_not_required(pattern.callback)
    return patterns


app_name = "api"
urlpatterns = _patterns()
