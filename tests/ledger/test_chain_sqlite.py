"""The chain does not fork on SQLite, either: several processes accept on one database file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests import migrated
from tests.conftest import ROOT

PREPARE = """
import django; django.setup()
from tests.conftest import world
from tests.ledger import acts
made = world.__wrapped__(None) if hasattr(world, "__wrapped__") else world._get_wrapped_function()(None)
for number in range(12):
    acts.submitted(made, title=f"batch {number}", detail={"voucher_number": str(number)})
"""
ACCEPT = """
import sys, django; django.setup()
from jiedui.accounts.models import User
from jiedui.ledger.models import Entry
from jiedui.ledger.services import accept_entry
lead = User.objects.get(username="lead")
for entry in Entry.objects.filter(state="submitted").order_by("id"):
    if entry.pk % 3 == int(sys.argv[1]):
        accept_entry(actor=lead, entry=entry)
"""
VERIFY = """
import django; django.setup()
from jiedui.ledger.models import Entry
from jiedui.ledger.verification import verify_chain
print(Entry.objects.filter(state="accepted").count(), list(verify_chain(None, lambda count: None)))
"""


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="tells of SQLite only")
def test_several_processes_accept_into_one_chain(django_db_setup: None, tmp_path: Path) -> None:
    assert connection.vendor == "sqlite"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "JIEDUI_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "jiedui.settings",
        "PYTHONPATH": str(ROOT),
    }

    def python(code: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=tmp_path)

    migrated.fill(tmp_path)
    assert python(PREPARE).wait() == 0
    accepting = [python(ACCEPT, str(share)) for share in range(3)]
    assert [process.wait() for process in accepting] == [0, 0, 0]
    verified, _errors = python(VERIFY).communicate()

    assert verified.strip() == "12 []"
