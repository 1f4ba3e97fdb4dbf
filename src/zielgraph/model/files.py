# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Reading files and folders. What cannot be read is an error, never silence."""

from __future__ import annotations

import os
from pathlib import Path

from zielgraph.model.errors import ProjectError, SourceFileError


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, line ends as they are, without a byte order mark.

    :raises SourceFileError: if it cannot be opened, or holds something else than text.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceFileError("file.unreadable", path=path, reason=error.strerror) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceFileError("file.encoding", path=path, line=line) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise SourceFileError("file.encoding", path=path, line=line)
    return text


def files_in(folder: Path, suffix: str, *, deep: bool = True) -> list[Path]:
    """Return the files in ``folder`` whose names end in ``suffix``, sorted; none without it.

    :param deep: whether to look into the folders below as well.
    :raises ProjectError: if a folder cannot be listed; ``Path.glob`` would find nothing in it,
        and a check by no shapes at all passes.
    """

    def refuse(error: OSError) -> None:
        if isinstance(error, FileNotFoundError):
            return
        raise ProjectError(
            "project.unreadable", path=error.filename, reason=error.strerror
        ) from error

    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=refuse):
        found += [Path(root, name) for name in names if name.endswith(suffix)]
        if not deep:
            folders.clear()
    return sorted(found)
