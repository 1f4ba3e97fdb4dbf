# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Large answers on their way: readers that take their time may not fill the memory."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zielgraph.server.problems import HttpError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zielgraph.server.cache import Kept
    from zielgraph.server.incoming import Incoming

LARGE = 1_000_000
"""Bytes from which an answer counts; smaller ones are bounded by the number of connections."""

_ALL = 8
_EACH = 2
_SECONDS = 10


class Held:
    """The large answers that somebody reads at the moment, each counted once."""

    def __init__(self, largest: int) -> None:
        """Hold no more than a few answers of the largest size, fewer for one client.

        :param largest: bytes that one answer may have.
        """
        self.most = _ALL * largest
        self.most_each = _EACH * largest
        self.size = 0
        self._readers: Counter[int] = Counter()
        self._by_client: Counter[str] = Counter()

    @contextmanager
    def hold(self, asked: Incoming, kept: Kept) -> Iterator[None]:
        """Count an answer while it is sent.

        :raises HttpError: 503 if there is no room for it, 429 if its client reads too much
            already; nothing of it was sent then.
        """
        size, key = kept.size, id(kept)
        if size < LARGE:
            yield
            return
        fresh = key not in self._readers
        client = "" if asked.local else asked.client
        if fresh and self.size and self.size + size > self.most:
            raise HttpError(503, "operations.full", {"Retry-After": str(_SECONDS)})
        if client and self._by_client[client] and self._by_client[client] + size > self.most_each:
            raise HttpError(429, "operations.unread", {"Retry-After": str(_SECONDS)})
        self._readers[key] += 1
        self.size += size if fresh else 0
        self._by_client[client] += size
        try:
            yield
        finally:
            self._by_client[client] -= size
            if not self._by_client[client]:
                del self._by_client[client]
            self._readers[key] -= 1
            if not self._readers[key]:
                del self._readers[key]
                self.size -= size
