"""How often somebody without an account may do something, counted in this process's memory and nowhere else.

A count kept in the database would be a note of who came when. Here the address is hashed with a salt that dies with the
process, and nothing can be read from outside. Several worker processes count each for themselves: a limit is loose by
their number.
"""

from __future__ import annotations

import hashlib
import secrets

from django.core.cache import caches

_SALT = secrets.token_bytes(16)


def passes(action: str, who: str, *, most: int, seconds: int) -> bool:
    """Whether ``who`` has done ``action`` fewer than ``most`` times in these ``seconds``; counts this time, too."""
    memory = caches["process"]
    key = f"throttle:{action}:{hashlib.blake2b(who.encode(), key=_SALT, digest_size=16).hexdigest()}"
    # The time begins with the first act: ``add`` sets its end, ``incr`` keeps it.
    if memory.add(key, 1, timeout=seconds):
        return True
    try:
        return int(memory.incr(key)) <= most
    except ValueError:  # the time ended between the two
        memory.set(key, 1, timeout=seconds)
        return True
