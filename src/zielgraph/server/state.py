# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the server serves at the moment, and what it needs to do so."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from zielgraph.build.location import CURRENT, STORE, SUMMARY
from zielgraph.graph import StrategyGraph
from zielgraph.model.errors import StoreError
from zielgraph.model.project import find_project
from zielgraph.portal.portal import Portal
from zielgraph.portal.settings import SETTINGS, read_portal_settings
from zielgraph.server.access_log import access_log
from zielgraph.server.cache import Counts
from zielgraph.server.metrics import Metrics
from zielgraph.server.reload import Watcher
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from starlette.types import Scope

    from zielgraph.model.errors import ZielgraphError
    from zielgraph.publication.addresses import Addresses
    from zielgraph.server.settings import Settings


SERVED = "zielgraph.served"
"""Where the scope of a request holds the version that answers it."""


@dataclass(frozen=True, slots=True)
class Served:
    """One version of the data, never changed: a reload puts another in its place.

    :param version: digest of the data.
    :param modified: when they were built or last written, in UTC, in whole seconds.
    :param source: files that the workers load: the folder of a build, or RDF files.
    :param portal: the pages, if a built graph is served and not just files.
    """

    version: str
    modified: datetime
    source: tuple[Path, ...]
    addresses: Addresses
    portal: Portal | None = None


class State:
    """What handlers of requests share; get it with :func:`state_of`.

    :param served: the version that is served now; read it once for a request, so that an
        answer never mixes two versions.
    """

    def __init__(self, settings: Settings, served: Served, public_url: str) -> None:
        """Remember what is served; nothing is started yet."""
        self.settings = settings
        self.served = served
        self.public_url = public_url
        self.started = datetime.now(UTC)
        self.failure: ZielgraphError | None = None
        self.metrics = Metrics()
        self.counts = Counts()
        self.log = access_log(settings)
        self.watcher: Watcher | None = None
        self.stopping = False

    async def start(self) -> None:
        """Start what runs beside the requests."""
        self.watcher = Watcher(self.settings, self.reload)
        self.watcher.start()

    async def stop(self) -> None:
        """End what :meth:`start` has started."""
        self.stopping = True
        if self.watcher is not None:
            await self.watcher.stop()
        if self.log is not None:
            self.log.flush()

    async def reload(self) -> str:
        """Serve the build that is in use now, and return its version.

        Requests that began before end with the version that they began with.

        :raises ZielgraphError: if it cannot be served; then the old one stays.
        """
        self.served = await asyncio.to_thread(load_served, self.settings)
        return self.served.version


def state_of(scope: Scope) -> State:
    """Return the state of the server that handles a request."""
    return cast("State", scope["app"].state.zielgraph)


def served_of(scope: Scope) -> Served:
    """Return the version that answers a request, the same from its first line to its last."""
    found: Served | None = scope.get(SERVED)
    return found or state_of(scope).served


def load_served(settings: Settings) -> Served:
    """Open what the settings say is to be served.

    :raises ProjectError: if there is no project.
    :raises StoreError: if nothing has been built, or the build cannot be read.
    """
    project = find_project(Path(settings.project) if settings.project else None)
    # The link may be set anew while we read, so all is read from the folder behind it.
    folder = (project.build / CURRENT).resolve()
    if not (folder / STORE).is_dir():
        raise StoreError("store.missing", path=project.build)
    summary = _summary(folder)
    store = EmbeddedStore.open(folder / STORE)
    if len(store) != summary["quads"]:
        raise StoreError("server.other_store", path=folder)
    graph = StrategyGraph(replace(project, base=summary["base"]), store)
    version = str(summary["digest"])
    modified = datetime.fromtimestamp(int((folder / SUMMARY).stat().st_mtime), UTC)
    portal = Portal(graph, version, read_portal_settings(project.root / SETTINGS))
    return Served(version, modified, (folder,), portal.addresses, portal)


def _summary(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / SUMMARY).read_text("utf-8"))
        return {
            "digest": str(found["digest"]),
            "quads": int(found["quads"]),
            "base": str(found["base"]),
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError("store.broken", path=folder, reason=error) from error
