# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pages read the graph once for each version; here before somebody waits for it."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

from zielgraph.model.errors import StoreError, ZielgraphError
from zielgraph.model.messages import LANGUAGES
from zielgraph.portal.page import Request
from zielgraph.portal.published import published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zielgraph.portal.portal import Portal
    from zielgraph.server.state import Served

_OK = 200
_log = logging.getLogger("zielgraph.server")


class Warming:
    """Makes the main pages of a version once, in a thread, until it is told to stop."""

    def __init__(self) -> None:
        """Begin nothing yet."""
        self._over = threading.Event()

    def stop(self) -> None:
        """End after the page that is being made."""
        self._over.set()

    async def warm(self, served: Served) -> None:
        """Make the main pages of ``served``.

        :raises StoreError: if not even the start page can be made; the version is of no use.
        """
        if served.portal is not None:
            await asyncio.to_thread(self._make, served.portal)

    def _make(self, portal: Portal) -> None:
        for lang in LANGUAGES:
            try:
                status = portal.respond(Request(f"/{lang}/", lang)).status
            except Exception as error:
                raise StoreError("operations.no_start", reason=error) from error
            if status != _OK:
                raise StoreError("operations.no_start", reason=status)
        for work in _works(portal):
            if self._over.is_set():
                return
            try:
                work()
            except ZielgraphError:
                continue
            except Exception:  # noqa: BLE001 - logged; the others are not kept waiting
                _log.exception("%s", portal.version)


def _works(portal: Portal) -> Iterator[Callable[[], object]]:
    """Return what is worth being made beforehand: the pages without a name in their path."""
    for path in portal.paths():
        _, lang, *rest = path.split("/")
        if len(rest) == 1:
            yield lambda path=path, lang=lang: portal.respond(Request(path, lang))  # type: ignore[misc]
    yield lambda: published(portal).void("turtle")
