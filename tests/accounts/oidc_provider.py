"""A small OpenID Connect provider on 127.0.0.1: discovery, authorisation, token, keys, userinfo; RS256."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "jiedui", "a-shared-secret"


class Provider(ThreadingHTTPServer):
    """Signs everybody in as ``claims`` without asking, as a single sign-on does that knows the person already."""

    def __init__(self, claims: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.claims = claims
        self.key = KEY
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()

    @property
    def issuer(self) -> str:
        """Its own address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def id_token(self, nonce: str | None) -> str:
        """Who the person is, signed."""
        now = int(time.time())
        known = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims}
        return jwt.encode(
            known | ({"nonce": nonce} if nonce else {}), self.key, "RS256", headers={"kid": "one"}
        )

    def jwks(self) -> dict[str, Any]:
        """The public key."""
        return {
            "keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())) | {"kid": "one"}]
        }


class Handler(BaseHTTPRequestHandler):
    """Answers the five addresses."""

    server: Provider

    def do_GET(self) -> None:
        """Discovery, authorisation, keys, userinfo."""
        address, issuer = urlsplit(self.path), self.server.issuer
        if address.path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "userinfo_endpoint": f"{issuer}/userinfo",
                    "jwks_uri": f"{issuer}/jwks",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    "code_challenge_methods_supported": ["S256"],
                }
            )
        elif address.path == "/authorize":
            self._authorize({name: values[0] for name, values in parse_qs(address.query).items()})
        elif address.path == "/jwks":
            self._json(self.server.jwks())
        elif self.headers.get("Authorization", "").removeprefix("Bearer ") in self.server.tokens:
            self._json(self.server.claims)
        else:
            self.send_error(401)

    def do_POST(self) -> None:
        """The token: for a code that was given out, with the client's secret and the proof of PKCE."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(said.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(said.get("code_verifier", "").encode()).digest())
        known = (said.get("client_id"), said.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not known or proof.rstrip(b"=").decode() != asked["code_challenge"]:
            self.send_error(400)
            return
        token = secrets.token_urlsafe(16)
        self.server.tokens.add(token)
        id_token = self.server.id_token(asked.get("nonce"))
        self._json({"access_token": token, "token_type": "Bearer", "expires_in": 300, "id_token": id_token})

    def _authorize(self, asked: dict[str, str]) -> None:
        code = secrets.token_urlsafe(16)
        self.server.codes[code] = asked
        self.send_response(302)
        query = urlencode({"code": code, "state": asked["state"]})
        self.send_header("Location", f"{asked['redirect_uri']}?{query}")
        self.end_headers()

    def _json(self, answer: dict[str, Any]) -> None:
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def running(claims: dict[str, Any]) -> Iterator[Provider]:
    """The provider, as long as the block lasts."""
    provider = Provider(claims)
    thread = threading.Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
