# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Headers of every answer that keep browsers from doing what nobody wants."""

from __future__ import annotations

from zielgraph.publication.security import SECURITY as _SECURITY

SECURITY: tuple[tuple[bytes, bytes], ...] = tuple(
    (name.lower().encode(), value.encode()) for name, value in _SECURITY
)

_HIDDEN = frozenset({b"server", b"x-powered-by"})


def secured(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return ``headers`` with those for security; a page's own policy stays.

    >>> [name for name, _ in secured([(b"server", b"x 1.0"), (b"referrer-policy", b"no-referrer")])]
    ... # doctest: +ELLIPSIS
    [b'referrer-policy', b'content-security-policy', ...]
    """
    names = {name for name, _ in headers}
    added = [header for header in SECURITY if header[0] not in names]
    kept = [h for h in headers if h[0] not in _HIDDEN] if names & _HIDDEN else headers
    return [*kept, *added]
