# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the pages on SDGs and on the matrix show, read once per version and language.

The figures are those of :mod:`zielgraph.coverage`. A view that is narrowed to an actor, a topic
or a confidence counts the same links in the same way; without narrowing it gives the same numbers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from zielgraph.coverage.evidence import Evidence, Place, evidence
from zielgraph.coverage.matrix import Cell, Matrix, MatrixRow, RowsBy
from zielgraph.coverage.views import text, whole
from zielgraph.model.messages import LANGUAGES, language, speaking
from zielgraph.model.terms import Iri
from zielgraph.portal.search.words import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zielgraph.coverage.evidence import Link
    from zielgraph.coverage.views import FieldProfile, Gap, SdgRow, Summary, TargetRow
    from zielgraph.portal.portal import Portal

IN_FIELDS = frozenset({"goal", "commitment", "aim"})
"""Kinds of statements that count in the rows of fields."""

_CARRYING = frozenset({"responsible", "contributing"})
_OPEN = frozenset({"proposed", "rejected"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the strategy.

    :param fields: IRIs of its uppermost fields.
    """

    iri: str
    kind: str
    notation: str
    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remit:
    """A judgement whether a target lies within the remit, with its reason."""

    name: str
    reason: str
    confidence: str
    status: str


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """The coverage in one language.

    :param statements: all statements by IRI, in the order of the papers.
    :param supports: statements with supporting links that count; ``conflicts`` likewise.
    :param in_field: statements that count in a field's row, by the field's IRI.
    :param carried: statements by the IRI of the actor that carries them.
    :param actors: label by IRI; topics likewise.
    """

    sdgs: Mapping[int, SdgRow]
    targets: Mapping[str, TargetRow]
    gaps: Mapping[str, Gap]
    remit: Mapping[str, Remit]
    fields: Mapping[str, FieldProfile]
    summary: Summary
    statements: Mapping[str, Statement]
    supports: Sequence[Evidence]
    conflicts: Sequence[Evidence]
    in_field: Mapping[str, frozenset[str]]
    carried: Mapping[str, frozenset[str]]
    actors: Mapping[str, str]
    topics: Mapping[str, str]

    def goals_of(self, field: str) -> int:
        """Return how many goals a field has, its sub-fields included."""
        members = self.in_field.get(field, frozenset())
        return sum(self.statements[iri].kind in {"goal", "commitment"} for iri in members)

    def members(self, by: RowsBy, row: str) -> frozenset[str]:
        """Return the statements of a row of the matrix, linked or not."""
        if by == "principle":
            return frozenset({row})
        if by == "field":
            return self.in_field.get(row, frozenset())
        return self.carried.get(row, frozenset())


def coverage_facts(portal: Portal) -> CoverageFacts:
    """Return the facts in the language of the moment."""
    return portal.once(_READERS[language()])


def _read(portal: Portal, lang: str) -> CoverageFacts:
    with speaking(lang):
        views = portal.graph.views()
        carried: dict[str, set[str]] = defaultdict(set)
        actors: dict[str, str] = {}
        for row in portal.graph.query("goals-of-actor", lang=lang):
            if text(row, "role_name") in _CARRYING and text(row, "status") not in _OPEN:
                carried[text(row, "actor")].add(text(row, "statement"))
                actors[text(row, "actor")] = text(row, "actor_label")
        statements = _statements(portal, lang)
        return CoverageFacts(
            sdgs={row.sdg: row for row in views.sdgs()},
            targets={row.target: row for row in views.targets()},
            gaps={gap.target: gap for gap in views.gaps()},
            remit={
                text(row, "target"): Remit(
                    text(row, "remit_name"),
                    text(row, "justification"),
                    text(row, "confidence"),
                    text(row, "status_name"),
                )
                for row in portal.graph.query("remit", lang=lang)
                if text(row, "status_name") not in _OPEN
            },
            fields={row.iri: row for row in views.fields()},
            summary=views.summary(),
            statements=statements,
            in_field=_in_field(statements.values()),
            supports=evidence(views, Place()),
            conflicts=evidence(views, Place(polarity="conflicts")),
            carried={actor: frozenset(found) for actor, found in carried.items()},
            actors=dict(sorted(actors.items(), key=lambda pair: plain(pair[1]))),
            topics={
                text(row, "concept"): text(row, "label")
                for row in portal.graph.query("topics", lang=lang)
                if whole(row, "statements")
            },
        )


def _reader(lang: str) -> Callable[[Portal], CoverageFacts]:
    def read(portal: Portal) -> CoverageFacts:
        return _read(portal, lang)

    return read


_READERS = {lang: _reader(lang) for lang in LANGUAGES}


def _in_field(statements: Iterable[Statement]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        if statement.kind in IN_FIELDS:
            for field in statement.fields:
                found[field].add(statement.iri)
    return {field: frozenset(members) for field, members in found.items()}


def _statements(portal: Portal, lang: str) -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for row in portal.graph.query("dependency-statements", lang=lang):
        iri = text(row, "statement")
        known = found[iri].fields if iri in found else ()
        field = text(row, "field")
        found[iri] = Statement(
            iri,
            text(row, "kind"),
            text(row, "notation"),
            text(row, "title"),
            (*known, field) if field else known,
        )
    return found


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What of the coverage somebody wants to see.

    :param actor: IRI: only statements that it carries.
    :param topic: IRI: only statements about it or a narrower topic.
    :param confidence: in per cent: only links at least as sure.
    """

    actor: str = ""
    topic: str = ""
    confidence: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything is narrowed."""
        return bool(self.actor or self.topic or self.confidence)

    def statements(self, portal: Portal, facts: CoverageFacts) -> frozenset[str]:
        """Return the statements that remain, linked or not."""
        found = frozenset(facts.statements)
        if self.actor:
            found &= facts.carried.get(self.actor, frozenset())
        if self.topic:
            rows = portal.graph.query("goals-of-topic", topic=Iri(self.topic))
            found &= {text(row, "statement") for row in rows}
        return found

    def links(self, found: Evidence, sdg: int | None = None) -> tuple[Link, ...]:
        """Return the links of a statement that remain, to an SDG or to all."""
        return tuple(
            link
            for link in found.links
            if (sdg is None or link.sdg == sdg) and round(link.confidence * 100) >= self.confidence
        )

    def evidence(
        self, found: Iterable[Evidence], members: frozenset[str], sdg: int | None = None
    ) -> list[Evidence]:
        """Return what stands behind a figure: statements among ``members``, links that remain."""
        remaining = ((entry, self.links(entry, sdg)) for entry in found if entry.iri in members)
        return [
            Evidence(entry.iri, entry.notation, entry.kind, entry.title, links)
            for entry, links in remaining
            if links
        ]


def _maker(lang: str, by: RowsBy) -> Callable[[Portal], Matrix]:
    def make(portal: Portal) -> Matrix:
        with speaking(lang):
            return portal.graph.coverage(by)

    return make


ROWS: tuple[RowsBy, ...] = get_args(RowsBy)
"""What the rows of a matrix can be."""

_MATRICES = {(lang, by): _maker(lang, by) for lang in LANGUAGES for by in ROWS}


def narrowed(portal: Portal, by: RowsBy, narrowing: Narrowing) -> Matrix:
    """Return the matrix of rows × SDGs; rows without a statement that remains are left out."""
    whole_matrix = portal.once(_MATRICES[language(), by])
    if not narrowing:
        return whole_matrix
    facts = coverage_facts(portal)
    remaining = narrowing.statements(portal, facts)
    rows = []
    for row in whole_matrix.rows:
        members = facts.members(by, row.iri) & remaining
        if members:
            cells = counted(facts, members, narrowing)
            rows.append(MatrixRow(row.iri, row.notation, row.label, len(members), cells))
    return Matrix(by, whole_matrix.columns, tuple(rows))


def counted(facts: CoverageFacts, members: frozenset[str], narrowing: Narrowing) -> dict[str, Cell]:
    """Return per SDG how many statements among ``members`` serve it, or conflict with it."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in narrowing.evidence(facts.supports, members):
        direct = {link.sdg for link in entry.links if link.directness == "direct"}
        for sdg in {link.sdg for link in entry.links}:
            counts[str(sdg)][0 if sdg in direct else 1] += 1
    for entry in narrowing.evidence(facts.conflicts, members):
        for sdg in {link.sdg for link in entry.links}:
            counts[str(sdg)][2] += 1
    return {column: Cell(*found) for column, found in counts.items()}
