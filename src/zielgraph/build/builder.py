# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The build: read, infer, validate, write, swap.

A built graph is a folder under ``build/`` named by the digest of its content; the link
``build/current`` names the one in use and is replaced in one step at the very end, so
that a failed build leaves the last good graph untouched.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from zielgraph import __version__
from zielgraph.build.folders import Content, disk_errors, put_in_use, sweep
from zielgraph.build.imports import read_imports
from zielgraph.build.sources import Sources, moved, read_sources, rebase
from zielgraph.build.transaction import locked, undo_unfinished
from zielgraph.model.errors import InvalidDataError
from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.model.names import GRAPHS, PREFIXES
from zielgraph.model.terms import Iri, Literal, Quad
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.store.formats import canonical_quads, write_quads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from zielgraph.model.project import Project
    from zielgraph.validation.validator import Report


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: its folder, its digest, its size and the findings."""

    folder: Path
    digest: str
    quads: int
    report: Report


def assemble(
    project: Project, extra: Sequence[Path] = (), wording: Sequence[Quad] = ()
) -> tuple[list[Quad], Sources]:
    """Read the project's files and add what follows from them.

    :returns: all quads with the base of the project's setting, and the sources.
    :raises SourceFilesError: if files cannot be read.
    :raises BuildError: if a rule fails.
    """
    store, sources = gather(project, extra, wording)
    store.add(_provenance(project, sources, store.quads()))
    sources.places = {moved(iri, project.base): at for iri, at in sources.places.items()}
    return rebase(canonical_quads(store.quads()), project.base), sources


def gather(
    project: Project, extra: Sequence[Path] = (), wording: Sequence[Quad] = ()
) -> tuple[EmbeddedStore, Sources]:
    """Read the project's files into a store in memory and add what follows from them.

    The base is that of the files, and nothing says where it all comes from.

    :raises SourceFilesError: if files cannot be read.
    :raises BuildError: if a rule fails.
    """
    sources = read_sources(project, extra)
    store = EmbeddedStore.in_memory(_once([*sources.quads, *wording]))
    from zielgraph.reasoning.rules import infer  # noqa: PLC0415

    infer(store, project.queries / "rules")
    return store, sources


def _once(quads: Iterable[Quad]) -> list[Quad]:
    """Return ``quads`` with each statement only in the first graph that has it.

    The engine finds a statement once for each of its graphs, so that counts would be wrong.
    """
    first: dict[tuple[object, ...], Quad] = {}
    for quad in quads:
        first.setdefault(quad[:3], quad)
    return list(first.values())


def check(project: Project, quads: Sequence[Quad], sources: Sources) -> Report:
    """Validate ``quads`` by the project's shapes."""
    from zielgraph.validation.validator import load_shapes, validate_graph  # noqa: PLC0415

    shapes = load_shapes(project.shapes)
    return validate_graph(((s, p, o) for s, p, o, _ in quads), shapes, sources.places)


def build(
    project: Project,
    wording: Sequence[Quad] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Build the graph of ``project`` and put it in use.

    The same files give the same bytes in ``dataset.nq`` and ``validation.json``. Values that
    were imported (:mod:`zielgraph.build.imports`) join after the validation.

    :param wording: statements with official wording (see :mod:`zielgraph.ingest`).
    :param progress: told what is being done, in the language of the moment.
    :raises BuildError: if another build runs, or the disk refuses.
    :raises SourceFilesError: if files cannot be read.
    :raises InvalidDataError: if the data breaks a requirement; ``report`` is in its data.
    """
    from zielgraph.validation.findings import count_by_severity, findings_json  # noqa: PLC0415

    with locked(project), disk_errors(project):
        undo_unfinished(project)
        sweep(project)
        progress(message("build.reading"))
        quads, sources = assemble(project, wording=wording)
        progress(message("build.validating", count=len(quads)))
        report = check(project, quads, sources)
        if not report.conforms:
            count = sum(finding.severity == "Violation" for finding in report.findings)
            raise InvalidDataError("build.invalid", count=count, report=report)
        progress(message("build.writing"))
        with speaking(LANGUAGES[0]):  # the same bytes whoever builds
            findings = findings_json(report.findings)
        content = Content(
            write_quads(quads, "nquads"),
            findings,
            project.base,
            count_by_severity(report.findings),
        )
        store = EmbeddedStore.in_memory(quads)
        folder, summary = put_in_use(project, content, store, read_imports(project))
    return Built(folder, summary.digest, summary.quads, report)


def _provenance(project: Project, sources: Sources, made: Iterable[Quad]) -> list[Quad]:
    """Say what was built from which files and rules; no time, so that bytes agree."""
    graph = Iri(GRAPHS["build"])
    run = Iri(GRAPHS["build"] + "/run")
    rdf_type = Iri(PREFIXES["rdf"] + "type")
    prov, dcterms = PREFIXES["prov"], PREFIXES["dcterms"]
    quads: list[Quad] = [
        (run, rdf_type, Iri(prov + "Activity"), graph),
        (run, Iri(dcterms + "description"), Literal(f"zielgraph {__version__}"), graph),
    ]
    homes = sorted({home for _, _, _, home in made if home})
    quads += [(home, Iri(prov + "wasGeneratedBy"), run, graph) for home in homes]
    rules = {
        str(project.relative(path)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (project.queries / "rules").glob("*.rq")
    }
    for path, digest in sorted((sources.digests | rules).items()):
        file = Iri(f"{GRAPHS['build']}/{quote(path)}")
        quads += [
            (run, Iri(prov + "used"), file, graph),
            (file, rdf_type, Iri(prov + "Entity"), graph),
            (file, Iri(dcterms + "title"), Literal(path), graph),
            (file, Iri(dcterms + "identifier"), Literal(f"sha256:{digest}"), graph),
        ]
    return quads
