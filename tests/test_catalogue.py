# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The catalogue conforms to DCAT-AP.de and says what is really there; VoID counts right."""

from __future__ import annotations

import hashlib
import os
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, PROV, SH, SKOS, VOID

from asgi import Client
from conftest import ROOT, Program
from zielgraph.build.builder import build
from zielgraph.model.errors import ProjectError
from zielgraph.model.project import Project
from zielgraph.model.terms import Iri
from zielgraph.publication.addresses import ENDINGS
from zielgraph.publication.publication import Publication, open_publication
from zielgraph.publication.settings import PublicationSettings, read_publication

if TYPE_CHECKING:
    from pathlib import Path

DATASET = rdflib.URIRef("https://w3id.org/zielgraph/id/dataset")
EU = "http://publications.europa.eu/resource/authority/"
SCHEMES = (
    *(EU + name for name in ("language", "planned-availability", "frequency", "dataset-type")),
    *(EU + name for name in ("data-theme", "access-right", "file-type")),
    "http://dcat-ap.de/def/licenses",
    "http://dcat-ap.de/def/contributors",
    "http://dcat-ap.de/def/politicalGeocoding/Level",
)
"""Lists whose concepts the official shapes look up; offline, each says which list it is of."""

PARSERS = {"rdfxml": "xml", "jsonld": "json-ld", "ntriples": "nt"}

COUNTY = PublicationSettings(
    url="https://daten.kreis.example/",
    publisher="Kreis Musterland",
    publisher_url="https://kreis.example/",
    contact="Stabsstelle Nachhaltigkeit",
    contact_email="nachhaltigkeit@kreis.example",
    contributor="openNRW",
    attribution="Kreis Musterland, 2026",
    geocoding=True,
)


def dcat_shapes() -> Path:
    """Return the folder of the official shapes, or skip the test, visibly."""
    from pathlib import Path  # noqa: PLC0415

    place = os.environ.get("ZIELGRAPH_CONFORMANCE", ROOT.parent / "shared" / "conformance")
    folder = Path(place) / "dcat-ap-de-3.0"
    if not folder.is_dir():
        pytest.skip("the shapes of DCAT-AP.de are not here (ZIELGRAPH_CONFORMANCE)")
    return folder


def read(text: str, form: str = "turtle") -> rdflib.Graph:
    """Return what rdflib reads."""
    graph = rdflib.Dataset() if form in {"trig", "nquads"} else rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        graph.parse(data=text, format=PARSERS.get(form, form))
        if isinstance(graph, rdflib.Dataset):
            merged = rdflib.Graph()
            for quad in graph.quads((None, None, None, None)):
                merged.add(quad[:3])
            return merged
    return graph


@pytest.fixture(scope="module")
def publication(real_project: Path) -> Publication:
    """Return what the repository's own knowledge publishes."""
    return open_publication(Project(real_project))


def of_county(publication: Publication) -> Publication:
    """Return the same, published by a county that has set everything."""
    return Publication(publication.graph, publication.version, COUNTY)


@pytest.fixture(scope="module")
def graph(publication: Publication) -> rdflib.Graph:
    """Return the catalogue."""
    return read(publication.catalogue("turtle"))


def findings(graph: rdflib.Graph) -> list[tuple[str, str]]:
    """Return severity and path of what the official shapes object to."""
    import pyshacl  # noqa: PLC0415

    shapes = rdflib.Graph()
    for path in sorted(dcat_shapes().glob("*.ttl")):
        if "imports" not in path.name:
            shapes.parse(path)
    assert len(shapes) > 2000
    for node in {*graph.subjects(), *graph.objects()}:
        for scheme in SCHEMES:
            if str(node).startswith(scheme + "/"):
                graph.add((node, SKOS.inScheme, rdflib.URIRef(scheme)))
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    return [
        (str(report.value(node, SH.resultSeverity)).rsplit("#", 1)[-1], str(path))
        for node, path in report.subject_objects(SH.resultPath)
    ]


def test_shapes_of_dcat_ap_de_object_to_nothing(publication: Publication) -> None:
    """What portals harvest passes their own check, with the defaults."""
    assert findings(read(publication.catalogue("turtle"))) == []


def test_shapes_with_everything_set(publication: Publication) -> None:
    """The property for harvesters with older rules is the one warning, since 3.0 gives it up."""
    found = findings(read(of_county(publication).catalogue("turtle")))
    assert found == [("Warning", "http://dcat-ap.de/def/dcatde/politicalGeocodingURI")]


def test_shapes_do_look(publication: Publication) -> None:
    """The two tests above would pass with shapes that check nothing."""
    broken = read(publication.catalogue("turtle"))
    broken.remove((DATASET, DCTERMS.publisher, None))
    broken.remove((None, DCAT.endpointURL, None))
    severities = [severity for severity, _ in findings(broken)]
    assert severities.count("Violation") >= 3


@pytest.mark.parametrize("form", ENDINGS)
def test_each_format_reads_back_the_same(publication: Publication, form: str) -> None:
    """Nothing is lost on the way through any format."""
    text = publication.catalogue(form)
    back = read(text, form)
    assert isomorphic(back, read(publication.catalogue("ntriples"), "ntriples"))
    assert publication.catalogue(form) == text


def test_area_of_the_county(graph: rdflib.Graph) -> None:
    """District key and NUTS code come from the manifest and the data."""
    places = {str(place) for place in graph.objects(DATASET, DCTERMS.spatial)}
    assert places == {
        "http://dcat-ap.de/def/politicalGeocoding/districtKey/05558",
        "http://data.europa.eu/nuts/code/DEA35",
    }
    level = rdflib.URIRef("http://dcat-ap.de/def/dcatde/politicalGeocodingLevelURI")
    assert str(graph.value(DATASET, level)).endswith("/Level/administrativeDistrict")
    old = rdflib.URIRef("http://dcat-ap.de/def/dcatde/politicalGeocodingURI")
    assert graph.value(DATASET, old) is None


def test_both_languages(graph: rdflib.Graph) -> None:
    """Title, description and keywords are there in German and English."""
    for prop in (DCTERMS.title, DCTERMS.description, DCAT.keyword):
        languages = {str(text.language) for text in graph.objects(DATASET, prop)}  # type: ignore[attr-defined]
        assert languages == {"de", "en"}, prop
    assert len(list(graph.objects(DATASET, DCAT.theme))) >= 2


def test_files_are_as_described(publication: Publication, graph: rdflib.Graph) -> None:
    """Sizes and checksums are those of the files, which hold the whole dataset."""
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    parts = list(graph.objects(DATASET, DCAT.distribution))
    assert len(parts) == len([file for file in publication.dumps.files if not file.packed])
    for part in parts:
        place = str(graph.value(part, DCAT.downloadURL))
        path = publication.dumps.path(place.removeprefix("https://w3id.org/zielgraph/dumps/"))
        assert path is not None
        body = path.read_bytes()
        assert int(str(graph.value(part, DCAT.byteSize))) == len(body)
        checksum = graph.value(part, spdx.checksum)
        value = graph.value(checksum, spdx.checksumValue)
        assert isinstance(value, rdflib.Literal)
        assert str(value).lower() == hashlib.sha256(body).hexdigest()
        assert str(graph.value(part, DCTERMS.license)) == "http://dcat-ap.de/def/licenses/cc-by/4.0"


def test_no_two_files_share_a_title(graph: rdflib.Graph) -> None:
    """Who sees only the titles in a data portal can choose; formats have their usual names."""
    files = list(graph.objects(DATASET, rdflib.DCAT.distribution))
    for lang in ("de", "en"):
        titles = [
            str(title)
            for file in files
            for title in graph.objects(file, rdflib.DCTERMS.title)
            if isinstance(title, rdflib.Literal) and title.language == lang
        ]
        assert len(titles) == len(set(titles)) == len(files) > 6
        for name in ("(Turtle)", "(JSON-LD)", "(RDF/XML)", "(SSSOM)"):
            assert sum(title.endswith(name) for title in titles) == 1


def test_run_of_the_build(graph: rdflib.Graph) -> None:
    """The dataset leads to the run that made it, and to the files that this used."""
    run = graph.value(DATASET, PROV.wasGeneratedBy)
    used = {str(file) for file in graph.objects(run, PROV.used)}
    assert any(file.endswith("/data/coesfeld/fields.ttl") for file in used)
    assert any("/queries/rules/" in file for file in used)


def test_settings_are_in_it(publication: Publication) -> None:
    """What a county says is in the catalogue, and nothing that it has replaced."""
    county = of_county(publication)
    text = county.catalogue("turtle")
    for word in ("Kreis Musterland", "mailto:nachhaltigkeit@kreis.example", "contributors/openNRW"):
        assert word in text
    assert "Zielgraph-Mitwirkende" not in text
    assert "https://daten.kreis.example/dumps/zielgraph.ttl" in text
    assert "https://w3id.org/zielgraph/dumps" not in text
    assert "districtKey/05558" in text


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        ('contact_email = "nobody"', "contact_email"),
        ('contact_email = "a@b.de\\r\\nBcc: c@d.de"', "contact_email"),
        ('publisher_url = "javascript:alert(1)"', "publisher_url"),
        ('url = "https://kreis.example/?a=b"', "url"),
        ('contributor = "open NRW"', "contributor"),
        ('geocoding = "yes"', "geocoding"),
        ('publishr = "x"', "publisher"),
    ],
)
def test_wrong_settings(tmp_path: Path, entry: str, part: str) -> None:
    """The message names the entry, or the one that was probably meant."""
    file = tmp_path / "zielgraph.toml"
    file.write_text(f"[publication]\n{entry}\n", "utf-8")
    with pytest.raises(ProjectError) as caught:
        read_publication(file)
    assert part in str(caught.value)
    assert str(file) in str(caught.value)


def test_broken_settings(tmp_path: Path) -> None:
    """A file that is no TOML, or a table that is none, is told apart from no file."""
    file = tmp_path / "zielgraph.toml"
    assert read_publication(file) == PublicationSettings()
    for text in ("[publication", 'publication = "x"'):
        file.write_text(text, "utf-8")
        with pytest.raises(ProjectError):
            read_publication(file)


def test_void_counts(publication: Publication) -> None:
    """The numbers are those of the dataset, counted by other means."""
    found = read(publication.void("turtle"))
    quads = list(publication.store.quads())
    assert int(str(found.value(DATASET, VOID.triples))) == len(quads)
    subjects = {quad[0] for quad in quads}
    assert int(str(found.value(DATASET, VOID.distinctSubjects))) == len(subjects)
    properties = {quad[1] for quad in quads}
    assert int(str(found.value(DATASET, VOID.properties))) == len(properties)
    parts = found.objects(DATASET, VOID.propertyPartition)
    assert sum(int(str(found.value(part, VOID.triples))) for part in parts) == len(quads)
    graphs = [node for node in found.objects(DATASET, VOID.subset) if "/graph/" in str(node)]
    assert sum(int(str(found.value(node, VOID.triples))) for node in graphs) == len(quads)


def test_void_names_links_and_examples(publication: Publication) -> None:
    """Programs learn that the dataset links to the SDGs of the UN, and what to look at."""
    found = read(publication.void("turtle"))
    target = rdflib.URIRef(str(DATASET) + "/target/sdg")
    links = list(found.subjects(VOID.objectsTarget, target))
    linked = sum(
        isinstance(quad[2], Iri)
        and quad[2].value.startswith("http://metadata.un.org/sdg/")
        and not str(quad[0]).startswith("http://metadata.un.org/sdg/")
        for quad in publication.store.quads()
    )
    assert sum(int(str(found.value(link, VOID.triples))) for link in links) == linked
    for example in found.objects(DATASET, VOID.exampleResource):
        assert publication.describe(Iri(str(example))) is not None


def test_nothing_about_one_county_is_built_in(project: Project) -> None:
    """Another strategy has a catalogue of its own that says nothing of the first."""
    build(project)
    text = open_publication(project).catalogue("turtle")
    assert "Coesfeld" not in text
    assert "05558" not in text
    assert findings(read(text)) == []


def test_own_base(project: Project) -> None:
    """Under a county's own base everything is at its own address."""
    own = replace(project, base="https://daten.kreis.example/id/")
    build(own)
    for text in (open_publication(own).catalogue("turtle"), open_publication(own).void("turtle")):
        assert "w3id.org/zielgraph/id" not in text
        assert "https://daten.kreis.example/sparql" in text


def test_over_http(pristine: Project) -> None:
    """Catalogue, counts and files come from the server, in the format that is asked for."""
    client = Client(pristine)
    for path in ("/catalog", "/.well-known/void"):
        for form, ending in ENDINGS.items():
            assert client.get(f"{path}.{ending}").status_code == 200, form
        found = client.get(path, headers={"Accept": "application/rdf+xml"})
        assert found.headers["content-type"] == "application/rdf+xml"
        assert (None, None, None) in read(found.text, "rdfxml")
        assert client.get(path, headers={"Accept": "image/png"}).status_code == 406
        led = client.get(path, headers={"Accept": "text/html", "Accept-Language": "en"})
        assert led.status_code == 303
        assert led.headers["location"].endswith("en/data")
    listed = client.get("/dumps/SHA256SUMS").text.splitlines()
    assert len(listed) > 10
    for line in listed:
        digest, name = line.split("  ")
        body = client.get(f"/dumps/{name}", headers={"Accept-Encoding": "identity"}).content
        assert hashlib.sha256(body).hexdigest() == digest, name
    assert client.get("/dumps/..%2fbuild.json").status_code == 404
    assert client.get("/dumps/files.json").status_code == 404


def test_part_of_a_file(pristine: Project) -> None:
    """A broken download can go on where it broke off."""
    client = Client(pristine)
    whole = client.get("/dumps/zielgraph.nq.gz", headers={"Accept-Encoding": "identity"})
    assert whole.headers["content-type"] == "application/gzip"
    part = client.get("/dumps/zielgraph.nq.gz", headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.content == whole.content[100:200]
    tag = whole.headers["etag"]
    moment = client.get("/catalog.ttl").headers["last-modified"]
    assert whole.headers["last-modified"] == moment
    for headers in ({"If-None-Match": tag}, {"If-Modified-Since": moment}):
        again = client.get("/dumps/zielgraph.nq.gz", headers=headers)
        assert again.status_code == 304
        assert (again.headers["etag"], again.headers["last-modified"]) == (tag, moment)
    since = {"If-None-Match": '"other"', "If-Modified-Since": moment}
    assert client.get("/dumps/zielgraph.nq.gz", headers=since).status_code == 200


def test_command(built: Project, tmp_path: Path) -> None:
    """The catalogue is written in the format that the file's ending names."""
    program = Program(built.root)
    target = tmp_path / "catalog.rdf"
    assert program("catalog", "--output", target).code == 0
    assert (None, None, None) in read(target.read_text("utf-8"), "rdfxml")
    counted = program("catalog", "--void", "--format", "ntriples")
    assert counted.code == 0
    assert "http://rdfs.org/ns/void#triples" in counted.out
    (built.root / "zielgraph.toml").write_text('[publication]\npublisher = "Amt X"\n', "utf-8")
    assert '"Amt X"' in program("catalog").out
    (built.root / "zielgraph.toml").write_text("[publication]\nx = 1\n", "utf-8")
    for lang in ("de", "en"):
        refused = program("catalog", lang=lang)
        assert (refused.code, refused.out) == (2, "")
        assert "zielgraph.toml" in refused.err
        assert refused.err.count("\n") == 1
