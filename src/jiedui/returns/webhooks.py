"""Posting to an address outside: signed, never into the house's own network, no redirects followed."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from jiedui.returns.errors import AddressRefused
from jiedui.returns.models import Webhook

TIMEOUT = 10
SIGNATURE = "X-Jiedui-Signature"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a webhook really leads: looked up once, and that very place is called."""

    url: SplitResult
    ip: str
    port: int

    @property
    def path(self) -> str:
        """Path and query, as they are asked for."""
        return (self.url.path or "/") + (f"?{self.url.query}" if self.url.query else "")


def resolve(url: str) -> Address:
    """Look an address up and refuse what must not be called. Raises AddressRefused.

    Only https to public addresses; plain http and private addresses only inside the networks of
    ``JIEDUI_WEBHOOK_NETWORKS``.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise AddressRefused(why=_("use an https address without a name and password."), address="url")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError, UnicodeError):
        raise AddressRefused(why=_("there is no such host."), address="url") from None
    ips = [str(entry[4][0]) for entry in found]
    for ip in ips:
        _require_fit(parts.scheme, ipaddress.ip_address(ip.partition("%")[0]))
    return Address(parts, ips[0], port)


def _require_fit(scheme: str, ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    if any(ip in ipaddress.ip_network(network) for network in settings.WEBHOOK_NETWORKS):
        return
    if not ip.is_global or ip.is_multicast:
        raise AddressRefused(why=_("it leads into a private network."), address="url")
    if scheme != "https":
        raise AddressRefused(why=_("use https."), address="url")


def new_salt() -> str:
    """What makes a webhook's secret its own; another salt is another secret."""
    return get_random_string(40)


def secret_of(webhook: Webhook) -> str:
    """The secret the receiver checks signatures with; it is stored nowhere."""
    return salted_hmac(
        "jiedui.returns.webhook", f"{webhook.pk}:{webhook.salt}", algorithm="sha256"
    ).hexdigest()


def sign(secret: str, at: int, body: bytes) -> str:
    """``t=SECONDS,v1=HMAC-SHA256 of "SECONDS.BODY"``: the time is signed, so that a copy can be told by its age."""
    mac = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"


def post(webhook: Webhook, body: bytes, *, at: int, delivery: int) -> int:
    """Send the body; returns the answer's status. Raises AddressRefused, OSError or http.client.HTTPException."""
    address = resolve(webhook.url)
    connection = _connection(address)
    headers = {
        "Content-Type": "application/json",
        "Host": address.url.netloc,
        "User-Agent": "jiedui",
        "X-Jiedui-Delivery": str(delivery),
        SIGNATURE: sign(secret_of(webhook), at, body),
    }
    try:
        connection.request("POST", address.path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _connection(address: Address) -> http.client.HTTPConnection:
    """A connection to the very place that was looked at, whatever the name says a moment later."""
    host = str(address.url.hostname)
    if address.url.scheme == "http":
        return http.client.HTTPConnection(address.ip, address.port, timeout=TIMEOUT)
    return _Pinned(host, address.port, ip=address.ip, timeout=TIMEOUT)


class _Pinned(http.client.HTTPSConnection):
    """HTTPS to a given place, with the certificate of the name."""

    def __init__(self, host: str, port: int, *, ip: str, timeout: float) -> None:
        self._ip = ip
        self._tls: Any = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout, context=self._tls)

    def connect(self) -> None:
        """Call the place, then ask for the name's certificate."""
        raw = socket.create_connection((self._ip, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(raw, server_hostname=self.host)
