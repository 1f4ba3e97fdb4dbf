# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The folder of a static site: written beside its place, then put there in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from zielgraph.model.errors import ZielgraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = ".zielgraph-site"
"""File that tells a folder of ours from somebody else's."""

_MAX_NAME = 255  # bytes of a file's name, the limit of most file systems
_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE


class SiteError(ZielgraphError):
    """The site cannot be written where it should; what was there is as it was."""


def file_name(path: str) -> str | None:
    """Return the name of the file for a path of the site, relative to its folder.

    :returns: ``None`` if no file can have such a name, or if it would lie elsewhere.

    >>> file_name("/data/topic/stra%C3%9Fe.ttl")
    'data/topic/straße.ttl'
    >>> file_name("/data/..%2F..%2Fetc/passwd") is None
    True
    """
    parts = [unquote(part, errors="strict") for part in path.removeprefix("/").split("/")]
    for part in parts:
        if part in {"", ".", ".."} or "/" in part or "\x00" in part:
            return None
        if len(part.encode("utf-8", "surrogatepass")) > _MAX_NAME:
            return None
    return "/".join(parts)


def write_file(folder: Path, path: str, body: bytes) -> int:
    """Write the file for a path below ``folder`` and return its size in bytes.

    :raises SiteError: if no file can have such a name, or two things want the same one.
    """
    name = file_name(path)
    if name is None:
        raise SiteError("site.name", path=path)
    place = folder / name
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(body)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise SiteError("site.twice", path=path) from error
    return len(body)


@contextmanager
def new_site(target: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``target`` when the block ends well.

    A site that was there before is replaced; after any error it is as it was.

    :raises SiteError: if ``target`` holds something else, or cannot be written.
    """
    target = target.absolute()
    _check(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise _denied(target, error) from error
    try:
        scratch.chmod(0o755)
        yield scratch
        (scratch / MARK).write_text("", "ascii")
        _check(target)
        _put(scratch, target)
    except OSError as error:
        raise _denied(target, error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _denied(target: Path, error: OSError) -> SiteError:
    return SiteError("site.denied", path=target, reason=error.strerror or error)


def _check(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise SiteError("site.no_folder", path=target)
    try:
        foreign = target.is_dir() and not (target / MARK).is_file() and any(target.iterdir())
    except OSError as error:
        raise _denied(target, error) from error
    if foreign:
        raise SiteError("site.foreign", path=target)


def _put(scratch: Path, target: Path) -> None:
    """Swap both folders, so that there is a whole site at every moment; then drop the old."""
    if not target.exists():
        scratch.rename(target)
        return
    if _exchanged(scratch, target):
        return
    # A file system that cannot swap: for a moment there is none.
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old.", dir=target.parent))
    target.rename(old / "site")
    try:
        scratch.rename(target)
    except OSError:
        (old / "site").rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    try:
        swap = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    return bool(swap(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
