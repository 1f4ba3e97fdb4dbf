# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A town that does not exist, with a paper of its own making, works without a line of Python.

``second_strategy/stadt-musterau`` is a strategy folder as a user would add it: other IRIs,
other prefixes, other numbers, headings in Danish, no sub-fields. ``paper.txt`` is the paper
that it describes.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zielgraph.ingest.reading import read_paper
from zielgraph.ingest.segments import segment
from zielgraph.model.names import PREFIXES
from zielgraph.model.strategy import read_manifest
from zielgraph.store.turtle import canonical_turtle, read_turtle

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent / "second_strategy"
FOLDER = HERE / "stadt-musterau"
PAPER = HERE / "paper.txt"
BASE = "https://daten.musterau.example/id/"
VERSION = BASE + "fassung/2024-ratsbeschluss"
FIRST_BASE = "https://w3id.org/zielgraph/id/coesfeld/"
QUERIES = sorted(path.stem for path in (HERE / "expected").glob("*.csv"))
WORDINGS = "SELECT ?s ?w WHERE { ?s <https://w3id.org/zielgraph/ontology#wording> ?w } ORDER BY ?s"

# (field, SDG): goals and aims that serve it directly, and only indirectly. What is only
# proposed (10.2 and 12.5), rejected (11.2 of 2.2), a conflict (13.2), of a principle or of a
# measure does not count.
COVERAGE = {
    ("1", 3): (0, 1),
    ("1", 9): (1, 0),
    ("1", 11): (3, 0),
    ("2", 4): (1, 0),
    ("2", 7): (1, 0),
    ("2", 13): (0, 1),
}


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder and the program working in it."""

    folder: Path

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the program as a user does, in German."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("ZIELGRAPH_")}
        return subprocess.run(
            [str(Path(sys.executable).parent / "zielgraph"), *map(str, arguments)],
            cwd=self.folder,
            env=inherited | {"ZIELGRAPH_LANG": "de"},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    def rows(self, *arguments: str) -> list[dict[str, str]]:
        """Run a command that answers in CSV and return its rows."""
        done = self.run(*arguments, "--format", "csv")
        assert done.returncode == 0, done.stderr
        return list(csv.DictReader(io.StringIO(done.stdout)))


def make_project(folder: Path, *strategies: Path) -> Project:
    """Make and build a project of the repository's knowledge and ``strategies``."""
    for part in ("ontology", "shapes", "queries", "data/sdg", "data/inkar", "data/vocabulary"):
        shutil.copytree(ROOT / part, folder / part)
    for strategy in strategies:
        shutil.copytree(strategy, folder / "data" / strategy.name)
    project = Project(folder)
    done = project.run("build")
    assert done.returncode == 0, done.stderr
    assert "Verstöße: 0," in done.stdout
    return project


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a built project with the invented town only."""
    return make_project(tmp_path_factory.mktemp("town") / "project", FOLDER)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a built project with the repository's strategy and the invented town."""
    folder = tmp_path_factory.mktemp("both") / "project"
    return make_project(folder, ROOT / "data" / "coesfeld", FOLDER)


@pytest.fixture
def altered(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a copy of the paper with texts replaced."""

    def alter(*changes: tuple[str, str]) -> Path:
        text = PAPER.read_text("utf-8")
        for number, (old, _) in enumerate(changes):
            assert text.count(old) == 1, old
            text = text.replace(old, f"<<{number}>>")
        for number, (_, new) in enumerate(changes):
            text = text.replace(f"<<{number}>>", new)
        copy = tmp_path / "kopie.txt"
        copy.write_text(text, "utf-8")
        return copy

    return alter


def expected(name: str) -> list[dict[str, str]]:
    """Return the rows that a query must give for the town alone."""
    with (HERE / "expected" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def coverage(project: Project) -> dict[tuple[str, int], tuple[int, int]]:
    """Return the cells of the coverage matrix by field and SDG, each exactly once."""
    cells = {}
    for row in project.rows("coverage"):
        place = row["field"], int(row["sdg"])
        assert place not in cells
        cells[place] = int(row["direct"]), int(row["indirect"])
    return cells


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ttl")), ids=lambda path: path.name)
def test_turtle_is_canonical(path: Path) -> None:
    """Else the diff of the next change shows lines that nobody changed."""
    text = path.read_text("utf-8")
    assert text == canonical_turtle(text), f"run: zielgraph fmt {path}"


def test_recorded_places_are_those_of_the_paper() -> None:
    """Else evidence points to the wrong words, and readers check the wrong sentence."""
    properties = ["section", "rangeStart", "rangeEnd", "bulletNumber", "textHash", "notation"]
    parts = ["section", "start", "end", "number", "hash", "notation"]
    recorded: dict[str, dict[str, str]] = {}
    for subject, predicate, value in read_turtle(FOLDER / "fundorte.ttl").triples:
        local = predicate.value.rsplit("#", 1)[-1]
        recorded.setdefault(str(subject), {})[local] = str(value)
    ours = {tuple(fields.get(name, "0") for name in properties) for fields in recorded.values()}
    found = {
        tuple(str(getattr(piece, part)) for part in parts)
        for piece in segment(read_paper(PAPER), read_manifest(FOLDER).papers[0])
        if piece.notation != "G"  # the heading above the principle is no field
    }
    assert ours == found
    assert len(found) == len(recorded) == 13


@pytest.mark.parametrize("name", QUERIES)
def test_queries_answer_for_the_town(town: Project, name: str) -> None:
    """Else a town with other numbers and IRIs gets empty or wrong tables."""
    assert town.rows("query", name) == expected(name)


def test_coverage_of_the_town(town: Project) -> None:
    """Else the council sees contributions that nobody accepted, or misses some."""
    cells = coverage(town)
    assert {place: cell for place, cell in cells.items() if cell != (0, 0)} == COVERAGE
    assert set(cells) == {(field, sdg) for field in "12" for sdg in range(1, 18)}


def test_coverage_speaks_of_no_county(town: Project) -> None:
    """Else a town reads that the county had confirmed its links."""
    done = town.run("coverage")
    assert done.returncode == 0, done.stderr
    assert "Unterwegs in der Stadt" in done.stdout
    assert not re.search(r"\bKreis", done.stdout)


def test_paper_agrees(town: Project) -> None:
    """Else a hyphen, a page end or a margin note in the user's copy passes for a change."""
    done = town.run("sources", "check", PAPER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == (
        f"{PAPER}: Fassung 2024-ratsbeschluss: 6 Aufzählungspunkte und 7 weitere Stellen "
        "stimmen überein, 0 Abweichungen.\n"
    )


def test_paper_in_other_clothes_agrees(town: Project, altered: Callable[..., Path]) -> None:
    """Else a copy saved on Windows, or with another line length, is called another paper."""
    copy = altered(
        ("Rad-\nwege", "Radwege"),
        ("„Sonnendächer“", '"Sonnendächer"'),
        ("\fFælles", "Fælles"),
        ("E-\nBike", "E\u2011Bike"),
    )
    copy.write_bytes(copy.read_text("utf-8").replace("\n", "\r\n").encode("utf-8-sig"))
    done = town.run("sources", "check", copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 Aufzählungspunkte und 7 weitere Stellen stimmen überein" in done.stdout


LAST = """3. Vereine und Volkshochschule zeigen, wie man Dinge repariert. Immer am
1. Samstag im Monat öffnet dafür das Reparatur-Café im Schulzentrum.
"""
FIRST = """1a) Ein lückenloses Netz sicherer Rad-
wege verbindet bis 2035 alle Ortsteile. Die Stadt schreibt den Radnetzplan
fort und berichtet jeweils zum
3. März über den Stand.
"""
OTHER = "hat anderen Wortlaut als erfasst"
CHANGES: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "changed word": (
        [("Hafen besser an", "Bahnhof besser an")],
        [f":44: Ziel 1c (Abschnitt 1, Punkt 3) {OTHER}; erfasst sind 92 Zeichen, gefunden 94."],
    ),
    "changed word after margin note and page end": (
        [("stuhl oder Kinder", "stuhl und Kinder")],
        [f":31: Ziel 1b (Abschnitt 1, Punkt 2) {OTHER}; erfasst sind 157 Zeichen, gefunden 156."],
    ),
    "changed measure": (
        [("Wer mietet", "Wer pachtet")],
        [f":56: 2.1.2 (Abschnitt 2, Punkt –) {OTHER}; erfasst sind 53 Zeichen, gefunden 54."],
    ),
    "changed heading": (
        [("På vej i byen\n\n", "Ud af byen\n\n")],
        [f":21: 1 (Abschnitt 1, Punkt –) {OTHER}; erfasst sind 13 Zeichen, gefunden 10."],
    ),
    "changed margin note": (
        [("stellen auch Bänke", "stellen noch Bänke")],
        [f":34: SB1 (Abschnitt 1, Punkt –) {OTHER}; erfasst sind 79 Zeichen, gefunden 79."],
    ),
    "first bullet deleted": (
        [(FIRST, "")],
        [f":23: Ziel 1a steht im Graphen, aber nicht im Papier: <{BASE}ziel/radnetz>"],
    ),
    "last bullet deleted": (
        [(LAST, "")],
        [f":59: 2.3 steht im Graphen, aber nicht im Papier: <{BASE}ziel/reparieren>"],
    ),
    "bullet added": (
        [("Hafen besser an\n", "Hafen besser an\n\n1d) Die Stadt pflanzt Bäume.\n")],
        [":47: Ziel 1d (Abschnitt 1, Punkt 4) fehlt im Graphen: „Die Stadt pflanzt Bäume.“"],
    ),
    "bullet added without a number": (
        [(LAST, LAST + "\nDie Stadt pflanzt Bäume.\n")],
        [":69: 2.? (Abschnitt 2, Punkt 4) fehlt im Graphen: „Die Stadt pflanzt Bäume.“"],
    ),
    "copy of a bullet added before it": (
        [(LAST, f"9{LAST[1:]}\n{LAST}")],
        [f":66: 2.9 (Abschnitt 2, Punkt 3) fehlt im Graphen: „{' '.join(LAST.split())[3:83]}“"],
    ),
    "two bullets swapped": (
        [("1a)", "1c)"), ("1c)", "1a)")],
        [
            ":26: Ziel 1c (Abschnitt 1, Punkt 1) ist im Graphen als Ziel 1a erfasst.",
            ":44: Ziel 1a (Abschnitt 1, Punkt 3) ist im Graphen als Ziel 1c erfasst.",
        ],
    ),
    "two bullets swapped across the fields": (
        [("1c) ", "1. "), ("1. Auf", "1c) Auf")],
        [
            ":44: 1.1 (Abschnitt 1, Punkt 3) ist im Graphen als Ziel 1c erfasst.",
            ":50: Ziel 1c (Abschnitt 2, Punkt 1) ist im Graphen als 2.1 erfasst.",
        ],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_the_paper_is_reported(
    town: Project, altered: Callable[..., Path], change: str
) -> None:
    """Else a typo or a lost goal goes unseen, or an untouched goal is accused."""
    replacements, differences = CHANGES[change]
    copy = altered(*replacements)
    done = town.run("sources", "check", copy)
    assert done.returncode == 1, done.stdout + done.stderr
    *found, summary = done.stdout.splitlines()
    found = [line.partition(" Für die Fundstelle: ")[0] for line in found]
    assert found == [f"{copy}{difference}" for difference in differences]
    assert summary.endswith(f"{len(differences)} Abweichungen.")


def test_wording_is_attached_where_it_agrees(
    town: Project, altered: Callable[..., Path], tmp_path: Path
) -> None:
    """Else readers see no wording, or one that is not the council's."""
    project = Project(shutil.copytree(town.folder, tmp_path / "project", symlinks=True))
    assert project.rows("sparql", WORDINGS) == []
    copy = altered(("Wer mietet", "Wer pachtet"))
    done = project.run("build", "--wording", copy)
    assert done.returncode == 0, done.stderr
    assert f"{copy}:56: 2.1.2 (Abschnitt 2, Punkt –) {OTHER}" in done.stderr
    assert "Wortlaut von 9 Aussagen übernommen, 1 Abweichungen." in done.stderr
    wordings = {row["s"].removeprefix(BASE): row["w"] for row in project.rows("sparql", WORDINGS)}
    goals = "haltestellen kitas radnetz reparieren sonnendaecher westspange"
    assert set(wordings) == {
        "satz/fragen",
        "leitgedanke/unterwegs",
        "massnahme/dachkataster",
        *(f"ziel/{name}" for name in goals.split()),
    }
    assert wordings["ziel/haltestellen"] == (
        "Bis 2035 sind alle Haltestellen so umgebaut, dass Menschen mit Rollstuhl oder Kinderwagen "
        "ohne Hilfe einsteigen. Mobilpunkte bündeln Bus, Leihrad und E-Bike."
    )
    assert wordings["ziel/sonnendaecher"] == (
        "Auf städtischen Dächern entstehen mindestens 500 „Sonnendächer“. "
        "Die Stadtwerke bauen und betreiben sie."
    )
    assert wordings["satz/fragen"].endswith(
        "Kinder- und Jugendfragen ebenso wie für Bau- oder Verkehrspläne."
    )


def test_both_strategies_keep_apart(both: Project, town: Project) -> None:
    """Else the goals of one body count for another."""
    for name in QUERIES:
        key = next((k for k in ("goal", "statement", "actor") if k in expected(name)[0]), "from")
        ours = {row[key] for row in expected(name)}
        mixed = both.rows("query", name)
        assert [row for row in mixed if row[key] in ours] == expected(name)
        assert len(mixed) > len(expected(name))
    assert both.rows("query", "goals", "--param", f"version={VERSION}") == expected("goals")
    cells = coverage(both)
    assert {place: cells.pop(place) for place in coverage(town)} == coverage(town)
    assert len(cells) % 17 == 0
    assert sum(direct for direct, _ in cells.values()) > 100
    across = f"""SELECT ?s ?p ?o WHERE {{
        {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{BASE}") && STRSTARTS(STR(?o), "{FIRST_BASE}")) }}
        UNION
        {{ ?s ?p ?o FILTER(STRSTARTS(STR(?o), "{BASE}") && STRSTARTS(STR(?s), "{FIRST_BASE}")) }}
    }}"""
    assert both.rows("sparql", across) == []
    done = both.run("sources", "check", PAPER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Fassung 2024-ratsbeschluss: 6 Aufzählungspunkte" in done.stdout


def test_two_towns_with_the_same_numbers_keep_apart(tmp_path: Path) -> None:
    """Else field 1 of one town hides field 1 of another, without a word."""
    twin = Path(shutil.copytree(FOLDER, tmp_path / "stadt-nebenau"))
    for path in twin.iterdir():
        text = path.read_text("utf-8").replace("musterau.example", "nebenau.example")
        path.write_text(text.replace("99999003", "99999004"), "utf-8")
    rows = make_project(tmp_path / "project", FOLDER, twin).rows("coverage")
    served = sum(int(row["direct"]) + int(row["indirect"]) for row in rows)
    assert (len(rows), served) == (2 * 2 * 17, 2 * 8)


def words_of_strategies() -> re.Pattern[str]:
    """Return what only somebody can say who knows one of the two strategies.

    Names of one word are common words ("Mobilität"), except those of municipalities.
    """
    names = {"coesfeld", "musterau", "teilhabebeirat", "05558"}
    marks: set[str] = set()
    for path in [*(ROOT / "data" / "coesfeld").rglob("*.ttl"), *FOLDER.glob("*.ttl")]:
        triples = read_turtle(path).triples
        towns = {s for s, _, o in triples if str(o) == PREFIXES["zg"] + "Municipality"}
        for subject, predicate, value in triples:
            local, text = predicate.value.rsplit("#", 1)[-1], str(value)
            if local == "prefLabel" and subject in towns:
                marks.add(text.rsplit(maxsplit=1)[-1])
            elif local == "prefLabel" and " " in text and len(text) > 11:
                names.add(text)
            elif local in {"altLabel", "officialKey", "textHash"} or (
                local == "notation" and len(text) > 2 and re.search("[A-Z]", text)
            ):
                marks.add(text)
    marks.remove("Senden")  # a municipality, but also what a program does
    assert {"wfc", "05558012", "Billerbeck", "B.X.3", "THB1", "Ziel 1a", "99999003"} <= marks
    assert {"Kreis Coesfeld", "Stadtwerke Musterau"} <= names
    any_case, as_it_is = ("|".join(map(re.escape, sorted(words))) for words in (names, marks))
    return re.compile(rf"(?<!\w)((?i:{any_case})|{as_it_is})(?!\w)")


def test_code_knows_no_strategy() -> None:
    """Else the next county finds itself editing Python."""
    words = words_of_strategies()
    found = [
        f"{path.relative_to(ROOT)}:{number}: {hit[1]}"
        for path in sorted((ROOT / "src").rglob("*"))
        if path.suffix in {".py", ".toml", ".html", ".css", ".js"}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if (hit := words.search(line))
    ]
    assert found == []
