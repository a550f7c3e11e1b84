"""Random valid content of any kind, made from the kind's own description."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import Detail
from jiedui.ledger.kinds.fields import FieldSpec, Shape, fields_of

# A form strips blanks, and neither databases nor spreadsheets take control characters or half surrogates.
letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
lines = st.text(letters, min_size=1, max_size=25).map(str.strip).filter(bool)
paragraphs = st.lists(lines, min_size=1, max_size=4).map("\n".join)


def of_field(spec: FieldSpec, bounds: tuple[int, int] = (1, 1_000_000)) -> st.SearchStrategy[Any]:
    """Values of one field; ``bounds`` are those of a whole number."""
    if spec.shape is Shape.CHOICE and spec.choices is not None:
        return st.sampled_from(spec.choices.values)
    if spec.shape is Shape.LINE:
        return lines.map(lambda text: text[: spec.max_length].strip()).filter(bool)
    return {
        Shape.PARAGRAPH: paragraphs,
        Shape.LINES: st.lists(lines, min_size=2, max_size=5),
        Shape.DATE: st.dates(date(2019, 1, 1), date(2019, 9, 30)),
        Shape.INTEGER: st.integers(*bounds),
        Shape.DECIMAL: st.decimals(Decimal("0.01"), 120, places=2),
        Shape.MONEY: st.decimals(Decimal("0.01"), Decimal(10**13) - 1, places=2),
        Shape.FLAG: st.booleans(),
    }[spec.shape]


def contents(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Content without its units: every required field, and any of the others."""
    specs = fields_of(kind)
    model = kinds.get(kind).detail

    def group(in_detail: bool) -> st.SearchStrategy[dict[str, Any]]:
        own = [(spec, of_field(spec, _bounds(model, spec))) for spec in specs if spec.in_detail is in_detail]
        return st.fixed_dictionaries(
            {spec.name: values for spec, values in own if spec.required},
            optional={spec.name: values for spec, values in own if not spec.required},
        )

    details = group(True).map(lambda detail: consistent(model, detail))
    return st.tuples(group(False), details).map(lambda pair: {**pair[0], "detail": pair[1]})


def _bounds(model: type[Detail], spec: FieldSpec) -> tuple[int, int]:
    """The least and the greatest whole number the field takes."""
    least, greatest = 1, 1_000_000
    for item in model.model_fields[spec.name].metadata if spec.in_detail else ():
        least = int(getattr(item, "ge", least))
        greatest = int(getattr(item, "le", greatest))
    return least, greatest


def consistent(model: type[Detail], detail: dict[str, Any]) -> dict[str, Any]:
    """The detail without fields that the others forbid, as the name of an anonymous donor."""
    try:
        model.model_validate(detail)
    except ValidationError as error:
        forbidden = {str(item["loc"][0]) for item in error.errors() if item["type"] == "value_error"}
        return consistent(model, {name: value for name, value in detail.items() if name not in forbidden})
    return detail
