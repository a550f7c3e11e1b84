"""The API's description of itself, which anybody may ask for and which takes a second to write."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema


class DescribedOnce(NinjaAPI):
    """An API that describes itself once a process, where it is and in each language: its operations do not change."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._described: dict[tuple[str, str | None], OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document, in the reader's language."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        asked = (prefix, get_language())
        if asked not in self._described:
            self._described[asked] = super().get_openapi_schema(path_prefix=prefix)
        return self._described[asked]
