# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the server serves at the moment, and what it needs to do so."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph.build.location import find_built
from zielgraph.graph import graph_of
from zielgraph.isolation.pool import WorkerPool
from zielgraph.isolation.question import Lanes, Limits, Source
from zielgraph.model.errors import StoreError
from zielgraph.model.names import DATA_BASE
from zielgraph.model.project import BASE_VARIABLE, CONFIG, checked_base, find_project
from zielgraph.portal.portal import Portal
from zielgraph.portal.settings import read_portal_settings
from zielgraph.publication.addresses import Addresses
from zielgraph.publication.settings import read_publication
from zielgraph.server.access_log import access_log
from zielgraph.server.cache import Counts
from zielgraph.server.metrics import Metrics
from zielgraph.server.reload import Watcher
from zielgraph.server.warming import Warming

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zielgraph.model.project import Project
    from zielgraph.server.settings import Settings

_log = logging.getLogger("zielgraph.server")


@dataclass(frozen=True, slots=True)
class Served:
    """One version of the data, never changed: a reload puts another in its place.

    :param version: digest of the data.
    :param modified: when they were built or last written, in UTC, in whole seconds.
    :param source: what the workers load: the files of a build, or other RDF files.
    :param portal: the pages, if a built graph is served and not just files.
    """

    version: str
    modified: datetime
    source: Source
    addresses: Addresses
    portal: Portal | None = None


class State:
    """What handlers of requests share: ``state_of`` in ``scopes.py`` gives it to them.

    :param served: the version that is served now; read it once for a request, so that an
        answer never mixes two versions.
    """

    def __init__(
        self, settings: Settings, served: Served, public_url: str, file: Path | None = None
    ) -> None:
        """Remember what is served; nothing is started yet.

        :param public_url: the server's address for others, ending in ``/``.
        :param file: ``zielgraph.toml``, to read it again with a new build.
        """
        self.file = file
        self.settings = settings
        self.served = served
        self.public_url = public_url
        self.started = datetime.now(UTC)
        self.metrics = Metrics()
        self.counts = Counts()
        self.log = access_log(settings)
        self.watcher: Watcher | None = None
        self._warming = Warming(thorough=settings.prepare)
        self._warmed: asyncio.Task[None] | None = None
        self.stopping = False
        self.graph_sizes: dict[str, Mapping[str, int]] = {}
        self.pool = WorkerPool(served.source, _limits(settings), _lanes(settings))

    async def start(self) -> None:
        """Start the workers, and watch for new builds.

        :raises ZielgraphError: if they cannot load the data.
        """
        await self.pool.start()
        self.watcher = Watcher(self.settings, self.reload)
        self.watcher.start()
        self._warmed = asyncio.create_task(self._warm())

    @property
    def warm(self) -> bool:
        """Tell whether the pages of this version have been made once, so that all are quick."""
        return self._warming.done

    async def _warm(self) -> None:
        """Make the pages of the first version while it is served already."""
        try:
            served = self.served
            await self._warming.warm(served)
            await self._warming.finish(served)
        except StoreError as error:
            _log.error("%s", error)

    async def stop(self) -> None:
        """End what :meth:`start` has started."""
        self.stopping = True
        self._warming.stop()
        if self.watcher is not None:
            await self.watcher.stop()
        await self.pool.stop()
        if self._warmed is not None:
            await asyncio.gather(self._warmed, return_exceptions=True)
        if self.log is not None:
            self.log.flush()

    async def reload(self) -> str:
        """Serve the build that is in use now, and return its version.

        Requests that began before end with the version that they began with.

        :raises ZielgraphError: if it cannot be served; then the old one stays.
        """
        fresh = await asyncio.to_thread(load_served, self.settings, self.file)
        await self._warming.warm(fresh)
        # The workers first: an answer of the new data in the cache of the old version does
        # no harm, for that goes in a moment; the other way round it would stay.
        await self.pool.swap(fresh.source)
        self.served = fresh
        if self._warmed is not None:  # it has turned to the new version
            await asyncio.gather(self._warmed, return_exceptions=True)
        self._warmed = asyncio.create_task(self._warming.finish(fresh))
        return fresh.version


def _limits(settings: Settings) -> Limits:
    megabyte = 1_000_000
    return Limits(
        settings.query_seconds,
        settings.query_memory * megabyte,
        settings.query_size * megabyte,
    )


def _lanes(settings: Settings) -> Lanes:
    workers = settings.workers or max(2, os.cpu_count() or 1)
    return Lanes(quick=workers, slow=workers, waiting=settings.queue)


def public_url(settings: Settings, served: Served, address: str) -> str:
    """Return the address by which others know the server, ending in ``/``.

    It is never taken from a request. By default it is where the site is published (``url`` in
    ``[publication]``), or the root of the data's own domain, or, as long as the data have the
    common base, the address at which the server listens.

    :param address: URL at which the server listens.
    """
    if settings.public_url:
        return settings.public_url.rstrip("/") + "/"
    addresses = served.addresses
    return addresses.root if addresses.site or addresses.base != DATA_BASE else address


def load_served(settings: Settings, file: Path | None = None) -> Served:
    """Open what the settings say is to be served.

    :param file: ``zielgraph.toml``, from which the portal reads what the county says of itself.
    :raises ProjectError: if there is no project.
    :raises StoreError: if nothing has been built, or the build or a file cannot be read.
    """
    if settings.load:
        return _of_files(tuple(Path(name) for name in settings.load))
    project = find_project(Path(settings.project) if settings.project else None)
    return _of_build(project, file or project.root / CONFIG, settings.public_url)


def _of_files(files: tuple[Path, ...]) -> Served:
    """Serve files as they are; a version of them is their content."""
    digest = hashlib.sha256()
    newest = 0.0
    for path in files:
        try:
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
            newest = max(newest, path.stat().st_mtime)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError("server.no_file", path=path, reason=reason) from error
    base = checked_base(os.environ.get(BASE_VARIABLE) or DATA_BASE)
    modified = datetime.fromtimestamp(int(newest), UTC)
    return Served(digest.hexdigest(), modified, Source(files), Addresses(base))


def _of_build(project: Project, file: Path, url: str) -> Served:
    built = find_built(project)
    graph = graph_of(project, built)
    publication = read_publication(file)
    if url and not publication.url:
        publication = replace(publication, url=url)
    portal = Portal(graph, built.version, read_portal_settings(file), publication)
    source = Source.of_build(built.folder, built.quads)
    return Served(built.version, built.modified, source, portal.addresses, portal)
