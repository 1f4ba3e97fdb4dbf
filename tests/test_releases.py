# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Releases stay as they are, say what is new, and remember what is gone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
import rdflib

from asgi import Client
from conftest import TOWN, Program
from zielgraph.build.builder import build
from zielgraph.publication.freezing import ReleaseError, freeze
from zielgraph.publication.publication import open_publication
from zielgraph.store.formats import read_quads

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
BASE = "https://w3id.org/zielgraph/id/"
GONE = TOWN + "milestone-roofs"


def drop_milestone(project: Project) -> None:
    """Take a thing out of the data and build anew."""
    path = project.data / "lindental" / "strategy.ttl"
    text = path.read_text("utf-8")
    start = text.index("\nex:milestone-roofs")
    path.write_text(text[:start] + text[text.index("\n.\n", start) + 3 :], "utf-8")
    build(project)


@pytest.fixture
def released(quick: Project) -> Project:
    """Return a project with two releases, the later one without a milestone."""
    freeze(open_publication(quick), "1.0", "2026-01-31", {"de": "Die erste", "en": "The first"})
    drop_milestone(quick)
    freeze(open_publication(quick), "2.0", "2026-02-28")
    return quick


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_release_holds_the_graph(quick: Project) -> None:
    """Every file is what its checksum says, and the dataset is whole."""
    publication = open_publication(quick)
    release, new = freeze(publication, "2026-11", "2026-11-22")
    assert new
    sums = (release.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {line.split("  ")[1]: line.split("  ")[0] for line in sums}
    assert listed == {
        name: hashlib.sha256(body).hexdigest()
        for name, body in content(release.folder).items()
        if name not in {"SHA256SUMS", "release.json"}
    }
    quads = read_quads(release.folder / "zielgraph.nq")
    assert set(quads) == set(publication.store.quads())


def test_same_content_same_bytes(quick: Project, tmp_path: Path) -> None:
    """Who freezes the same graph elsewhere gets the same files."""
    publication = open_publication(quick)
    first, _ = freeze(publication, "1", "2026-11-22")
    before = content(first.folder)
    first.folder.rename(tmp_path / "elsewhere")
    publication.releases.reload()
    second, new = freeze(publication, "1", "2026-11-22")
    assert new
    assert content(second.folder) == before


def test_name_is_taken_once(quick: Project) -> None:
    """What is released does not change; the same again is no error."""
    publication = open_publication(quick)
    release, _ = freeze(publication, "1.0", "2026-01-31")
    before = content(release.folder)
    again, new = freeze(publication, "1.0", "2027-01-01", {"de": "anders"})
    assert (again.date, new) == ("2026-01-31", False)
    with pytest.raises(ReleaseError, match=r"1\.0"):
        freeze(publication, "1.1", "2026-02-01")
    drop_milestone(quick)
    with pytest.raises(ReleaseError, match=r"1\.0"):
        freeze(open_publication(quick), "1.0", "2026-02-01")
    assert content(release.folder) == before
    assert [path.name for path in publication.releases.folder.iterdir()] == ["1.0"]


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "../x", "list", ".hidden", "a b", "ä", "x" * 65, "a\n", "1."]
)
def test_names_that_cannot_be(quick: Project, name: str) -> None:
    """A name is part of a path and of an IRI."""
    with pytest.raises(ReleaseError):
        freeze(open_publication(quick), name, "2026-11-22")
    assert not (quick.root / "releases").exists()


def test_failure_leaves_nothing(quick: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk in the middle leaves no half release."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zielgraph.publication.freezing._things", full)
    with pytest.raises(ReleaseError, match="No space"):
        freeze(open_publication(quick), "1.0", "2026-11-22")
    assert list((quick.root / "releases").iterdir()) == []


def test_changes_since_the_release_before(released: Project) -> None:
    """The later release says what is gone, in both languages and as RDF."""
    first, second = (released.root / "releases" / name for name in ("1.0", "2.0"))
    assert not list(first.glob("changes*"))
    german = (second / "changes.de.txt").read_text("utf-8")
    english = (second / "changes.en.txt").read_text("utf-8")
    assert "Veröffentlichung 1.0" in german
    assert "release 1.0" in english
    assert "Hundert Dächer" in german
    assert "a hundred roofs" in english
    assert str(released.root) not in german + english
    graph = rdflib.Graph().parse(second / "changes.ttl")
    zg = rdflib.Namespace("https://w3id.org/zielgraph/ontology#")
    kinds = {
        graph.value(node, zg.differenceKind)
        for node in graph.subjects(zg.concerns, rdflib.URIRef(GONE))
    }
    assert zg.removal in kinds
    assert "<html" in (second / "changes.en.html").read_text("utf-8")


def test_versions_in_the_catalogue(released: Project) -> None:
    """The dataset names its versions, each with files of its own; each names the one before."""
    publication = open_publication(released)
    graph = rdflib.Graph().parse(data=publication.catalogue("turtle"), format="turtle")
    dataset, one, two = (
        rdflib.URIRef(BASE + name) for name in ("dataset", "release/1.0", "release/2.0")
    )
    assert set(graph.objects(dataset, DCAT.hasVersion)) == {one, two}
    assert graph.value(dataset, DCAT.version) == rdflib.Literal("2.0")
    assert graph.value(dataset, DCAT.previousVersion) == one
    assert graph.value(two, DCAT.previousVersion) == one
    assert graph.value(one, DCAT.previousVersion) is None
    assert graph.value(one, DCAT.version) == rdflib.Literal("1.0")
    places = {
        str(graph.value(part, DCAT.downloadURL)) for part in graph.objects(one, DCAT.distribution)
    }
    assert "https://w3id.org/zielgraph/release/1.0/zielgraph.ttl" in places
    assert publication.release is not None
    assert publication.release.name == "2.0"


def test_over_http(released: Project) -> None:
    """Older versions resolve; what is gone says which release had it last."""
    client = Client(released)
    for name in ("1.0", "2.0"):
        led = client.get(f"/release/{name}/", headers={"Accept": "text/turtle"})
        assert led.headers["location"] == f"../../data/release/{name}.ttl"
        described = client.get(f"/data/release/{name}.ttl")
        assert described.status_code == 200
        assert f"{BASE}release/{name}" in described.text
        for lang in ("de", "en"):
            headers = {"Accept": "text/html", "Accept-Language": lang}
            led = client.get(f"/id/release/{name}", headers=headers)
            assert led.status_code == 303
            page = client.get(f"/{lang}/release/{name}")
            assert page.status_code == 200
            assert "zielgraph.ttl.gz" in page.text
            assert ("Die erste" in page.text) == (name == "1.0" and lang == "de")
            assert ("The first" in page.text) == (name == "1.0" and lang == "en")
        body = client.get(f"/release/{name}/zielgraph.nt").text
        assert (f"<{GONE}>" in body) == (name == "1.0")
    for path in ("/de/releases", "/de/changes"):
        assert client.get(path).text.count('href="release/') == 2
    assert (
        client.get("/release/2.0/changes.de.html").headers["content-type"].startswith("text/html")
    )
    for path in ("/id/lindental/milestone-roofs", "/data/lindental/milestone-roofs.ttl"):
        for accept in ("text/turtle", "text/html", "application/json"):
            gone = client.get(path, headers={"Accept": accept})
            assert gone.status_code == 410, (path, accept)
            assert "1.0" in gone.text
    page = client.get("/en/id/lindental/milestone-roofs")
    assert page.status_code == 410
    assert client.get("/id/lindental/never-was").status_code == 404


@pytest.mark.parametrize("name", ["zielgraph.nt", "zielgraph.ttl.gz", "changes.de.html"])
def test_a_file_of_a_release_is_known_by_its_content(released: Project, name: str) -> None:
    """Its ETag outlives the build, and is the same for the whole and for a part."""
    path = f"/release/2.0/{name}"
    whole = Client(released).get(path, headers={"Accept-Encoding": "identity"})
    digest = hashlib.sha256(whole.content).hexdigest()
    assert whole.headers["etag"] == f'"{digest[:32]}"'
    assert "immutable" in whole.headers["cache-control"]
    part = {"Range": "bytes=10-19", "If-Range": whole.headers["etag"]}
    found = Client(released).get(path, headers=part)
    assert (found.status_code, found.content) == (206, whole.content[10:20])
    assert found.headers["etag"] == whole.headers["etag"]
    for headers in (
        {"If-None-Match": whole.headers["etag"]},
        {"If-Modified-Since": whole.headers["last-modified"]},
    ):
        assert Client(released).get(path, headers=headers).status_code == 304
    assert Client(released).get(path, headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/release/3.0/",
        "/release/3.0",
        "/de/release/3.0",
        "/release/1.0/nothing.ttl",
        "/release/1.0/..%2f..%2fdata",
        "/release/..%2f..%2fdata/strategy.ttl",
        "/release/1.0/.hidden",
        "/release/1.0/%00",
    ],
)
def test_no_such_release(released: Project, path: str) -> None:
    """Neither a wrong name nor a path that leads out finds a file."""
    assert Client(released).get(path).status_code in {400, 404}


def test_damaged_release_is_left_out(released: Project) -> None:
    """One broken folder does not take the others down."""
    (released.root / "releases" / "1.0" / "release.json").write_text("{", "utf-8")
    names = [release.name for release in open_publication(released).releases.all()]
    assert names == ["2.0"]


def test_command(quick: Project) -> None:
    """Freeze, list, freeze again; every message in both languages."""
    program = Program(quick.root)
    empty = program("release", "list")
    assert (empty.code, empty.out) == (0, "")
    assert "zielgraph release" in empty.err
    made = program("release", "2026-11", "--notes", "Neu", "--date", "2026-11-22")
    assert made.code == 0
    assert "releases/2026-11" in made.out
    assert "2026-11-22" in program("release", "list").out
    assert program("release", "2026-11", lang="en").code == 0
    refused = [program("release", "other", lang=lang) for lang in ("de", "en")]
    assert {each.code for each in refused} == {2}
    assert len({each.err for each in refused}) == 2
    assert all(each.err.count("\n") == 1 for each in refused)
    assert program("release", "x y").code == 2
    assert program("release", "x", "--date", "22.11.2026").code == 2
