# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Whatever people get wrong is told in a few lines, with its place, in their language.

Each mistake goes through the program as a user starts it. Exit code 2 means that the work
could not be done, 1 that the data has findings. The last built graph stays as it was.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from conftest import Program
from zielgraph.build.location import CURRENT, DATASET

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Outcome
    from zielgraph.model.project import Project

STRATEGY = "data/lindental/strategy.ttl"
NEW = "data/lindental/new.ttl"
HEAD = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ex: <https://w3id.org/zielgraph/id/lindental/>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

"""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that people get wrong.

    :param file: where it is.
    :param old: what is replaced in that file; empty if the file is new.
    :param new: what stands there instead.
    :param places: what the message names: file, line, suggestion; after a colon in both
        languages the same.
    """

    file: str
    old: str
    new: str | bytes
    places: tuple[str, ...]


UNREADABLE = {
    "broken Turtle": Mistake(NEW, "", HEAD + "ex:x a zg:Goal\nex:y a zg:Goal .\n", (f"{NEW}:9:",)),
    "string without end": Mistake(NEW, "", HEAD + 'ex:x skos:note "a\n.\n', (f"{NEW}:8:",)),
    "undeclared prefix": Mistake(
        NEW, "", HEAD + "ex:x a zg:Goal ;\n  dc:title 1 .", (f"{NEW}:9:",)
    ),
    "wrong namespace": Mistake(
        NEW,
        "",
        "\nPREFIX skos: <http://www.w3.org/2008/05/skos#>\n<x:a> skos:prefLabel 1 .",
        (f"{NEW}:2:", "skos:", "<http://www.w3.org/2004/02/skos/core#>"),
    ),
    "unknown class": Mistake(
        STRATEGY,
        "ex:goal-solar\n    a zg:Goal",
        "ex:goal-solar\n    a zg:Gaol",
        (f"{STRATEGY}:", "zg:Gaol", "zg:Goal"),
    ),
    "unknown property": Mistake(
        NEW, "", HEAD + "ex:x zg:evidnce ex:y .", (f"{NEW}:8:", "zg:evidnce", "zg:evidence")
    ),
    "IRI with a space": Mistake(NEW, "", "<https://a b/c> a <x:d> .", (f"{NEW}:1:",)),
    "relative IRI": Mistake(NEW, "", "\n<ziel> a <x:d> .", (f"{NEW}:2:",)),
    "statement in a statement": Mistake(
        NEW, "", "<x:a> <x:b> <<( <x:a> <x:b> 1 )>> .", (f"{NEW}:1:",)
    ),
    "empty file": Mistake(NEW, "", "", (f"{NEW}:",)),
    "only a comment": Mistake(NEW, "", "# soon\n", (f"{NEW}:",)),
    "binary file": Mistake(NEW, "", b"PK\x03\x04\n\x00\xff\xfe" * 99, (f"{NEW}:",)),
    "Latin-1": Mistake(NEW, "", "# Straße\n# Höhe\n".encode("latin-1"), (f"{NEW}:1:",)),
    "broken ontology": Mistake(
        "ontology/core.ttl", "a owl:Class", "a owl:Class ]", ("ontology/core.ttl:",)
    ),
    "broken shapes": Mistake(
        "shapes/statements.ttl", "sh:path", "sh:path ]", ("shapes/statements.ttl:",)
    ),
    "wrong shape": Mistake("shapes/statements.ttl", "SELECT", "SELCT", ()),
}
VIOLATIONS = {
    "unknown target": Mistake(
        STRATEGY,
        "zg:sdgItem sdg:11.7",
        "zg:sdgItem sdg:11.99",
        (f"{STRATEGY}:", "link-solar-spaces", "sdg/11.99"),
    ),
    "missing language": Mistake(
        STRATEGY, ' ,\n        "expand solar power"@en', "", (f"{STRATEGY}:", "R01", "goal-solar")
    ),
    "two goals with one notation": Mistake(
        STRATEGY, 'skos:notation "B.II.a.1"', 'skos:notation "B.I.1"', (f"{STRATEGY}:", "R13")
    ),
    "no justification": Mistake(
        STRATEGY,
        'zg:justification\n        "Der Beitrag zu 11.7 ergibt sich aus dem Inhalt."@de ,\n'
        '        "The contribution to 11.7 follows from the content."@en ;',
        "",
        (f"{STRATEGY}:", "link-solar-spaces"),
    ),
    "no date": Mistake(
        STRATEGY,
        'dcterms:issued "2026-03-10"^^xsd:date',
        'dcterms:issued "2026-13-45"^^xsd:date',
        (f"{STRATEGY}:", "version-2026"),
    ),
    "no truth value": Mistake(
        STRATEGY,
        "zg:isCrossField true",
        'zg:isCrossField "ja"^^xsd:boolean',
        (f"{STRATEGY}:", "dependency-cycling-solar"),
    ),
}


def make(project: Project, mistake: Mistake) -> None:
    """Make the mistake in ``project``."""
    path = project.root / mistake.file
    if isinstance(mistake.new, bytes):
        path.write_bytes(mistake.new)
        return
    text = path.read_text("utf-8") if mistake.old else ""
    assert mistake.old in text, mistake.old
    path.write_text(
        text.replace(mistake.old, mistake.new, 1) if mistake.old else mistake.new, "utf-8"
    )


def dump(project: Project) -> bytes:
    """Return the graph in use."""
    return (project.build / CURRENT / DATASET).read_bytes()


def assert_plain(outcome: Outcome, *, lines: int = 6) -> None:
    """Check that people are spoken to in a few sentences."""
    assert "Traceback" not in outcome.err
    assert 'File "' not in outcome.err
    assert "Warning:" not in outcome.err
    assert 0 < len(outcome.err.splitlines()) <= lines, outcome.err


@pytest.mark.parametrize("name", UNREADABLE)
def test_file_that_cannot_be_read(built: Project, name: str) -> None:
    """The work cannot be done; whoever made the mistake sees where it is."""
    before = dump(built)
    make(built, UNREADABLE[name])
    run = Program(built.root)
    answers = {lang: run("build", lang=lang) for lang in ("de", "en")}
    for outcome in answers.values():
        assert outcome.code == 2, outcome.err
        assert_plain(outcome)
        for place in UNREADABLE[name].places:
            assert place in outcome.err
        assert outcome.out == ""
    assert answers["de"].err != answers["en"].err
    assert dump(built) == before


@pytest.mark.parametrize("name", VIOLATIONS)
def test_data_that_breaks_a_requirement(built: Project, name: str) -> None:
    """The data has findings; each names file, line and what is at fault."""
    before = dump(built)
    make(built, VIOLATIONS[name])
    run = Program(built.root)
    answers = {"de": run("build", lang="de"), "en": run("validate", lang="en")}
    for lang, outcome in answers.items():
        said = outcome.err if lang == "de" else outcome.out
        assert outcome.code == 1, said
        assert "Traceback" not in outcome.err
        assert "Warning:" not in outcome.err
        for place in VIOLATIONS[name].places:
            assert place in said
        assert len(said.splitlines()) <= 20
    assert "Der zuletzt gebaute Graph gilt weiter" in answers["de"].err
    assert answers["en"].err == ""
    assert dump(built) == before


def test_many_mistakes_at_once(quick: Project) -> None:
    """All mistakes are named in one go, so that nobody has to build ten times."""
    for number in range(3):
        path = quick.root / "data" / "lindental" / f"bad-{number}.ttl"
        path.write_text("<x:a> <x:b> .\n")
    outcome = Program(quick.root)("build")
    assert outcome.code == 2
    assert all(f"bad-{number}.ttl:1:" in outcome.err for number in range(3))
    assert "3 Fehler" in outcome.err


@pytest.mark.parametrize("path", ["data/lindental", "data", "ontology", "shapes", "queries/rules"])
def test_folder_without_rights(quick: Project, path: str) -> None:
    """A folder that may not be read is an error; a graph without its content would be a lie."""
    before = dump(quick)
    (quick.root / path).chmod(0)
    try:
        outcome = Program(quick.root)("build", powerless=True)
    finally:
        (quick.root / path).chmod(0o755)
    assert outcome.code == 2
    assert_plain(outcome)
    assert path in outcome.err
    assert dump(quick) == before


def test_file_without_rights(quick: Project) -> None:
    """A file that may not be read is named like any other mistake."""
    path = quick.root / STRATEGY
    path.chmod(0)
    outcome = Program(quick.root)("build", powerless=True)
    assert outcome.code == 2
    assert_plain(outcome)
    assert STRATEGY in outcome.err


def test_project_without_rights(quick: Project, tmp_path: Path) -> None:
    """A project folder that may not be entered is said to be none, not a crash."""
    quick.root.chmod(0)
    try:
        outcome = Program(tmp_path)("build", "--project", quick.root, powerless=True)
    finally:
        quick.root.chmod(0o755)
    assert outcome.code == 2
    assert_plain(outcome)
    assert str(quick.root) in outcome.err


@pytest.mark.parametrize("arguments", [("build",), ("query", "goals")])
def test_no_project(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A folder that lacks a part is told which one."""
    (tmp_path / "data").mkdir()
    outcome = Program(tmp_path)(*arguments, "--project", tmp_path)
    assert outcome.code == 2
    assert_plain(outcome)
    assert "ontology/" in outcome.err


def test_working_folder_is_gone(tmp_path: Path) -> None:
    """A terminal in a folder that somebody has deleted does not get a traceback."""
    gone = tmp_path / "gone"
    gone.mkdir()
    outcome = Program(gone)("build", vanish=True)
    assert outcome.code == 2
    assert_plain(outcome)


MANIFEST = """[strategy]
id = "lindental"

[[paper]]
version = "https://w3id.org/zielgraph/id/lindental/version-2026"
language = "de"
recognise = "Lindental 2035"
begin = "Ziele"

[[paper.rule]]
kind = "bullet"
pattern = "- "
"""


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("[strategy]", "[strategy", "line 1"),
        ('id = "lindental"', "", "id"),
        ("[strategy]", "[strategie]", "strategy"),
        ('language = "de"', "", "language"),
        ('begin = "Ziele"', 'begin = "Ziele("', "position"),
        ('begin = "Ziele"', "begin = 7", "manifest.toml"),
        ('pattern = "- "', "", "pattern"),
        ("[[paper.rule]]", "[[paper.rules]]", "rule"),
        ('[strategy]\nid = "lindental"', 'strategy = "lindental"', "manifest.toml"),
        ("lindental", "l\udcffndental", "manifest.toml"),
    ],
)
def test_manifest_with_a_mistake(quick: Project, old: str, new: str, word: str) -> None:
    """Whoever adds a strategy of their own is told what its manifest lacks."""
    assert old in MANIFEST
    text = MANIFEST.replace(old, new, 1).encode("utf-8", "surrogateescape")
    (quick.root / "data" / "lindental" / "manifest.toml").write_bytes(text)
    paper = quick.root / "paper.txt"
    paper.write_text("Lindental 2035\nZiele\n- Mehr Rad\n", "utf-8")
    run = Program(quick.root)
    answers = [run("sources", "check", paper, lang=lang) for lang in ("de", "en")]
    for outcome in answers:
        assert outcome.code == 2, outcome.err
        assert_plain(outcome, lines=2)
        assert "data/lindental/manifest.toml" in outcome.err
        assert word in outcome.err
    assert answers[0].err != answers[1].err


_ASKED = b"#+ question-de: W?\n#+ question-en: W?\n"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"SELECT * { ?s ?p ?o }", "question-de"),
        (b"#+ question-de: Was?\nSELECT * { ?s ?p ?o }", "question-en"),
        (b"#+ question-de: W?\n#+ question-en: W?\n#+ parm x: iri\nSELECT * {}", "parm"),
        (b"#+ question-de: W?\n#+ question-en: W?\n#+ param x: uri\nSELECT * {}", "param x"),
        (b"#+ question-de: W?\n#+ question-en: W?\n#+ param x: iri\nSELECT * {}", "param x"),
        (b"#+ question-de: W?\xff\nSELECT * {}", "own.rq:1"),
        (_ASKED + b"#+ note-de: So.\nSELECT * {}", "note-en"),
        (_ASKED + b"#+ note-en: So.\nSELECT * {}", "note-de"),
        (_ASKED + b"#+ note-de: So.\n#+ note-en:\nSELECT * {}", "note-en"),
        (_ASKED + b"#+ note-de: So.\n#+ note-en: So.\n#+ note-en: And so.\nSELECT * {}", "note-en"),
        (_ASKED + b"#+ note-de: So.\n#+ note-en: So.\n#+ note-fr: Alors.\nSELECT * {}", "note-de"),
        (_ASKED + b"#+ question-de: Wie?\nSELECT * {}", "question-de"),
    ],
)
@pytest.mark.parametrize("arguments", [("queries",), ("query", "own")])
def test_query_file_with_a_mistake(
    quick: Project, arguments: tuple[str, ...], content: bytes, word: str
) -> None:
    """A query without its header is named; the library does not fall silent."""
    (quick.queries / "own.rq").write_bytes(content)
    outcome = Program(quick.root)(*arguments)
    assert outcome.code == 2
    assert_plain(outcome, lines=1)
    assert "queries/own.rq" in outcome.err
    assert word in outcome.err


def test_query_file_without_rights(quick: Project) -> None:
    """A query file that may not be read is named."""
    (quick.queries / "goals.rq").chmod(0)
    outcome = Program(quick.root)("query", "goals", powerless=True)
    assert outcome.code == 2
    assert_plain(outcome, lines=1)
    assert "goals.rq" in outcome.err


@pytest.mark.parametrize("command", ["validate", "fmt"])
@pytest.mark.parametrize("kind", ["missing", "folder", "binary"])
def test_given_file_cannot_be_read(quick: Project, command: str, kind: str) -> None:
    """A name that was mistyped on the command line is told as such."""
    path = quick.root / "given.ttl"
    if kind == "folder":
        path.mkdir()
    elif kind == "binary":
        path.write_bytes(b"\x00\xff")
    outcome = Program(quick.root)(command, path)
    assert outcome.code == 2
    assert_plain(outcome)
    assert "given.ttl" in outcome.err
    assert not (kind == "missing" and path.exists())


def test_store_that_was_damaged(quick: Project) -> None:
    """A damaged graph says how to get a sound one."""
    shutil.rmtree((quick.build / CURRENT).resolve() / "store")
    outcome = Program(quick.root)("query", "goals")
    assert outcome.code == 2
    assert_plain(outcome, lines=1)
    assert "zielgraph build" in outcome.err


@pytest.mark.parametrize(
    "row",
    ["", "x:a,13.2", "x:a,13.2,supports,direct,0.9,more", "x:a,SDG,supports,direct,1", "\xff"],
)
def test_pass_of_a_review_with_a_mistake(quick: Project, row: str) -> None:
    """A table that somebody broke in a spreadsheet is named, with its line."""
    review = quick.data / "lindental" / "review"
    review.mkdir()
    head = "statement,target,polarity,directness,confidence\n"
    (review / "sdg-pass-a.csv").write_text(head + row, "latin-1")
    (review / "sdg-pass-b.csv").write_text(head + "x:a,13.2,supports,direct,0.9\n")
    outcome = Program(quick.root)("agreement", "lindental")
    assert outcome.code == 2
    assert_plain(outcome, lines=1)
    assert "sdg-pass-a.csv:" in outcome.err
