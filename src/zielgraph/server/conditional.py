# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a client has already: ETag and Last-Modified (RFC 9110, section 13).

An ETag names the version of the data and the bytes that are sent, so that it changes when a
new build is served, and when a new program writes the same data otherwise.
"""

from __future__ import annotations

import hashlib
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_SHOWN = 12


def etag(version: str, body: bytes, encoding: str = "") -> bytes:
    """Return the strong ETag of a body.

    >>> etag("54bf131d64ed9595", b"", "gzip")
    b'"54bf131d64ed-e4a6a0577479b2b4-gzip"'
    """
    digest = hashlib.blake2b(body, digest_size=8).hexdigest()
    return f'"{_shown(version)}-{digest}{"-" + encoding if encoding else ""}"'.encode()


@lru_cache(maxsize=64)
def _shown(version: str) -> str:
    return "".join(c for c in version[:_SHOWN] if c.isalnum())


@lru_cache(maxsize=64)
def http_date(moment: datetime) -> bytes:
    """Return a moment in UTC as HTTP writes it.

    >>> from datetime import UTC, datetime
    >>> http_date(datetime(2026, 11, 22, 12, tzinfo=UTC))
    b'Sun, 22 Nov 2026 12:00:00 GMT'
    """
    return format_datetime(moment, usegmt=True).encode()


def is_known(tag: bytes, modified: datetime, none_match: bytes, since: bytes) -> bool:
    """Tell whether a client has what it would get, by what it says.

    :param none_match: its header ``If-None-Match``, which alone counts if it is there.
    :param since: its header ``If-Modified-Since``. It must be the very moment, because an
        older build that is put in use again is news, too.
    """
    if none_match:
        return none_match == tag or none_match.strip() == b"*" or tag in _tags(none_match)
    if not since:
        return False
    return _moment(since) == modified


def _tags(header: bytes) -> list[bytes]:
    return [part.strip().removeprefix(b"W/") for part in header.split(b",")]


@lru_cache(maxsize=256)
def _moment(text: bytes) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text.decode("latin-1"))
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else None
