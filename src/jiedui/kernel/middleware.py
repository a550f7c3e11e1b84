"""Where a request comes from, for the audit log."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from jiedui.kernel import origin
from jiedui.kernel.enums import Channel

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class OriginMiddleware:
    """Opens the origin of a request; the answer bears its number in X-Request-ID."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        here = origin.Origin(Channel.SCREEN, client_ip(request), request_id=_request_id(request))
        with origin.opened(here):
            response = self.get_response(request)
        response["X-Request-ID"] = here.request_id
        return response


def client_ip(request: HttpRequest) -> str | None:
    """The address of the asking machine; what a proxy says of it counts only for proxies the operator named.

    From the right, X-Forwarded-For names the machines the request came through: the first that is no proxy of
    ours is the asker. Anything further left may be made up.
    """
    nearest = _address(request.META.get("REMOTE_ADDR", ""))
    if not _trusted(nearest):
        return nearest
    for said in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if not (told := _address(said.strip())):
            break
        nearest = told
        if not _trusted(told):
            break
    return nearest


def _trusted(ip: str | None) -> bool:
    if not ip:
        return False
    return any(
        ipaddress.ip_address(ip) in ipaddress.ip_network(network, strict=False)
        for network in settings.TRUSTED_PROXIES
    )


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def _request_id(request: HttpRequest) -> str:
    """The number a trusted proxy gave the request, else one of our own."""
    given = request.headers.get("X-Request-ID", "")
    if _trusted(_address(request.META.get("REMOTE_ADDR", ""))) and _REQUEST_ID.fullmatch(given):
        return given
    return origin.new_request_id()
