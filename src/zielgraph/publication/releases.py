# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Releases: versions of the dataset that were frozen under a name and stay resolvable.

A release is a folder with the dataset in every format, its checksums, what has changed since
the release before, and the names of all things in it. It never changes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zielgraph.model.terms import Literal
from zielgraph.publication.dumps import DumpFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zielgraph.model.project import Project

ENTRY = "release.json"
THINGS = "iris.lst"
"""Names of all things of a release, without the base, sorted, a line each."""


@dataclass(frozen=True, slots=True)
class Release:
    """A frozen version.

    :param name: part of its IRI and of the name of its folder.
    :param date: ISO date of the day on which it was frozen.
    :param digest: digest of the graph; ``base`` the base of its data IRIs.
    :param previous: name of the release before, or empty.
    :param notes: what is new in it, by language, in words.
    :param modified: ISO date of the latest work on the data.
    """

    name: str
    date: str
    digest: str
    base: str
    previous: str
    notes: Mapping[str, str]
    modified: str
    files: tuple[DumpFile, ...]
    folder: Path

    def path(self, name: str) -> Path | None:
        """Return where a file of the release lies, or ``None`` if it has none of that name."""
        known = not re.search(r"[/\\\x00]|^\.", name)
        path = self.folder / name
        return path if known and path.is_file() else None

    def notes_as_literals(self) -> list[Literal]:
        """Return the notes in each language that has some."""
        return [Literal(text, code) for code, text in self.notes.items() if text]


class Releases:
    """The releases in a folder."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; it need not be there."""
        self.folder = folder

    def all(self) -> list[Release]:
        """Return the releases, the latest first."""
        return self._all

    @cached_property
    def _all(self) -> list[Release]:
        if not self.folder.is_dir():
            return []
        found = [_read(path) for path in sorted(self.folder.iterdir()) if (path / ENTRY).is_file()]
        return _in_order([release for release in found if release is not None])

    def reload(self) -> None:
        """Look into the folder again when next asked."""
        self.__dict__.pop("_all", None)

    def named(self, name: str) -> Release | None:
        """Return the release of a name, or ``None``."""
        return next((release for release in self.all() if release.name == name), None)

    def of_digest(self, digest: str) -> Release | None:
        """Return the release that froze a graph, or ``None``."""
        return next((release for release in self.all() if release.digest == digest), None)

    def last_with(self, local: str, base: str) -> Release | None:
        """Return the latest release that had a thing, or ``None``.

        :param local: its IRI without ``base``.
        """
        for release in self.all():
            if release.base == base and local in self._things(release):
                return release
        return None

    def things(self, base: str) -> frozenset[str]:
        """Return the names of all things that any release had, without ``base``."""
        return frozenset().union(*(self._things(each) for each in self.all() if each.base == base))

    def _things(self, release: Release) -> frozenset[str]:
        if release.name not in self._held:
            try:
                lines = (release.folder / THINGS).read_text("utf-8").split("\n")
            except OSError:
                lines = []
            self._held[release.name] = frozenset(filter(None, lines))
        return self._held[release.name]

    @cached_property
    def _held(self) -> dict[str, frozenset[str]]:
        return {}


def _read(folder: Path) -> Release | None:
    try:
        entry: dict[str, Any] = json.loads((folder / ENTRY).read_text("utf-8"))
        files = tuple(DumpFile(**file) for file in entry.pop("files"))
        return Release(**entry, files=files, folder=folder)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _in_order(releases: list[Release]) -> list[Release]:
    """Return the latest first; what names another as the one before comes after it."""
    by_name = {release.name: release for release in releases}
    depth: dict[str, int] = {}

    def steps(release: Release, seen: frozenset[str] = frozenset()) -> int:
        if release.name not in depth:
            before = by_name.get(release.previous)
            known = before is not None and before.name not in seen
            below = steps(before, seen | {release.name}) + 1 if before and known else 0
            depth[release.name] = below
        return depth[release.name]

    return sorted(releases, key=lambda each: (steps(each), each.date, each.name), reverse=True)


def releases_folder(project: Project) -> Path:
    """Return the folder of the releases where nothing else is set."""
    return (project.output or project.root) / "releases"
