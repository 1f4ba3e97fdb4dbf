# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Writing a static site: everything that the server shows, as files."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.build.location import find_built
from zielgraph.isolation.confinement import die_with_parent
from zielgraph.portal.opening import open_portal
from zielgraph.site.contents import Contents
from zielgraph.site.folder import new_site, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from zielgraph.build.location import Built
    from zielgraph.model.project import Project

GROUPS = ("fixed", "page", "thing", "query")
"""What a site consists of, in the order in which it is written."""

_BATCH = 40
_FEW = 400
"""So many pages are made before further processes would have started."""


@dataclass(frozen=True, slots=True)
class Done:
    """What has been written so far.

    :param group: one of :data:`GROUPS`.
    :param parts: pages, things or queries that are done, of ``whole``.
    :param files: files in all groups, likewise ``size`` in bytes.
    """

    group: str
    parts: int
    whole: int
    files: int
    size: int


def publish(
    project: Project,
    target: Path,
    told: Callable[[Done], None] = lambda _: None,
    processes: int | None = None,
) -> Done:
    """Write the site of the built graph into the folder ``target``, all or nothing.

    The same graph gives the same bytes.

    :param told: is called after each step.
    :param processes: how many make pages side by side; by default as many as there are cores.
    :raises StoreError: if nothing has been built.
    :raises SiteError: if the folder holds something else, or cannot be written.
    """
    built = find_built(project)
    with new_site(target) as folder:
        contents = Contents(open_portal(project, built, static=True), built.modified)
        work = {
            "fixed": [""],
            "page": contents.pages(),
            "thing": contents.things(),
            "query": contents.queries(),
        }
        many = len(work["page"]) + len(work["thing"]) > _FEW
        count = (processes or os.cpu_count() or 1) if many else 1
        done = Done("", 0, 0, 0, 0)
        for group, files, size in _written(project, built, contents, folder, work, count):
            parts = done.parts if done.group == group else 0
            step = min(_BATCH, len(work[group]) - parts)
            done = Done(group, parts + step, len(work[group]), done.files + files, done.size + size)
            told(done)
    return done


def _written(  # noqa: PLR0913 - what is written, by whom, and where
    project: Project,
    built: Built,
    contents: Contents,
    folder: Path,
    work: dict[str, list[str]],
    count: int,
) -> Iterator[tuple[str, int, int]]:
    """Write everything, and yield the group, the files and their size of each batch."""
    batches = [
        (group, work[group][start : start + _BATCH])
        for group in GROUPS
        for start in range(0, len(work[group]), _BATCH)
    ]
    if count == 1:
        for group, part in batches:
            yield group, *_write(contents, folder, group, part)
        return
    # A fresh process each: the store has threads, and a fork would copy their locks.
    context = multiprocessing.get_context("spawn")
    given = (project, built, folder, os.getpid())
    with ProcessPoolExecutor(count, context, _open, given) as pool:
        results = pool.map(_write_batch, batches)
        for (group, _), (files, size) in zip(batches, results, strict=True):
            yield group, files, size


_here: tuple[Contents, Path] | None = None
"""What a process of ours works on."""


def _open(project: Project, built: Built, folder: Path, parent: int) -> None:
    die_with_parent()  # a command that is killed leaves nothing running
    if os.getppid() != parent:  # it was killed before this was asked for
        os._exit(1)
    global _here  # noqa: PLW0603 - one per process, set at its start
    _here = Contents(open_portal(project, built, static=True), built.modified), folder


def _write_batch(batch: tuple[str, Iterable[str]]) -> tuple[int, int]:
    assert _here is not None  # noqa: S101 - set at the start of the process
    return _write(*_here, *batch)


def _write(contents: Contents, folder: Path, group: str, parts: Iterable[str]) -> tuple[int, int]:
    files = size = 0
    make = getattr(contents, group)
    for part in parts:
        for path, body in make() if group == "fixed" else make(part):
            size += write_file(folder, path, body)
            files += 1
    return files, size
