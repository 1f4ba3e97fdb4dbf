# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Style sheets, scripts, fonts and pictures of the portal, by addresses that change with them.

All of them stand below ``/assets/<digest>/``: the digest of the whole set, so that one file
finds another by a relative address, and a browser may keep each for ever.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

MEDIA_TYPES: dict[str, str] = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
    "png": "image/png",
    "ico": "image/x-icon",
}
"""Media types by ending; files with another ending are no assets."""

_PATH = re.compile(r"/?assets/([0-9a-f]{12})/(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file.

    :param name: path below the folder of assets, such as ``vendor/fonts.css``.
    :param current: whether the address named the digest of today, so that the file may
        be kept for ever.
    """

    name: str
    body: bytes
    media_type: str
    current: bool = True


class Assets:
    """All assets: those of the package, and those that depend on the data.

    :param made: files that the portal makes itself, by name.
    """

    def __init__(self, made: Mapping[str, bytes] | None = None) -> None:
        """Remember what is made; the package's files are read when the first is wanted."""
        self._made = dict(made or {})

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Return all files by name, in order."""
        found = dict(_walk(resources.files("zielgraph.portal").joinpath("static"), ""))
        return dict(sorted((found | self._made).items()))

    @cached_property
    def digest(self) -> str:
        """Return what names this set: twelve hexadecimal digits."""
        sums = hashlib.sha256()
        for name, body in self.files.items():
            sums.update(f"{name}\0{len(body)}\0".encode())
            sums.update(body)
        return sums.hexdigest()[:12]

    def has(self, name: str) -> bool:
        """Tell whether there is such a file; what npm bundles may be missing."""
        return name in self.files

    def path(self, name: str) -> str:
        """Return the path of a file below the site's root.

        :raises KeyError: if there is no such file (an error of ours).
        """
        if name not in self.files:
            raise KeyError(name)
        return f"/assets/{self.digest}/{name}"

    def find(self, path: str) -> Asset | None:
        """Return the file at a path such as ``/assets/0123456789ab/portal.css``.

        An old digest finds the file of today: a page in somebody's cache still looks right.
        """
        found = _PATH.fullmatch(path)
        if found is None or found[2] not in self.files:
            return None
        ending = found[2].rpartition(".")[2]
        body = self.files[found[2]]
        return Asset(found[2], body, MEDIA_TYPES[ending], found[1] == self.digest)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Return paths and contents of all files, for a site of static files."""
        for name, body in self.files.items():
            yield self.path(name), body


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.rpartition(".")[2] in MEDIA_TYPES:
            yield prefix + entry.name, entry.read_bytes()
