# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""One Turtle file of ``data/`` as an edit sees it: its subjects, its header, its prefixes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.build.transaction import content_of
from zielgraph.model.errors import SourceFileError
from zielgraph.model.names import DATA_BASE, PREFIXES
from zielgraph.model.terms import BlankNode, Iri, Literal, Triple
from zielgraph.store.formats import write_triples
from zielgraph.store.turtle import canonical_turtle, read_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(slots=True)
class DataFile:
    """A file, as it is on disk and as it shall be.

    :param path: where it lies.
    :param content: its bytes on disk, or ``None`` if it is new.
    :param header: the comment lines at its top.
    :param prefixes: its prefixes.
    :param lines: the line on disk at which each subject begins.
    :param subjects: its statements by subject.
    :param original: its statements on disk.
    """

    path: Path
    content: bytes | None
    header: tuple[str, ...]
    prefixes: dict[str, str]
    lines: dict[str, int]
    subjects: dict[Iri | BlankNode, set[Triple]] = field(default_factory=dict)
    original: frozenset[Triple] = frozenset()

    @property
    def triples(self) -> set[Triple]:
        """All statements, as they shall be."""
        return {triple for triples in self.subjects.values() for triple in triples}

    @property
    def before(self) -> str | None:
        """The text on disk, or ``None`` if the file is new."""
        return None if self.content is None else self.content.decode()

    @property
    def differs(self) -> bool:
        """Whether the file says something else than on disk."""
        return self.triples != self.original

    def has(self, subject: Iri) -> bool:
        """Tell whether the file describes ``subject``."""
        return bool(self.subjects.get(subject))

    def set(self, subject: Iri, triples: set[Triple]) -> bool:
        """Let the file say ``triples`` about ``subject``; tell whether that is something new."""
        if triples == self.subjects.get(subject, set()):
            return False
        if triples:
            self.subjects[subject] = set(triples)
        else:
            del self.subjects[subject]
        return True

    def text(self, neighbours: Sequence[DataFile]) -> str:
        """Return the canonical Turtle of the file.

        :param neighbours: other files, whose prefixes are used where its own do not suffice.
        """
        triples = self.triples
        added = triples - self.original
        prefixes = _prefixes(self.prefixes, _iris(added), [n.prefixes for n in neighbours])
        lines = [*self.header, *(f"PREFIX {name}: <{ns}>" for name, ns in prefixes.items())]
        return canonical_turtle("\n".join([*lines, write_triples(triples, "ntriples")]))


def read_file(path: Path) -> DataFile:
    """Read a file of the data.

    :raises SourceFileError: if it cannot be read, with file and line.
    """
    try:
        content = content_of(path)  # first: what changes later is noticed when it is written
    except OSError as error:
        raise SourceFileError("file.unreadable", path=path, reason=error.strerror) from error
    turtle = read_turtle(path)
    text = (content or b"").decode("utf-8-sig")
    file = DataFile(path, content, _header(text), turtle.prefixes, turtle.lines)
    for triple in turtle.triples:
        file.subjects.setdefault(triple[0], set()).add(triple)
    file.original = frozenset(turtle.triples)
    return file


def new_file(path: Path, siblings: Sequence[DataFile]) -> DataFile:
    """Return a file that does not exist yet, with the licence of its siblings."""
    header = next((file.header for file in siblings if file.header), ())
    licence = tuple(line for line in header if "SPDX-" in line)
    return DataFile(path, None, licence, {}, {})


def _header(text: str) -> tuple[str, ...]:
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.rstrip())
    return tuple(lines)


def _iris(triples: Iterable[Triple]) -> list[str]:
    found: set[str] = set()
    for triple in triples:
        for term in triple:
            if isinstance(term, Iri):
                found.add(term.value)
            elif isinstance(term, Literal) and not term.language:
                found.add(term.datatype)
    return sorted(found)


def _prefixes(
    own: dict[str, str], iris: Iterable[str], others: Sequence[dict[str, str]]
) -> dict[str, str]:
    """Return the prefixes of a file and those that its new IRIs need, none of them invented
    by a library: well-known ones, those of the neighbours, or the last part of the IRI's path.
    """  # noqa: D205 - one sentence
    result = dict(own)
    for iri in iris:
        namespace = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
        if not namespace or namespace in result.values():
            continue
        for known in (PREFIXES, *others):
            name = next((n for n, ns in known.items() if ns == namespace), None)
            if name is not None and name not in result:
                result[name] = namespace
                break
        else:
            name = namespace.rstrip("/#").rsplit("/", 1)[-1]
            taken = name in result or name in PREFIXES
            if namespace.startswith(DATA_BASE) and _NAME.fullmatch(name) and not taken:
                result[name] = namespace
    return result
