"""Refusals of the ledger, put beside the field or the file they speak of."""

from __future__ import annotations

from jiedui.kernel.errors import Invalid, InvalidMany, JieduiError


def plain(problem: JieduiError) -> str:
    """The words of a refusal without its address: what it stands beside says where."""
    if isinstance(problem, Invalid):
        return str(type(problem)(problem.template, **problem.params))
    return str(problem)


def each(error: JieduiError) -> list[JieduiError]:
    """The single refusals of one that holds several."""
    return list(error.errors) if isinstance(error, InvalidMany) else [error]
