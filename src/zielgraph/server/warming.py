# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pages read the graph once for each version; here before somebody waits for it."""

from __future__ import annotations

import asyncio
import logging
import threading
from time import monotonic
from typing import TYPE_CHECKING

from zielgraph.model.errors import StoreError, ZielgraphError
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.portal.asking import library
from zielgraph.portal.content.names import names
from zielgraph.portal.coverage_facts import ROWS
from zielgraph.portal.page import Request
from zielgraph.portal.published import published
from zielgraph.publication.dumps import StoppedError, find_dumps
from zielgraph.server.memory import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zielgraph.portal.portal import Portal
    from zielgraph.server.state import Served

_OK = 200
_FIRST_SECONDS = 20.0
"""Seconds after which a new version is served although not all of its pages were made once."""

_LAST_SECONDS = 60.0
"""Seconds after which even the background makes no more: what is left is made when asked for."""

_HEAVY = (".xlsx", ".svg")
"""Endings of files that few ask for and that need libraries of their own."""

_log = logging.getLogger("zielgraph.server")


class Warming:
    """Makes the pages of a version once, one of each kind, in a thread.

    What it does for a version ends when it is told to stop, or to warm another one.

    :param thorough: whether more than the start pages are made.
    """

    def __init__(self, *, thorough: bool = True) -> None:
        """Begin nothing yet."""
        self._thorough = thorough
        self._over = threading.Event()
        self._portal: Portal | None = None
        self._left: Iterator[Callable[[], object]] = iter(())

    @property
    def done(self) -> bool:
        """Tell whether all is made of what was begun."""
        return self._portal is None

    def stop(self) -> None:
        """End after the page that is being made."""
        self._over.set()

    async def warm(self, served: Served, seconds: float = _FIRST_SECONDS) -> None:
        """Make the start pages of ``served``, and as many of the others as the time allows.

        :raises StoreError: if not even a start page can be made; the version is of no use.
        """
        portal = served.portal
        if portal is None:
            return
        self._portal, self._left = portal, _works(portal) if self._thorough else iter(())
        try:
            await asyncio.to_thread(self._begin, portal, monotonic() + seconds)
        except StoreError:
            self._forget(portal)
            raise

    async def finish(self, served: Served) -> None:
        """Make what :meth:`warm` had no time for, then the files of the whole dataset."""
        portal = served.portal
        if portal is not None and portal is self._portal:
            await asyncio.to_thread(self._go_on, portal, monotonic() + _LAST_SECONDS)
            if self._thorough:
                await asyncio.to_thread(self._write_files, portal)
            await asyncio.to_thread(settle)
            self._forget(portal)

    def _write_files(self, portal: Portal) -> None:
        """Write the files of the whole dataset, which take some seconds, if there are none.

        What keeps them from being written, those hear who ask for them.
        """

        def wanted() -> bool:
            return not self._over.is_set() and self._portal is portal

        try:
            find_dumps(published(portal), wanted)
        except StoppedError:
            return
        except ZielgraphError as error:
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001 - logged; the server serves on
            _log.exception("%s", portal.version)

    def _forget(self, portal: Portal) -> None:
        if self._portal is portal:
            self._portal, self._left = None, iter(())

    def _begin(self, portal: Portal, until: float) -> None:
        for lang in LANGUAGES:
            try:
                status = portal.respond(Request(f"/{lang}/", lang)).status
            except Exception as error:
                raise StoreError("operations.no_start", reason=error) from error
            if status != _OK:
                raise StoreError("operations.no_start", reason=status)
        self._go_on(portal, until)

    def _go_on(self, portal: Portal, until: float) -> None:
        left = self._left
        while monotonic() < until and not self._over.is_set() and self._portal is portal:
            try:
                work = next(left, None)
                if work is None:
                    return
                work()
            except ZielgraphError:
                continue
            except Exception:  # noqa: BLE001 - logged; the others are not kept waiting
                _log.exception("%s", portal.version)


def _works(portal: Portal) -> Iterator[Callable[[], object]]:
    """Return what is worth being made beforehand, what most people see first."""

    def page(path: str, lang: str, **query: str) -> Callable[[], object]:
        return lambda: portal.respond(Request(f"/{lang}/{path}", lang, query))

    paths = [path for path in one_of_each(portal) if not path.endswith(_HEAVY)]
    for path in sorted(paths, key=lambda path: path.count("/")):
        for lang in LANGUAGES:
            yield page(path, lang)
    for lang in LANGUAGES:
        yield page("search", lang, q="SDG")
        for rows in ROWS:
            yield page("matrix", lang, by=rows)
        yield _forms(portal, lang)
    yield lambda: published(portal).void("turtle")
    for name in portal.once(library).queries:
        for lang in LANGUAGES:
            yield page(f"queries/{name}", lang)


def _forms(portal: Portal, lang: str) -> Callable[[], object]:
    """Return what reads the choices of all forms of the query library."""

    def read() -> None:
        known = portal.once(library)
        with speaking(lang):
            for query in known.queries.values():
                known.form(query, lang)

    return read


def one_of_each(portal: Portal) -> Iterator[str]:
    """Yield the path, without the language, of one page of each kind.

    Pages whose paths differ in the last part only are of a kind, unless they are about things of
    different classes, or about SDGs and their targets.
    """
    known, seen = names(portal), set()
    for route in portal.routes:
        if route.every is None:
            paths = [] if "{" in route.pattern else [route.pattern]
        else:
            paths = list(route.every(portal))
        for path in paths:
            parent, _, last = path.rpartition("/")
            name = known.get(portal.addresses.base + path.removeprefix("id/"))
            kind = (parent or path, route.pattern, "." in last, name.kind if name else "")
            if kind not in seen:
                seen.add(kind)
                yield path
