"""Files in a bucket of an S3-compatible store. Needs the extra ``s3``.

The address is ``s3://bucket/prefix?endpoint=https://…&region=…``; the keys come from AWS_ACCESS_KEY_ID and
AWS_SECRET_ACCESS_KEY, or whatever else the machine offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, NotFound, StoreUnreachable
from jiedui.kernel.storage.stores import PIECE

SMALL = 16 << 20
"""Up to this size a file is sent in one request, which the store refuses if the file is there already."""

RETRY_FOR = timedelta(seconds=20)


class BucketStore:
    """Each file is an object named by its hash, below the prefix."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if not parts.netloc or set(options) - {"endpoint", "region"}:
            message = _("Write it as s3://bucket/prefix?endpoint=https://…&region=…")
            raise Invalid(message, address=address)
        self._store = _connected(parts.netloc, parts.path.strip("/"), options)

    def size(self, sha256: str) -> int | None:
        """The size of the file in bytes; None where there is none."""
        import obstore

        with _reached():
            try:
                return int(obstore.head(self._store, _key(sha256))["size"])
            except FileNotFoundError:
                return None

    def write(self, sha256: str, pieces: Iterable[bytes], size: int) -> None:
        """Send the file; a large one in parts, which only become an object together."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        with _reached():
            if size > SMALL:
                obstore.put(self._store, _key(sha256), iter(pieces), chunk_size=8 << 20)
                return
            try:
                obstore.put(self._store, _key(sha256), b"".join(pieces), mode="create")
            except AlreadyExistsError:
                return

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The bytes as they lie there, in pieces. Raises NotFound before the first."""
        import obstore

        with _reached():
            try:
                found = obstore.get(self._store, _key(sha256))
            except FileNotFoundError:
                raise NotFound from None
            for piece in found.stream(min_chunk_size=PIECE):
                yield bytes(piece)

    def names(self) -> Iterator[str]:
        """The hash of every file that is kept."""
        import obstore

        with _reached():
            for page in obstore.list(self._store):
                for item in page:
                    yield item["path"].rsplit("/", 1)[-1]


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _connected(bucket: str, prefix: str, options: dict[str, str]) -> Any:
    try:
        from obstore.store import S3Store
    except ImportError:
        raise Invalid(_("Keeping files in S3 needs the extra: pip install “jiedui[s3]”.")) from None

    known: dict[str, Any] = {"region": options.get("region", "us-east-1")}
    if endpoint := options.get("endpoint"):
        known["endpoint"] = endpoint
        if endpoint.startswith("http://"):
            known["client_options"] = {"allow_http": True}
    return S3Store(
        bucket, prefix=prefix or None, retry_config={"max_retries": 3, "retry_timeout": RETRY_FOR}, **known
    )


@contextmanager
def _reached() -> Iterator[None]:
    """Say in words what a store that does not answer, or refuses, has to say."""
    from obstore.exceptions import BaseError

    try:
        yield
    except BaseError as error:
        raise StoreUnreachable(why=str(error).splitlines()[0][:200]) from error
