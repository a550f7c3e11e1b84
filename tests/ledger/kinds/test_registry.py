"""The registry of kinds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import AnyKind, Detail
from jiedui.ledger.kinds.fields import FieldSpec, Shape, fields_of
from tests.ledger import acts

ALL = kinds.all_kinds()


def test_the_kinds_are_found_by_their_modules() -> None:
    assert [kind.key for kind in ALL] == sorted(acts.KINDS)
    assert kinds.get("purchase").workstream == "consumption"


def test_an_unknown_kind_is_refused_and_the_known_ones_are_named() -> None:
    with override("en"), pytest.raises(kinds.UnknownKind, match=r"agreement, donation_cash, .*, transfer"):
        kinds.get("gift")


def test_a_key_used_twice_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="purchase"):
        kinds.collect([kinds.get("purchase"), kinds.get("purchase")])


def test_a_field_that_hides_one_of_the_entry_is_refused() -> None:
    class Hiding(Detail):
        title: str

    with pytest.raises(ImproperlyConfigured, match="title"):
        kinds.collect([replace(kinds.get("purchase"), detail=Hiding)])


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.key)
def test_a_kind_names_only_what_it_has(kind: AnyKind) -> None:
    names = {spec.name for spec in fields_of(kind.key)}

    assert set(kind.columns) <= names
    assert set(kind.filters) <= {spec.name for spec in fields_of(kind.key) if _offers(spec)}
    assert {check.field for check in kind.checks} <= names | {""}
    assert set(kind.words) <= {*names, "giver", "receiver"}
    assert len({measure.key for measure in kind.measures}) == len(kind.measures) > 0
    assert len({rule.purpose for rule in kind.purposes}) == len(kind.purposes)


def _offers(spec: FieldSpec) -> bool:
    """Whether there are a few values to choose from."""
    return spec.choices is not None or spec.shape is Shape.FLAG


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.key)
def test_every_word_of_a_kind_is_said_in_both_languages(kind: AnyKind, language: str) -> None:
    with override(language):
        said = [str(word) for word in _words(kind)]

    assert all(said)
    assert all(any("\u4e00" <= c <= "\u9fff" for c in word) is (language != "en") for word in said), said


def _words(kind: AnyKind) -> list[object]:
    specs: tuple[FieldSpec, ...] = fields_of(kind.key)
    choices = [label for spec in specs if spec.choices for label in spec.choices.labels]
    measures = [word for measure in kind.measures for word in (measure.label, measure.unit)]
    evidence = [rule.label for rule in kind.purposes]
    checks = [check.message for check in kind.checks]
    return [kind.label, kind.summary, *(s.label for s in specs), *choices, *measures, *evidence, *checks]
