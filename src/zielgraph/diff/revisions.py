# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Revisions of a project in git: found, and taken out into a folder."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.errors import ComparisonError

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project

_NEEDED = ("ontology", "data", "queries")
"""Folders that a graph is made of; the shapes only judge it."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit by its full name, and the day on which it was made (YYYY-MM-DD)."""

    commit: str
    date: str


def _git(project: Project, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in the project, whatever repository a hook or shell may have set."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        return subprocess.run(  # noqa: S603 - no shell, and no argument can be an option
            ["git", "-C", str(project.root), *arguments],  # noqa: S607 - the user's own git
            env=clean | {"LC_ALL": "C"},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise ComparisonError("diff.git_missing") from error


def find_revision(project: Project, text: str) -> Revision | None:
    """Return the commit that ``text`` names, or ``None`` if there is none.

    :param text: whatever git understands: a tag, a branch, a hash, ``HEAD~3``.
    """
    if "\x00" in text:
        return None
    try:
        done = _git(
            project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}"
        )
    except ComparisonError:
        return None
    commit = done.stdout.decode("ascii", "replace").strip()
    if done.returncode != 0 or not commit:
        return None
    date = _git(project, "show", "--no-patch", "--format=%cs", commit)
    return Revision(commit, date.stdout.decode("ascii", "replace").strip())


def why_not(project: Project) -> str | None:
    """Return why no revision can be found at all, or ``None`` if git is at work here."""
    try:
        done = _git(project, "rev-parse", "--git-dir")
    except ComparisonError as error:
        return str(error)
    if done.returncode == 0:
        return None
    return " ".join(done.stderr.decode("utf-8", "replace").split())


def extract(project: Project, revision: Revision, folder: Path) -> None:
    """Write what a graph is made of, as it was in ``revision``, into ``folder``.

    :raises ComparisonError: if the revision lacks one of the folders.
    """
    for part in _NEEDED:
        done = _git(project, "archive", "--format=tar", revision.commit, part)
        if done.returncode != 0:
            raise ComparisonError("diff.incomplete", commit=revision.commit[:10], part=part)
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            for member in archive:
                target = (folder / member.name).resolve()
                if not member.isfile() or not target.is_relative_to(folder.resolve()):
                    continue
                content = archive.extractfile(member)
                assert content is not None  # noqa: S101 - it is a file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())
