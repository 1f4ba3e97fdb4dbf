# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A change of the data in ``data/`` that is prepared, validated and written as one.

    draft = Draft(project)
    draft.replace(link, [...])
    if draft.check().conforms:
        draft.write()

Nothing touches the disk before :meth:`Draft.write`, and that writes all files or none.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph.build.transaction import (
    content_of,
    digest,
    has_unfinished,
    locked,
    undo_unfinished,
    write_together,
)
from zielgraph.editing.files import DataFile, new_file, read_file
from zielgraph.model.errors import (
    EditingError,
    InvalidDataError,
    SourceFileError,
    SourceFilesError,
    ZielgraphError,
)
from zielgraph.model.files import files_in
from zielgraph.model.messages import message
from zielgraph.model.names import DATA_BASE, PREFIXES
from zielgraph.model.project import PARTS, Project
from zielgraph.model.terms import BlankNode, Iri, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from zielgraph.validation.validator import Report

_TYPE = Iri(PREFIXES["rdf"] + "type")


@dataclass(frozen=True, slots=True)
class Change:
    """What a draft does to one file.

    :param path: the file.
    :param before: its text on disk, or ``None`` if it is new.
    :param after: its text afterwards, canonical, or ``None`` if nothing remains in it.
    """

    path: Path
    before: str | None
    after: str | None

    @property
    def loses_comments(self) -> bool:
        """Whether the file has comments below its head, which canonical Turtle does not keep.

        >>> Change(Path("x.ttl"), "# licence\\nex:a a ex:B .\\n# why\\n", "").loses_comments
        True
        """
        lines = (self.before or "").splitlines()
        body = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
        return any(line.lstrip().startswith("#") for line in lines[body:])


class Draft:
    """A copy of the data in memory, in which subjects are replaced, added and removed.

    IRIs are those of the files, under the built-in base; those of a built graph with a base
    of its own (``ZIELGRAPH_BASE``) are understood as well.
    """

    def __init__(self, project: Project) -> None:
        """Read all of ``data/``; a change that broke off earlier is undone first.

        :raises SourceFilesError: if files cannot be read; all are named.
        :raises BuildError: if a change broke off and somebody else holds the lock.
        """
        self.project = project
        self._files: dict[Path, DataFile] = {}
        self._homes: dict[Iri, list[Path]] = {}
        self._touched: set[Path] = set()
        self._report: Report | None = None
        self._changes: list[Change] | None = None
        self._read()

    def _read(self) -> None:
        if has_unfinished(self.project):
            with locked(self.project):
                undo_unfinished(self.project)
        self._files, self._homes, self._touched = {}, {}, set()
        self._report = self._changes = None
        errors: list[ZielgraphError] = []
        for path in self._paths():
            try:
                file = read_file(path)
            except SourceFileError as error:
                error.data["path"] = self.project.relative(path)
                errors.append(error)
                continue
            self._files[path] = file
            for subject in file.subjects:
                if isinstance(subject, Iri):
                    self._homes.setdefault(subject, []).append(path)
        if errors:
            raise SourceFilesError(errors)

    def _paths(self) -> list[Path]:
        folders = self.project.data_folders()
        return [path for folder in folders for path in files_in(folder, ".ttl")]

    # ---- reading ----

    def iri(self, subject: Iri | str) -> Iri:
        """Return ``subject`` as the files write it: under the built-in base."""
        text, base = str(subject), self.project.base
        if base != DATA_BASE and text.startswith(base):
            text = DATA_BASE + text.removeprefix(base)
        return Iri(text)

    def __contains__(self, subject: Iri | str) -> bool:
        """Tell whether any file describes ``subject``."""
        return self.iri(subject) in self._homes

    def subjects(self, kind: Iri | None = None) -> Iterator[Iri]:
        """Return every named subject, or those with ``rdf:type`` ``kind``, in order."""
        for subject in sorted(self._homes):
            if kind is None or any(
                (subject, _TYPE, kind) in self._files[path].subjects[subject]
                for path in self._homes[subject]
            ):
                yield subject

    def triples(self, subject: Iri | str) -> tuple[Triple, ...]:
        """Return what the files say about ``subject``, sorted; empty if they do not know it."""
        node = self.iri(subject)
        found = {
            triple
            for path in self._homes.get(node, ())
            for triple in self._files[path].subjects.get(node, ())
        }
        return tuple(sorted(found, key=_by_text))

    def place(self, subject: Iri | str) -> tuple[Path, int]:
        """Return the file that says what ``subject`` is, and the line on disk (1 if it is new).

        :raises EditingError: if no file describes it.
        """
        node = self.iri(subject)
        path = self._home(node)
        return path, self._files[path].lines.get(node.value, 1)

    def folder(self, subject: Iri | str) -> Path:
        """Return the folder inside ``data/`` that describes ``subject``.

        :raises EditingError: if no file describes it.
        """
        path, data = self._home(self.iri(subject)), self.project.data
        return data / path.relative_to(data).parts[0]

    def _home(self, node: Iri) -> Path:
        paths = self._homes.get(node)
        if not paths:
            raise EditingError("editing.unknown", subject=node, path=self._shown(self.project.data))
        typed = (
            path
            for path in paths
            if any(predicate == _TYPE for _, predicate, _ in self._files[path].subjects[node])
        )
        return next(typed, paths[0])

    # ---- changing ----

    def replace(self, subject: Iri | str, triples: Iterable[Triple]) -> None:
        """Let the files say ``triples`` about ``subject`` and nothing else.

        What stands in several files stays where it is; something new goes where the same
        property loses a value, else to the file that has the subject's type.

        :raises EditingError: if no file describes it, or if it has nodes without a name.
        :raises ValueError: if ``triples`` is empty or about something else.
        """
        node = self.iri(subject)
        home = self._home(node)
        wanted = self._about(node, triples)
        self._refuse_blank(node, {*self.triples(node), *wanted})
        paths = self._homes[node]
        before = {path: set(self._files[path].subjects.get(node, ())) for path in paths}
        left = wanted.difference(*before.values())
        for path in paths:
            lost = {predicate for _, predicate, _ in before[path] - wanted}
            here = {t for t in left if path != home and t[1] in lost}
            left -= here
            self._set(path, node, (before[path] & wanted) | here)
        self._set(home, node, {*self._files[home].subjects.get(node, ()), *left})
        self._homes[node] = [path for path in paths if self._files[path].has(node)]

    def add(self, file: Path, subject: Iri | str, triples: Iterable[Triple]) -> None:
        """Describe a new ``subject`` in ``file``, which is made if it does not exist.

        :param file: a ``.ttl`` in a folder inside ``data/``; a relative path counts from there.
        :raises EditingError: if the subject exists, has nodes without a name, or the file is
            in no such folder.
        :raises ValueError: if ``triples`` is empty or about something else.
        """
        node = self.iri(subject)
        wanted = self._about(node, triples)
        if node in self._homes:
            path, line = self.place(node)
            raise EditingError(
                "editing.exists", path=self._shown(path), line=line, subject=node.value
            )
        path = self._checked(file)
        self._refuse_blank(node, wanted, path)
        if path not in self._files:
            beside = [p for p in self._paths() if p.is_relative_to(self._folder_of(path))]
            self._files[path] = new_file(path, [self._files[p] for p in beside if p in self._files])
        self._set(path, node, wanted)
        self._homes[node] = [path]

    def remove(self, subject: Iri | str) -> None:
        """Let no file describe ``subject`` any more; what points to it is the caller's care.

        :raises EditingError: if no file describes it, or if it has nodes without a name.
        """
        node = self.iri(subject)
        self._home(node)
        self._refuse_blank(node, self.triples(node))
        for path in self._homes.pop(node):
            self._set(path, node, set())

    def _about(self, node: Iri, triples: Iterable[Triple]) -> set[Triple]:
        found = {(self._inner(s), self._inner(p), self._inner(o)) for s, p, o in triples}
        if not found or any(s != node for s, _, _ in found):
            raise ValueError(node.value)
        return found  # type: ignore[return-value]  # subjects and predicates stay IRIs

    def _inner(self, term: Term) -> Term:
        return self.iri(term) if isinstance(term, Iri) else term

    def _refuse_blank(self, node: Iri, triples: Iterable[Triple], path: Path | None = None) -> None:
        if any(isinstance(value, BlankNode) for _, _, value in triples):
            file, line = self.place(node) if path is None else (path, 1)
            raise EditingError(
                "editing.blank", path=self._shown(file), line=line, subject=node.value
            )

    def _set(self, path: Path, node: Iri, triples: set[Triple]) -> None:
        if self._files[path].set(node, triples):
            self._touched.add(path)
            self._report = self._changes = None

    def _checked(self, file: Path) -> Path:
        path = (self.project.data / file) if not file.is_absolute() else file
        data = self.project.data
        inside = path.is_relative_to(data) and ".." not in path.parts
        if not inside or path.suffix != ".ttl" or not self._folder_of(path).is_dir():
            raise EditingError("editing.place", path=self._shown(path), data=self._shown(data))
        return path

    def _folder_of(self, path: Path) -> Path:
        return self.project.data / path.relative_to(self.project.data).parts[0]

    def _shown(self, path: Path) -> Path:
        return self.project.relative(path)

    # ---- result ----

    def changes(self) -> list[Change]:
        """Return what differs, file by file; a file that says the same as before is left out."""
        if self._changes is None:  # to write Turtle takes long, and is asked for several times
            found = []
            for path in sorted(self._touched):
                file = self._files[path]
                if file.differs:
                    after = file.text(self._neighbours(path)) if file.triples else None
                    found.append(Change(path, file.before, after))
            self._changes = [change for change in found if change.before != change.after]
        return list(self._changes)

    def _neighbours(self, path: Path) -> list[DataFile]:
        """Return the other files, those of the same folder first: prefixes are taken from them."""
        folder = self._folder_of(path)
        others = [other for other in sorted(self._files) if other != path]
        near = [other for other in others if other.is_relative_to(folder)]
        return [self._files[other] for other in [*near, *(o for o in others if o not in near)]]

    def check(self, progress: Callable[[str], None] = lambda _: None) -> Report:
        """Validate the data as they would be, by the shapes of the project.

        :param progress: told what is being done, in the language of the moment.
        :returns: the findings, with the lines of the changed files.
        :raises SourceFilesError: if the ontology does not know a term that was written.
        """
        from zielgraph.build.builder import assemble, check  # noqa: PLC0415 - slow imports

        progress(message("editing.checking"))
        with tempfile.TemporaryDirectory(prefix="zielgraph-") as scratch:
            copy = Project(Path(scratch).resolve(), self.project.base)
            for part in PARTS:
                if part != "data":
                    shutil.copytree(self.project.root / part, copy.root / part)
            after = {change.path: change.after for change in self.changes()}
            for path, file in self._files.items():
                text = after.get(path, file.before)
                if text is not None:
                    target = copy.data / path.relative_to(self.project.data)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(text.encode())
            quads, sources = assemble(copy)
            self._report = check(copy, quads, sources)
        return self._report

    def require_valid(self, progress: Callable[[str], None] = lambda _: None) -> None:
        """Validate as :meth:`check` does, unless that is done already for this state.

        :raises InvalidDataError: if the data would break a requirement; ``report`` is in its
            data.
        """
        report = self._report or self.check(progress)
        if not report.conforms:
            count = sum(finding.severity == "Violation" for finding in report.findings)
            raise InvalidDataError("editing.invalid", count=count, report=report)

    def write(self, progress: Callable[[str], None] = lambda _: None) -> list[Path]:
        """Write what differs: all files or none, and only what :meth:`check` has passed.

        The draft then holds the new state and can be used further.

        :returns: the files written; none if nothing differs.
        :raises InvalidDataError: if the data would break a requirement; ``report`` is in its
            data.
        :raises EditingError: if a file on disk has changed since it was read, or the disk
            refuses; nothing is written then.
        :raises BuildError: if a build or another change is running.
        """
        changes = self.changes()
        if not changes:
            return []
        self.require_valid(progress)
        with locked(self.project):
            undo_unfinished(self.project)
            self._refuse_if_changed()
            contents = {
                change.path: (
                    self._files[change.path].content,
                    None if change.after is None else change.after.encode(),
                )
                for change in changes
            }
            try:
                write_together(self.project, contents)
            except OSError as error:
                path = self._shown(Path(str(error.filename or self.project.data)))
                reason = error.strerror or str(error)
                raise EditingError("editing.denied", path=path, reason=reason) from error
        self._read()
        return [change.path for change in changes]

    def _refuse_if_changed(self) -> None:
        known = {path for path, file in self._files.items() if file.content is not None}
        for path in sorted({*known, *self._paths(), *self._touched}):
            file = self._files.get(path)
            read = None if file is None else file.content
            try:
                same = digest(content_of(path)) == digest(read)
            except OSError:
                same = False
            if not same:
                raise EditingError("editing.changed", path=self._shown(path))


def _by_text(triple: Triple) -> tuple[str, str, str]:
    return triple[0].n3(), triple[1].n3(), triple[2].n3()
