# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Hostile text in addresses, headers and data comes out as text, wherever it comes out."""

from __future__ import annotations

import json
import re
import socket
from contextlib import suppress
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import httpx
import pyoxigraph
import pytest
from defusedxml import ElementTree

from conftest import write_project
from servers import serving
from sockets import Raw, ask, others_are_served
from zielgraph.build.builder import build
from zielgraph.portal.portal import Portal
from zielgraph.server.settings import Settings
from zielgraph.server.state import load_served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server
    from zielgraph.model.project import Project

MARKUP = """</title><script>alert(1)</script><img src=x onerror=alert(1)>'"&amp;{{7*7}}"""
SAFE = MARKUP.replace("\\", "\\\\").replace('"', '\\"')
TOWN = "https://w3id.org/zielgraph/id/lindental/"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project in whose strategy every text is markup, and IRIs are code."""
    folder = tmp_path_factory.mktemp("hostile") / "project"
    project = write_project(folder, ("ontology", "queries", "data/sdg", "data/vocabulary"))
    project.shapes.mkdir()  # no shape would let this through
    path = project.data / "lindental" / "strategy.ttl"
    text = re.sub(r'"([^"\n]+)"(@\w\w)', rf'"{MARKED}\1"\2', path.read_text("utf-8"))
    goal = re.search(r"^(\S+)\s+a\s+zg:Goal\b", text, re.MULTILINE)
    assert goal is not None
    text += f"""
{goal[1]} <http://www.w3.org/2000/01/rdf-schema#seeAlso> <javascript:alert(1)> ;
    <http://purl.org/dc/terms/source> <data:text/html,<script>> .
""".replace("<data:text/html,<script>>", "<data:text/html,%3Cscript%3E>")
    path.write_text(text, "utf-8")
    build(project)
    return project


MARKED = SAFE.replace("\\", "\\\\")


@pytest.fixture(scope="module")
def server(hostile: Project) -> Iterator[Server]:
    """Return a server of the hostile data."""
    flags = ("--access-log", "off", "--public-url", "https://daten.kreis.example/")
    with serving("--project", hostile.root, *flags) as found:
        yield found


class Page(HTMLParser):
    """Collects what a browser would run or follow."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.faults: list[str] = []
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element."""
        given = dict(attrs)
        if tag == "script" and "src" not in given and "json" not in (given.get("type") or ""):
            self.faults.append("script")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.faults.append(f"{tag} {name}")
            if name in {"href", "src", "action", "formaction", "xlink:href"}:
                target = (value or "").strip()
                self.links.add(target)
                if urlsplit(target).scheme.lower() not in {"", "http", "https", "mailto"}:
                    self.faults.append(f"{tag} {name}={target}")


def faults_of(text: str) -> list[str]:
    """Return what is wrong with a page."""
    page = Page()
    page.feed(text)
    return page.faults


def paths_of(project: Project) -> list[str]:
    """Return the paths of all pages, of each kind with many only the first few."""
    portal = load_served(Settings(project=str(project.root))).portal
    assert isinstance(portal, Portal)
    kinds: dict[str, int] = {}
    found = []
    for path in portal.paths():
        kind = path.rpartition("/")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] <= 3 or "lindental" in path:
            found.append(path)
    return found


def test_markup_in_the_data_is_text_on_every_page(server: Server, hostile: Project) -> None:
    """No element, attribute, address or template of the data works."""
    with others_are_served(server):
        shown = 0
        with httpx.Client(timeout=60) as client:
            for path in paths_of(hostile):
                answer = client.get(server.url.rstrip("/") + path)
                assert answer.status_code in {200, 301}, path
                if "html" in answer.headers.get("content-type", ""):
                    assert faults_of(answer.text) == [], path
                    assert "<img src=x" not in answer.text, path
                    assert "script-src 'self'" in answer.headers["content-security-policy"], path
                    shown += "&lt;img src=x onerror" in answer.text
        assert shown > 10


@pytest.mark.parametrize(
    "accept",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ],
)
def test_markup_in_results_is_data(server: Server, accept: str) -> None:
    """Each format can be read again; none is a type in which a browser runs something."""
    with others_are_served(server):
        query = 'SELECT ?o WHERE { ?s ?p ?o FILTER(CONTAINS(STR(?o), "onerror")) } LIMIT 5'
        answer = ask(server, query, accept=accept)
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == accept
        assert answer.headers["x-content-type-options"] == "nosniff"
        if accept.endswith("json"):
            assert MARKUP in json.dumps(answer.json(), ensure_ascii=False).replace('\\"', '"')
        elif accept.endswith("xml"):
            assert MARKUP in "".join(ElementTree.fromstring(answer.text).itertext())
        else:
            assert "onerror" in answer.text


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "rdf", "nt", "trig", "nq"])
def test_hostile_iris_are_data(server: Server, ending: str) -> None:
    """The data of a thing with ``javascript:`` IRIs can be read and is no page."""
    with others_are_served(server):
        also = "<http://www.w3.org/2000/01/rdf-schema#seeAlso>"
        query = f"SELECT ?s WHERE {{ ?s {also} <javascript:alert(1)> }}"
        goals = ask(server, query).json()["results"]["bindings"]
        local = goals[0]["s"]["value"].removeprefix("https://w3id.org/zielgraph/id/")
        answer = httpx.get(f"{server.url}data/{local}.{ending}")
        assert answer.status_code == 200
        assert "html" not in answer.headers["content-type"]
        assert "onerror" in answer.text
        form = pyoxigraph.RdfFormat.from_extension(ending)
        assert len(list(pyoxigraph.parse(answer.content, format=form))) > 3


PLACES = (
    "/{}", "/de/{}", "/de/id/{}", "/de/sdg/{}", "/de/search?q={}", "/id/{}", "/id/{}.ttl",
    "/data/{}", "/data/{}.ttl", "/assets/{}", "/dumps/{}", "/sdg/{}", "/scheme/{}", "/ontology/{}",
    "/ontology?format={}",
    "/de/matrix?by={}", "/de/queries/{}", "/api/queries/{}", "/api/queries/gaps.{}",
    "/api/queries/links-of-target?target={}", "/catalog?format={}", "/sparql?query={}",
    "/sparql?query=ASK%20%7B%7D&format={}", "/release/{}", "/.well-known/{}", "/de/{}.html",
)  # fmt: skip

HOSTILE = (
    "%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0a<script>alert(1)</script>",
    "%0aX-Evil:%201",
    "%E5%98%8A%E5%98%8DSet-Cookie:%20evil=1",
    quote("<script>alert(1)</script>", safe=""),
    quote("\"><img src=x onerror=alert(1)>'", safe=""),
    "javascript:alert(1)",
    "//evil.example/%2e%2e",
    "%00",
    "%ff%fe",
    "{{7*7}}${7*7}",
    quote("> } ; DROP ALL #", safe=""),
    "a" * 5000,
)


@pytest.mark.parametrize("place", PLACES)
def test_hostile_addresses(server: Server, place: str) -> None:
    """No header, element or redirect comes of them, no fault of ours, and no address elsewhere."""
    with others_are_served(server):
        for text in HOSTILE:
            with Raw(server.port) as client:
                path = place.format(text).replace("<", "%3C").replace(">", "%3E")
                client.send(f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n".encode())
                client.send(b"Connection: close\r\n\r\n")
                answer = client.all()
            head, _, body = answer.partition(b"\r\n\r\n")
            lines = head.split(b"\r\n")
            status = int(lines[0].split()[1])
            assert status < 500, (path, answer[:500])
            names = {line.partition(b":")[0].lower() for line in lines[1:]}
            assert not names & {b"set-cookie", b"x-evil"}, path
            assert answer.count(b"HTTP/1.1") == 1, path
            headers = {
                line.partition(b":")[0].lower(): line.partition(b":")[2].strip()
                for line in lines[1:]
            }
            target = headers.get(b"location", b"")
            assert not target.startswith(b"//"), path
            assert urlsplit(target.decode()).netloc in {"", "daten.kreis.example"}, path
            assert urlsplit(target.decode()).scheme in {"", "https"}, path
            assert b"x-content-type-options" in names, path
            if b"html" in headers.get(b"content-type", b""):
                assert faults_of(body.decode("utf-8", "replace")) == [], path


TRAVERSALS = (
    "../../../../../../etc/passwd",
    "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "%252e%252e%252f%252e%252e%252fetc%252fpasswd",
    "..\\..\\..\\etc\\passwd",
    "..%5c..%5c..%5cetc%5cpasswd",
    "....//....//....//etc/passwd",
    "%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "file:///etc/passwd",
    "portal.css%00.png",
    "..%00/",
    "../portal.py",
    "../../server/app.py",
    "../build.json",
    "..;/..;/build.json",
    ".",
    "..",
    "%2e",
    "%2e%2e",
)


@pytest.mark.parametrize(
    "folder",
    ["", "assets/", "assets/0123456789ab/", "data/", "dumps/", "id/", "de/", "de/id/", "release/",
     ".well-known/", "api/queries/", "pictures/"],
)  # fmt: skip
def test_paths_do_not_leave_their_folder(server: Server, folder: str) -> None:
    """Whichever way the dots are written, no file of the machine or the program comes out."""
    with others_are_served(server):
        for path in TRAVERSALS:
            with Raw(server.port) as client:
                request = f"GET /{folder}{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                client.send(request.encode())
                answer = client.all()
            status = int(answer.split(b" ", 2)[1])
            assert status < 500, (folder + path, answer[:300])
            assert b"root:" not in answer, folder + path
            assert b"SPDX" not in answer.partition(b"\r\n\r\n")[2][:200], folder + path
            assert b'"digest"' not in answer, folder + path


@pytest.mark.parametrize(
    "path",
    ["/", "/de/", "/de", "/id/lindental/strategy", "/ontology", "/ontology.ttl", "/sparql",
     "/robots.txt", "/sitemap.xml", "/health", "/catalog", "/catalog.ttl", "/.well-known/void",
     "/api/openapi.json", "/api/queries", "/nowhere", "/data/lindental/strategy.ttl", "/dumps/"],
)  # fmt: skip
def test_nobody_decides_where_we_are(server: Server, path: str) -> None:
    """No host that a request names gets into an answer, nor into the cache for the next."""
    with others_are_served(server):
        clean = httpx.get(server.url.rstrip("/") + path)
        headers = {
            "Host": "evil.example",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Server": "evil.example",
            "X-Forwarded-Proto": "evil",
            "X-Forwarded-Prefix": "/evil.example",
            "X-Forwarded-For": "evil.example",
            "X-Original-URL": "/evil.example",
            "X-Rewrite-URL": "/evil.example",
            "Forwarded": "host=evil.example;proto=evil",
            "X-HTTP-Method-Override": "DELETE",
            "Origin": "https://evil.example",
            "Referer": "https://evil.example/",
        }
        misled = httpx.get(server.url.rstrip("/") + path, headers=headers)
        again = httpx.get(server.url.rstrip("/") + path)
        assert misled.status_code == clean.status_code == again.status_code
        for answer in (misled, again):
            assert "evil" not in answer.text
            assert "evil" not in str(answer.headers)
            assert "access-control-allow-credentials" not in answer.headers
        with Raw(server.port) as client:
            request = f"GET http://evil.example{path} HTTP/1.1\r\nHost: evil.example\r\n"
            client.send(request.encode() + b"Connection: close\r\n\r\n")
            with suppress(OSError):
                client.socket.shutdown(socket.SHUT_WR)
            assert b"evil" not in client.all()
