# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The views of the coverage, each read from a named query of the library.

What counts is the same everywhere: distinct statements with an accepted or confirmed link.
``direct`` are those with a direct supporting link to the column, ``indirect`` those with
indirect ones only, ``conflicts`` those with a conflicting link; the three are never netted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from zielgraph.coverage.matrix import SDGS, Cell, Matrix, MatrixRow, RowsBy
from zielgraph.coverage.shares import Share
from zielgraph.model.errors import QueryError
from zielgraph.model.names import ZG
from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zielgraph.model.project import Project
    from zielgraph.model.terms import Term
    from zielgraph.store.base import GraphStore, Row

State: TypeAlias = Literal["direct", "indirect", "gap", "outside"]
"""The four states of an SDG target."""

STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class SdgRow:
    """One SDG with the statements of every kind that serve it, and its served targets."""

    sdg: int
    label: str
    direct: int
    indirect: int
    confirmed: int
    conflicts: int
    targets_served: int
    targets: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target, its state, and the statements of every kind that serve it.

    :param remit: ``within`` or ``outside`` the remit, empty where no judgement is in force.
    """

    sdg: int
    target: str
    label: str
    state: State
    direct: int
    indirect: int
    confirmed: int
    conflicts: int
    remit: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A target within the remit that nothing serves.

    :param reason: why it is within the remit; empty where nobody has judged it.
    :param proposed: how many supporting suggestions wait for review.
    """

    sdg: int
    target: str
    label: str
    summary: str
    reason: str
    proposed: int


@dataclass(frozen=True, slots=True)
class FieldProfile:
    """How strongly a field contributes: its statements by their best link to any SDG."""

    iri: str
    notation: str
    label: str
    statements: int
    direct: int
    indirect: int
    unlinked: int
    conflicts: int
    sdgs: int
    targets: int

    @property
    def linked(self) -> Share:
        """Return the share of the statements that serve some SDG."""
        return Share(self.direct + self.indirect, self.statements, "statements")


@dataclass(frozen=True, slots=True)
class Summary:
    """The coverage as a whole.

    :param states: number of targets in each state.
    :param links: number of links by status and polarity.
    """

    states: Mapping[State, int]
    targets: Share
    within: Share
    sdgs: Share
    links: Mapping[tuple[str, str], int]

    def counted(self, polarity: str, *statuses: str) -> int:
        """Return the number of links of a polarity with one of the statuses."""
        return sum(self.links.get((status, polarity), 0) for status in statuses)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All views on a graph.

    :param version: IRI of a version, or its end; only its statements count. All if ``None``.
    """

    project: Project
    store: GraphStore
    version: str | None = None

    def ask(self, name: str, **values: str | Term) -> list[Row]:
        """Run a query of the library, narrowed to the version.

        :raises QueryError: if a value is unknown.
        """
        if self.version is not None:
            values["version"] = self.version
        return run_select(self.store, load_query(self.project.queries, name), values)

    def check(self) -> None:
        """Make sure that the version is one.

        :raises QueryError: if it is not; the message names those that there are.
        """
        if self.version is None:
            return
        rows = run_select(self.store, load_query(self.project.queries, "versions"))
        known = list(dict.fromkeys(text(row, "version") for row in rows))
        if not any(f"/{iri}".endswith(f"/{self.version}") for iri in known):
            names = ", ".join(iri.rsplit("/", 1)[-1] for iri in known) or "–"
            raise QueryError("coverage.no_paper", value=self.version, known=names)

    def matrix(self, by: RowsBy, sdg: int | None = None) -> Matrix:
        """Return rows × SDGs.

        :param sdg: only this one; fields × its targets instead of × SDGs.
        """
        if by == "field":
            return self._by_targets(sdg) if sdg is not None else self._fields()
        columns = {n: label for n, label in self._sdg_labels().items() if sdg in {None, int(n)}}
        if by == "principle":
            return Matrix(by, columns, self._principles())
        kind = ZG + ("Department" if by == "department" else "Actor")
        return Matrix(by, columns, self._actors(kind))

    def sdgs(self) -> list[SdgRow]:
        """Return the profile of the SDGs."""
        names = ("direct", "indirect", "confirmed", "conflicts", "targets_served", "targets")
        return [
            SdgRow(whole(row, "sdg"), text(row, "label"), *(whole(row, name) for name in names))
            for row in self.ask("sdg-profile")
        ]

    def targets(self) -> list[TargetRow]:
        """Return all targets with their states."""
        return [
            TargetRow(
                whole(row, "sdg"),
                text(row, "target"),
                text(row, "label"),
                _state(text(row, "state")),
                whole(row, "direct"),
                whole(row, "indirect"),
                whole(row, "confirmed"),
                whole(row, "conflicts"),
                text(row, "remit"),
            )
            for row in self.ask("coverage-targets")
        ]

    def gaps(self) -> list[Gap]:
        """Return the gaps, each with the reason of the remit and what waits for review."""
        return [
            Gap(
                whole(row, "sdg"),
                text(row, "target"),
                text(row, "label"),
                text(row, "summary"),
                text(row, "reason"),
                whole(row, "proposed"),
            )
            for row in self.ask("gaps")
        ]

    def fields(self) -> list[FieldProfile]:
        """Return how strongly each field contributes."""
        counts = ("statements", "direct", "indirect", "unlinked", "conflicts", "sdgs", "targets")
        return [
            FieldProfile(
                text(row, "field_iri"),
                text(row, "field"),
                text(row, "label"),
                *(whole(row, name) for name in counts),
            )
            for row in self.ask("field-profile")
        ]

    def summary(self) -> Summary:
        """Return the states, the shares and the links behind them."""
        targets, sdgs = self.targets(), self.sdgs()
        within = [target for target in targets if target.remit != "outside"]
        links = self.ask("link-status")
        return Summary(
            {state: sum(t.state == state for t in targets) for state in STATES},
            Share(_served(targets), len(targets), "targets"),
            Share(_served(within), len(within), "within"),
            Share(sum(row.direct + row.indirect > 0 for row in sdgs), len(sdgs), "sdgs"),
            {(text(row, "status"), text(row, "polarity")): whole(row, "count") for row in links},
        )

    def _sdg_labels(self) -> dict[str, str]:
        known = {row.sdg: row.label for row in self.sdgs()}
        return {str(sdg): known.get(sdg, "") for sdg in SDGS}

    def _fields(self) -> Matrix:
        rows = self._field_rows()
        for row in self.ask("coverage-matrix"):
            if row["sdg"] is not None:
                rows[text(row, "field_iri")][1][text(row, "sdg")] = _cell(row)
        return Matrix("field", self._sdg_labels(), _finished(rows))

    def _by_targets(self, sdg: int) -> Matrix:
        rows = self._field_rows()
        for row in self.ask("coverage-field-targets"):
            if whole(row, "sdg") == sdg:
                rows[text(row, "field_iri")][1][text(row, "target")] = _cell(row)
        columns = {row.target: row.label for row in self.targets() if row.sdg == sdg}
        return Matrix("field", columns, _finished(rows))

    def _field_rows(self) -> dict[str, tuple[FieldProfile, dict[str, Cell]]]:
        return {row.iri: (row, {}) for row in self.fields()}

    def _actors(self, kind: str) -> tuple[MatrixRow, ...]:
        from zielgraph.model.terms import Iri  # noqa: PLC0415 - only here

        rows: dict[str, MatrixRow] = {}
        cells: dict[str, dict[str, Cell]] = {}
        for row in self.ask("coverage-actors", kind=Iri(kind)):
            iri = text(row, "actor")
            found = cells.setdefault(iri, {})
            rows.setdefault(
                iri, MatrixRow(iri, "", text(row, "label"), whole(row, "carried"), found)
            )
            if row["sdg"] is not None:
                found[text(row, "sdg")] = _cell(row)
        return tuple(rows.values())

    def _principles(self) -> tuple[MatrixRow, ...]:
        rows: dict[str, MatrixRow] = {}
        cells: dict[str, dict[str, Cell]] = {}
        for row in self.ask("coverage-principles"):
            iri = text(row, "principle")
            found = cells.setdefault(iri, {})
            rows.setdefault(
                iri, MatrixRow(iri, text(row, "notation"), text(row, "title"), 1, found)
            )
            if row["sdg"] is not None:
                found[text(row, "sdg")] = _cell(row)
        return tuple(rows.values())


def text(row: Row, name: str) -> str:
    """Return a cell of a query's answer as text, empty if nothing is there."""
    value = row.get(name)
    return "" if value is None else str(value)


def whole(row: Row, name: str) -> int:
    """Return a cell of a query's answer as a whole number, 0 if nothing is there."""
    return int(text(row, name) or "0")


def _cell(row: Row) -> Cell:
    names = ("direct", "indirect", "conflicts", "stated", "judged", "unverified")
    return Cell(*(whole(row, name) for name in names))


def _finished(rows: Mapping[str, tuple[FieldProfile, dict[str, Cell]]]) -> tuple[MatrixRow, ...]:
    return tuple(
        MatrixRow(field.iri, field.notation, field.label, field.statements, cells)
        for field, cells in rows.values()
    )


def _state(name: str) -> State:
    for state in STATES:
        if state == name:
            return state
    raise ValueError(name)


def _served(targets: list[TargetRow]) -> int:
    return sum(target.state in {"direct", "indirect"} for target in targets)
