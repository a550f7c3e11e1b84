"""The types of a kind's own models, applied to whole columns.

What :func:`jiedui.ledger.validation.validate` says of one entry is said here of many: the same annotations, the same
messages. A kind whose model compares fields with one another is validated row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from jiedui.kernel.errors import Invalid
from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.schemas import input_model
from jiedui.ledger.validation import described

Problem = tuple[int, Invalid]


@cache
def _adapter(kind_key: str, name: str) -> TypeAdapter[list[Any]]:
    """The type of a field, for a list of its values."""
    model: type[BaseModel] = kinds.get(kind_key).detail
    if name not in model.model_fields:
        model = input_model(kind_key)
    info = model.model_fields[name]
    one = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return TypeAdapter(list[one], config=ConfigDict(str_strip_whitespace=True))  # type: ignore[valid-type]


def validated(kind_key: str, name: str, values: Sequence[Any]) -> tuple[list[Any], list[Problem]]:
    """The values as the field's type makes them, and what is wrong with which of them (counted from 0)."""
    adapter = _adapter(kind_key, name)
    try:
        return adapter.validate_python(list(values)), []
    except ValidationError as error:
        problems = _problems(error)
    wrong = {index for index, _error in problems}
    right = iter(adapter.validate_python([value for at, value in enumerate(values) if at not in wrong]))
    return [None if at in wrong else next(right) for at in range(len(values))], problems


def _problems(error: ValidationError) -> list[Problem]:
    found: dict[int, Invalid] = {}
    for item in error.errors(include_url=False, include_input=False):
        index = int(item["loc"][0])
        found.setdefault(index, described([{**item, "loc": ()}])[0])
    return list(found.items())


def dumped(kind_key: str, name: str, values: Sequence[Any]) -> list[Any]:
    """The values as JSON keeps them."""
    made: list[Any] = _adapter(kind_key, name).dump_python(list(values), mode="json")
    return made


@cache
def compares_fields(kind_key: str) -> bool:
    """Whether the kind's model has validators of its own, which may look at several fields."""
    decorators = kinds.get(kind_key).detail.__pydantic_decorators__
    return bool(
        decorators.field_validators
        or decorators.model_validators
        or decorators.root_validators
        or decorators.validators
    )


def detail_problems(
    kind: AnyKind, detail: dict[str, Any]
) -> tuple[dict[str, Any], list[tuple[str, Invalid]]]:
    """The detail of one row as its model makes it, or what is wrong with which field."""
    try:
        made = kind.detail.model_validate(detail)
    except ValidationError as error:
        items = error.errors(include_url=False, include_input=False)
        return {}, [(str(item["loc"][0]) if item["loc"] else "", described([item])[0]) for item in items]
    return {name: getattr(made, name) for name in kind.detail.model_fields}, []
