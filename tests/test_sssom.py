# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""SDG links as SSSOM/TSV, read back as a stranger would and held against the graph."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from conftest import Program
from zielgraph.build.builder import build
from zielgraph.build.location import current_store
from zielgraph.editing.draft import Draft
from zielgraph.editing.history import revise
from zielgraph.model.messages import speaking
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.project import Project
from zielgraph.model.terms import Iri, Literal
from zielgraph.reports.sssom import EXTENSIONS, REQUIRED, graph_version, sssom_tsv
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.store.base import GraphStore

TOWN = "https://w3id.org/zielgraph/id/lindental/"
SLOTS = {
    "record_id", "subject_id", "subject_label", "subject_category", "predicate_id",
    "predicate_label", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_id", "author_label", "reviewer_id", "reviewer_label",
    "mapping_date", "review_date", "confidence", "comment",
}  # fmt: skip
"""Slots of a mapping in the schema of SSSOM 1.1 that are used here."""


class Mappings:
    """A file read by the rules of the format: metadata, prefixes, and full IRIs."""

    def __init__(self, text: str) -> None:
        """Read ``text``."""
        assert not text.startswith("\ufeff")
        lines = text.split("\n")
        end = next(i for i, line in enumerate(lines) if not line.startswith("#"))
        self.metadata: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}
        self.extensions: list[str] = []
        for line in lines[:end]:
            if found := re.fullmatch(r"#  ([A-Za-z_][\w.-]*): (\".*\")", line):
                self.prefixes[found[1]] = json.loads(found[2])
            elif found := re.fullmatch(r"#(\w+): (\".*\")", line):
                self.metadata[found[1]] = json.loads(found[2])
            elif found := re.fullmatch(r"#  - slot_name: (\w+)", line):
                self.extensions.append(found[1])
            else:
                assert re.fullmatch(
                    r"#curie_map:|#extension_definitions:|#    (property|type_hint): \".*\"", line
                )
        body = io.StringIO("\n".join(lines[end:]), newline="")
        rows = csv.reader(body, delimiter="\t", strict=True)
        self.columns = next(rows)
        self.rows = [dict(zip(self.columns, row, strict=True)) for row in rows]

    def iri(self, curie: str) -> str:
        """Return what a short form stands for."""
        prefix, _, local = curie.partition(":")
        return self.prefixes[prefix] + local


def export(project: Project, status: str | None = None) -> Mappings:
    """Export and read back."""
    return Mappings(sssom_tsv(project, current_store(project), "v1", status))


def links(store: GraphStore, *statuses: str) -> dict[str, tuple[str, ...]]:
    """Return subject, polarity, SDG item, directness and status of links, from the data."""
    found = store.query(
        f"PREFIX zg: <{ZG}> SELECT ?link ?s ?polarity ?o ?direct ?status WHERE {{"
        " ?link a zg:SdgLink ; zg:statement ?s ; zg:polarity ?polarity ; zg:sdgItem ?o ;"
        " zg:directness ?direct ; zg:status ?status }"
    )
    assert isinstance(found, Table)
    rows = [tuple(str(cell).removeprefix(ZG) for cell in row) for row in found.rows]
    return {row[0]: row[1:] for row in rows if row[5] in statuses}


def check_against_graph(mappings: Mappings, wanted: dict[str, tuple[str, ...]]) -> None:
    """Every link is there once, and every row says what the graph says."""
    assert set(REQUIRED) <= set(mappings.columns)
    assert set(mappings.columns) <= SLOTS | set(EXTENSIONS)
    assert set(mappings.columns) - SLOTS == set(mappings.extensions)
    predicates = {"supports": "contributesTo", "conflicts": "conflictsWith"}
    seen = set()
    for row in mappings.rows:
        assert all(row[name] for name in REQUIRED)
        link = mappings.iri(row["record_id"])
        subject, polarity, item, directness, status = wanted[link]
        assert mappings.iri(row["subject_id"]) == subject
        assert mappings.iri(row["predicate_id"]) == ZG + predicates[polarity]
        assert mappings.iri(row["object_id"]) == item
        assert (row["directness"], row["review_status"]) == (directness, status)
        assert row.get("predicate_modifier", "") == ("Not" if status == "rejected" else "")
        assert re.fullmatch(r"semapv:[A-Z]\w+", row["mapping_justification"])
        assert 0 <= float(row["confidence"]) <= 1
        date.fromisoformat(row["mapping_date"])
        for name in ("author_id", "reviewer_id"):
            for curie in filter(None, row.get(name, "").split("|")):
                assert mappings.iri(curie).startswith("http")
        if row.get("review_date"):
            date.fromisoformat(row["review_date"])
            assert row["reviewer_id"]
        seen.add(link)
    assert seen == set(wanted)
    assert len(mappings.rows) == len(wanted)


def test_the_counties_links(real_project: Path) -> None:
    """All accepted links of the real strategy, conflicts told apart, programs not called people."""
    project = Project(real_project)
    mappings = export(project)
    wanted = links(current_store(project), "accepted", "confirmed")
    check_against_graph(mappings, wanted)
    assert len(wanted) > 500
    assert {row["mapping_justification"] for row in mappings.rows} == {"semapv:UnspecifiedMatching"}
    assert {row["predicate_id"] for row in mappings.rows} == {
        "zg:contributesTo",
        "zg:conflictsWith",
    }
    assert mappings.metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert mappings.metadata["mapping_set_id"].startswith("https://")
    assert mappings.prefixes["sdg"] == PREFIXES["sdg"]
    assert all(any(row[name] for row in mappings.rows) for name in mappings.columns)
    rejected = export(project, "rejected")
    check_against_graph(rejected, links(current_store(project), "rejected"))
    assert rejected.metadata["mapping_set_id"] != mappings.metadata["mapping_set_id"]


def test_review_shows_and_cells_stay_whole(quick: Project) -> None:
    """Reviewer and date appear; tabs, line ends, quotes, pipes and formulas come back whole."""
    text = '=HYPERLINK("x")\tTab\nZeile\r\n\'quote\' "zwei" | Strich \\ Ende'
    link = Iri(TOWN + "link-solar")
    reason = Iri(ZG + "justification")
    draft = Draft(quick)
    kept = [t for t in draft.triples(link) if t[1] != reason]
    after = [*kept, (link, reason, Literal(text, "de")), (link, reason, Literal("@SUM(1)", "en"))]
    when = datetime(2027, 1, 2, tzinfo=UTC)
    revise(draft, link, after, who='Amt | "für" Klima', when=when)
    draft.write()
    build(quick)
    mappings = export(quick)
    check_against_graph(mappings, links(current_store(quick), "accepted", "confirmed"))
    row = next(r for r in mappings.rows if mappings.iri(r["record_id"]) == str(link))
    assert row["comment"] == text
    assert row["reviewer_label"] == 'Amt \\| "für" Klima'
    assert row["review_date"] == "2027-01-02"
    assert mappings.metadata["publication_date"] == "2027-01-02"
    with speaking("en"):
        english = export(quick)
    assert "@SUM(1)" in {r["comment"] for r in english.rows}
    assert {"contributes to"} <= {r["predicate_label"] for r in english.rows}


def test_people_are_called_curators(quick: Project) -> None:
    """Where an author is no program, the justification is manual curation."""
    mappings = export(quick)
    assert {row["mapping_justification"] for row in mappings.rows} == {
        "semapv:ManualMappingCuration"
    }


def test_nothing_to_export_is_a_valid_file(quick: Project) -> None:
    """A status without links gives metadata and the required columns."""
    mappings = export(quick, "proposed")
    assert mappings.rows == []
    assert tuple(mappings.columns) == REQUIRED
    assert {"license", "mapping_set_id"} <= set(mappings.metadata)


def test_prefixes_never_mean_two_things(quick: Project) -> None:
    """Under a base of one's own every short form still leads to one IRI."""
    project = Project(quick.root, "https://daten.example/id/zg/")
    build(project)
    mappings = export(project)
    check_against_graph(mappings, links(current_store(project), "accepted", "confirmed"))
    assert len(set(mappings.prefixes.values())) == len(mappings.prefixes)
    assert mappings.prefixes["zg"] == ZG


def test_the_command(quick: Project, tmp_path: Path) -> None:
    """The same bytes each time, with the version of the graph; --status is for sssom alone."""
    program = Program(quick.root)
    file = tmp_path / "links.sssom.tsv"
    done = program("export", "--format", "sssom", "--output", file)
    assert done.code == 0, done.err
    text = file.read_bytes().decode()
    assert program("export", "--format", "sssom").out == text
    assert Mappings(text).metadata["mapping_set_version"] == graph_version(quick)
    wrong = program("export", "--status", "accepted", lang="en")
    assert wrong.code == 2
    assert "sssom" in wrong.err
    assert program("export", "--format", "sssom", "--status", "odd").code == 2


@pytest.mark.parametrize("broken", ["", "[]", "{}"])
def test_a_broken_summary_is_named(quick: Project, broken: str) -> None:
    """A damaged build is an error with its path, not a traceback."""
    (quick.build / "current" / "build.json").write_text(broken, "utf-8")
    done = Program(quick.root)("export", "--format", "sssom")
    assert done.code == 2
    assert "build.json" in done.err
    assert "Traceback" not in done.err
