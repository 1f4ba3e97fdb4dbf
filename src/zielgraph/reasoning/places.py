# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The line of a file at which an axiom stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zielgraph.model.errors import SourceFileError
from zielgraph.model.files import read_text
from zielgraph.model.terms import Iri
from zielgraph.reasoning.hermit import RDF_TYPE
from zielgraph.store.turtle import TurtleFile, subject_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zielgraph.model.terms import Term
    from zielgraph.reasoning.axioms import Axiom

_LOCAL = re.compile(r"[^/#]*\Z")


class Places:
    """Finds lines; reads each file once, and only when it is asked for."""

    def __init__(self, root: Path) -> None:
        """Look in ``root``, to which the files of the axioms are relative."""
        self._root = root
        self._texts: dict[Path, tuple[list[str], dict[str, int]]] = {}

    def place(self, axiom: Axiom) -> str:
        """Return ``file:line`` of ``axiom``, the file alone, or nothing if none is known."""
        if axiom.file is None:
            return ""
        line = self.line(axiom)
        return f"{axiom.file}:{line}" if line else str(axiom.file)

    def line(self, axiom: Axiom) -> int:
        """Return the line at which ``axiom`` stands, 0 if it cannot be told.

        Within what the file says of the subject, it is the line that names the value after the
        property; where the file is written in another way, the line of the subject.
        """
        if axiom.file is None:
            return 0
        lines, starts = self._read(axiom.file)
        subject, predicate, value = axiom.head
        if not isinstance(subject, Iri):
            return _block(lines, axiom)
        start = starts.get(subject.value, 0)
        if not start:
            return 0
        end = min((other for other in starts.values() if other > start), default=len(lines) + 1)
        return _within(lines, start, end, predicate, value) or start

    def _read(self, file: Path) -> tuple[list[str], dict[str, int]]:
        if file not in self._texts:
            try:
                text = read_text(self._root / file)
            except SourceFileError:  # gone since it was parsed
                text = ""
            self._texts[file] = text.split("\n"), subject_lines(text)
        return self._texts[file]


def _within(lines: Sequence[str], start: int, end: int, predicate: Iri, value: Term) -> int:
    verb = r"(?:^|\s)a(?:\s|$)" if predicate == RDF_TYPE else _word(predicate)
    noun = _word(value) if isinstance(value, Iri) else re.escape(str(value))
    seen = False
    for number in range(start, end):
        text = lines[number - 1]
        spoken = re.search(verb, text)
        seen = seen or spoken is not None
        if seen and re.search(noun, text[spoken.end() - 1 if spoken else 0 :]):
            return number
    return 0


def _word(term: Iri) -> str:
    found = _LOCAL.search(term.value)
    local = found[0] if found and found[0] else term.value
    return rf"(?<![\w.-]){re.escape(local)}(?![\w-])"


def _block(lines: Sequence[str], axiom: Axiom) -> int:
    """Return where a block without a name begins that has all members of ``axiom``."""
    wanted = [re.compile(_word(name)) for name in axiom.members()]
    for number, text in enumerate(lines, start=1):
        if not text.startswith(("[", "_:")):
            continue
        end = next((n for n in range(number, len(lines)) if lines[n].startswith(".")), len(lines))
        block = "\n".join(lines[number - 1 : end])
        if wanted and all(pattern.search(block) for pattern in wanted):
            return number
    return 0


def relative(file: TurtleFile, root: Path) -> Path:
    """Return the path of ``file`` as people of the project name it."""
    return file.path.relative_to(root) if file.path.is_relative_to(root) else file.path
