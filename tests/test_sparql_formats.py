# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Which form an answer of the endpoint has, errors included."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from servers import ASK, CONSTRUCT, DESCRIBE, SELECT, ask

if TYPE_CHECKING:
    import httpx


def read_json(text: str) -> list[str]:
    return [row["name"]["value"] for row in json.loads(text)["results"]["bindings"]]


def read_xml(text: str) -> list[str]:
    root = ET.fromstring(text)  # noqa: S314 - our own server's
    names = "{http://www.w3.org/2005/sparql-results#}"
    return [
        str(binding.findtext(f"{names}literal"))
        for binding in root.iter(f"{names}binding")
        if binding.get("name") == "name"
    ]


def read_csv(text: str) -> list[str]:
    return [row["name"] for row in csv.DictReader(io.StringIO(text))]


def read_tsv(text: str) -> list[str]:
    lines = text.splitlines()[1:]
    return [line.split("\t")[1].strip('"') for line in lines]


@pytest.mark.parametrize(
    ("accept", "media_type", "read"),
    [
        (None, "application/sparql-results+json", read_json),
        ("*/*", "application/sparql-results+json", read_json),
        ("application/json", "application/json", read_json),
        ("application/sparql-results+xml", "application/sparql-results+xml", read_xml),
        ("application/xml", "application/xml", read_xml),
        ("text/xml;q=0.8, text/*;q=0.1", "text/xml; charset=utf-8", read_xml),
        ("text/csv", "text/csv; charset=utf-8", read_csv),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", read_tsv),
        ("text/csv;q=0.2, application/*;q=0.3", "application/sparql-results+json", read_json),
        ("application/*;q=0.2, text/csv;q=0.3", "text/csv; charset=utf-8", read_csv),
        ("*/*;q=0.1, application/json;q=0", "application/sparql-results+json", read_json),
        (
            "application/sparql-results+json;q=0, */*",
            "application/json",
            read_json,
        ),
        ("TEXT/CSV", "text/csv; charset=utf-8", read_csv),
        ("image/png, text/csv;q=0.01", "text/csv; charset=utf-8", read_csv),
        ("nonsense, text/csv", "text/csv; charset=utf-8", read_csv),
        ("text/csv;q=nonsense", "text/csv; charset=utf-8", read_csv),
        ("", "application/sparql-results+json", read_json),
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "application/xml",
            read_xml,
        ),
        ("*", "application/sparql-results+json", read_json),
    ],
)
def test_table_in_the_form_that_is_liked(
    client: httpx.Client, accept: str | None, media_type: str, read: object
) -> None:
    """The best of what the client accepts, under the name by which it accepts it."""
    answer = ask(client, SELECT, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert callable(read)
    assert read(answer.content.decode()) == ["Ä €", "plain", "nowhere"]
    assert {"Accept", "Accept-Encoding"} <= set(answer.headers["vary"].split(", "))


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "turtle"),
        ("text/turtle", "turtle"),
        ("application/n-triples", "n-triples"),
        ("application/ld+json", "ld+json"),
        ("application/rdf+xml", "rdf+xml"),
        ("application/trig", "trig"),
        ("application/n-quads", "n-quads"),
        ("application/rdf+xml;q=0.5, text/turtle;q=0.4, */*;q=0.1", "rdf+xml"),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_graph_in_the_form_that_is_liked(
    client: httpx.Client, query: str, accept: str | None, form: str
) -> None:
    """Each format holds the same triples."""
    if query == CONSTRUCT and form == "rdf+xml":
        query = query.replace("x:is", "http://x.example/is")
    answer = ask(client, query, accept)
    assert answer.status_code == 200, answer.text
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type.rpartition("/")[2] == form
    found = {
        quad.triple for quad in ox.parse(answer.content, ox.RdfFormat.from_media_type(media_type))
    }
    reference = ask(client, query, "application/n-triples").content
    assert found == {quad.triple for quad in ox.parse(reference, ox.RdfFormat.N_TRIPLES)}
    assert found


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/json"])
def test_truth(client: httpx.Client, accept: str) -> None:
    """ASK gives a truth value."""
    assert ask(client, ASK, accept).json()["boolean"] is True
    assert ask(client, "ASK { <x:b> <x:knows> <x:a> }", accept).json()["boolean"] is False


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (SELECT, "text/turtle"),
        (ASK, "text/turtle"),
        (CONSTRUCT, "text/csv"),
        (DESCRIBE, "application/sparql-results+json"),
        (SELECT, "image/png"),
        (SELECT, "text/html"),
        (SELECT, "application/*;q=0, text/*;q=0"),
    ],
)
def test_nothing_acceptable(client: httpx.Client, query: str, accept: str) -> None:
    """406 says what there is instead, for just this kind of result."""
    answer = ask(client, query, accept)
    assert answer.status_code == 406
    known = answer.text
    assert ("text/csv" in known) == (query in {SELECT, ASK} or accept == "image/png")
    assert "Accept" in answer.headers["vary"]


def test_available_formats_are_a_list(client: httpx.Client) -> None:
    """A program can choose another format from the error; each is named once."""
    known = ask(client, CONSTRUCT, "text/csv, application/problem+json;q=0.5").json()["available"]
    assert known[0] == "text/turtle"
    assert len(known) == 6
    for media_type in known:
        safe = CONSTRUCT.replace("x:is", "http://x.example/is")
        assert ask(client, safe, media_type).status_code == 200


def test_accept_in_two_lines(client: httpx.Client) -> None:
    """Two lines of one header are one list (RFC 9110, section 5.3)."""
    headers = [("Accept", "image/png"), ("Accept", "text/csv;q=0.5")]
    answer = client.get("sparql", params={"query": SELECT}, headers=headers)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_what_rdfxml_cannot_write(client: httpx.Client) -> None:
    """A property that is no XML name: 406 and what to take instead, never broken XML."""
    answer = ask(client, "CONSTRUCT { <x:s> <x:1> 1 } {}", "application/rdf+xml")
    assert answer.status_code == 406
    assert "turtle" in answer.text


@pytest.mark.parametrize("name", ["format", "output"])
@pytest.mark.parametrize(
    ("query", "form", "media_type"),
    [
        (SELECT, "csv", "text/csv; charset=utf-8"),
        (SELECT, "TSV", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (ASK, "json", "application/sparql-results+json"),
        (CONSTRUCT, "nt", "application/n-triples"),
        (CONSTRUCT, "json-ld", "application/ld+json"),
        (CONSTRUCT, "json", "application/ld+json"),
        (DESCRIBE, "n3", "text/turtle; charset=utf-8"),
        (DESCRIBE, "trig", "application/trig"),
        (DESCRIBE, "application/n-quads", "application/n-quads"),
    ],
)
def test_format_goes_before_accept(
    client: httpx.Client, query: str, form: str, media_type: str, name: str
) -> None:
    """A link can say the format, which a header cannot."""
    answer = ask(client, query, "image/png", **{name: form})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == media_type


def test_format_that_is_none(client: httpx.Client) -> None:
    """A mistyped format is told, with those that there are."""
    answer = ask(client, SELECT, format="pdf<script>")
    assert answer.status_code == 400
    assert "csv" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert ask(client, SELECT, format="turtle").status_code == 406


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/plain; charset=utf-8"),
        ("*/*", "text/plain; charset=utf-8"),
        ("application/sparql-results+json", "application/problem+json"),
        ("application/json", "application/problem+json"),
        ("text/turtle", "application/problem+json"),
        ("text/html,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
@pytest.mark.parametrize(("lang", "word"), [("de", "Zeile 2, Spalte"), ("en", "line 2, column")])
def test_malformed_query(
    client: httpx.Client, accept: str | None, media_type: str, lang: str, word: str
) -> None:
    """Line and column, for people, for a terminal, for programs, in both languages."""
    headers = {"Accept-Language": lang} | ({} if accept is None else {"Accept": accept})
    query = "SELECT ?s WHERE\n  { ?s ?p <b>&</b> }"
    answer = client.get("sparql", params={"query": query}, headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-language"] == lang
    assert "no-store" in answer.headers["cache-control"]
    if media_type == "application/problem+json":
        said = answer.json()
        assert (said["status"], said["line"]) == (400, 2)
        assert said["column"] > 0
        assert word in said["detail"]
    else:
        assert word in answer.text
    if media_type.startswith("text/html"):
        assert "<b>" not in answer.text
        assert f'lang="{lang}"' in answer.text
