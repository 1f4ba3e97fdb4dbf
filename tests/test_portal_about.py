# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Quality, changes, data, method, and the pages that a county fills in."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import asdict, fields
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from openpyxl import load_workbook

from portal_pages import one_of_each_kind, portal_of
from zielgraph import open_graph
from zielgraph.coverage.quality import ASPECTS
from zielgraph.model.errors import ProjectError, ZielgraphError
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.portal.frame import day
from zielgraph.portal.page import Request
from zielgraph.portal.pages.method import compared
from zielgraph.portal.pages.things import with_page
from zielgraph.portal.portal import Portal
from zielgraph.portal.settings import PortalSettings, read_portal_settings

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.portal.portal import Response

LEGAL = ("accessibility", "imprint", "privacy")


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    return portal_of(real_project)


def ask(portal: Portal, path: str, lang: str = "de", **query: str) -> Response:
    return portal.respond(Request(f"/{lang}/{path}", lang, query))


def ask_file(portal: Portal, path: str, lang: str, *, static: bool) -> Response:
    return portal.respond(Request(f"/{lang}/{path}", lang, {}, static))


def test_quality_counts_as_the_command_does(portal: Portal) -> None:
    """The figures of the page are those of the Python interface."""
    goals = portal.graph.quality()
    text = ask(portal, "quality").body.decode()
    for aspect in ASPECTS:
        assert f"<strong>{sum(goal.has(aspect) for goal in goals)}</strong>" in text
    assert f"von {len(goals)} Zielen" in text


@pytest.mark.parametrize("aspect", ASPECTS)
def test_quality_shows_and_hands_out_what_lacks_something(portal: Portal, aspect: str) -> None:
    """The filter, the file of the view and the Python interface agree."""
    lacking = [g.iri for g in portal.graph.quality() if not g.has(aspect)]  # type: ignore[arg-type]
    found = ask(portal, "quality/goals.csv", lacks=aspect)
    rows = list(csv.DictReader(io.StringIO(found.body.decode())))
    assert [row["iri"] for row in rows] == lacking
    book = load_workbook(io.BytesIO(ask(portal, "quality/goals.xlsx", lacks=aspect).body))
    assert len(book.sheetnames) >= 2
    assert ask(portal, "quality", lacks=aspect).status == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"lacks": "money"}, 400), ({"field": "x"}, 400), ({"sort": "up"}, 400),
        ({"page": "99"}, 404), ({"x": "1"}, 400), ({"page": "1e9"}, 400),
    ],
)  # fmt: skip
def test_quality_refuses_nonsense(portal: Portal, query: dict[str, str], status: int) -> None:
    """It says which parameter is wrong."""
    assert ask(portal, "quality", **query).status == status


def test_changes_compare_the_latest_versions(portal: Portal) -> None:
    """By default and by name; the form leads to an address of its own."""
    default = ask(portal, "changes")
    assert default.status == 200
    named = ask(portal, "changes/leitbild-2019/ziele-2025-entwurf-2")
    assert "290" in named.body.decode()
    moved = ask(portal, "changes", **{"from": "leitbild-2019", "to": "ziele-2025-entwurf-2"})
    assert moved.status == 301
    assert moved.location == "/de/changes/leitbild-2019/ziele-2025-entwurf-2"
    assert ask(portal, "changes/leitbild-2019/leitbild-2019", "en").status == 200


def test_changes_lead_to_what_they_tell_of(portal: Portal) -> None:
    """Statements, links and targets are links to pages that there are; nothing leads astray."""
    for lang in LANGUAGES:
        main = ask(portal, "changes", lang).body.decode().partition("<main")[2]
        listed = "".join(re.findall(r'<ul class="changes-list">.*?</section>', main, re.DOTALL))
        paths = set(re.findall(r'<a href="([^"#?]+)"', listed))
        for part in ("/goal/", "/measure/", "sdg/11.2"):
            assert any(part in path or path.endswith(part) for path in paths), part
        assert len(paths) > 100
        for path in sorted(paths)[::9]:
            found = urlsplit(urljoin(f"http://x/{lang}/changes", path)).path
            assert portal.respond(Request(found, lang)).status == 200, path


def test_changes_name_what_has_no_page(portal: Portal) -> None:
    """What the graph no longer has is text."""
    other = Portal(portal.graph, "test")
    vars(other)["_made"][with_page] = frozenset[str]()
    listed = re.findall(
        r'<ul class="changes-list">.*?</section>', ask(other, "changes").body.decode(), re.DOTALL
    )
    assert listed
    assert [text for text in listed if "<a " in text] == []
    assert "B.X.1" in ask(other, "changes").body.decode()


def test_changes_refuse_what_is_no_version(portal: Portal) -> None:
    """Neither files nor revisions of the machine can be asked for."""
    assert ask(portal, "changes/files:./git:HEAD").status == 404
    assert ask(portal, "changes/a/b").status == 404
    assert ask(portal, "changes", **{"from": "../..", "to": "git:HEAD"}).status == 400


def test_changes_of_every_pair_have_a_page(built: object) -> None:
    """A static site holds a comparison of each version with each later one."""
    portal = portal_of(built.root)  # type: ignore[attr-defined]
    paths = [path for path in portal.paths() if path.startswith("/en/changes/")]
    assert paths
    for path in paths:
        assert portal.respond(Request(path, "en", {}, static=True)).status == 200


def test_method_takes_its_figures_from_the_graph(portal: Portal) -> None:
    """Counts are those of link-status; the agreement is that of the two passes."""
    text = ask(portal, "method").body.decode()
    rows = portal.graph.query("link-status")
    for status in ("accepted", "rejected"):
        count = sum(int(str(r["count"])) for r in rows if str(r["status"]) == status)
        assert f'figure-value">{count}</span>' in text
    found = compared(portal)
    assert len(found) >= 1
    strategy = found[0]
    assert f"Bei {strategy.both} Paaren" in text
    assert 0.5 < strategy.overlap < 1
    assert "Noch nicht von der Kommune bestätigt" in text


def test_method_tells_software_from_people(portal: Portal, built: object) -> None:
    """Where people have reviewed, nothing is said of software alone; drafts are named."""
    text = ask(portal, "method").body.decode()
    assert "hat Software angenommen" in text
    assert text.index("Durchgang A<") < text.index("Durchgang B<")
    assert "Erst Entwurf ist: Strategische Ziele, 2. Entwurf" in text
    assert "Gelingendes Aufwachsen“, 2019)" not in text
    small = portal_of(built.root)  # type: ignore[attr-defined]
    assert "Software angenommen" not in ask(small, "method").body.decode()
    assert "nur Software" not in ask(small, "").body.decode()


def test_dates_are_written_as_the_language_writes_them(portal: Portal) -> None:
    """No machine form of a date stands on the data page."""
    german, english = (ask(portal, "data", lang).body.decode() for lang in ("de", "en"))
    latest = max(str(row["latest"] or "") for row in portal.graph.query("data-status"))
    assert f">{latest}<" not in german + english
    with speaking("de"):
        assert f">{day(latest)}<" in german
    with speaking("en"):
        assert f">{day(latest)}<" in english


def test_no_kind_of_page_shows_a_machine_date(portal: Portal) -> None:
    """Dates stand in texts as people write them; answers of queries are data."""
    found = {}
    for path in one_of_each_kind(portal):
        if "?" not in path and not path.startswith("queries/"):
            main = ask(portal, path).body.decode().partition("<main")[2]
            if dates := re.findall(r">[^<]*\b\d{4}-\d\d-\d\d\b[^<]*<", main):
                found[path] = dates[:3]
    assert found == {}


def test_data_page_counts_what_is_there(portal: Portal) -> None:
    """The number of statements is that of the store."""
    text = ask(portal, "data", "en").body.decode()
    result = portal.graph.sparql("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    count = int(str(result.rows[0][0]))  # type: ignore[union-attr]
    assert f"{count:,}" in text
    assert "catalog.jsonld" in text
    assert portal.version in text


@pytest.mark.parametrize("path", [*LEGAL, "data", "method", "quality", "changes"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_pages_render_as_files_and_for_a_small_strategy(
    portal: Portal, built: object, path: str, lang: str
) -> None:
    """No page needs more than any built graph has."""
    small = portal_of(built.root)  # type: ignore[attr-defined]
    for each in (portal, small):
        for static in (False, True):
            found = ask_file(each, path, lang, static=static)
            assert found.status == 200
            assert b" style=" not in found.body
            assert not static or not re.search(rb'href="[^"]*[?]', found.body)


@pytest.mark.parametrize("path", LEGAL)
def test_what_is_missing_is_a_visible_gap(portal: Portal, path: str) -> None:
    """Nobody publishes an invented imprint unawares."""
    text = ask(portal, path).body.decode()
    assert "noch eine Vorlage" in text
    assert "noch einzutragen: operator" in text


@pytest.mark.parametrize("path", LEGAL)
def test_what_a_county_fills_in_stands_there(real_project: Path, path: str) -> None:
    """With everything given no gap is left; markup stays text."""
    given = {
        field.name: "<b>Wert</b>" for field in fields(PortalSettings) if field.type == "str"
    } | {
        "accessibility_status": "partial", "accessibility_checked": "2026-11-22", "log_days": 7,
        "enforcement_url": "https://stelle.example/", "email": "post@kreis.example",
        "feedback": "", "website": "https://kreis.example/",
    }  # fmt: skip
    settings = PortalSettings(**given)  # type: ignore[arg-type]
    text = ask(Portal(open_graph(real_project), "x", settings), path).body.decode()
    assert "einzutragen" not in text
    assert "Vorlage" not in text
    assert "<b>Wert" not in text
    assert "mailto:post@kreis.example" in text


def test_settings_are_read(tmp_path: Path) -> None:
    """A file without the table, and none at all, say nothing."""
    path = tmp_path / "zielgraph.toml"
    assert read_portal_settings(path) == PortalSettings()
    path.write_text("port = 80\n", "utf-8")
    assert read_portal_settings(path) == PortalSettings()
    path.write_text(
        '[portal]\noperator = " Kreis "\nexample = ["a", "b"]\nlog_days = 7\n'
        "accessibility_checked = 2026-11-22\n",
        "utf-8",
    )
    found = read_portal_settings(path)
    assert (found.operator, found.example, found.log_days) == ("Kreis", ("a", "b"), 7)
    assert found.accessibility_checked == "2026-11-22"
    assert set(asdict(found)) >= {"enforcement", "monitoring"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[portal", "TOML"),
        ("portal = 1", "[portal]"),
        ('[portal]\noperater = "x"', "operator"),
        ("[portal]\noperator = 1", "operator"),
        ("[portal]\nlog_days = -1", "log_days"),
        ("[portal]\nlog_days = true", "log_days"),
        ('[portal]\nexample = "a"', "example"),
        ("[portal]\nexample = [1]", "example"),
        ('[portal]\naccessibility_status = "fine"', "partial"),
        ('[portal]\naccessibility_checked = "gestern"', "accessibility_checked"),
        ('[portal]\nenforcement_url = "javascript:alert(1)"', "https://"),
    ],
)
def test_wrong_settings_name_file_and_entry(tmp_path: Path, text: str, said: str) -> None:
    """Each in one line that says how to mend it."""
    path = tmp_path / "zielgraph.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ProjectError) as caught:
        read_portal_settings(path)
    for lang in ("de", "en"):
        with speaking(lang):
            assert str(path) in str(caught.value)
            assert said in str(caught.value)
    assert issubclass(ProjectError, ZielgraphError)
