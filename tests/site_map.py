"""What the site answers, read from the code itself: addresses, the methods of each, the acts an address is for."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic import RedirectView

from jiedui.api.urls import api

CALLS = frozenset({"get", "post", "put", "patch", "delete"})
WORD = frozenset({"act", "verb"})
OTHERS = {
    "set_language": {"post"},
    "openid_connect_callback": {"get"},
    "api:openapi-json": {"get"},
    "api:api-root": {"get"},
    "api:record_unknown": {"post"},
}
"""Functions of the frameworks, and what the API does not describe: they say nowhere how they may be called."""


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every address under its name; one without a name under its path, so that it is missing from every table."""
    yield from _walk(get_resolver(), "")


def _walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name or pattern.pattern}", pattern


def operations() -> set[tuple[str, str]]:
    """Every address with each method it answers."""
    return {(name, method) for name, pattern in addresses() for method in _methods(name, pattern)}


def acts() -> set[tuple[str, str]]:
    """Every address that is for several acts (``…/<slug:act>/``), with each of them."""
    found = ((name, pattern) for name, pattern in addresses() if WORD & set(pattern.pattern.converters))
    return {(name, act) for name, pattern in found for act in _acts(pattern.callback)}


def _methods(name: str, pattern: URLPattern) -> set[str]:
    if name in OTHERS:
        return OTHERS[name]
    if name.startswith("api:"):
        return _of_api(name.removeprefix("api:"), str(pattern.pattern))
    methods = _declared(pattern.callback)
    assert methods is not None, f"{name} does not say how it may be called: @require_safe, @require_POST …"
    return {method.lower() for method in methods} & CALLS


def _of_api(name: str, route: str) -> set[str]:
    """The methods of the operation of that name, as the API describes it."""
    path = api.get_openapi_schema(path_prefix="/")["paths"]["/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)]
    of = {method: operation["operationId"] for method, operation in path.items()}
    return {
        method for method, known in of.items() if known.endswith(f"_{name}") or known.startswith(f"{name}_")
    }


def _declared(view: Any) -> set[str] | None:
    """What a class answers, or what the innermost decorator of a function lets through.

    A class sends whatever a form sends to its ``post``; one that only leads elsewhere does so for every method.
    """
    if kind := getattr(view, "view_class", None):
        leads_on = issubclass(kind, RedirectView)
        return {"get"} if leads_on else {method for method in ("get", "post") if hasattr(kind, method)}
    found = None
    while view is not None:
        free = getattr(getattr(view, "__code__", None), "co_freevars", ())
        if "request_method_list" in free:
            found = set(view.__closure__[free.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return found


def _acts(view: Callable[..., Any]) -> Iterator[str]:
    """The words a view compares its act with: constants, and the keys of its module's tables."""
    function = inspect.unwrap(view)
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name) and node.left.id in WORD:
            against = node.comparators[0]
            if isinstance(against, ast.Name):
                yield from inspect.getmodule(function).__dict__[against.id]
            else:
                words = ast.literal_eval(against)
                yield from [words] if isinstance(words, str) else words
