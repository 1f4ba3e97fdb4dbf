# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The whole dataset as files: every RDF format, mappings, plans, with their checksums.

They are made once for each version and kept beside the built graph; the same graph gives
the same bytes. Imported statistical values stay out, as in ``zielgraph export``: they are
somebody else's, under another licence.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph import __version__
from zielgraph.model.errors import FormatError, StoreError
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.model.names import DATA_BASE, GRAPHS
from zielgraph.model.terms import Iri
from zielgraph.publication.addresses import ENDINGS, MEDIA_TYPES
from zielgraph.store.formats import write_quads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zielgraph.publication.publication import Publication

NAME = "zielgraph"
SUMS = "SHA256SUMS"
"""Checksums of all files, as ``sha256sum --check`` reads them."""

_LIST = "files.json"
_LAYOUT = 1
"""Raised when the files are to be made anew for graphs that have some."""

FILE_TYPES: dict[str, str] = MEDIA_TYPES | {
    "sssom": "text/tab-separated-values",
    "stratml": "application/xml",
}
"""Media type of each format of a file, those of RDF first."""


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A file of the whole dataset.

    :param form: one of :data:`FILE_TYPES`.
    :param size: in bytes; ``sha256`` is its checksum in hexadecimal digits.
    :param packed: whether it is compressed with gzip.
    :param language: of its texts, if they are in one only.
    """

    name: str
    form: str
    size: int
    sha256: str
    packed: bool = False
    language: str | None = None

    @property
    def media_type(self) -> str:
        """Return the media type of the file as it is."""
        return "application/gzip" if self.packed else FILE_TYPES[self.form]


@dataclass(frozen=True)
class Dumps:
    """The files of one version, and the folder in which they lie."""

    folder: Path
    files: tuple[DumpFile, ...]

    def path(self, name: str) -> Path | None:
        """Return where a file lies, or ``None`` if there is none of that name."""
        return self.folder / name if name in self._names else None

    @cached_property
    def _names(self) -> frozenset[str]:
        """Names of the files, and of what else their checksums list: changes since a release."""
        names = {file.name for file in self.files} | {SUMS}
        try:
            lines = (self.folder / SUMS).read_text("utf-8").splitlines()
        except OSError:
            lines = []
        return frozenset(names | {line.partition("  ")[2] for line in lines if "/" not in line})


class StoppedError(Exception):
    """Nobody wants the files any more that are being made."""


def _always() -> bool:
    return True


def find_dumps(publication: Publication, go_on: Callable[[], bool] = _always) -> Dumps:
    """Return the files of a version; they are made if they are not there yet.

    :param go_on: is asked before each file; if it says no, nothing is kept.
    :raises StoppedError: if ``go_on`` said no.
    :raises StoreError: if they can be written neither beside the graph nor into the cache.
    """
    if (release := publication.release) is not None:
        return Dumps(release.folder, release.files)  # they are the same, and made already
    places = _places(publication)
    for folder in places:
        if (found := _read(folder)) is not None:
            return found
    reason: OSError | None = None
    for folder in places:
        try:
            return _make(publication, folder, go_on)
        except OSError as error:
            reason = reason or error
    raise StoreError("publication.no_room", path=places[0], reason=reason)


def _places(publication: Publication) -> list[Path]:
    """Return where the files may lie: beside the graph, or where users keep what can go."""
    name = f"dumps-{__version__}-{_LAYOUT}"
    beside = publication.project.build / publication.version[:16]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    whose = hashlib.sha256(f"{publication.project.build} {publication.version}".encode())
    cache = home / "zielgraph" / f"{name}-{whose.hexdigest()[:16]}"
    return [beside / name, cache] if beside.is_dir() else [cache]


def _read(folder: Path) -> Dumps | None:
    try:
        entries = json.loads((folder / _LIST).read_text("utf-8"))
        files = tuple(DumpFile(**entry) for entry in entries)
        whole = all((folder / file.name).stat().st_size == file.size for file in files)
    except (OSError, ValueError, TypeError):
        return None
    return Dumps(folder, files) if whole else None


def _make(publication: Publication, folder: Path, go_on: Callable[[], bool]) -> Dumps:
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        found = write_dumps(publication, scratch, go_on)
        text = json.dumps([asdict(file) for file in found.files], indent=1)
        (scratch / _LIST).write_text(text + "\n", "utf-8")
        scratch.chmod(0o755)
        try:
            scratch.rename(folder)
        except OSError:
            if (other := _read(folder)) is not None:  # somebody else was faster
                return other
            shutil.rmtree(folder)
            scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Dumps(folder, found.files)


def write_dumps(
    publication: Publication, folder: Path, go_on: Callable[[], bool] = _always
) -> Dumps:
    """Write all files and their checksums into ``folder``.

    :param go_on: is asked before each file.
    :raises StoppedError: if it said no; some files may have been written.
    :raises OSError: if the disk refuses.
    """
    files = []
    for name, form, language, body in _contents(publication):
        if not go_on():
            raise StoppedError
        files.append(_write(folder, DumpFile(name, form, 0, "", language=language), body))
        if form in ENDINGS:
            packed = gzip.compress(body, 9, mtime=0)
            files.append(_write(folder, DumpFile(f"{name}.gz", form, 0, "", packed=True), packed))
    sums = "".join(f"{file.sha256}  {file.name}\n" for file in files)
    (folder / SUMS).write_text(sums, "utf-8")
    return Dumps(folder, tuple(files))


def _write(folder: Path, file: DumpFile, body: bytes) -> DumpFile:
    (folder / file.name).write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    return DumpFile(file.name, file.form, len(body), digest, file.packed, file.language)


def _contents(publication: Publication) -> Iterator[tuple[str, str, str | None, bytes]]:
    """Yield name, format, language and bytes of each file that is not compressed."""
    from zielgraph.publication.stratml import strategies, stratml  # noqa: PLC0415
    from zielgraph.reports.sssom import sssom_tsv  # noqa: PLC0415

    project, store = publication.project, publication.store
    imported = Iri(project.base + GRAPHS["observations"].removeprefix(DATA_BASE))
    quads = list(store.quads((imported,)))
    for form in MEDIA_TYPES:
        try:
            body = write_quads(quads, form)
        except FormatError:
            continue  # what one format cannot hold, the others can
        yield f"{NAME}.{ENDINGS[form]}", form, None, body.encode()
    with speaking(LANGUAGES[0]):
        table = sssom_tsv(project, store, publication.version[:16])
    yield "sdg-links.sssom.tsv", "sssom", None, table.encode()
    for strategy in strategies(publication.graph):
        for code in LANGUAGES:
            name = f"{strategy.name}.stratml.{code}.xml"
            yield name, "stratml", code, stratml(publication, strategy, code).encode()
