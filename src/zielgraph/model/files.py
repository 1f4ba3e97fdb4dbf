# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Reading text files with errors that say file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.errors import SourceFileError

if TYPE_CHECKING:
    from pathlib import Path


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
