# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Several files replaced together or not at all, even if the program is killed in between.

Files can be renamed one by one only. So what is about to happen, with the old content of
each file, is first written to a journal in the build folder. Whoever takes the lock next
finds the journal of a change that never ended, and undoes it.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zielgraph.model.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from zielgraph.model.project import Project

JOURNAL = ".change.json"
"""Name of the journal in the build folder; it exists only while files are being replaced."""


@contextmanager
def locked(project: Project) -> Iterator[None]:
    """Hold the lock of the build folder, so that builds and changes of data never meet.

    :raises BuildError: if somebody else holds it, or the folder cannot be written.
    """
    try:
        project.build.mkdir(parents=True, exist_ok=True)
        lock = (project.build / ".lock").open("w")
    except OSError as error:
        raise BuildError("build.denied", path=project.build, reason=error.strerror) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildError("build.locked", path=project.build) from error
        yield


def digest(content: bytes | None) -> str:
    """Return the SHA-256 of a file's content as hexadecimal digits; empty for no file."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def content_of(path: Path) -> bytes | None:
    """Return what stands in a file, or ``None`` if there is none.

    :raises OSError: if it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def write_together(
    project: Project, changes: Mapping[Path, tuple[bytes | None, bytes | None]]
) -> None:
    """Replace all files, or leave all as they were. The caller holds the lock.

    :param changes: old and new content of each file; ``None`` stands for no file.
    :raises OSError: if the disk refuses; everything is as before then.
    """
    entries = [
        {
            "path": os.path.relpath(path.resolve(), project.root.resolve()),
            "old": None if old is None else base64.b64encode(old).decode(),
            "new": digest(new),
        }
        for path, (old, new) in changes.items()
    ]
    journal = project.build / JOURNAL
    try:
        _put(journal, json.dumps(entries).encode())
        for path, (_, new) in changes.items():
            if new is not None:
                _prepare(path.resolve(), new)
        for path, (_, new) in changes.items():
            target = path.resolve()
            if new is None:
                target.unlink()
            else:
                _scratch(target).replace(target)
        journal.unlink()
    except BaseException:
        undo_unfinished(project)
        raise


def has_unfinished(project: Project) -> bool:
    """Tell whether a change of the data broke off (or is being made at this moment)."""
    return (project.build / JOURNAL).exists()


def undo_unfinished(project: Project) -> list[Path]:
    """Undo a change that never ended, and return the files restored. The caller holds the lock.

    A file that somebody has changed since then is left to them.

    :raises BuildError: if the journal cannot be read.
    :raises OSError: if the disk refuses; the journal stays, so that one can try again.
    """
    journal = project.build / JOURNAL
    text = content_of(journal)
    if text is None:
        return []
    try:
        entries = [
            (
                project.root / str(entry["path"]),
                None if entry["old"] is None else base64.b64decode(entry["old"]),
                str(entry["new"]),
            )
            for entry in json.loads(text)
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise BuildError("build.journal", path=journal) from error
    restored: list[Path] = []
    now = {path: digest(content_of(path)) for path, _, _ in entries}
    finished = all(now[path] == new for path, _, new in entries)
    for path, old, new in entries:
        _scratch(path).unlink(missing_ok=True)
        if finished or now[path] != new or now[path] == digest(old):
            continue
        if old is None:
            path.unlink()
        else:
            _put(path, old)
        restored.append(path)
    journal.unlink()
    return restored


def _scratch(path: Path) -> Path:
    """Return the file beside ``path`` that takes its place; no ``.ttl``, so nobody reads it."""
    return path.with_name(f".{path.name}.part")


def _prepare(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = _scratch(path)
    with scratch.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, scratch)


def _put(path: Path, content: bytes) -> None:
    _prepare(path, content)
    _scratch(path).replace(path)
