"""The planner is told how full tables are, where it would not see for itself."""

from __future__ import annotations

import pytest
from django.db import connection

from jiedui.kernel.models import AuditRecord
from jiedui.kernel.statistics import count_anew


@pytest.mark.django_db
def test_rows_of_the_transaction_are_counted() -> None:
    rows = [AuditRecord(action="test", subject_type="x", subject_id=str(number)) for number in range(500)]
    AuditRecord.objects.bulk_create(rows)

    count_anew(AuditRecord)

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [AuditRecord._meta.db_table])
            assert cursor.fetchone()[0] >= 500
