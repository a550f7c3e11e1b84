"""The address at which a second reader is asked, and how it is asked."""

from __future__ import annotations

import ipaddress
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SECONDS = 120
MOST = 2 * 1024 * 1024
"""Bytes of an answer."""


class SecondReaderError(Exception):
    """The second reader did not answer, or not in the form it was asked for."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible service: its base address (``…/v1``), the model, and the key where it needs one."""

    url: str
    model: str
    key: str = ""

    def __post_init__(self) -> None:
        """Raises ImproperlyConfigured where papers would leave the house in the clear."""
        parts = urlsplit(self.url)
        within = parts.scheme == "http" and _is_near(parts.hostname or "")
        if not (parts.hostname and (parts.scheme == "https" or within)):
            raise ImproperlyConfigured(
                "JIEDUI_SECOND_READER must be an https address, or an http one on this machine or a private network."
            )

    def ask(self, instruction: str, passages: str) -> str:
        """What the model says to the passages. Raises SecondReaderError."""
        messages = [{"role": "system", "content": instruction}, {"role": "user", "content": passages}]
        asked = {"model": self.model, "temperature": 0, "messages": messages}
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(  # noqa: S310  # the scheme is checked above
            f"{self.url.rstrip('/')}/chat/completions", json.dumps(asked).encode(), headers
        )
        try:
            with _OPENER.open(request, timeout=SECONDS) as answer:
                told = json.loads(answer.read(MOST))
            return str(told["choices"][0]["message"]["content"])
        except (urllib.error.URLError, OSError, ValueError, LookupError, TypeError) as error:
            raise SecondReaderError(f"{type(error).__name__}: {error}") from error


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: a paper goes to the address that was named and to no other."""

    def redirect_request(self, *_arguments: Any, **_names: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)


def configured() -> Endpoint | None:
    """The second reader that the operator has set, None where there is none."""
    if not settings.SECOND_READER:
        return None
    return Endpoint(settings.SECOND_READER, settings.SECOND_READER_MODEL, settings.SECOND_READER_KEY)


def _is_near(host: str) -> bool:
    """Whether a host is this machine or on a private network."""
    if "." not in host and ":" not in host:  # localhost, or a name that only the own network knows
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
