"""Refusals of the warehouse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import JieduiError


class NoSpark(JieduiError):
    """A Spark master is named, but what speaks to it is not installed."""

    code = "no_spark"
    status = 503
    message = _(
        "The warehouse is set to a Spark cluster, but pyspark is missing: install jiedui[spark] and Java 17."
    )
