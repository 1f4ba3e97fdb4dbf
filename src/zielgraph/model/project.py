# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Where the knowledge lies: the folders of a project and its settings."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from zielgraph.model.errors import InvalidTermError, ProjectError
from zielgraph.model.names import DATA_BASE
from zielgraph.model.terms import Iri

PARTS = ("ontology", "data", "shapes", "queries")
"""The folders that make a project; all four are read, none is written by a build."""

HOME_VARIABLE = "ZIELGRAPH_PROJECT"
BASE_VARIABLE = "ZIELGRAPH_BASE"
CONFIG = "zielgraph.toml"
"""File with settings that is read if it is there; each part has a table of its own in it."""

CONFIG_VARIABLE = "ZIELGRAPH_CONFIG"


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with ``ontology/ data/ shapes/ queries/`` and, once built, ``build/``.

    :param root: the project's folder.
    :param output: folder of the built graphs, if it is not ``build/`` in ``root``.
    :param base: base of all published data IRIs; the files in ``data/`` always use
        :data:`~zielgraph.model.names.DATA_BASE`, the build writes this one instead.
    """

    root: Path
    base: str = DATA_BASE
    output: Path | None = None

    @property
    def ontology(self) -> Path:
        """Folder of the ontology."""
        return self.root / "ontology"

    @property
    def data(self) -> Path:
        """Folder of the data, one folder inside for each strategy or shared list."""
        return self.root / "data"

    @property
    def shapes(self) -> Path:
        """Folder of the SHACL shapes."""
        return self.root / "shapes"

    @property
    def queries(self) -> Path:
        """Folder of the query library."""
        return self.root / "queries"

    @property
    def build(self) -> Path:
        """Folder of the built graphs; ``current`` in it is the one in use."""
        return self.output or self.root / "build"

    @property
    def imports(self) -> Path:
        """Folder of the values that were imported; it belongs to the user, not to the data."""
        return (self.output or self.root) / "imports"

    def data_folders(self) -> list[Path]:
        """Return the folders inside ``data/`` in the order of their names.

        :raises ProjectError: if ``data/`` cannot be listed.
        """
        try:
            return sorted(path for path in self.data.iterdir() if path.is_dir())
        except OSError as error:
            raise ProjectError(
                "project.unreadable", path=self.data, reason=error.strerror or error
            ) from error

    def relative(self, path: Path) -> Path:
        """Return ``path`` as seen from the project, or unchanged if it lies elsewhere."""
        try:
            return path.resolve().relative_to(self.root.resolve())
        except ValueError:
            return path


def is_project(folder: Path) -> bool:
    """Tell whether ``folder`` holds all four parts of a project."""
    return not _missing(folder)


def _missing(folder: Path) -> list[str]:
    # os.path and not pathlib: a folder that may not be looked into is no error here.
    return [f"{part}/" for part in PARTS if not os.path.isdir(folder / part)]  # noqa: PTH112


def find_project(start: Path | None = None) -> Project:
    """Find the project to work on.

    The order: ``start`` itself; the folder that the environment variable
    ``ZIELGRAPH_PROJECT`` names; the working folder and those above it; the repository that
    the program runs from; the knowledge that was installed with the program. What is built
    from the last goes into the user's cache, for nobody may write where programs lie.

    :raises ProjectError: if a named folder is no project, or if none is found, or if the
        working folder is gone.
    """
    base = checked_base(os.environ.get(BASE_VARIABLE) or DATA_BASE)
    named = start or (Path(os.environ[HOME_VARIABLE]) if os.environ.get(HOME_VARIABLE) else None)
    if named is not None:
        if missing := ", ".join(_missing(named)):
            raise ProjectError("project.incomplete", path=named, missing=missing)
        return Project(named.resolve(), base)
    try:
        here = Path.cwd()
    except OSError as error:
        raise ProjectError("project.unreadable", path=".", reason=error.strerror) from error
    package = Path(__file__).resolve().parents[1]
    for folder in (here, *here.parents, package.parents[1]):
        if is_project(folder):
            return Project(folder, base)
    if is_project(package / "project"):
        return Project(package / "project", base, _cache(package))
    raise ProjectError("project.none", path=here)


def _cache(package: Path) -> Path:
    """Return the user's folder for what was built from ``package``, one per installation.

    The place is that of the XDG Base Directory Specification.
    """
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    home = named if named.is_absolute() else Path("~/.cache").expanduser()
    return home / "zielgraph" / hashlib.sha256(bytes(package)).hexdigest()[:16]


def checked_base(base: str) -> str:
    """Return ``base`` if data IRIs can start with it.

    :raises ProjectError: if it is no absolute http(s) IRI ending in ``/`` or ``#``.

    >>> checked_base("https://daten.kreis.example/id/")
    'https://daten.kreis.example/id/'
    """
    try:
        Iri(base)
    except InvalidTermError as error:
        raise ProjectError("project.base", value=base) from error
    if not re.match(r"https?://[^/?#]+(?:/[^?#]*)?[/#]\Z", base):
        raise ProjectError("project.base", value=base)
    return base
