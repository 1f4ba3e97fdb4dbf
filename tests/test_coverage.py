# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The coverage: every figure is what stands behind it, in every view and every format."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zielgraph import StrategyGraph, ZielgraphError, open_graph
from zielgraph.coverage.documents import fields_csv
from zielgraph.coverage.evidence import Place, find, links_to_check
from zielgraph.coverage.matrix import Cell, MatrixRow, RowsBy
from zielgraph.coverage.shares import Share
from zielgraph.model.messages import speaking
from zielgraph.model.names import ZG

if TYPE_CHECKING:
    from pathlib import Path


SDGS = [str(number) for number in range(1, 18)]


@pytest.fixture(scope="module")
def real(real_project: Path) -> StrategyGraph:
    """Return the repository's own graph."""
    return open_graph(real_project)


def counted(graph: StrategyGraph, **values: str) -> dict[str, int]:
    """Return how many statements the query behind a figure gives, by directness."""
    found = {"direct": 0, "indirect": 0}
    for row in graph.query("coverage-statements", **values):
        found[str(row["directness_name"])] += 1
    return found


def behind(graph: StrategyGraph, place: Place) -> tuple[int, int]:
    """Return how many direct and only indirect statements the links give."""
    found = graph.evidence(place)
    direct = sum(entry.directness == "direct" for entry in found)
    return direct, len(found) - direct


def figures(graph: StrategyGraph, **values: str) -> dict[str, tuple[int, int, int]]:
    """Return what the links give by SDG and by target: direct, only indirect, in conflict."""
    found: dict[str, tuple[dict[str, str], set[str]]] = {}
    for polarity in ("supports", "conflicts"):
        for row in graph.query("coverage-links", **values, polarity=ZG + polarity):
            statement, directness = str(row["statement"]), str(row["directness"])
            for column in {str(row["number"]), str(row["target_notation"] or row["number"])}:
                best, against = found.setdefault(column, ({}, set()))
                if polarity == "conflicts":
                    against.add(statement)
                else:
                    best[statement] = min(best.get(statement, "indirect"), directness)
    return {
        column: (
            list(best.values()).count("direct"),
            list(best.values()).count("indirect"),
            len(against),
        )
        for column, (best, against) in found.items()
    }


def three(cell: Cell) -> tuple[int, int, int]:
    return cell.direct, cell.indirect, cell.conflicts


@pytest.mark.parametrize(
    ("by", "name", "step", "every"),
    [
        ("field", "field", 1, 3),
        ("actor", "actor", 6, 12),
        ("department", "actor", 1, 24),
        ("principle", "statement", 1, 3),
    ],
)
def test_every_cell_is_what_stands_behind_it(
    real: StrategyGraph, by: RowsBy, name: str, step: int, every: int
) -> None:
    """For every row and SDG the links behind are of as many statements as the cell says.

    The query of the statements has exactly as many rows; one in ``every`` filled cells is asked,
    and of the many actors one in ``step``.
    """
    filled = 0
    for row in real.coverage(by).rows[::step]:
        found = figures(real, **{name: row.iri})
        for column in SDGS:
            cell = row.cell(column)
            assert three(cell) == found.get(column, (0, 0, 0)), (row.label, column)
            assert cell.direct + cell.indirect <= row.statements
            if by in {"actor", "department"}:
                carried = cell.stated + cell.judged + cell.unverified
                assert carried == cell.direct + cell.indirect
            filled += bool(cell.direct or cell.indirect)
            if (cell.direct or cell.indirect) and filled % every == 0:
                rows = counted(real, **{name: row.iri, "sdg": column})
                assert rows == {"direct": cell.direct, "indirect": cell.indirect}
    assert filled > 20


def test_every_cell_of_fields_and_targets_is_what_stands_behind_it(real: StrategyGraph) -> None:
    """The same one level deeper, from one query of all cells."""
    told: dict[str, dict[str, tuple[int, ...]]] = {}
    for line in real.query("coverage-field-targets"):
        if line["target"] is not None:
            counts = tuple(int(str(line[n])) for n in ("direct", "indirect", "conflicts"))
            told.setdefault(str(line["field_iri"]), {})[str(line["target"])] = counts
    assert sum(len(cells) for cells in told.values()) > 100
    for row in real.coverage("field").rows:
        found = {c: n for c, n in figures(real, field=row.iri).items() if "." in c}
        assert found == told[row.iri]
        some = max(found, key=lambda target, cells=found: cells[target])  # type: ignore[misc]
        assert counted(real, field=row.iri, target=some) == {
            "direct": found[some][0],
            "indirect": found[some][1],
        }
    matrix = real.coverage("field", sdg=11)
    for row in matrix.rows:
        for target in matrix.columns:
            assert three(row.cell(target)) == told[row.iri].get(target, (0, 0, 0))


def test_every_sdg_and_target_is_what_stands_behind_it(real: StrategyGraph) -> None:
    """Profile and states count statements of every kind."""
    found = figures(real)
    for row in real.coverage("sdg"):
        told = (row.direct, row.indirect, row.conflicts)
        assert told == found.get(str(row.sdg), (0, 0, 0))
        assert counted(real, sdg=str(row.sdg)) == {"direct": row.direct, "indirect": row.indirect}
    for target in real.coverage("target"):
        told = (target.direct, target.indirect, target.conflicts)
        assert told == found.get(target.target, (0, 0, 0))
        assert (target.state in {"gap", "outside"}) == (told[:2] == (0, 0))
    assert behind(real, Place(target="11.2")) == found["11.2"][:2]


def test_links_without_a_match_are_no_figure(real: StrategyGraph) -> None:
    """What nothing serves has nothing behind it."""
    gap = next(row for row in real.coverage("target") if row.state == "gap")
    assert real.evidence(Place(target=gap.target)) == []
    assert real.query("coverage-statements", target=gap.target) == []


def test_directness_narrows_the_statements(real: StrategyGraph) -> None:
    """The direct and the only indirect ones together are all."""
    whole = real.query("coverage-statements", sdg="13")
    parts = [
        real.query("coverage-statements", sdg="13", directness=ZG + d)
        for d in ("direct", "indirect")
    ]
    assert sorted(str(r["statement"]) for p in parts for r in p) == sorted(
        str(r["statement"]) for r in whole
    )
    assert all(parts)


def test_summary_adds_up(real: StrategyGraph) -> None:
    """States divide the targets; each share names its whole; within and outside are apart."""
    summary = real.views().summary()
    targets = real.coverage("target")
    assert sum(summary.states.values()) == summary.targets.whole == len(targets) == 169
    served = summary.states["direct"] + summary.states["indirect"]
    assert summary.targets.part == served
    outside = sum(row.remit == "outside" for row in targets)
    assert summary.within.whole == 169 - outside
    assert summary.within.part + summary.states["gap"] == summary.within.whole
    assert len(real.views().gaps()) == summary.states["gap"]
    assert all(gap.reason for gap in real.views().gaps())
    assert summary.sdgs.whole == 17


def test_field_profiles_add_up(real: StrategyGraph) -> None:
    """Each statement of a field is direct, indirect or unlinked, and the fields have them all."""
    profiles = real.views().fields()
    for row in profiles:
        assert row.direct + row.indirect + row.unlinked == row.statements
        assert row.linked.whole == row.statements
    matrix = {row.iri: row for row in real.coverage("field").rows}
    assert [row.iri for row in profiles] == list(matrix)
    for row in profiles:
        filled = [
            c for c in SDGS if matrix[row.iri].cell(c).direct + matrix[row.iri].cell(c).indirect
        ]
        assert len(filled) == row.sdgs


def test_fields_csv_is_a_fixed_interface(real: StrategyGraph) -> None:
    """A line for each field and SDG, zeros included, in the columns that others read."""
    matrix = real.coverage("field")
    header, *lines = fields_csv(matrix).splitlines()
    assert header == "field,label,sdg,direct,indirect"
    rows = list(csv.reader(lines))
    assert [row[2] for row in rows] == SDGS * len(matrix.rows)
    asked = {
        (str(row["field"]), str(row["sdg"])): [str(row["direct"]), str(row["indirect"])]
        for row in real.query("coverage-matrix")
        if row["sdg"] is not None
    }
    assert {(r[0], r[2]): r[3:] for r in rows} == {
        (r[0], r[2]): asked.get((r[0], r[2]), ["0", "0"]) for r in rows
    }
    assert len(asked) > 100


def test_links_to_check_say_why(real: StrategyGraph) -> None:
    """Each link is there for a reason that holds."""
    found = links_to_check(real.views(), 70)
    assert found
    for link in found:
        unsure, waiting = link.confidence < 0.7, link.status == "proposed"
        assert link.why == (
            "both" if unsure and waiting else "uncertain" if unsure else "unreviewed"
        )
    assert links_to_check(real.views(), 0) == [x for x in found if x.status == "proposed"]


def test_only_the_named_version_counts(real: StrategyGraph) -> None:
    """Two versions together are not less than one; a version that is not there is an error."""
    versions = [str(row["version"]) for row in real.query("versions")]
    assert len(versions) > 1
    whole = real.views().summary().targets.part
    for version in versions:
        views = real.views(version)
        assert views.summary().targets.part <= whole
        found = figures(real, version=version)
        for row in views.sdgs():
            assert found.get(str(row.sdg), (0, 0, 0))[:2] == (row.direct, row.indirect)
    with pytest.raises(ZielgraphError):
        real.coverage("field", version="no-such-version")
    with pytest.raises(ValueError, match="planet"):
        real.coverage("planet")  # type: ignore[call-overload]


# ---- Shares and names ----


@given(st.integers(0, 500), st.integers(0, 500))
def test_shares_name_their_whole(part: int, more: int) -> None:
    """No share of nothing, no 0 or 100 per cent by rounding alone."""
    share = Share(part, part + more, "within")
    with speaking("en"):
        text = str(share)
    assert f"{part:,} of {part + more:,} targets within the remit" in text
    if part + more == 0:
        assert share.percent is None
        assert "%" not in text
    else:
        assert share.percent is not None
        assert abs(share.percent - 100 * part / (part + more)) <= 1
        assert (share.percent == 0) == (part == 0)
        assert (share.percent == 100) == (more == 0)


def test_things_are_found_by_number_name_or_end() -> None:
    """What is ambiguous or unknown is an error that says what there is."""
    rows = [
        MatrixRow("https://a.example/field/x", "1", "Wege", 1),
        MatrixRow("https://b.example/field/x", "2", "Wald", 1),
    ]
    assert find(rows, "2", "--field") is rows[1]
    assert find(rows, "wege", "--field") is rows[0]
    assert find(rows, "https://b.example/field/x", "--field") is rows[1]
    for wish, key in (
        ("x", "coverage.several"),
        ("y", "coverage.unknown"),
    ):
        with pytest.raises(ZielgraphError) as caught:
            find(rows, wish, "--field")
        assert caught.value.key == key
        assert "1, 2" in str(caught.value)
