"""How the tests of the ledger's screens reach them."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from jiedui.accounts.models import User

CODE = "haizhou-2019"
HTMX = {"HX-Request": "true", "HX-Target": "ledger-results"}


def signed_in(user: User) -> Client:
    """A browser of that person, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def url(name: str, *args: object) -> str:
    """A page of the programme."""
    return reverse(f"console:{name}", args=[CODE, *args])


def ledger(user: User, **filters: Any) -> Any:
    """The answer of the list."""
    return signed_in(user).get(url("ledger"), filters)


def listed(user: User, **filters: Any) -> list[int]:
    """The numbers of the entries on the list's first page, in their order."""
    return [entry.pk for entry in ledger(user, **filters).context["page"].object_list]
