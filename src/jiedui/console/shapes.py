"""Status is word + shape + colour, never colour alone: which tone and shape each status wears."""

from __future__ import annotations

from typing import Any

# tone → shape. Tones are classes of console.css, shapes are drawn by components/shape.html.
PACE: dict[str, tuple[str, str]] = {
    "ahead": ("good", "up"),
    "on_pace": ("neutral", "dot"),
    "behind": ("warn", "down"),
    "out_of_reach": ("bad", "square"),
    "reached": ("good", "check"),
    "as_stated": ("quiet", "diamond"),
    "not_recorded": ("quiet", "ring"),
    "kept": ("neutral", "dot"),
    "broken": ("bad", "square"),
    "unknown": ("quiet", "ring"),
}
STATES: dict[str, tuple[str, str]] = {
    "draft": ("quiet", "ring"),
    "submitted": ("neutral", "dot"),
    "returned": ("warn", "back"),
    "in_review": ("neutral", "dot"),
    "sent_back": ("warn", "back"),
    "accepted": ("good", "check"),
    "reversed": ("quiet", "cross"),
    "agreed": ("good", "check"),
    "disputed": ("bad", "square"),
    "open": ("neutral", "dot"),
    "done": ("good", "check"),
    "cancelled": ("quiet", "cross"),
    "received": ("quiet", "ring"),
    "reading": ("quiet", "ring"),
    "review": ("neutral", "dot"),
    "failed": ("bad", "square"),
    "published": ("good", "check"),
    "pending": ("neutral", "dot"),
    "edited": ("good", "check"),
    "rejected": ("quiet", "cross"),
    "sent": ("good", "check"),
    "waiting": ("neutral", "ring"),
    "late": ("bad", "square"),
    "soon": ("warn", "down"),
}


def look(status: Any) -> tuple[str, str]:
    """``(tone, shape)`` of a status: a pace status, or a state of an entry, document, task or bulletin."""
    key = str(getattr(status, "name", status)).lower()
    value = str(getattr(status, "value", status)).lower()
    return PACE.get(key) or PACE.get(value) or STATES.get(value) or STATES.get(key) or ("neutral", "dot")


def word(status: Any) -> str:
    """The status in words: its ``word``, else its label, else itself."""
    return str(getattr(status, "word", "") or getattr(status, "label", "") or status)
