"""The example pack, loaded once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from jiedui.cli.packs import load_whole_pack
from jiedui.plans.packs import PackReport
from tests.conftest import ROOT, settle

PACK: Path = ROOT / "examples" / "tianjin-2019"


@pytest.fixture(scope="package")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[PackReport]:
    """What loading the example did. Each test then works on a savepoint above it."""
    with django_db_blocker.unblock(), transaction.atomic():
        report = load_whole_pack(PACK)
        settle()
        yield report
        transaction.set_rollback(True)
