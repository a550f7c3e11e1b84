"""Kinds of help: one file each. A module of this package that has a ``KIND`` is a kind."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import NotFound
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.kinds.fields import clashes, names


class UnknownKind(NotFound):
    """No such kind of help."""

    code = "unknown_kind"
    message = _("There is no kind of help called “%(key)s”. Choose one of: %(known)s.")


def get(key: str) -> AnyKind:
    """The kind with this key. Raises UnknownKind."""
    try:
        return _registry()[key]
    except KeyError:
        raise UnknownKind(key=key, known=", ".join(_registry())) from None


def members(name: str) -> tuple[AnyKind, ...]:
    """The kinds an indicator counts that names this kind or family; none where there is no such."""
    return tuple(kind for kind in all_kinds() if name in kind.counted_as)


def all_kinds() -> tuple[AnyKind, ...]:
    """Every kind, in the order of their keys."""
    return tuple(_registry().values())


@cache
def _registry() -> MappingProxyType[str, AnyKind]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return MappingProxyType(collect(module.KIND for module in modules if hasattr(module, "KIND")))


def collect(kinds: Iterable[AnyKind]) -> dict[str, AnyKind]:
    """Kinds by key.

    Raises ImproperlyConfigured for a key used twice (as a family, too), a field that hides a common one, a line, an
    identity or a section of unknown fields, a field in two sections.
    """
    found: dict[str, AnyKind] = {}
    for kind in kinds:
        if kind.key in found:
            raise ImproperlyConfigured(f"two kinds of help have the key {kind.key!r}")
        if hidden := clashes(kind):
            raise ImproperlyConfigured(f"kind {kind.key!r}: fields {hidden} are the entry's own")
        if unknown := set(kind.lines) - names(kind):
            raise ImproperlyConfigured(f"kind {kind.key!r}: lines name unknown fields {sorted(unknown)}")
        parted = [name for section in kind.sections for name in section.fields]
        shown = {*parted, *(hint.field for hint in kind.hints)}
        if unknown := shown - set(kind.detail.model_fields):
            raise ImproperlyConfigured(f"kind {kind.key!r}: its form names unknown fields {sorted(unknown)}")
        if len(set(parted)) < len(parted):
            raise ImproperlyConfigured(f"kind {kind.key!r}: a field stands in two sections of its form")
        if unknown := set(kind.identity) - set(kind.detail.model_fields):
            raise ImproperlyConfigured(f"kind {kind.key!r}: identity names unknown fields {sorted(unknown)}")
        found[kind.key] = kind
    if shared := {kind.family for kind in found.values()} & set(found):
        raise ImproperlyConfigured(f"families have the keys of kinds: {sorted(shared)}")
    return dict(sorted(found.items()))
