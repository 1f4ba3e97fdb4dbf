# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Turtle files: one canonical form that says the same, and lines that can be named."""

from __future__ import annotations

import logging
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zielgraph.model.errors import SourceFileError
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import XSD, BlankNode, Iri, Literal, Triple
from zielgraph.store.formats import canonical_quads, write_triples
from zielgraph.store.turtle import canonical_turtle, read_turtle, subject_lines

ROOT = Path(__file__).parent.parent
FILES = [path for part in ("ontology", "data", "shapes") for path in (ROOT / part).rglob("*.ttl")]

# Wrong figures are part of the game; the shapes find them, rdflib need not say so.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Parsing weird"),
    pytest.mark.filterwarnings("ignore:Serializing weird"),
]
logging.getLogger("rdflib.term").setLevel(logging.ERROR)

LOCALS = st.text(st.sampled_from("abz019ÄßÖ_-.:/~!$&'()*+,;=?@"), max_size=5)
IRIS = st.builds(
    lambda namespace, local: Iri(namespace + local),
    st.sampled_from([PREFIXES["zg"], PREFIXES["sdg"], "https://kreis.example/id/", "urn:x:"]),
    LOCALS,
)
NODES = st.one_of(IRIS, st.sampled_from([BlankNode(f"b{n}") for n in range(3)]))
TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\"'\\\n\r\t\u2028"))
)
NUMBERS = st.sampled_from(
    [
        "1",
        "01",
        "+1",
        "-0",
        "1.0",
        "1.50",
        ".5",
        "1e5",
        "1.0E+05",
        "true",
        "1",
        "INF",
        "NaN",
        "1.",
        "",
    ]
)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(Literal, TEXTS, st.sampled_from(["de", "en"])),
    st.builds(
        lambda text, kind: Literal(text, datatype=XSD + kind),
        st.one_of(NUMBERS, TEXTS),
        st.sampled_from(["integer", "decimal", "double", "float", "boolean", "date", "gYear"]),
    ),
)
TRIPLES = st.lists(st.tuples(NODES, IRIS, st.one_of(NODES, LITERALS)), min_size=1, max_size=8)


def same_graph(one: str, other: str) -> bool:
    """Tell whether two Turtle texts say the same, blank nodes apart from their names."""
    graphs = []
    for text in (one, other):
        dataset = ox.Dataset(ox.parse(text, ox.RdfFormat.TURTLE))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        graphs.append(set(dataset))
    return graphs[0] == graphs[1]


@given(TRIPLES)
@example([(Iri("x:a"), Iri("x:p"), Literal("01", datatype=XSD + "integer"))])
@example([(Iri("x:a"), Iri("x:p"), Literal("1", datatype=XSD + "boolean"))])
@example([(Iri("x:a"), Iri("x:p"), Literal("2020-01-01Z", datatype=XSD + "date"))])
@example([(Iri("x:a"), Iri("x:p"), Literal("NaN", datatype=XSD + "double"))])
def test_canonical_form_says_the_same(triples: list[Triple]) -> None:
    """Formatting a file must never change a figure, a date or a word of it."""
    text = write_triples(triples, "turtle")
    assert same_graph(text, canonical_turtle(text))


@given(TRIPLES, st.randoms(use_true_random=False))
def test_canonical_form_is_canonical(triples: list[Triple], random: object) -> None:
    """Two people who write the same get the same file, and a second run changes nothing."""
    once = canonical_turtle(write_triples(triples, "turtle"))
    assert canonical_turtle(once) == once
    shuffled = list(triples)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis's Random
    lines = "".join(write_triples([triple], "ntriples") for triple in shuffled)
    prefixes = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())
    assert canonical_turtle(prefixes + lines) == once


def test_lists_are_canonical() -> None:
    """Several lists on one property have no names, and yet an order."""
    text = "PREFIX x: <http://x/>\nx:a x:p (1 2) , (3) , () , ([x:q 1] [x:q 2]) ."
    once = canonical_turtle(text)
    assert same_graph(text, once)
    assert all(canonical_turtle(once) == once for _ in range(5))


def test_comment_at_the_top_stays() -> None:
    """The licence of a file survives formatting, exactly once."""
    head = "# SPDX-FileCopyrightText: 2026 A\n# SPDX-License-Identifier: CC-BY-4.0\n"
    text = head + "PREFIX x: <http://x/>\nx:a x:p '# no comment' ."
    assert canonical_turtle(text).startswith(head + "PREFIX x:")
    assert canonical_turtle(canonical_turtle(text)).count("SPDX-License") == 1


def test_canonical_form_of_no_turtle() -> None:
    """What is no Turtle is refused with its line, never emptied."""
    with pytest.raises(SourceFileError) as caught:
        canonical_turtle("PREFIX x: <http://x/>\n\nx:a x:p .\n")
    assert caught.value.data["line"] == 3


def test_there_are_files() -> None:
    """The test below would pass without any file."""
    assert len(FILES) > 20


@pytest.mark.parametrize("path", sorted(FILES), ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_canonical(path: Path) -> None:
    """Only with one form does a diff show what was changed and nothing else."""
    text = path.read_text("utf-8")
    repair = f"zielgraph fmt {path.relative_to(ROOT)}"
    assert text == canonical_turtle(text), f"run: {repair}"


def write(folder: Path, text: str | bytes) -> Path:
    """Write a Turtle file."""
    path = folder / "file.ttl"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_subject_lines() -> None:
    """A finding names the line of its subject, also after texts with odd characters."""
    text = (
        "@prefix a: <http://a/> .\nPREFIX : <http://b/>\n\n"
        'a:one :p "x\u2028y\u0085z\x0c" .\n'
        "a:two\n    :p a:one .\n"
        "<http://c/three> :p 1 .\n"
        ":four :p 1 .\na:five\\/six :p 1 .\na:two :q 2 .\nb:unknown :p 1 .\n"
    )
    wanted = {
        "http://a/one": 4,
        "http://a/two": 5,
        "http://c/three": 7,
        "http://b/four": 8,
        "http://a/five/six": 9,
    }
    assert subject_lines(text) == wanted
    assert subject_lines(text.replace("\n", "\r\n")) == wanted


@pytest.mark.parametrize("path", sorted(FILES)[:40:5], ids=lambda path: path.name)
def test_every_named_subject_has_a_line(path: Path) -> None:
    """No finding of our own data is without a line."""
    turtle = read_turtle(path)
    subjects = {str(s) for s, _, _ in turtle.triples if isinstance(s, Iri)}
    assert subjects == set(turtle.lines) & subjects
    text = path.read_text("utf-8").split("\n")
    for iri, line in turtle.lines.items():
        assert (
            text[line - 1].split()[0].strip("<>").endswith(iri.rsplit("/", 1)[-1].rsplit("#")[-1])
        )


@pytest.mark.parametrize(
    ("content", "key", "line"),
    [
        (b"", "file.empty", None),
        (b"# nothing but a comment\n", "file.empty", None),
        (b"PREFIX x: <http://x/>\nx:a x:b \xff .", "file.encoding", 2),
        (b"\xff\xfeP\x00", "file.encoding", 1),
        (b"PREFIX x: <http://x/>\n\x00", "file.encoding", 2),
        (b"PREFIX x: <http://x/>\nx:a x:b x:c\nx:d x:e x:f .", "file.syntax", 3),
        (b"PREFIX x: <http://x/>\nx:a y:b x:c .", "file.syntax", 2),
        (b"<http://x/a b> a <http://x/c> .", "file.syntax", 1),
        (b"<a> a <http://x/c> .", "file.syntax", 1),
        (b"PREFIX x: <http://x/>\nx:a x:b\n <<( x:a x:b x:c )>> .", "file.syntax", 3),
        (b"PREFIX x: <http://x/>\nPREFIX zg: <http://x/>\nx:a x:b zg:c .", "file.prefix", 2),
    ],
)
def test_wrong_file_is_told_with_its_line(
    tmp_path: Path, content: bytes, key: str, line: int | None
) -> None:
    """Whoever edits data by hand is told what is wrong, and where."""
    with pytest.raises(SourceFileError) as caught:
        read_turtle(write(tmp_path, content))
    assert caught.value.key == key
    assert caught.value.data.get("line") == line
    assert "file.ttl" in str(caught.value)


@given(TRIPLES)
def test_dataset_does_not_depend_on_names_of_blank_nodes(triples: list[Triple]) -> None:
    """Blank nodes are named by what they say, so that two builds give the same bytes."""

    def renamed(term: object) -> object:
        return BlankNode("z" + term.value) if isinstance(term, BlankNode) else term

    other = [(renamed(s), p, renamed(o), None) for s, p, o in reversed(triples)]
    quads = canonical_quads((s, p, o, None) for s, p, o in triples)
    assert quads == canonical_quads(other)  # type: ignore[arg-type]
