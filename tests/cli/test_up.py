"""What is said when the server answers."""

from __future__ import annotations

import csv

import pytest
from django.utils import translation

from jiedui.accounts.models import User
from jiedui.cli import up
from tests.conftest import ROOT

URL = "http://127.0.0.1:8000/"


@pytest.mark.django_db
def test_without_example_accounts_none_is_named() -> None:
    with translation.override("en"):
        lines = up.greeting(URL)
    assert lines[0] == f"Jiedui is running: {URL}"
    assert not any("Sign in as" in line for line in lines)


@pytest.mark.django_db
def test_the_example_account_is_named_while_it_is_open() -> None:
    user = User.objects.create_user(up.EXAMPLE_USER, password="x", display_name="Office", is_example=True)
    with translation.override("en"):
        named = up.greeting(URL)[1]
    assert f"{up.EXAMPLE_USER} with the password {up.EXAMPLE_PASSWORD}" in named
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert up.EXAMPLE_PASSWORD not in "".join(up.greeting(URL))


def test_what_is_named_is_what_the_pack_holds() -> None:
    with (ROOT / up.EXAMPLE / "people.csv").open(encoding="utf-8", newline="") as file:
        accounts = {row["username"]: row["password"] for row in csv.DictReader(file)}
    assert accounts[up.EXAMPLE_USER] == up.EXAMPLE_PASSWORD
