# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a data portal that harvests meets, on the server and on a site of files."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest
import rdflib

from asgi import Client
from servers import ZIELGRAPH, serving
from test_releases import drop_milestone
from web_servers import web_server
from zielgraph.model.messages import LANGUAGES
from zielgraph.model.project import Project
from zielgraph.publication.dumps import StoppedError, find_dumps
from zielgraph.publication.freezing import freeze
from zielgraph.publication.publication import open_publication
from zielgraph.site.folder import SiteError, new_site, write_file
from zielgraph.site.publish import publish

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = "https://daten.kreis.example/"
SETTINGS = f"""
[publication]
url = "{ROOT}"
publisher = "Kreis Beispiel"
"""
GONE = "lindental/milestone-roofs"
GOAL = "lindental/goal-cycling"
TURTLE, HTML = {"Accept": "text/turtle"}, {"Accept": "text/html", "Accept-Language": "en"}
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")


@pytest.fixture(scope="module")
def released(bare: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project of a publisher with two releases; the later one lacks a milestone."""
    root = tmp_path_factory.mktemp("released") / "project"
    shutil.copytree(bare.root, root, symlinks=True)
    project = Project(root)
    (root / "zielgraph.toml").write_text(SETTINGS, "utf-8")
    freeze(open_publication(project), "1", "2026-01-31")
    drop_milestone(project)
    freeze(open_publication(project), "2", "2026-02-28")
    return project


@pytest.fixture(scope="module")
def folder(released: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its site of files, written once."""
    found = tmp_path_factory.mktemp("static") / "site"
    publish(released, found, processes=1)
    for parent in found.parents:
        if "pytest" in str(parent):
            parent.chmod(0o755)  # Apache gives the rights of the superuser away
    return found


@pytest.fixture(scope="module", params=["nginx", "apache2"])
def site(
    request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, httpx.Client]]:
    """Return a site of files, and a client of a web server over it."""
    own = tmp_path_factory.mktemp(request.param)
    with (
        web_server(request.param, own, folder, folder) as url,
        httpx.Client(base_url=url, timeout=30) as client,
    ):
        yield folder, client


def ours(text: str) -> set[str]:
    """Return the paths of all addresses below the site's root that RDF in Turtle names."""
    graph = rdflib.Graph().parse(data=text, format="turtle")
    return {
        urlsplit(str(term)).path
        for triple in graph
        for term in triple
        if isinstance(term, rdflib.URIRef) and str(term).startswith(ROOT)
    }


def test_site_promises_what_it_has(site: tuple[Path, httpx.Client]) -> None:
    """The catalogue of files is the publisher's; all that it and VoID name is there."""
    folder, client = site
    text = (folder / "catalog.ttl").read_text("utf-8")
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert rdflib.Literal("Kreis Beispiel") in set(graph.objects())
    assert list(graph.subjects(rdflib.RDF.type, DCAT.DataService)) == []
    counts = (folder / ".well-known" / "void.ttl").read_text("utf-8")
    assert "sparqlEndpoint" not in counts
    places = ours(text) | ours(counts)
    assert {"/catalog", "/de/data", "/dumps/zielgraph.ttl", "/release/1/zielgraph.nq"} <= places
    missing = {path for path in places if not client.get(path, follow_redirects=True).is_success}
    assert missing == set()
    for lang in LANGUAGES:
        assert "/sparql" not in (folder / lang / "data.html").read_text("utf-8")


def test_site_tells_gone_from_never_there(site: tuple[Path, httpx.Client]) -> None:
    """410 for what an earlier release had, in all its forms; 404 for what there never was."""
    _, client = site
    for form in ("id/{}", "data/{}", "data/{}.ttl", "data/{}.nq", "de/id/{}", "en/id/{}.html"):
        for headers in (TURTLE, HTML):
            gone = client.get(form.format(GONE), headers=headers)
            assert gone.status_code == 410, form
            assert "<html" in gone.text
            if form.startswith(("de/", "en/")):
                assert f'<html lang="{form[:2]}"' in gone.text
            assert client.get(form.format(GONE + "x"), headers=headers).status_code == 404
    assert client.get(f"id/{GOAL}").status_code == 303
    assert client.get(f"data/{GOAL}.ttl").status_code == 200


def test_addresses_before_names(site: tuple[Path, httpx.Client], released: Project) -> None:
    """What is cut off behind an address leads to what lies above, on files as on the server."""
    _, client = site
    server = Client(released)
    for path, headers, target in (
        ("/id", TURTLE, "/data/dataset.ttl"),
        ("/id/", TURTLE, "/data/dataset.ttl"),
        ("/id", HTML, "/en/id/dataset"),
        ("/dumps", TURTLE, "/dumps/SHA256SUMS"),
        ("/dumps/", HTML, "/en/data"),
        ("/release", HTML, "/en/releases"),
        ("/release/", TURTLE, "/de/releases"),
    ):
        for answer in (client.get(path, headers=headers), server.get(path, headers=headers)):
            assert answer.status_code == 303, path
            led = answer.url.join(answer.headers["location"])
            assert led.path == target
        assert client.get(target, follow_redirects=True).status_code == 200
        assert server.get(target).status_code in {200, 301}


def test_checksums_of_a_released_graph(released: Project, folder: Path) -> None:
    """Every file that the list of checksums names is beside it."""
    server = Client(released)
    sums = server.get("/dumps/SHA256SUMS").text
    assert "changes.en.html" in sums
    assert (folder / "dumps" / "SHA256SUMS").read_text("utf-8") == sums
    for line in sums.splitlines():
        digest, name = line.split("  ")
        for body in (
            server.get(f"/dumps/{name}").content,
            (folder / "dumps" / name).read_bytes(),
        ):
            assert hashlib.sha256(body).hexdigest() == digest, name


def canonical(html: str) -> list[str]:
    return re.findall(r'<link rel="canonical" href="([^"]*)"', html)


def test_pages_name_their_public_address(released: Project, folder: Path, quick: Project) -> None:
    """One address for search engines, whatever a request says; none where none is known."""
    server = Client(released)
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for path in ("/de/", f"/en/id/{GOAL}", "/de/goals"):
        page = server.get(path + "?q=x", headers=evil)
        assert canonical(page.text) == [ROOT + path[1:]]
    second = server.get("/de/queries/value-lists?page=2", headers=evil)
    assert canonical(second.text) == [f"{ROOT}de/queries/value-lists?page=2"]
    assert canonical(server.get("/de/nowhere").text) == []
    page_of = folder / "en" / "id" / f"{GOAL}.html"
    assert canonical(page_of.read_text("utf-8")) == [f"{ROOT}en/id/{GOAL}.html"]
    assert canonical(Client(quick).get("/de/").text) == []


def test_files_are_there_before_somebody_asks(quick: Project) -> None:
    """The server writes them behind, after a start and after a new build."""
    beside = quick.build / "current"
    with serving("--project", quick.root, env={"ZIELGRAPH_PREPARE": "true"}):
        wait_for_files(beside.resolve())
        drop_milestone(quick)
        wait_for_files(beside.resolve())


def wait_for_files(folder: Path) -> None:
    for _ in range(600):
        if list(folder.glob("dumps-*/SHA256SUMS")):
            return
        time.sleep(0.1)
    pytest.fail("the files are not written")


def test_files_that_nobody_wants_any_more(quick: Project) -> None:
    """A server that stops leaves no half of them."""
    said = iter((True, True, False))
    publication = open_publication(quick)
    before = sorted((quick.build / "current").iterdir())
    with pytest.raises(StoppedError):
        find_dumps(publication, lambda: next(said))
    assert sorted((quick.build / "current").iterdir()) == before


def old_site(folder: Path) -> Path:
    """Return a site that was written before."""
    target = folder / "there" / "site"
    with new_site(target) as scratch:
        (scratch / "mark").write_text("old")
    return target


def test_interrupted_publishing_leaves_the_old_site(quick: Project, tmp_path: Path) -> None:
    """Ctrl+C ends it in a line; the site is as it was, and nothing lies beside it."""
    target = old_site(tmp_path)
    # Whoever runs the tests in the background has Ctrl+C switched off, for all below, too.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [str(ZIELGRAPH), "publish", str(target), "--project", str(quick.root), "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        while not any(path.name.startswith(".site") for path in target.parent.iterdir()):
            assert process.poll() is None
            time.sleep(0.02)
        signal.signal(signal.SIGINT, before)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode not in {0, None}
    assert "Traceback" not in said
    assert (target / "mark").is_file()
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_killed_publishing_leaves_no_process(quick: Project, tmp_path: Path) -> None:
    """Those that it has started end with it, and whoever publishes next is not hindered."""
    script = (
        "import sys, pathlib, zielgraph.site.publish as it\n"
        "from zielgraph.model.project import Project\n"
        "it._FEW = 0\n"
        "if __name__ == '__main__':\n"
        "    root, site = map(pathlib.Path, sys.argv[1:])\n"
        "    it.publish(Project(root), site, processes=2)\n"
    )
    (tmp_path / "run.py").write_text(script, "utf-8")
    target = old_site(tmp_path)
    command = [sys.executable, str(tmp_path / "run.py"), str(quick.root), str(target)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while len(started := children(process.pid)) < 2:
            assert process.poll() is None
            time.sleep(0.02)
        time.sleep(1)  # until they have begun
        process.kill()
        process.wait(60)
    end = time.monotonic() + 60
    while any(is_running(one) for one in started):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert (target / "mark").is_file()
    publish(quick, target, processes=1)
    assert not (target / "mark").exists()


def children(parent: int) -> list[int]:
    """Return the processes that a process has started."""
    found: list[int] = []
    for task in Path(f"/proc/{parent}/task").iterdir():
        with contextlib.suppress(OSError):  # a thread that has just ended
            found += map(int, (task / "children").read_text("ascii").split())
    return found


def is_running(process: int) -> bool:
    """Tell whether a process is there and not just waited for."""
    try:
        status = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2]
    except OSError:
        return False
    return status.split()[0] not in "ZX"


def test_full_disk_leaves_the_old_site(
    quick: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full in the middle, it is said, and the old site is there."""
    target = old_site(tmp_path)
    left = [100]

    def write(folder: Path, path: str, body: bytes) -> int:
        left[0] -= 1
        if not left[0]:
            raise OSError(28, "No space left on device")
        return write_file(folder, path, body)

    monkeypatch.setattr("zielgraph.site.publish.write_file", write)
    with pytest.raises(SiteError, match="No space left"):
        publish(quick, target, processes=1)
    assert (target / "mark").is_file()
    assert [path.name for path in target.parent.iterdir()] == ["site"]
