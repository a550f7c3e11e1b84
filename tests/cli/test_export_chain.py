"""``jiedui export-chain`` and the stand-alone script that verifies its file."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from jiedui.cli.export_chain import export_chain
from jiedui.cli.verify import verify
from jiedui.kernel import storage
from jiedui.kernel.errors import Invalid
from jiedui.ledger import services
from jiedui.ledger.errors import ChainUnreadable
from jiedui.ledger.models import ChainHead, Entry
from tests.cli.test_verify import run
from tests.conftest import ROOT, World
from tests.ledger import acts

SCRIPT = ROOT / "docs" / "verify_chain.py"


def check(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The script as an auditor runs it: without our packages."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(file), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def chained(world: World) -> list[Entry]:
    """Two accepted entries and a reversal of the first."""
    first = acts.accepted(world)
    second = acts.accepted(world, "transfer", amount="1200.00")
    return [first, second, services.reverse_entry(actor=world.office, entry=first, reason="重复")]


@pytest.fixture
def exported(chained: list[Entry], tmp_path: Path) -> Path:
    """The export of those."""
    file = tmp_path / "chain.jsonl"
    assert run(export_chain, str(file)).exit_code == 0
    return file


def test_the_export_verifies_with_its_files(exported: Path) -> None:
    done = check(exported, "--evidence", str(settings.EVIDENCE_FOLDER))

    assert (done.returncode, done.stderr) == (0, "")
    assert "3 entries, numbers 1 to 3, 1 files looked at, 0 differences" in done.stdout
    assert ChainHead.objects.get().hash in done.stdout


def test_the_same_chain_gives_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    run(export_chain, str(tmp_path / "again.jsonl"))

    assert (tmp_path / "again.jsonl").read_bytes() == exported.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.jsonl", "chain.jsonl"]


def _altered(change: Callable[[dict[str, Any]], Any]) -> Callable[[list[str]], list[str]]:
    def alter(lines: list[str]) -> list[str]:
        row = json.loads(lines[2])
        change(row)
        return [*lines[:2], json.dumps(row, ensure_ascii=False, sort_keys=True), *lines[3:]]

    return alter


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (_altered(lambda row: row["entry"].update(amount="1201")), "its content is not what was hashed"),
        (_altered(lambda row: row["entry"]["detail"].update(purpose="other")), "is not what was hashed"),
        (_altered(lambda row: row["entry"].update(evidence=[])), "its content is not what was hashed"),
        (_altered(lambda row: row.update(hash="0" * 64)), "does not follow the entry before it"),
        (lambda lines: [*lines[:2], *lines[3:]], "number 2 was expected"),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], "number 1 was expected"),
        (lambda lines: lines[:3], "the last entry is not the one promised"),
        (lambda lines: [*lines[:2], lines[2][:-9], lines[3]], "cannot be read"),
    ],
)
def test_whatever_is_tampered_with_is_found(
    exported: Path, tamper: Callable[[list[str]], list[str]], said: str
) -> None:
    lines = exported.read_text("utf-8").splitlines()
    exported.write_text("\n".join(tamper(lines)) + "\n", "utf-8")

    done = check(exported)

    assert done.returncode == 1
    assert said in done.stdout


def test_a_chain_rewritten_as_a_whole_shows_by_a_hash_kept_elsewhere(exported: Path) -> None:
    kept = Entry.objects.get(sequence=2).hash

    assert check(exported, "--head", kept).returncode == 0
    done = check(exported, "--head", "f" * 64)
    assert done.returncode == 1
    assert "is nowhere in this chain" in done.stdout


def test_changed_and_missing_files_are_found(exported: Path, chained: list[Entry], tmp_path: Path) -> None:
    digest = chained[0].evidence.get().file.sha256
    folder = tmp_path / "files"
    folder.mkdir()

    assert "is missing" in check(exported, "--evidence", str(folder)).stdout
    (folder / digest).write_bytes(storage.get(digest))
    assert check(exported, "--evidence", str(folder)).returncode == 0
    (folder / digest).write_bytes(b"something else")
    assert "was changed" in check(exported, "--evidence", str(folder)).stdout


def test_what_is_no_export_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("no export\n")

    done = check(tmp_path / "x")

    assert (done.returncode, done.stdout) == (2, "")
    assert "not an export of the chain" in done.stderr


def test_entries_of_both_formats_are_exported_and_verify(chained: list[Entry], tmp_path: Path) -> None:
    from jiedui.ledger import chain

    previous = ""
    for entry in Entry.objects.order_by("sequence").prefetch_related(*chain.PROOF):
        entry.chain_format = 1 if entry.sequence == 1 else chain.FORMAT
        digest = chain.digest(entry, sequence=entry.sequence, previous_hash=previous)
        Entry.objects.filter(pk=entry.pk).update(
            chain_format=entry.chain_format, previous_hash=previous, hash=digest
        )
        previous = digest
    ChainHead.objects.update(hash=previous)

    run(export_chain, str(tmp_path / "chain.jsonl"))

    rows = [json.loads(line) for line in (tmp_path / "chain.jsonl").read_text("utf-8").splitlines()[1:]]
    assert [row["entry"]["format"] for row in rows] == [1, chain.FORMAT, chain.FORMAT]
    assert check(tmp_path / "chain.jsonl").returncode == 0


def test_a_part_of_the_chain_is_exported_and_verified(chained: list[Entry], tmp_path: Path) -> None:
    run(export_chain, str(tmp_path / "chain.jsonl"), "--since", "2")

    done = check(tmp_path / "chain.jsonl")

    assert done.returncode == 0
    assert "2 entries, numbers 2 to 3" in done.stdout


def test_an_empty_chain_verifies(db: None, tmp_path: Path) -> None:
    run(export_chain, str(tmp_path / "chain.jsonl"))

    assert check(tmp_path / "chain.jsonl").returncode == 0


def test_a_row_that_cannot_be_read_stops_the_export(chained: list[Entry], tmp_path: Path) -> None:
    Entry.objects.filter(pk=chained[1].pk).update(chain_format=99)

    assert isinstance(run(export_chain, str(tmp_path / "chain.jsonl")).exception, ChainUnreadable)
    assert list(tmp_path.iterdir()) == []


def test_verify_since_looks_only_at_what_came_later(chained: list[Entry]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET title = '改' WHERE id = %s", [chained[0].pk])

    assert run(verify).exit_code == 1
    assert run(verify, "--since", "1").exit_code == 1
    assert run(verify, "--since", "2").exit_code == 0

    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET title = '改' WHERE id = %s", [chained[2].pk])
    result = run(verify, "--since", "2")
    assert result.exit_code == 1
    assert f"Entry #{chained[2].pk}, title" in result.output


def test_verify_since_a_day(chained: list[Entry]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET title = '改' WHERE id = %s", [chained[0].pk])
    decided = chained[0].decided_at
    assert decided is not None

    assert run(verify, "--since", decided.date().isoformat()).exit_code == 1
    assert run(verify, "--since", "2099-01-01").exit_code == 0
    assert isinstance(run(verify, "--since", "yesterday").exception, Invalid)


def test_a_number_the_chain_has_not_come_to_is_no_beginning(world: World) -> None:
    acts.accepted(world)
    assert run(verify, "--since", "2").exit_code == 0  # what comes next: nothing yet
    refused = run(verify, "--since", "3").exception
    assert isinstance(refused, Invalid)
    assert refused.params["last"] == 1
