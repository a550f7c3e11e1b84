"""The head of the chain of accepted entries."""

from __future__ import annotations

from django.db import models


class ChainHead(models.Model):
    """One row: the last sequence number and hash. Locked while an entry is appended, so the chain never forks."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.sequence}"
