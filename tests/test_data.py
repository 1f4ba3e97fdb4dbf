# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The strategy of Kreis Coesfeld in the graph: complete, in our own words, as the papers say."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

import networkx
import pytest

from conftest import ROOT, Program, shared_folder
from zielgraph import open_graph

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.graph import StrategyGraph
    from zielgraph.store.base import Row

V2025 = "https://w3id.org/zielgraph/id/coesfeld/version/ziele-2025-entwurf-2"
BULLETS = {
    "B.I.a": 8, "B.I.b": 4, "B.II": 7, "B.III": 6, "B.IV": 11, "B.V": 9, "B.VI.a": 6,
    "B.VI.b": 8, "B.VII": 14, "B.VIII": 12, "B.IX": 10, "B.X": 10, "B.XI": 6, "B.XII": 8,
    "B.XIII": 9, "B.XIV": 6,
}  # fmt: skip
FIELDS = [f"B.{n}" for n in "I II III IV V VI VII VIII IX X XI XII XIII XIV".split()]  # noqa: SIM905


@pytest.fixture(scope="module")
def graph(real_project: Path) -> StrategyGraph:
    return open_graph(real_project)


def texts(rows: list[Row]) -> list[dict[str, str]]:
    return [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]


def table(real_project: Path, name: str) -> list[dict[str, str]]:
    """Read a query as other programs do: CSV from the command line."""
    done = Program(real_project)("query", name, "--format", "csv")
    assert done.code == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out)))


def test_counts_of_the_papers(graph: StrategyGraph) -> None:
    """Five principles, 14 fields, 16 aims, 134 goals, two comments; and the Leitbild."""
    counted = {
        (row["version"].rsplit("/", 1)[-1], row["class"].rsplit("#", 1)[-1]): int(row["count"])
        for row in texts(graph.query("statement-counts"))
    }
    draft, leitbild = "ziele-2025-entwurf-2", "leitbild-2019"
    assert counted[draft, "Principle"] == 5
    assert counted[draft, "StrategicField"] == 14
    assert counted[draft, "GuidingAim"] == 16
    assert counted[draft, "Goal"] == 134
    assert counted[draft, "Comment"] == 2
    assert counted[leitbild, "Principle"] == 4
    assert counted[leitbild, "Goal"] == 4
    assert counted[leitbild, "Commitment"] == 1
    steps = {row["measure"] for row in texts(graph.query("measures")) if row["kind"] == "step"}
    assert len(steps) == 6


def test_goals_have_the_fixed_columns_and_numbers(real_project: Path) -> None:
    """Other programs rely on these columns; each bullet of each section has its number."""
    rows = table(real_project, "goals")
    assert list(rows[0]) == ["notation", "goal", "kind", "field", "title_de", "title_en"]
    printed = [row["notation"] for row in rows if row["notation"].startswith("B.")]
    assert len(printed) == len(set(printed)) == 134
    assert Counter(number.rsplit(".", 1)[0] for number in printed) == BULLETS
    wanted = {f"{section}.{n}" for section, count in BULLETS.items() for n in range(1, count + 1)}
    assert set(printed) == wanted
    assert {row["field"] for row in rows if row["notation"].startswith("B.")} == set(FIELDS)
    leitbild = {row["notation"]: row["kind"] for row in rows if row["notation"].startswith("L.")}
    assert leitbild == dict.fromkeys(["L.Z1", "L.Z2", "L.Z3", "L.Z4"], "goal") | {
        "L.Q1": "commitment"
    }


def test_links_have_the_fixed_columns_and_values(real_project: Path) -> None:
    """Every statement is linked; the values are the agreed words; nothing is confirmed."""
    rows = table(real_project, "goal-sdg-links")
    assert list(rows[0]) == [
        "notation", "statement", "kind", "sdg", "target", "directness", "polarity",
        "confidence", "basis", "status",
    ]  # fmt: skip
    assert {row["kind"] for row in rows} == {"principle", "aim", "goal", "commitment", "measure"}
    assert {row["sdg"] for row in rows} <= {str(n) for n in range(1, 18)}
    assert all(re.fullmatch(r"(\d+\.(\d+|[a-d]))?", row["target"]) for row in rows)
    assert {row["directness"] for row in rows} == {"direct", "indirect"}
    assert {row["polarity"] for row in rows} == {"supports", "conflicts"}
    assert {row["basis"] for row in rows} == {"judged"}
    assert {row["status"] for row in rows} == {"accepted", "rejected"}
    accepted = [row for row in rows if row["status"] == "accepted"]
    statements = {row["statement"] for row in accepted}
    everything = {row["goal"] for row in table(real_project, "goals")}
    everything |= {row["measure"] for row in table(real_project, "measures")}
    assert everything <= statements
    per_goal = Counter(
        (row["statement"], row["sdg"])
        for row in accepted
        if row["kind"] == "goal" and row["directness"] == "direct" and row["polarity"] == "supports"
    )
    directs = Counter(statement for statement, _ in per_goal)
    assert max(directs.values()) <= 2, "a goal serves one or two SDGs directly"


def test_dependencies_have_the_fixed_columns_and_reach_every_field(real_project: Path) -> None:
    """Every field appears, conflicts too, and stated is told from judged."""
    rows = table(real_project, "dependencies")
    assert list(rows[0]) == ["from", "to", "from_field", "to_field", "kind", "strength", "basis"]
    reached = {row["from_field"] for row in rows} | {row["to_field"] for row in rows}
    assert set(FIELDS) <= reached
    kinds = Counter(row["kind"] for row in rows)
    assert set(kinds) == {"supports", "requires", "conflicts", "sharesResource"}
    assert kinds["conflicts"] >= 10
    assert {row["basis"] for row in rows} == {"stated", "judged"}
    assert {row["strength"] for row in rows} == {"1", "2", "3"}


def test_mobility_climate_participation_is_walkable(graph: StrategyGraph) -> None:
    """From a mobility goal through a climate goal to participation, evidence at each step."""
    base = "https://w3id.org/zielgraph/id/coesfeld/field/"
    rows = texts(
        graph.query(
            "paths-between-fields",
            **{"from": base + "mobilitaet", "via": base + "klima", "to": base + "teilhabe"},
        )
    )
    assert rows
    assert all(row["evidence_1"] and row["evidence_2"] for row in rows)
    assert all(row["justification_1"] and row["justification_2"] for row in rows)
    steps = {(row["first"], row["middle"], row["last"]) for row in rows}
    assert ("B.X.3", "B.VIII.9", "B.VI.b") in steps, "the picture in README shows this path"
    links = {
        (row["notation"], row["target"], row["directness"])
        for row in texts(graph.query("goal-sdg-links"))
    }
    assert {
        ("B.X.3", "13.2", "direct"),
        ("B.VIII.9", "11.2", "direct"),
        ("B.VI.b", "10.2", "direct"),
    } <= links
    walked = graph.to_networkx().to_undirected()
    assert networkx.number_of_nodes(walked) > 100


def test_actors_have_the_fixed_columns_and_the_named_bodies(real_project: Path) -> None:
    """Who the papers name is there; a responsible function is judged, never stated."""
    rows = table(real_project, "actors")
    assert list(rows[0]) == ["notation", "actor", "label_de", "kind", "role", "basis"]
    names = {row["actor"].rsplit("/", 1)[-1] for row in rows}
    assert {
        "wfc", "gfc", "wbc", "jobcenter", "polizei", "kreisverkehrswacht", "zdi", "euregio",
        "ostprignitz-ruppin", "teilhabebeirat", "bezirksregierung-muenster", "agfs",
        "freie-wohlfahrtspflege",
    } <= names  # fmt: skip
    assert {row["basis"] for row in rows if row["kind"] == "department"} == {"judged"}
    judged = {
        row["notation"]
        for row in rows
        if row["kind"] == "department" and row["role"] == "responsible"
    }
    goals = {row["notation"] for row in table(real_project, "goals")}
    assert goals <= judged


def test_municipalities_and_their_keys(graph: StrategyGraph) -> None:
    """The eleven municipalities carry their official keys, in steps of four."""
    result = graph.sparql(
        "SELECT ?key WHERE { ?m a <https://w3id.org/zielgraph/ontology#Municipality> ;"
        " <https://w3id.org/zielgraph/ontology#officialKey> ?key } ORDER BY ?key"
    )
    keys = [str(row[0]) for row in result.rows]  # type: ignore[union-attr]
    assert keys == [f"05558{number:03d}" for number in range(4, 45, 4)]


def test_comments_sit_on_what_they_are_about(graph: StrategyGraph) -> None:
    """THB1 was printed in A.IV but asks about A.II; THB2 asks about the career goal."""
    placed = {row["notation"]: row["on"] for row in texts(graph.query("comments"))}
    assert placed == {"THB1": "A.II", "THB2": "B.VI.a.4"}


def test_milestones_of_the_paper(graph: StrategyGraph) -> None:
    """The dates and thresholds that the paper names."""
    rows = texts(graph.query("milestones"))
    assert {("2035", "B.VIII.2"), ("2040", "B.VIII.1"), ("2019", "L.H1")} <= {
        (row["year"], row["notation"]) for row in rows
    }
    assert {("7000000", "B.VIII.6"), ("8", "B.IV.2")} <= {
        (row["value"], row["notation"]) for row in rows
    }


def test_carry_over_from_the_leitbild(graph: StrategyGraph) -> None:
    """One goal of 2019 came back nearly word for word in field III of 2025."""
    rows = texts(graph.query("carry-overs"))
    assert ("L.Z3", "B.III", "verbatim") in {
        (row["earlier_notation"], row["later_notation"], row["kind"]) for row in rows
    }


def test_every_statement_is_described(graph: StrategyGraph) -> None:
    """Principles, aims, goals and measures have texts, passage, topic and target group."""
    missing = graph.sparql(
        """
        PREFIX zg: <https://w3id.org/zielgraph/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?statement ?what WHERE {
          ?statement a zg:Statement .
          VALUES (?property ?what) {
            (skos:prefLabel "title") (zg:summary "summary") (zg:passage "passage")
            (zg:topic "topic") (zg:targetGroup "target group")
          }
          MINUS { ?statement ?property ?value }
        } ORDER BY ?statement"""
    )
    assert missing.rows == []  # type: ignore[union-attr]


def test_sdg_catalogue_is_complete(graph: StrategyGraph) -> None:
    """17 goals with colours, 169 targets, and every indicator with its target."""
    counts = graph.sparql(
        "PREFIX s: <http://metadata.un.org/sdg/ontology#> "
        "PREFIX zg: <https://w3id.org/zielgraph/ontology#> "
        "SELECT (COUNT(DISTINCT ?g) AS ?goals) (COUNT(DISTINCT ?t) AS ?targets) WHERE "
        "{ ?t a s:Target ; s:isTargetOf ?g ; zg:summary ?a , ?b . ?g zg:colour ?c "
        "FILTER(LANG(?a) = 'de' && LANG(?b) = 'en') }"
    )
    assert [str(cell) for cell in counts.rows[0]] == ["17", "169"]  # type: ignore[union-attr]


def test_every_target_has_one_of_four_states(graph: StrategyGraph) -> None:
    """169 targets, each judged; what is outside a county's remit is never called a gap."""
    states = {row["target"]: row["state"] for row in texts(graph.query("coverage-targets"))}
    assert len(states) == 169
    assert set(states.values()) == {"direct", "indirect", "gap", "outside"}
    remit = {row["target"]: row["remit_name"] for row in texts(graph.query("remit"))}
    assert set(remit) == set(states)
    gaps = {row["target"] for row in texts(graph.query("gaps"))}
    assert gaps == {target for target, state in states.items() if state == "gap"}
    assert {remit[target] for target in gaps} == {"withinRemit"}


def test_papers_agree_bullet_by_bullet(real_project: Path) -> None:
    """Every bullet of the user's copies is found exactly once, and nothing else differs."""
    papers = sorted((shared_folder() / "seeds").glob("*.txt"))
    done = Program(real_project)("sources", "check", *papers, lang="en")
    assert done.code == 0, done.out
    assert "134 bullets" in done.out
    assert done.out.count(" 0 differences") == 2


def test_a_typing_error_and_a_lost_bullet_are_found(real_project: Path, tmp_path: Path) -> None:
    """One changed letter, one deleted bullet: each named by number and line."""
    source = next((shared_folder() / "seeds").glob("000_*.txt"))
    lines = source.read_text("utf-8").split("\n")
    typo = next(i for i, line in enumerate(lines) if "Velorouten-Netzes" in line)
    lines[typo] = lines[typo].replace("Velorouten", "Velorutten")
    lost = next(i for i, line in enumerate(lines) if line.startswith("- Der KlimaPakt"))
    del lines[lost]
    copy = tmp_path / "copy.txt"
    copy.write_text("\n".join(lines), "utf-8")
    done = Program(real_project)("sources", "check", copy, lang="en")
    assert done.code == 1
    assert re.search(r"B\.X\.5 .*another wording", done.out)
    assert re.search(r"B\.VIII\.5 is in the graph but not", done.out)


def test_official_wording_is_not_in_the_repository() -> None:
    """No run of seven words of the papers stands in data, ontology, shapes or queries."""
    seeds = (shared_folder() / "seeds").glob("*.txt")

    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    known: set[tuple[str, ...]] = set()
    for seed in seeds:
        paper = words(re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), seed.read_text()))
        known |= {tuple(paper[i : i + 7]) for i in range(len(paper) - 6)}
    copied = []
    for part in ("data", "ontology", "shapes", "queries"):
        for path in (ROOT / part).rglob("*.ttl"):
            for text in re.findall(r'"((?:[^"\\]|\\.)*)"@de', path.read_text("utf-8")):
                ours = words(text)
                copied += [
                    (path.name, text)
                    for i in range(len(ours) - 6)
                    if tuple(ours[i : i + 7]) in known
                ]
    assert copied == []
