# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Making a release: the current graph is frozen under a name, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph.model.errors import ZielgraphError
from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.model.names import DATA_BASE, GRAPHS
from zielgraph.model.terms import Iri
from zielgraph.publication.dumps import SUMS, write_dumps
from zielgraph.publication.releases import ENTRY, THINGS, Release
from zielgraph.store.formats import read_quads, write_triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zielgraph.diff.states import State
    from zielgraph.model.terms import Quad
    from zielgraph.publication.publication import Publication

_NAME = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._-]{0,62}[0-9A-Za-z])?\Z")
_RESERVED = {"list"}

CHANGES = "changes"
"""Name, without ending, of the files that say what is new since the release before."""


class ReleaseError(ZielgraphError):
    """A release cannot be made as asked; those that there are are untouched."""


def freeze(
    publication: Publication, name: str, date: str, notes: Mapping[str, str] | None = None
) -> tuple[Release, bool]:
    """Freeze the graph under a name; a second time with the same content does nothing.

    :param date: ISO date of the release.
    :param notes: what is new in it, by language, in words.
    :returns: the release, and whether it is new.
    :raises ReleaseError: if the name cannot be one or is taken by other content, if the
        graph is frozen under another name, or if the disk refuses.
    """
    if not _NAME.match(name) or name in _RESERVED:
        raise ReleaseError("release.name", name=name)
    known = publication.releases.named(name)
    if known is not None and known.digest == publication.version:
        return known, False
    target = publication.releases.folder / name
    if known is not None or target.exists():
        raise ReleaseError("release.taken", name=name)
    if (same := publication.releases.of_digest(publication.version)) is not None:
        raise ReleaseError("release.same", name=name, other=same.name)
    before = next(iter(publication.releases.all()), None)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
        try:
            _fill(publication, scratch, before, (name, date, notes or {}))
            scratch.chmod(0o755)
            scratch.rename(target)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReleaseError("release.disk", path=target.parent, reason=reason) from error
    publication.releases.reload()
    found = publication.releases.named(name)
    assert found is not None  # noqa: S101 - it was just written
    return found, True


def _fill(
    publication: Publication,
    folder: Path,
    before: Release | None,
    said: tuple[str, str, Mapping[str, str]],
) -> None:
    """Write everything that belongs to a release into ``folder``."""
    name, date, notes = said
    dumps = write_dumps(publication, folder)
    others = {THINGS: "".join(f"{thing}\n" for thing in _things(publication))}
    if before is not None:
        others |= _changes(publication, before, name)
    sums = (folder / SUMS).read_text("utf-8")
    for file, text in sorted(others.items()):
        (folder / file).write_text(text, "utf-8", newline="")
        sums += f"{hashlib.sha256(text.encode()).hexdigest()}  {file}\n"
    (folder / SUMS).write_text(sums, "utf-8")
    entry = {
        "name": name,
        "date": date,
        "digest": publication.version,
        "base": publication.project.base,
        "previous": before.name if before else "",
        "notes": dict(notes),
        "modified": publication.dataset.modified,
        "files": [asdict(file) for file in dumps.files],
    }
    text = json.dumps(entry, ensure_ascii=False, indent=1) + "\n"
    (folder / ENTRY).write_text(text, "utf-8")


def _things(publication: Publication) -> list[str]:
    base = publication.project.base
    subjects = {quad[0] for quad in _published(publication)}
    named = {each.value for each in subjects if isinstance(each, Iri)}
    return sorted(each.removeprefix(base) for each in named if each.startswith(base))


def _published(publication: Publication) -> Iterable[Quad]:
    """Return what a release holds: all but imported statistical values."""
    imported = publication.project.base + GRAPHS["observations"].removeprefix(DATA_BASE)
    return publication.store.quads((Iri(imported),))


def _changes(publication: Publication, before: Release, name: str) -> dict[str, str]:
    """Return the files that say what is new, by name: text and page by language, and RDF."""
    from zielgraph.diff.compare import compare  # noqa: PLC0415
    from zielgraph.diff.description import describe  # noqa: PLC0415
    from zielgraph.diff.page import report_page  # noqa: PLC0415
    from zielgraph.diff.report import make_report  # noqa: PLC0415
    from zielgraph.diff.text import WIDTH, report_text  # noqa: PLC0415

    project = publication.project
    first = _state(publication, before.name, read_quads(before.folder / "zielgraph.nq"))
    second = _state(publication, name, list(_published(publication)))
    comparison = compare(project, first, second)
    found = {f"{CHANGES}.ttl": write_triples(describe(project, comparison), "turtle")}
    for code in LANGUAGES:
        with speaking(code):
            report = make_report(project, comparison)
            found[f"{CHANGES}.{code}.txt"] = report_text(report, WIDTH)
            found[f"{CHANGES}.{code}.html"] = report_page(report)
    return found


def _state(publication: Publication, name: str, quads: list[Quad]) -> State:
    from zielgraph.diff.states import state_of  # noqa: PLC0415

    names = {}
    for code in LANGUAGES:
        with speaking(code):
            names[code] = message("release.state", name=name)
    return state_of("build", names, quads, publication.project.base)
