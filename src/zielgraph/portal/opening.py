# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Opening the portal of a built graph, for those who do not serve it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from zielgraph.build.location import CURRENT, STORE, SUMMARY
from zielgraph.graph import StrategyGraph
from zielgraph.model.errors import StoreError
from zielgraph.portal.portal import Portal
from zielgraph.portal.settings import SETTINGS, read_portal_settings
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project


@dataclass(frozen=True, slots=True)
class Built:
    """A built graph.

    :param folder: where it lies; a later build leaves it alone.
    :param base: base of its IRIs.
    :param version: its digest.
    :param modified: when it was built, in UTC, in whole seconds.
    """

    folder: Path
    base: str
    version: str
    modified: datetime


def find_built(project: Project) -> Built:
    """Return the built graph that is in use.

    :raises StoreError: if nothing has been built, or the build cannot be read.
    """
    folder = (project.build / CURRENT).resolve()
    if not (folder / STORE).is_dir():
        raise StoreError("store.missing", path=project.build)
    file = folder / SUMMARY
    try:
        found = json.loads(file.read_text("utf-8"))
        base, digest = str(found["base"]), str(found["digest"])
        modified = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError("store.broken", path=folder, reason=error) from error
    return Built(folder, base, digest, modified)


def open_portal(project: Project, built: Built) -> Portal:
    """Return the portal of a built graph.

    :raises ProjectError: if the settings in ``zielgraph.toml`` are wrong.
    """
    store = EmbeddedStore.open(built.folder / STORE)
    graph = StrategyGraph(replace(project, base=built.base), store)
    return Portal(graph, built.version, read_portal_settings(project.root / SETTINGS))
