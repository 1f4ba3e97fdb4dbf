# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Where built graphs lie, for those who only read them (imports next to nothing)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.errors import StoreError
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from zielgraph.model.project import Project

CURRENT = "current"
DATASET = "dataset.nq"
OBSERVATIONS = "observations.nq.gz"
STORE = "store"
REPORT = "validation.json"
SUMMARY = "build.json"


def current_store(project: Project) -> EmbeddedStore:
    """Open the built graph that is in use.

    :raises StoreError: if there is none yet.
    """
    folder = project.build / CURRENT / STORE
    if not folder.is_dir():
        raise StoreError("store.missing", path=project.build)
    return EmbeddedStore.open(folder)
