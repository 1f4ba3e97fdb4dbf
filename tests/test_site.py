# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A whole static site: its links, its bytes, and web servers over it."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from browser import browser
from conftest import Program
from site_links import broken_links
from web_servers import public_folder, web_server
from zielgraph.model.messages import LANGUAGES
from zielgraph.model.project import Project
from zielgraph.publication.addresses import ENDINGS
from zielgraph.publication.answers import formats_for
from zielgraph.publication.publication import open_publication
from zielgraph.queries.library import query_names
from zielgraph.site.folder import MARK
from zielgraph.site.publish import GROUPS, Done, publish
from zielgraph.store.formats import read_quads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TURTLE = "text/turtle"
GOAL = "lindental/goal-cycling"


@pytest.fixture(scope="module")
def site(pristine: Project) -> Iterator[Path]:
    """Return a site that was written once; tests only read it."""
    told: list[Done] = []
    with public_folder() as folder:
        target = folder / "site"
        done = publish(pristine, target, told.append)
        assert [group for group in GROUPS if group in {each.group for each in told}] == list(GROUPS)
        assert told[-1] == done
        assert done.files == sum(path.is_file() for path in target.rglob("*")) - 1
        yield target


@pytest.fixture(scope="module", params=["nginx", "apache2"])
def served(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Return a client of a web server over the site."""
    folder = tmp_path_factory.mktemp(request.param)
    with (
        web_server(request.param, folder, site, site) as url,
        httpx.Client(base_url=url, timeout=30) as client,
    ):
        yield client


def test_every_link_leads_somewhere(site: Path) -> None:
    """All links of all pages and style sheets are relative and lead to a file of the site."""
    assert broken_links(site) == {}


def test_link_checker_finds(tmp_path: Path) -> None:
    """The test above would pass with a checker that finds nothing."""
    (tmp_path / "a").mkdir()
    page = '<p id="x"><a href="b.html#no">1</a><a href="/a/b.html">2</a><img src="../c.png">'
    (tmp_path / "a" / "b.html").write_text(page + '<a href="b.html#x">3</a><a href="?q=1">4</a>')
    assert set(broken_links(tmp_path)) == {"b.html#no", "/a/b.html", "../c.png", "?q=1"}


def test_site_holds_what_the_server_shows(site: Path, pristine: Project) -> None:
    """Pages, data, answers, dumps with their checksums: each in all languages and formats."""
    for lang in LANGUAGES:
        assert (site / lang / "index.html").is_file()
        assert (site / lang / "id" / f"{GOAL}.html").is_file()
        assert (site / lang / "sdg" / "11.2.html").is_file()
        for name in query_names(pristine.queries):
            for kind in formats_for("table"):
                assert (site / "api" / "queries" / f"{name}.{lang}.{kind.ending}").is_file()
    for ending in ENDINGS.values():
        assert (site / "data" / f"{GOAL}.{ending}").stat().st_size > 100
        assert (site / f"catalog.{ending}").is_file()
        assert (site / ".well-known" / f"void.{ending}").is_file()
        assert (site / f"ontology.{ending}").is_file()
    assert read_quads(site / "data" / f"{GOAL}.ttl")
    sums = (site / "dumps" / "SHA256SUMS").read_text("utf-8").splitlines()
    assert sums
    for line in sums:
        digest, name = line.split(maxsplit=1)
        body = (site / "dumps" / name.lstrip("*")).read_bytes()
        assert hashlib.sha256(body).hexdigest() == digest
    names = {entry["name"] for entry in json.loads((site / "api" / "queries.json").read_text())}
    assert names == set(query_names(pristine.queries))


def test_pages_open_from_a_folder(site: Path, tmp_path: Path) -> None:
    """A browser shows pages from disk, asks nobody else and complains of nothing."""
    with browser(tmp_path) as chromium:
        page = chromium.page()
        for name in (
            "index.html",
            "de/index.html",
            "en/matrix.html",
            f"en/id/{GOAL}.html",
            "de/search.html",
        ):
            page.open(site / name)
            assert all(address.startswith(("file:", "data:")) for address in page.requests)
            assert page.complaints == []


def test_thing_leads_to_page_or_data(served: httpx.Client) -> None:
    """303 to what the client likes, as the server answers."""
    for accept, language, target in (
        ("text/html,application/xhtml+xml,*/*;q=0.8", "en-GB,en;q=0.9", f"/en/id/{GOAL}"),
        ("text/html", "de", f"/de/id/{GOAL}"),
        ("*/*", "", f"/de/id/{GOAL}"),
        (TURTLE, "en", f"/data/{GOAL}.ttl"),
        ("application/ld+json", "de", f"/data/{GOAL}.jsonld"),
        ("text/html;q=0.3, application/rdf+xml;q=0.7", "de", f"/data/{GOAL}.rdf"),
        ("text/turtle, */*", "de", f"/data/{GOAL}.ttl"),
        ("application/n-quads", "de", f"/data/{GOAL}.nq"),
    ):
        headers = {"Accept": accept, "Accept-Language": language}
        answer = served.get(f"id/{GOAL}", headers=headers)
        assert answer.status_code == 303, accept
        at = urljoin(f"http://x/id/{GOAL}", answer.headers["location"])
        assert urlsplit(at).path == target
        assert {"accept", "accept-language"} <= _vary(answer)
        assert served.get(urlsplit(at).path.lstrip("/")).status_code == 200
    assert served.get(f"id/{GOAL}", headers={"Accept": "image/png"}).status_code == 406
    assert served.get("id/nowhere/at-all").status_code == 404


def _vary(answer: httpx.Response) -> set[str]:
    return {part.strip().lower() for part in answer.headers.get("vary", "").split(",")}


def test_documents_without_ending(served: httpx.Client) -> None:
    """One address for all formats, with the right type."""
    for path in (f"data/{GOAL}", "sdg/11.2", "catalog", ".well-known/void", "ontology", "shapes"):
        for accept in (TURTLE, "application/rdf+xml", "application/trig"):
            answer = served.get(path, headers={"Accept": accept})
            assert answer.status_code == 200, (path, accept)
            assert answer.headers["content-type"].startswith(accept)
            assert "accept" in _vary(answer)
        assert served.get(path, headers={"Accept": "image/png"}).status_code == 406, path
    answer = served.get(f"data/{GOAL}", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert (answer.status_code, urlsplit(answer.headers["location"]).path) == (
        303,
        f"/en/id/{GOAL}",
    )
    page = served.get("ontology", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "style-src 'sha256-" in page.headers["content-security-policy"]


def test_lists_of_values(served: httpx.Client, site: Path) -> None:
    """Each list has its data in all formats; people are led to the page of its values."""
    names = {path.stem for path in (site / "scheme").iterdir()}
    assert {"role", "topic", "target-group"} <= names
    pages = {"topic": "topics", "target-group": "queries/target-groups"}
    for name in names:
        for ending in ENDINGS.values():
            assert (site / "scheme" / f"{name}.{ending}").stat().st_size > 100
        answer = served.get(f"scheme/{name}", headers={"Accept": "application/n-triples"})
        assert answer.status_code == 200, name
        assert f"<https://w3id.org/zielgraph/scheme/{name}> " in answer.text
        assert "accept" in _vary(answer)
        headers = {"Accept": "text/html", "Accept-Language": "en"}
        answer = served.get(f"scheme/{name}", headers=headers)
        assert answer.status_code == 303, name
        path = urlsplit(answer.headers["location"]).path
        assert path == f"/en/{pages.get(name, 'queries/value-lists')}"
        assert served.get(path.lstrip("/")).status_code == 200
    for path in ("scheme/nothing", "scheme/nothing.ttl", "scheme/", "scheme/role/x"):
        assert served.get(path).status_code == 404, path


def test_parts_and_versions_of_the_vocabularies(served: httpx.Client, pristine: Project) -> None:
    """They are described in the one document, in the format of the ending."""
    parts = open_publication(pristine).parts
    assert {"/ontology/sdg", "/ontology/sdg/0.1.0", "/shapes/0.1.0"} <= set(parts)
    for part, document in parts.items():
        for ending in ("", ".ttl", ".rdf"):
            answer = served.get(f"{part[1:]}{ending}")
            assert answer.status_code == 303, part
            assert urlsplit(answer.headers["location"]).path == document + ending
            assert "?" not in answer.headers["location"]
    for path in ("ontology/0x1.0", "ontology/sdg.png", "shapes/sdg", "ontology/sdg/"):
        assert served.get(path).status_code == 404, path


def test_pages_and_types(served: httpx.Client) -> None:
    """Pages are found with and without ending; each file says what it is."""
    for path, media_type in (
        ("de/", "text/html"),
        ("de/sdg/11.2", "text/html"),
        ("de/sdg/11.2.html", "text/html"),
        ("en/matrix", "text/html"),
        (f"data/{GOAL}.ttl", "text/turtle"),
        (f"data/{GOAL}.jsonld", "application/ld+json"),
        ("catalog.rdf", "application/rdf+xml"),
        ("api/queries", "application/json"),
        ("api/queries/gaps", "application/json"),
        ("api/queries/gaps.csv", "text/csv"),
        ("api/queries/gaps.en.csv", "text/csv"),
        ("robots.txt", "text/plain"),
        ("sitemap.xml", "application/xml"),
    ):
        answer = served.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith(media_type), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["access-control-allow-origin"] == "*"
    start = served.get("", headers={"Accept-Language": "en"})
    assert start.status_code == 302
    assert urlsplit(start.headers["location"]).path == "/en/"
    german = served.get("api/queries/gaps.csv").text
    english = served.get("api/queries/gaps.csv", headers={"Accept-Language": "en"}).text
    assert german != english == served.get("api/queries/gaps.en.csv").text


def test_wrong_address_is_a_page(served: httpx.Client) -> None:
    """The page for wrong addresses looks right wherever it is shown."""
    for path in ("de/nowhere", "de/id/a/b/c/d", "data/nowhere.ttl", "api/queries/nothing"):
        answer = served.get(path)
        assert answer.status_code == 404, path
        assert "<html" in answer.text, path
        assert 'href="/assets/' in answer.text
    for path in ("server/nginx-site.conf", ".htaccess", MARK, "id/%0d%0aX-Evil:1", "../etc/passwd"):
        answer = served.get(path)
        assert answer.status_code in {400, 403, 404}, path
        assert "x-evil" not in answer.headers


def test_nothing_lies_below_a_page_or_document(served: httpx.Client) -> None:
    """Neither below its address without ending, nor below the file itself."""
    for path in (
        "ontology", "ontology.html", "shapes", "catalog", "sdg/11.2", "sdg/11.2.ttl", "scheme/role",
        f"data/{GOAL}", f"data/{GOAL}.ttl", f"id/{GOAL}", "de/goals", "de/goals.html", "de/sdg/11",
        "api/queries/gaps", "robots.txt",
    ):  # fmt: skip
        for accept in ("*/*", TURTLE, "text/html"):
            for deeper in ("x", "x/y", "x.ttl", "x.html"):
                answer = served.get(f"{path}/{deeper}", headers={"Accept": accept})
                assert answer.status_code == 404, (path, deeper, accept)


def test_languages_are_folders(served: httpx.Client) -> None:
    """The start of a language without its slash leads there, with the parameters."""
    for lang in LANGUAGES:
        answer = served.get(f"{lang}?x=1")
        assert answer.status_code == 301
        at = urlsplit(urljoin(f"http://x/{lang}", answer.headers["location"]))
        assert (at.path, at.query) == (f"/{lang}/", "x=1")


def test_wrong_address_is_told_in_its_language(served: httpx.Client) -> None:
    """The address says which language; where it says none it is German, or what one reads."""
    for path, wanted, lang in (
        ("en/nowhere", "de", "en"),
        ("en/id/a/b", "", "en"),
        ("de/nowhere", "en", "de"),
        ("de/en/nowhere", "", "de"),
        ("nowhere/en/x", "", "de"),
        ("data/nowhere.ttl", "", "de"),
        ("english/x", "", "de"),
        ("en/nowhere?x=/de/", "", "en"),
    ):
        answer = served.get(path, headers={"Accept-Language": wanted})
        assert answer.status_code == 404, path
        assert f'<html lang="{lang}"' in answer.text, path


def test_a_slash_at_the_end_leads_to_the_address_without(served: httpx.Client) -> None:
    """As the server leads there: for good, with the parameters."""
    for name in ("catalog", "ontology", "shapes"):
        answer = served.get(f"{name}/?x=1")
        assert answer.status_code == 301
        at = urlsplit(urljoin(f"http://x/{name}/", answer.headers["location"]))
        assert (at.path, at.query) == (f"/{name}", "x=1")


@pytest.fixture(scope="module")
def below(bare: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the root of a server below which a site with a release lies at ``ziele/``."""
    folder = tmp_path_factory.mktemp("below") / "project"
    shutil.copytree(bare.root, folder, symlinks=True, ignore=shutil.ignore_patterns(".new-*"))
    text = '[publication]\nurl = "https://daten.kreis.example/ziele/"\n'
    (folder / "zielgraph.toml").write_text(text, "utf-8")
    done = Program(folder)("release", "2026-1")
    assert done.code == 0, done.err
    with public_folder() as root:
        publish(Project(folder), root / "ziele", processes=1)
        yield root


def test_links_of_a_site_with_a_release(below: Path) -> None:
    """Its links lead to files as well; only this graph names SDGs and knows none of them."""
    assert (below / "ziele" / "release" / "2026-1" / "SHA256SUMS").is_file()
    assert [link for link in broken_links(below) if "sdg/" not in link] == []


@pytest.mark.parametrize("name", ["nginx", "apache2"])
def test_site_below_a_path(name: str, below: Path, tmp_path: Path) -> None:
    """A site whose address has a path is served there."""
    with web_server(name, tmp_path, below, below / "ziele") as url:
        answer = httpx.get(url + f"ziele/id/{GOAL}", headers={"Accept": TURTLE})
        assert answer.status_code == 303
        assert urlsplit(answer.headers["location"]).path == f"/ziele/data/{GOAL}.ttl"
        assert httpx.get(url + f"ziele/data/{GOAL}.ttl").status_code == 200
        for accept, target in (
            ("text/html", "/de/release/2026-1"),
            (TURTLE, "/data/release/2026-1.ttl"),
        ):
            answer = httpx.get(url + "ziele/release/2026-1", headers={"Accept": accept})
            assert answer.status_code == 303
            assert urlsplit(answer.headers["location"]).path == "/ziele" + target
            assert httpx.get(urljoin(url, answer.headers["location"])).status_code == 200
        missing = httpx.get(url + "ziele/de/nowhere")
        assert missing.status_code == 404
        assert 'href="/ziele/assets/' in missing.text
        assert '<html lang="de"' in missing.text
        assert '<html lang="en"' in httpx.get(url + "ziele/en/nowhere").text
        assert httpx.get(url + "ziele/de/").status_code == 200


def test_same_graph_same_bytes(quick: Project, tmp_path: Path) -> None:
    """Two runs give the same files, byte by byte, however many processes make them."""
    for name, processes in (("one", 1), ("two", 2)):
        publish(quick, tmp_path / name, processes=processes)
    one, two = (
        {
            path.relative_to(tmp_path / name).as_posix(): hashlib.sha256(path.read_bytes()).digest()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    )
    assert [path for path in sorted(set(one) | set(two)) if one.get(path) != two.get(path)] == []


def test_command(quick: Project, tmp_path: Path) -> None:
    """The command says what it does in both languages, and refuses what is not ours."""
    program = Program(quick.root)
    said = []
    for lang in LANGUAGES:
        done = program("publish", tmp_path / "site", "--progress", lang=lang)
        assert (done.code, (tmp_path / "site" / "index.html").is_file()) == (0, True), done.err
        said.append((done.out, done.err))
    assert said[0][0] != said[1][0]
    assert said[0][1] != said[1][1]
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    refused = program("publish", other, lang="en")
    assert refused.code == 2
    assert "other" in refused.err
    assert len(refused.err.splitlines()) <= 2
    assert [path.name for path in other.iterdir()] == ["mine.txt"]
    shutil.rmtree(quick.build)
    assert program("publish", tmp_path / "new").code == 2
    assert not (tmp_path / "new").exists()


def test_base_of_ones_own(quick: Project, tmp_path: Path) -> None:
    """With another base the graph is built anew for the site, and for nothing else."""
    before = (quick.build / "current").resolve()
    done = Program(quick.root)(
        "publish", tmp_path / "site", "--base", "https://daten.kreis.example/id/"
    )
    assert done.code == 0, done.err
    text = (tmp_path / "site" / "data" / f"{GOAL}.nt").read_text("utf-8")
    assert f"<https://daten.kreis.example/id/{GOAL}>" in text
    assert "w3id.org/zielgraph/id/" not in text
    assert (quick.build / "current").resolve() == before
    assert Program(quick.root)("publish", tmp_path / "x", "--base", "nonsense").code == 2
