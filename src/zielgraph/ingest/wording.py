# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Comparing a user's copy of a paper with the passages that the graph records.

The repository holds no official wording, only where each passage stands and its hash.
A copy on the user's disk is cut into segments, and each segment must be the text of
exactly one recorded passage.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.ingest.reading import read_paper
from zielgraph.ingest.segments import Segment, begin_line, segment
from zielgraph.model.errors import DocumentError
from zielgraph.model.messages import message
from zielgraph.model.names import GRAPHS, ZG
from zielgraph.model.strategy import Paper, read_manifests
from zielgraph.model.terms import Iri, Literal, Quad
from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore

_COMPARED = ("section", "subsection", "body", "bullet", "comment")
_HEADINGS = ("section", "subsection")
_TOLERANCE = 20
"""So many characters a copy's white space and hyphens may shift a passage or change its length."""


@dataclass(frozen=True, slots=True)
class RecordedPassage:
    """A passage as the graph knows it."""

    subject: str
    version: str
    notation: str
    heading: bool
    hash: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which paper and graph disagree.

    :param kind: ``changed`` (other wording), ``without_goal`` (the paper has a segment that
        the graph does not know), ``without_text`` (the other way round), ``moved``
        (same wording under another number) or ``range`` (other character range).
    :param place: what a passage must record of the paper's text (range and hash), as Turtle.
    :param line: line of the paper; of what is missing, the line of what stood before it.
    """

    kind: str
    file: Path
    line: int
    notation: str
    number: int
    section: str
    detail: str
    place: str = ""

    def __str__(self) -> str:
        """Return one line in the language of the moment."""
        return message(
            f"sources.{self.kind}",
            file=self.file,
            line=self.line or "–",
            notation=self.notation,
            section=self.section,
            number=self.number or "–",
            detail=self.detail,
            place=self.place,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Outcome for one file: which version it is, what agrees, what does not."""

    file: Path
    paper: Paper
    agreed: tuple[tuple[Segment, RecordedPassage], ...]
    differences: tuple[Difference, ...]

    @property
    def bullets(self) -> int:
        """Number of the paper's bullets that were found in the graph, each exactly once."""
        return sum(found.kind == "bullet" for found, _ in self.agreed)


def recorded_passages(project: Project, store: GraphStore) -> list[RecordedPassage]:
    """Return all passages of the graph (query ``passages`` of the library)."""
    found = run_select(store, load_query(project.queries, "passages"))
    rows = [{name: str(cell) for name, cell in row.items()} for row in found]
    return [
        RecordedPassage(
            subject=row["subject"],
            version=row["version"],
            notation=row["notation"],
            heading=row["heading"] == "true",
            hash=row["hash"],
            start=int(row["start"]),
            length=int(row["end"]) - int(row["start"]),
        )
        for row in rows
    ]


def recognise(project: Project, text: str, file: Path) -> Paper:
    """Return the paper of the project's strategies that ``text`` is.

    :raises DocumentError: if it is none of them, or could be several.
    """
    papers = [paper for manifest in read_manifests(project) for paper in manifest.papers]
    fitting = [
        paper
        for paper in papers
        if paper.recognise.search(text) and begin_line(text, paper) is not None
    ]
    if len(fitting) != 1:
        known = ", ".join(paper.version.rsplit("/", 1)[-1] for paper in papers) or "–"
        raise DocumentError("document.unknown", path=file, known=known)
    return fitting[0]


def compare_file(project: Project, passages: Sequence[RecordedPassage], file: Path) -> Comparison:
    """Compare one file with the passages of the version that it prints.

    :raises DocumentError: if the file cannot be read or is no known paper.
    """
    text = read_paper(file)
    paper = recognise(project, text, file)
    segments = [found for found in segment(text, paper) if found.kind in _COMPARED]
    ours = [passage for passage in passages if passage.version == paper.version]
    return compare(file, paper, segments, ours)


def compare(
    file: Path, paper: Paper, segments: Sequence[Segment], passages: Sequence[RecordedPassage]
) -> Comparison:
    """Pair segments and passages by hash; what is left over is paired by notation."""
    by_hash: dict[tuple[str, bool], list[RecordedPassage]] = defaultdict(list)
    for passage in passages:
        by_hash[passage.hash, passage.heading].append(passage)
    agreed: list[tuple[Segment, RecordedPassage]] = []
    left = list(segments)
    for anywhere in (False, True):  # first what stands in its place, so that no copy takes it
        waiting, left = left, []
        for found in waiting:
            candidates = by_hash[found.hash, found.kind in _HEADINGS]
            best = next((p for p in candidates if anywhere or p.notation == found.notation), None)
            if best is None:
                left.append(found)
            else:
                candidates.remove(best)
                agreed.append((found, best))
    agreed.sort(key=lambda pair: pair[0].start)
    missing = [passage for rest in by_hash.values() for passage in rest]
    differences = [
        _difference("moved", file, found, passage.notation)
        for found, passage in agreed
        if found.notation != passage.notation
    ]
    differences += [
        _difference("range", file, found, f"{passage.start}-{passage.start + passage.length}")
        for found, passage in _misplaced(agreed, whole=not left and not missing)
    ]
    for found in left:
        heading = found.kind in _HEADINGS
        twin = next(
            (p for p in missing if p.notation == found.notation and p.heading == heading), None
        )
        if twin is not None:
            missing.remove(twin)
            lengths = message("sources.lengths", recorded=twin.length, found=len(found.text))
            differences.append(_difference("changed", file, found, lengths))
        elif not heading:
            differences.append(_difference("without_goal", file, found, found.text[:80]))
    lines = sorted((passage.start, found.line) for found, passage in agreed)
    for passage in sorted(missing, key=lambda passage: passage.start):
        line = next((line for start, line in reversed(lines) if start < passage.start), 0)
        differences.append(
            Difference(
                "without_text", file, line, passage.notation, 0, passage.notation, passage.subject
            )
        )
    differences.sort(key=lambda difference: difference.line)
    return Comparison(file, paper, tuple(agreed), tuple(differences))


def _misplaced(
    agreed: Sequence[tuple[Segment, RecordedPassage]], *, whole: bool
) -> list[tuple[Segment, RecordedPassage]]:
    """Return the pairs whose recorded character range is wrong.

    A copy that differs in white space, hyphens or one more bullet shifts all that follows
    alike. So a range is wrong if its length is, or if it is off its place otherwise than
    what stands before and after it; of the first and the last, only if the copy is whole.
    """
    shifts = [found.start - passage.start for found, passage in agreed]
    wrong = []
    for index, (found, passage) in enumerate(agreed):
        beside = shifts[max(index - 1, 0) : index] + shifts[index + 1 : index + 2]
        alone = all(abs(shifts[index] - shift) > _TOLERANCE for shift in beside or [0])
        alone = alone and (len(beside) == 2 or whole)  # noqa: PLR2004 - before and after
        if alone or abs(passage.length - len(found.text)) > _TOLERANCE:
            wrong.append((found, passage))
    return wrong


def _difference(kind: str, file: Path, found: Segment, detail: str) -> Difference:
    place = f'zg:rangeStart {found.start} ; zg:rangeEnd {found.end} ; zg:textHash "{found.hash}"'
    return Difference(
        kind, file, found.line, found.notation, found.number, found.section, detail, place
    )


def wording_quads(comparisons: Iterable[Comparison]) -> list[Quad]:
    """Return the official wording of every statement whose text agrees, as statements."""
    graph = Iri(GRAPHS["wording"])
    return [
        (
            Iri(passage.subject),
            Iri(ZG + "wording"),
            Literal(found.text, comparison.paper.language),
            graph,
        )
        for comparison in comparisons
        for found, passage in comparison.agreed
        if not passage.heading and found.kind != "comment"
    ]
