"""A command on an empty data folder prepares the embedded database; a server's is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from jiedui.cli import database
from tests import migrated


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JIEDUI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "jiedui.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", "from jiedui.cli.main import main; main()", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="speaks of the embedded database, whatever the others use"
)
def test_a_first_command_prepares_the_embedded_database(tmp_path: Path) -> None:
    done = run(tmp_path, "verify")
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert (tmp_path / "jiedui.sqlite3").exists()


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="speaks of the embedded database, whatever the others use"
)
def test_a_refusal_is_printed_without_a_traceback_and_exits_2(django_db_setup: None, tmp_path: Path) -> None:
    migrated.fill(tmp_path)
    done = run(tmp_path, "standing", "--programme", "nowhere")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "sqlite", reason="speaks of a database server")
def test_a_servers_database_is_not_changed_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["pending"])
    with pytest.raises(database.NotPrepared):
        database.prepare()
