# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""RDF formats: what is written can be read, as what it was; what cannot be written is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Graph

from conftest import Program
from zielgraph.model.errors import FormatError
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.model.terms import Iri, Literal
from zielgraph.queries.results import write_result
from zielgraph.store.base import Triples
from zielgraph.store.embedded import from_engine_triple
from zielgraph.store.formats import FORMATS, write_quads, write_triples

if TYPE_CHECKING:
    from zielgraph.model.project import Project

NODE, TITLE = Iri("x:a"), Iri("http://purl.org/dc/terms/title")
CONTROL = [chr(n) for n in range(32) if chr(n) not in "\t\n\r"] + ["\ufffe", "\uffff"]


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"rdfxml"}))
@given(st.text(max_size=20))
@example("\x00\x1b\ufffe")
@example("a\r\nb\rc")
def test_any_text_can_be_read_back(form: str, text: str) -> None:
    """All formats but RDF/XML hold every text."""
    triple = (NODE, TITLE, Literal(text, "de"))
    read = [from_engine_triple(t) for t in ox.parse(write_triples([triple], form), FORMATS[form])]
    assert read == [triple]


@given(st.text(max_size=20))
@example("a\r\nb\rc\n\td  ")
@example("]]>&<'\"")
@example("\x7f\x85\u2028")
@example("\x0b")
def test_rdfxml_holds_a_text_or_refuses_it(text: str) -> None:
    """What is written is XML that a second library reads as the same text."""
    triple = (NODE, TITLE, Literal(text))
    if set(text) & set(CONTROL):
        with pytest.raises(FormatError):
            write_triples([triple], "rdfxml")
        return
    written = write_triples([triple], "rdfxml")
    (value,) = Graph().parse(data=written, format="xml").objects()
    assert str(value) == text


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("sign", CONTROL)
def test_what_cannot_be_written_is_named(sign: str, code: str) -> None:
    """The message names the character, where it stands, and a format that can hold it."""
    with pytest.raises(FormatError) as refused, speaking(code):
        write_quads([(NODE, TITLE, Literal(f"a{sign}b", "en"), NODE)], "rdfxml")
    with speaking(code):
        text = str(refused.value)
    assert f"U+{ord(sign):04X}" in text
    assert {"x:a", "turtle"} <= set(text.replace(".", " ").replace(",", " ").split())
    assert sign not in text


@pytest.mark.parametrize(
    "end",
    [
        "p",
        "p1",
        "_",
        "1p",
        "a-b",
        "a.b",
        "größe",
        "a%20b",
        "a/b",
        "q?x=y",
        "",
        "1",
        "p/",
        "p#",
        "p-",
    ],
)
def test_properties_in_rdfxml(end: str) -> None:
    """A property is an element in XML; one without a name is refused, never written broken."""
    triple = (NODE, Iri(f"http://example.org/{end}"), Literal("v"))
    try:
        written = write_triples([triple], "rdfxml")
    except FormatError:
        assert end in {"", "1", "p/", "p#"}
        return
    expat.ParserCreate().Parse(written, True)  # noqa: FBT003 - expat takes no name for it
    read = Graph().parse(data=written, format="xml")
    assert [str(p) for p in read.predicates()] == [triple[1].value]


def test_answers_to_queries_are_refused_alike() -> None:
    """CONSTRUCT and DESCRIBE come out of the same writer."""
    found = Triples([(NODE, TITLE, Literal("\x1b"))])
    with pytest.raises(FormatError):
        write_result(found, "rdfxml")
    assert "\\u001B" in write_result(found, "ntriples")


def test_export_leaves_the_last_file(quick: Project) -> None:
    """A label with an escape character cannot be exported as RDF/XML; what was there stays."""
    file = quick.data / "lindental" / "strategy.ttl"
    text = file.read_text("utf-8").replace('"connect cycle paths"@en', r'"connect \u001B paths"@en')
    file.write_text(text, "utf-8")
    run = Program(quick.root)
    assert run("build").code == 0
    target = quick.root / "all.rdf"
    target.write_text("kept", "utf-8")
    refused = run("export", "--format", "rdfxml", "--output", str(target), lang="en")
    assert (refused.code, refused.out) == (2, "")
    assert "RDF/XML cannot hold the character U+001B" in refused.err
    assert refused.err.count("\n") == 1
    assert target.read_text("utf-8") == "kept"
    assert run("export", "--format", "turtle", "--output", str(target)).code == 0
