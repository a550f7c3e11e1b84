"""One byte form for one value, so that hashes can be computed again anywhere.

JSON with sorted keys, no blanks, UTF-8; decimals in plain notation without trailing zeros; dates ISO 8601.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def plain(value: Decimal) -> str:
    """``1.50`` and ``1.5`` are the same number and give the same text."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _default(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")


# json.dumps makes an encoder at every call, and an entry is hashed field by field.
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_default).encode


def canonical_json(value: Any) -> bytes:
    """The canonical bytes of a JSON-like value."""
    return _encode(value).encode("utf-8")


def sha256_hex(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()
