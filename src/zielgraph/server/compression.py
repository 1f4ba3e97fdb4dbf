# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Which answers are sent compressed, and how.

Only gzip: every client knows it, and nothing more needs to be installed. Compression leaks
nothing here (BREACH): no answer holds a secret beside what the client sent.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

LEAST = 600
"""Bytes below which an answer fits into one packet anyway."""

IN_THREAD = 100_000
"""Bytes from which compressing would keep other requests waiting noticeably."""

_LEVEL = 5
_TEXTS = (
    "text/",
    "application/json",
    "application/javascript",
    "application/xml",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "image/svg+xml",
)


@lru_cache(maxsize=1024)
def wants_gzip(accepted: bytes) -> bool:
    """Tell whether a header ``Accept-Encoding`` allows gzip.

    >>> wants_gzip(b"gzip, br"), wants_gzip(b"*"), wants_gzip(b"gzip;q=0, *"), wants_gzip(b"")
    (True, True, False, False)
    """
    graded: dict[str, float] = {}
    for part in accepted.decode("latin-1").lower().split(","):
        name, _, rest = part.partition(";")
        try:
            quality = float(rest.strip().removeprefix("q=")) if rest.strip() else 1.0
        except ValueError:
            quality = 0.0
        graded[name.strip()] = quality
    best = graded.get("gzip", graded.get("x-gzip", graded.get("*", 0.0)))
    return best > 0 and best >= graded.get("identity", 0.0)


@lru_cache(maxsize=256)
def is_text(media_type: bytes) -> bool:
    """Tell whether a media type is one of text, which compresses well.

    >>> is_text(b"application/ld+json"), is_text(b"image/png"), is_text(b"Text/HTML; charset=utf-8")
    (True, False, True)
    """
    essence = media_type.decode("latin-1").partition(";")[0].strip().lower()
    return essence.startswith(_TEXTS) or essence.endswith(("+json", "+xml"))


def compress(body: bytes) -> bytes:
    """Return ``body`` as gzip, always the same bytes for the same body.

    >>> import gzip
    >>> gzip.decompress(compress(b"Radwege"))
    b'Radwege'
    """
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()
