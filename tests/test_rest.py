# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The query library over HTTP, against a running server."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from conftest import ROOT, TOWN
from servers import serving
from zielgraph.build.builder import build
from zielgraph.build.location import current_store
from zielgraph.model.messages import LANGUAGES
from zielgraph.model.project import Project
from zielgraph.publication.answers import FILE_FORMATS, formats_for
from zielgraph.queries.library import load_queries, load_query, run_query
from zielgraph.queries.shape import shape_of
from zielgraph.server.parameters import OWN
from zielgraph.store.base import Table
from zielgraph.store.embedded import read_results, read_triples

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: CC-BY-4.0
#+ question-de: {0}?
#+ question-en: {0}?
"""
EXTRA = {
    "is-it": HEAD.format("ja") + "ASK { ?s ?p ?o }",
    "what-is-there": HEAD.format("was")
    + "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o . FILTER(STRENDS(STR(?o), '#Goal')) }",
    "dangerous": HEAD.format("=1+1")
    + 'SELECT ?text ?n WHERE { VALUES (?text ?n) { ("=1+1" -1) ("\\u0000<script>" 2.5) } }',
    "echo": HEAD.format("echo")
    + "#+ param text: string\n#+ param-de text: t\n#+ param-en text: t\n"
    + "#+ param count: integer\n#+ param-de count: n\n#+ param-en count: n\n"
    + 'SELECT ?text ?count WHERE {\n  VALUES ?text { "" }\n  VALUES ?count { 0 }\n}',
    "bomb": HEAD.format("bumm")
    + "SELECT ?a WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a",
}


@pytest.fixture(scope="module")
def project(pristine: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a built project with some queries more."""
    folder = tmp_path_factory.mktemp("rest") / "project"
    shutil.copytree(pristine.root, folder, symlinks=True)
    for name, text in EXTRA.items():
        (folder / "queries" / f"{name}.rq").write_text(text, "utf-8")
    return Project(folder)


@pytest.fixture(scope="module")
def client(project: Project) -> Iterator[httpx.Client]:
    """Return a client of a server of the project."""
    limits = {"ZIELGRAPH_QUERY_SECONDS": "2", "ZIELGRAPH_RATE": "100000"}
    with (
        serving("--project", project.root, env=limits) as server,
        httpx.Client(base_url=server.url, timeout=60) as found,
    ):
        yield found


def rows(answer: httpx.Response) -> list[dict[str, Any]]:
    """Return the rows of a plain answer."""
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def fault(answer: httpx.Response, status: int) -> dict[str, Any]:
    """Return the problem that an answer tells of, and check that it is one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    assert found["detail"]
    return found


def test_no_query_uses_a_name_of_ours() -> None:
    """A query with a parameter ``limit`` could not be asked."""
    for query in load_queries(ROOT / "queries"):
        assert "." not in query.name
        taken = {each.name for each in query.parameters} & set(OWN)
        assert taken <= {"lang"}
        assert all(each.type == "language" for each in query.parameters if each.name in taken)


def test_list_names_every_query(client: httpx.Client, project: Project) -> None:
    """The list says all that is needed to ask."""
    found = {entry["name"]: entry for entry in client.get("api/queries").json()}
    assert list(found) == [query.name for query in load_queries(project.queries)]
    gaps = found["gaps"]
    assert set(gaps["question"]) == set(LANGUAGES)
    assert gaps["note"] == dict(load_query(project.queries, "gaps").note)
    assert found["remit"]["note"] == {}
    assert gaps["competency"] == ["CQ04"]
    assert gaps["columns"][0] == "sdg"
    assert {each["name"]: each["type"] for each in gaps["parameters"]}["version"] == "iri"
    assert found["is-it"]["formats"] == ["json", "srj", "srx", "csv", "tsv"]


@pytest.mark.parametrize("name", [query.name for query in load_queries(ROOT / "queries")])
def test_answers_are_those_of_the_program(
    client: httpx.Client, project: Project, name: str
) -> None:
    """Every query answers as ``zielgraph query`` does, row by row."""
    expected = run_query(current_store(project), load_query(project.queries, name))
    assert isinstance(expected, Table)
    answer = client.get(f"api/queries/{name}.srj")
    assert answer.headers["content-type"] == "application/sparql-results+json"
    found = read_results(answer.content)
    assert isinstance(found, Table)
    assert (found.columns, found.rows) == (expected.columns, expected.rows)
    plain = client.get(f"api/queries/{name}").json()
    assert plain["total"] == len(plain["rows"]) == len(expected.rows)
    assert tuple(plain["columns"]) == expected.columns


def test_parameters_are_typed(client: httpx.Client) -> None:
    """Short names, numbers of SDGs and languages work as on the command line."""
    whole = rows(client.get("api/queries/goals-of-topic"))
    assert rows(client.get("api/queries/links-of-target", params={"target": "11.2"})) == rows(
        client.get("api/queries/links-of-target?target=sdg:11.2")
    )
    first = rows(client.get("api/queries/fields"))[0]["field"]
    assert first.startswith(TOWN)
    by_name = rows(client.get("api/queries/field", params={"field": first.removeprefix(TOWN)}))
    assert by_name == rows(client.get("api/queries/field", params={"field": first}))
    assert by_name
    assert isinstance(whole, list)


def test_language(client: httpx.Client) -> None:
    """The address goes before the header, which goes before German."""
    for address, header, lang in (
        ("", "", "de"),
        ("", "en-GB,de;q=0.5", "en"),
        ("?lang=de", "en", "de"),
        ("?lang=en", "de", "en"),
        (".en.json", "de", "en"),
        (".de.json?limit=2", "en", "de"),
    ):
        answer = client.get(f"api/queries/gaps{address}", headers={"Accept-Language": header})
        assert answer.headers["content-language"] == answer.json()["language"] == lang
        assert "accept-language" in answer.headers["vary"].lower()
    german = rows(client.get("api/queries/gaps?lang=de"))[0]["label"]
    assert german != rows(client.get("api/queries/gaps?lang=en"))[0]["label"]


@pytest.mark.parametrize("ending", [found.ending for found in formats_for("table")])
def test_every_format_by_each_way(client: httpx.Client, ending: str) -> None:
    """Ending, parameter and header give the same bytes."""
    media_type = FILE_FORMATS[ending].media_type
    answers = [
        client.get(f"api/queries/fields.{ending}"),
        client.get(f"api/queries/fields?format={ending}"),
        client.get("api/queries/fields", headers={"Accept": media_type.partition(";")[0]}),
    ]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert {answer.headers["content-type"] for answer in answers} == {media_type}
    assert f'filename="fields.{ending}"' in answers[0].headers["content-disposition"]
    assert {"accept", "accept-language"} <= set(
        re.split(r"[, ]+", answers[2].headers["vary"].lower())
    )


def test_accept_is_weighed(client: httpx.Client) -> None:
    """Quality values count; a browser gets plain JSON."""
    for accept, media_type in (
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/json;q=0, */*", "application/sparql-results+json"),
    ):
        answer = client.get("api/queries/fields", headers={"Accept": accept})
        assert answer.headers["content-type"].startswith(media_type)
    found = fault(client.get("api/queries/fields", headers={"Accept": "image/png"}), 406)
    assert "text/csv" in found["detail"]
    fault(client.get("api/queries", headers={"Accept": "text/csv"}), 406)


def test_truth_and_graph(client: httpx.Client) -> None:
    """Queries that give no table have formats of their own, and no pages."""
    assert client.get("api/queries/is-it").json()["answer"] is True
    assert client.get("api/queries/is-it.csv").text == "true\n"
    assert read_results(client.get("api/queries/is-it.srj").content) is True
    answer = client.get("api/queries/what-is-there")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    triples = read_triples(client.get("api/queries/what-is-there.nt").content).triples
    assert triples
    assert "zg:Goal" in answer.text
    assert fault(client.get("api/queries/what-is-there?limit=1"), 400)["parameter"] == "limit"
    fault(client.get("api/queries/what-is-there.csv"), 404)
    fault(client.get("api/queries/is-it.xlsx"), 404)


def test_pages_make_up_the_whole(client: httpx.Client) -> None:
    """Following ``rel=next`` shows each row once; the last part has none."""
    whole = rows(client.get("api/queries/gaps?lang=en"))
    address = "api/queries/gaps?lang=en&limit=7"
    seen: list[dict[str, Any]] = []
    pages = 0
    while True:
        answer = client.get(address)
        seen += rows(answer)
        pages += 1
        assert answer.headers["x-total-count"] == str(len(whole)) == str(answer.json()["total"])
        if "next" not in answer.links:
            break
        assert pages == 1 or "prev" in answer.links
        address = "api/queries/gaps" + answer.links["next"]["url"]
    assert seen == whole
    assert pages == -(-len(whole) // 7) > 2
    beyond = client.get("api/queries/gaps?limit=7&offset=100000")
    assert rows(beyond) == []
    last = client.get("api/queries/gaps" + beyond.links["prev"]["url"])
    assert rows(last)[-1]["target"] == whole[-1]["target"]
    assert len(client.get("api/queries/gaps.csv?limit=3").text.splitlines()) >= 4


def test_links_lead_to_where_they_say(client: httpx.Client) -> None:
    """Links are relative, so that no header of a request gets into them."""
    answer = client.get(
        "api/queries/gaps?limit=1", headers={"Host": "evil.example", "X-Forwarded-Host": "evil"}
    )
    assert "evil" not in str(answer.headers) + answer.text
    at = httpx.URL(answer.url).join(answer.links["service-desc"]["url"])
    assert at.path == "/api/openapi.json"
    assert client.get("api", follow_redirects=True).url.path == "/api/queries"


@pytest.mark.parametrize(
    ("address", "status", "parameter"),
    [
        ("gaps?limit=0", 400, "limit"),
        ("gaps?limit=-1", 400, "limit"),
        ("gaps?limit=10001", 400, "limit"),
        ("gaps?limit=", 400, "limit"),
        ("gaps?limit=١", 400, "limit"),
        ("gaps?offset=1e3", 400, "offset"),
        ("gaps?offset=99999999999999999999", 400, "offset"),
        ("gaps?limit=1&limit=2", 400, "limit"),
        ("gaps?lang=fr", 400, "lang"),
        ("gaps?lang=de&lang=de", 400, "lang"),
        ("gaps?format=pdf", 400, "format"),
        ("gaps.csv?format=csv", 400, "format"),
        ("gaps.en.csv?lang=en", 400, "lang"),
        ("gaps?versoin=x", 400, "versoin"),
        ("gaps?version=", 400, "version"),
        ("gaps?version=no%20iri:", 400, "version"),
        ("gaps?version=javascript:alert(1)", 404, "version"),
        ("gaps?version=nirgends", 404, "version"),
        ("gaps?version=%3E%7D%20UNION%20%7B", 400, "version"),
        ("links-of-target?target=11", 400, "target"),
        ("links-of-target?target=18.1", 400, "target"),
        ("links-of-target?target=17.99", 404, "target"),
        ("echo?count=elf", 400, "count"),
        ("echo?count=1000000000000000000", 400, "count"),
        ("echo?text=" + "x" * 1001, 400, "text"),
    ],
)
def test_wrong_parameter_is_named(
    client: httpx.Client, address: str, status: int, parameter: str
) -> None:
    """Both languages say which parameter is wrong."""
    said = []
    for lang in LANGUAGES:
        answer = client.get(f"api/queries/{address}", headers={"Accept-Language": lang})
        found = fault(answer, status)
        assert found["parameter"] == parameter
        assert parameter in found["detail"]
        said.append(found["detail"])
    assert said[0] != said[1]


def test_unknown_parameter_lists_the_others(client: httpx.Client) -> None:
    """The nearest first, and none is kept back."""
    found = fault(client.get("api/queries/gaps?vesion=x"), 400)["detail"]
    assert ": version, " in found
    assert all(name in found for name in ("format", "lang", "limit", "offset", "status"))


@pytest.mark.parametrize(
    "address", ["gap", "gaps.pdf", "gaps.", "gaps.csv.csv", "gaps.fr.csv", "gaps.en", "%2e", "g%00"]
)
def test_unknown_query_has_near_names(client: httpx.Client, address: str) -> None:
    """What is not there is 404, and what may be meant is named."""
    found = fault(client.get(f"api/queries/{address}"), 404)
    if address == "gap":
        assert "gaps" in found["detail"]


@pytest.mark.parametrize("raw", ["text=%ff", "text=%ed%a0%80", "&".join(["a=1"] * 101)])
def test_undecodable_address(client: httpx.Client, raw: str) -> None:
    """What is no UTF-8 is refused, not guessed at."""
    fault(client.get(f"api/queries/echo?{raw}"), 400)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["api/queries", "api/queries/gaps", "api/openapi.json"])
def test_other_methods(client: httpx.Client, method: str, address: str) -> None:
    """Nothing can be written here."""
    answer = client.request(method, address)
    fault(answer, 405)
    assert {"GET", "HEAD"} <= set(re.split(r"[, ]+", answer.headers["allow"]))


def test_head(client: httpx.Client) -> None:
    """HEAD says what GET says, without the body."""
    full = client.get("api/queries/gaps.csv")
    short = client.head("api/queries/gaps.csv")
    assert short.status_code == 200
    assert not short.content
    for name in ("content-type", "x-total-count", "link"):
        assert short.headers[name] == full.headers[name]


def test_formulas_and_markup_stay_text(client: httpx.Client) -> None:
    """Whoever opens the file in a spreadsheet runs nothing."""
    read = list(csv.reader(io.StringIO(client.get("api/queries/dangerous.csv").text)))
    assert read[1] == ["'=1+1", "-1"]
    book = load_workbook(io.BytesIO(client.get("api/queries/dangerous.xlsx").content))
    assert book.worksheets[0]["A2"].data_type == "s"
    assert book.worksheets[0]["B2"].value == -1
    assert rows(client.get("api/queries/dangerous"))[0] == {"text": "=1+1", "n": -1}
    answer = client.get("api/queries/dangerous")
    assert answer.headers["x-content-type-options"] == "nosniff"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
@settings(max_examples=60)
def test_text_comes_back_as_it_was(client: httpx.Client, text: str) -> None:
    """No text breaks out of its place in the query."""
    (row,) = rows(client.get("api/queries/echo", params={"text": text}))
    assert row == {"text": text, "count": 0}


def test_too_much_is_a_status(client: httpx.Client) -> None:
    """A query past its time ends in an error; the next one is answered."""
    answer = client.get("api/queries/bomb")
    assert answer.status_code in {503, 504}
    assert fault(answer, answer.status_code)["limit"] in {"time", "memory", "size"}
    assert rows(client.get("api/queries/fields"))


def test_description_holds_in_both_languages(client: httpx.Client, project: Project) -> None:
    """Every query with its parameters is described, in words of the language."""
    described = {}
    for lang in LANGUAGES:
        answer = client.get(f"api/openapi.json?lang={lang}")
        assert answer.headers["content-language"] == lang
        document = answer.json()
        assert document["openapi"].startswith("3.1")
        described[lang] = document
        for query in load_queries(project.queries):
            operation = document["paths"][f"/api/queries/{query.name}"]["get"]
            assert operation["summary"] == query.question[lang]
            first, _, note = operation["description"].partition("\n\n")
            assert f"`{query.name}`" in first
            assert note == query.note.get(lang, "")
            own = {each["name"] for each in operation["parameters"] if "name" in each}
            for each in operation["parameters"]:
                # What holds without the parameter is said once.
                said = re.findall("ohne Angabe|if not given", each.get("description", ""))
                assert len(said) <= 1, (query.name, each)
            shared = {
                each["$ref"].rpartition("/")[2]
                for each in operation["parameters"]
                if "$ref" in each
            }
            pages = {"limit", "offset"} if shape_of(query.text).form == "table" else set()
            assert own | shared == {p.name for p in query.parameters} | {"format", "lang"} | pages
    assert described["de"]["info"] != described["en"]["info"]
    for reference in re.findall(r'"#/components/(\w+)/([\w-]+)"', json.dumps(described["de"])):
        assert reference[1] in described["de"]["components"][reference[0]]
    fault(client.get("api/openapi.json?lang=fr"), 400)
    fault(client.get("api/openapi.json?x=1"), 400)


def test_a_broken_query_file_takes_nothing_else_down(quick: Project) -> None:
    """A header with a fault is told of; pages and health go on."""
    (quick.queries / "broken.rq").write_text("SELECT", "utf-8")
    build(quick)
    with serving("--project", quick.root) as server:
        assert "broken" in fault(httpx.get(server.url + "api/queries"), 500)["detail"]
        assert httpx.get(server.url + "health").status_code == 200
