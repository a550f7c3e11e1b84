"""What the page frame of the console needs: places, programmes, the person's roles.

The template reads it as ``frame``. Everything is computed on first use, so that a partial answer to htmx pays
for nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.policies import Action, allows, scope_of
from jiedui.console.access import programmes_of
from jiedui.plans.models import Programme
from jiedui.returns.queries import unread

LAST_PROGRAMME = "programme"
"""The cookie that keeps which programme was open last, for pages that belong to none."""
ADMINISTRATION = "administration"
PLACES: tuple[tuple[str, str, str | Promise], ...] = (
    ("cockpit", "layout-dashboard", _("Overview")),
    ("plan", "target-arrow", _("Plan")),
    ("pairings", "arrows-exchange", _("Pairings")),
    ("ledger", "notebook", _("Ledger")),
    ("projects", "crane", _("Projects")),
    ("returns", "clipboard-list", _("Returns")),
    ("explore", "table", _("Explore")),
    ("documents", "file-text", _("Documents")),
    ("publications", "news", _("Publications")),
    ("scores", "chart-bar", _("Assessment")),
    ("safeguards", "eye", _("Safeguards")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A first-level place of the navigation."""

    name: str
    icon: str
    label: str | Promise
    url: str
    current: bool


class Frame:
    """The frame around a page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def programmes(self) -> list[Programme]:
        """Programmes the person may switch to."""
        return programmes_of(getattr(self.request, "user", None))

    @cached_property
    def programme(self) -> Programme | None:
        """The programme the page speaks of, from its path."""
        match = self.request.resolver_match
        code = match.kwargs.get("code") if match else None
        return next((p for p in self.programmes if p.code == code), None)

    @cached_property
    def around(self) -> Programme | None:
        """The programme that the navigation leads into: the page's own, else the one last open, else the newest."""
        if self.programme is not None or not self.programmes:
            return self.programme
        last = self.request.COOKIES.get(LAST_PROGRAMME)
        return next((p for p in self.programmes if p.code == last), self.programmes[0])

    @cached_property
    def places(self) -> list[Place]:
        """Places of the navigation that exist; the one with the longest path above this page is current.

        There are none before one may go anywhere: without a programme, or with a password to be chosen first.
        """
        if self.around is None or getattr(self.request.user, "must_change_password", False):
            return []
        urls = {name: url for name, _icon, _label in PLACES if (url := self._url(name))}
        above = [name for name, url in urls.items() if self.request.path.startswith(url)]
        current = ADMINISTRATION if self._administers else max(above, key=lambda n: len(urls[n]), default="")
        found = [Place(n, icon, label, urls[n], n == current) for n, icon, label in PLACES if n in urls]
        admin = "console:people" if self.manages_people else "console:audit" if self.sees_audit else ""
        if admin:
            is_here = current == ADMINISTRATION
            found.append(Place(ADMINISTRATION, "users-group", _("Administration"), reverse(admin), is_here))
        return found

    @property
    def _administers(self) -> bool:
        """Whether the page belongs to the administration."""
        return self.request.path.startswith(("/admin/", self._url("approvals") or "/admin/"))

    @cached_property
    def roles(self) -> list[str]:
        """The person's roles in words, each once."""
        grants = scope_of(getattr(self.request, "user", None)).grants
        return list(dict.fromkeys(str(role.label) for role, _path, _pk in grants))

    @cached_property
    def unread(self) -> int:
        """How many notices of this programme the person has not read."""
        return unread(self.request.user).filter(about__schedule__programme=self.programme).count()  # type: ignore[arg-type]

    @cached_property
    def may_begin(self) -> bool:
        """Whether the person may begin a programme by handing in its plan."""
        return allows(getattr(self.request, "user", None), Action.EDIT_PLAN)

    @cached_property
    def manages_people(self) -> bool:
        """Whether the person makes accounts and gives roles."""
        return allows(getattr(self.request, "user", None), Action.MANAGE_PEOPLE)

    @cached_property
    def sees_audit(self) -> bool:
        """Whether the person reads the audit log."""
        return allows(getattr(self.request, "user", None), Action.SEE_AUDIT)

    @property
    def clock(self) -> date | None:
        """The day an archived or example programme stands at; None where the calendar counts."""
        return self.programme.reference_date if self.programme else None

    def _url(self, name: str) -> str:
        assert self.around is not None
        try:
            return reverse(f"console:{name}", kwargs={"code": self.around.code})
        except NoReverseMatch:
            return ""


def console(request: HttpRequest) -> dict[str, Any]:
    """Context for the page frame."""
    return {"frame": Frame(request)}
