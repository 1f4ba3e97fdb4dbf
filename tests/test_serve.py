# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""``zielgraph serve`` as its users start and stop it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from conftest import Program
from isolation_world import children
from servers import serving
from zielgraph import __version__
from zielgraph.server.settings import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server
    from zielgraph.model.project import Project

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def portal(bare: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a small project; tests only read it, but the server writes its files for download."""
    folder = tmp_path_factory.mktemp("served") / "project"
    shutil.copytree(bare.root, folder, symlinks=True)
    with serving("--project", folder) as found:
        yield found


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_it_is_stopped(quick: Project, how: signal.Signals) -> None:
    """It says where it is and by which settings, answers, and ends with 0 when told to."""
    with serving("--project", quick.root) as server:
        assert httpx.get(server.url + "de/").status_code == 200
        assert server.stop(how) == 0
    said = "".join(server.said)
    assert [each.name for each in table() if f"  {each.name} " not in said] == []
    assert "--project" in said
    assert said.splitlines()[-1] == "Stopped."
    assert "Traceback" not in said


def test_running_requests_are_finished(quick: Project) -> None:
    """Whoever asked before the end gets an answer; whoever comes later finds nobody."""
    settings = ("--query-seconds", "2", "--stop-seconds", "30")
    with serving("--project", quick.root, *settings) as server, ThreadPoolExecutor() as threads:
        query = {"query": SLOW}
        running = threads.submit(httpx.get, server.url + "sparql", params=query, timeout=60)
        while httpx.get(server.url + "health").status_code == 200:
            figures = httpx.get(server.url + "metrics").text
            if "zielgraph" in figures and not running.done():
                break
        assert not running.done()
        assert server.stop() == 0
        assert running.result().status_code == 504
        with pytest.raises(httpx.ConnectError):
            httpx.get(server.url + "health")


def test_pages_over_http(portal: Server) -> None:
    """The start page in the language that is liked, assets, pages that are not there."""
    for accepted, lang in (("en-GB,en;q=0.9,de;q=0.5", "en"), ("fr", "de"), ("", "de")):
        home = httpx.get(portal.url, headers={"Accept-Language": accepted})
        assert (home.status_code, home.headers["location"]) == (302, f"{lang}/")
        assert "Accept-Language" in home.headers["vary"]
    page = httpx.get(portal.url + "en/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-language"] == "en"
    assert '<html lang="en"' in page.text
    slash = httpx.get(portal.url + "en")
    assert (slash.status_code, slash.headers["location"]) == (301, "en/")
    sheets = re.findall(r'<link rel="stylesheet" href="\.\./(assets/[^"]+\.css)"', page.text)
    assert sheets
    for sheet in sheets:
        assert httpx.get(portal.url + sheet).headers["content-type"].startswith("text/css")
    for path in ("en/no-such-page", "de/%3Cscript%3Ealert(1)%3C/script%3E", "en/%00", "de/../x"):
        missing = httpx.get(portal.url + path, headers=BROWSER)
        assert missing.status_code == 404, path
        assert "<script>alert" not in missing.text
    head = httpx.head(portal.url + "en/")
    assert (head.status_code, head.content) == (200, b"")
    posted = httpx.post(portal.url + "en/", data={"a": "b"})
    assert posted.status_code == 405
    assert "POST" not in posted.headers["allow"]


def test_endpoint_leads_people_to_the_editor(portal: Server) -> None:
    """A browser gets a page to ask on, a program the description of the service."""
    for path, back in (("sparql", ""), ("sparql/", "../")):
        headers = BROWSER | {"Accept-Language": "en"}
        found = httpx.get(portal.url + path, headers=headers)
        assert (found.status_code, found.headers["location"]) == (303, f"{back}en/editor")
    described = httpx.get(portal.url + "sparql", headers={"Accept": "text/turtle"})
    assert "sparql-service-description#" in described.text
    assert httpx.get(portal.url + "sparql?format=jsonld").json()
    assert httpx.get(portal.url + "sparql", headers={"Accept": "image/png"}).status_code == 406
    assert httpx.get(portal.url + "sparql?default-graph-uri=x:g").status_code == 200


def test_errors_are_pages_for_browsers(portal: Server) -> None:
    """The portal's own frame in the reader's language, with what is wrong, safely written."""
    for lang, word in (("de", "Zeile 1"), ("en", "line 1")):
        found = httpx.get(
            portal.url + "sparql?query=SELECT%20%3Cscript%3E",
            headers=BROWSER | {"Accept-Language": lang},
        )
        assert found.status_code == 400
        assert f'<html lang="{lang}"' in found.text
        assert word in found.text
        assert "SELECT <script>" not in found.text
        other = "en" if lang == "de" else "de"
        assert f'href="{other}/"' in found.text
        assert "<main" in found.text


def test_files_without_portal(endpoint: Server) -> None:
    """With ``--load`` there are data and no pages, and an error is told plainly."""
    for path in ("de/", "", "en/sdgs"):
        assert httpx.get(endpoint.url + path, headers=BROWSER).status_code in {302, 404}
    page = httpx.get(endpoint.url + "de/", headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert httpx.get(endpoint.url + "sparql", headers=BROWSER).status_code == 200


def test_public_address(quick: Project) -> None:
    """What the server says of itself is what it was told, whatever a request claims."""
    env = {"ZIELGRAPH_PUBLIC_URL": "https://daten.kreis.example/strategie"}
    with serving("--project", quick.root, env=env) as server:
        headers = {"Accept": "application/n-triples", "Host": "evil.example"}
        described = httpx.get(server.url + "sparql", headers=headers).text
    assert "<https://daten.kreis.example/strategie/sparql>" in described
    assert "evil" not in described
    assert "127.0.0.1" not in described


def failing(program: Program, *arguments: str | Path, lang: str) -> list[str]:
    """Return what the program says when it cannot start."""
    done = program("serve", *arguments, lang=lang)
    assert done.code == 2, done
    assert "Traceback" not in done.err
    return done.err.splitlines()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_keeps_it_from_starting(tmp_path: Path, lang: str) -> None:
    """One line that says what to do, and exit code 2."""
    program = Program(tmp_path)
    (tmp_path / "good.nt").write_text("<x:a> <x:b> <x:c> .\n")
    (tmp_path / "bad.ttl").write_text("<x:a> <x:b> .\n")
    (tmp_path / "text.txt").write_text("hello\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        cases = {
            port: ("--load", "good.nt", "--port", port),
            "bad.ttl:1": ("--load", "bad.ttl", "--port", "0"),
            "nowhere.ttl": ("--load", "good.nt", "--load", "nowhere.ttl", "--port", "0"),
            "text.txt": ("--load", "text.txt", "--port", "0"),
            "no-such-host.invalid": ("--load", "good.nt", "--host", "no-such-host.invalid"),
            "--port": ("--load", "good.nt", "--port", "http"),
            "no.toml": ("--load", "good.nt", "--config", "no.toml"),
        }
        for word, arguments in cases.items():
            (line,) = failing(program, *arguments, lang=lang)
            assert line.startswith("zielgraph: ")
            assert word in line


@pytest.mark.parametrize("lang", ["de", "en"])
def test_graph_that_cannot_be_served(quick: Project, tmp_path: Path, lang: str) -> None:
    """Not built, built by another version, damaged: each names the file and how to mend it."""
    program = Program(tmp_path)
    folder = quick.build / "current"
    summary, dataset = folder / "build.json", folder / "dataset.nq"
    said = json.loads(summary.read_text("utf-8"))
    lines = dataset.read_bytes().splitlines(keepends=True)

    def refused(*words: str) -> None:
        (line,) = failing(program, "--project", quick.root, "--port", "0", lang=lang)
        assert all(word in line for word in (*words, "zielgraph build")), line

    for change, words in (
        ({"quads": 2}, ("store", "2")),
        ({"zielgraph": "9.9.9"}, ("build.json", "9.9.9", __version__)),
    ):
        summary.write_text(json.dumps(said | change), "utf-8")
        refused(*words)
    for text in ("{}", '{"digest": "01', "[]"):
        summary.write_text(text, "utf-8")
        refused("build.json")
    summary.write_text(json.dumps(said), "utf-8")
    for piece in (b"".join(lines[:20]), b"", b"".join([*lines, b"<x:a> <x:b> <x:c> .\n"])):
        dataset.write_bytes(piece)
        refused("dataset.nq")
    dataset.unlink()
    refused("dataset.nq")
    shutil.rmtree(quick.build)
    refused(str(quick.build))


def test_health_tells_of_a_server_without_workers(quick: Project) -> None:
    """Pages are served on without the files of the build, so it is 200; queries are not."""
    with serving("--project", quick.root) as server:
        assert httpx.get(server.url + "health").json()["status"] == "ok"
        shutil.rmtree(quick.build)
        for child in children(server.process.pid):
            if b"zielgraph.isolation.helper" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(child, signal.SIGKILL)
        for _ in range(400):
            health = httpx.get(server.url + "health")
            if not health.json()["workers"]:
                break
            time.sleep(0.05)
        assert health.status_code == 200
        assert (health.json()["workers"], health.json()["status"]) == (0, "degraded")
        assert httpx.get(server.url + "de/").status_code == 200
