# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The figures on the pages are those of the coverage; what is narrowed counts in the same way."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, get_args
from zipfile import ZipFile

import pytest
from defusedxml import ElementTree

from zielgraph import open_graph
from zielgraph.coverage.evidence import Place
from zielgraph.coverage.matrix import RowsBy
from zielgraph.model.messages import speaking
from zielgraph.portal.coverage_facts import Narrowing, coverage_facts, narrowed
from zielgraph.portal.page import Request
from zielgraph.portal.portal import Portal

if TYPE_CHECKING:
    from pathlib import Path

ROWS: tuple[RowsBy, ...] = get_args(RowsBy)
FIELD = "coesfeld/field/mobilitaet"
ALL_LINKS = Narrowing(confidence=1)
"""Narrows to everything: each link is surer than that, so that the narrowed way is taken."""


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    return Portal(open_graph(real_project), "0123456789abcdef")


def ask(portal: Portal, path: str, **query: str) -> tuple[int, str]:
    answer = portal.respond(Request(path, path[1:3], query))
    return answer.status, answer.body.decode("utf-8", "replace")


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


@pytest.mark.parametrize("by", ROWS)
def test_counting_the_links_gives_the_matrix_of_the_coverage(portal: Portal, by: RowsBy) -> None:
    """Two ways to the same figures: the named query, and the links counted one by one."""
    with speaking("de"):
        counted, asked = narrowed(portal, by, ALL_LINKS), portal.graph.coverage(by)
    for row in asked.rows:
        found = next((r for r in counted.rows if r.iri == row.iri), None)
        assert found is not None, row.label
        assert found.statements == row.statements, row.label
        for column in asked.columns:
            one, other = found.cell(column), row.cell(column)
            assert (one.direct, one.indirect, one.conflicts) == (
                other.direct,
                other.indirect,
                other.conflicts,
            ), (row.label, column)


def test_the_page_shows_every_cell_of_the_coverage(portal: Portal) -> None:
    _, html = ask(portal, "/en/matrix")
    with speaking("en"):
        matrix = portal.graph.coverage("field")
    for row in matrix.rows:
        local = portal.addresses.local(row.iri)
        for column in matrix.columns:
            cell = row.cell(column)
            link = re.search(rf'<a class="([^"]*)" href="matrix/{column}/{local}">(.*?)</a>', html)
            if not (cell.direct or cell.indirect or cell.conflicts):
                assert link is None
                continue
            assert link is not None, (row.label, column)
            shown = plain(re.sub(r'<span class="hidden">.*', "", link[2])).split()
            wanted = [str(cell.direct)] if cell.direct else []
            wanted += [f"({cell.indirect})"] if cell.indirect else []
            assert shown == (wanted or ["!"])
            assert ("cell-conflict" in link[1]) == bool(cell.conflicts)


def test_a_cell_leads_to_the_statements_behind_it(portal: Portal) -> None:
    place = Place(sdg=13, field=portal.addresses.iri(FIELD))
    with speaking("de"):
        wanted = portal.graph.evidence(place)
    status, html = ask(portal, f"/de/matrix/13/{FIELD}")
    assert status == 200
    assert len(wanted) == 9
    for entry in wanted:
        assert entry.title in plain(html)
        for one in entry.links:
            assert one.justification in plain(html).replace("&#39;", "'").replace("&amp;", "&")
    assert html.count('class="statement"') == len(wanted)


def test_an_actor_narrows_to_what_it_carries(portal: Portal) -> None:
    with speaking("de"):
        facts = coverage_facts(portal)
        for actor in list(facts.actors)[:12]:
            found = narrowed(portal, "field", Narrowing(actor=actor))
            for row in found.rows:
                for column in found.columns:
                    place = Place(sdg=int(column), field=row.iri, actor=actor)
                    cell = row.cell(column)
                    behind = portal.graph.evidence(place) if cell.direct + cell.indirect else []
                    assert cell.direct + cell.indirect == len(behind)
                    assert cell.direct == sum(e.directness == "direct" for e in behind)


def test_confidence_and_topic_only_take_away(portal: Portal) -> None:
    with speaking("de"):
        facts = coverage_facts(portal)
        topic = next(iter(facts.topics))
        whole = {row.iri: row for row in narrowed(portal, "field", Narrowing()).rows}
        for narrowing in (Narrowing(confidence=80), Narrowing(topic=topic)):
            found = narrowed(portal, "field", narrowing).rows
            assert found
            for row in found:
                assert row.statements <= whole[row.iri].statements
                for column, cell in row.cells.items():
                    all_of = whole[row.iri].cell(column)
                    assert cell.direct + cell.indirect <= all_of.direct + all_of.indirect
                    assert cell.conflicts <= all_of.conflicts
        none = Narrowing(confidence=101)
        assert not any(row.cells for row in narrowed(portal, "field", none).rows)


def test_rows_are_sorted_as_asked(portal: Portal) -> None:
    def names(**query: str) -> list[str]:
        _, html = ask(portal, "/en/matrix", **query)
        body = html[html.index("<tbody>") : html.index("</tbody>")]
        return [plain(found) for found in re.findall(r'<th scope="row">(.*?)</th>', body)]

    labels = [re.sub(r"^ *B\.\w+ *", "", name).strip() for name in names(sort="name")]
    assert labels == sorted(labels, key=str.casefold)
    assert "Mobility" in names(sort="11")[0]
    assert len(names()) == 14
    assert sorted(names()) == sorted(names(sort="most"))


@pytest.mark.parametrize("number", range(1, 18))
def test_an_sdg_has_the_figures_of_the_coverage(portal: Portal, number: int) -> None:
    with speaking("de"):
        row = portal.graph.coverage("sdg")[number - 1]
        targets = [t for t in portal.graph.coverage("target") if t.sdg == number]
        gaps = [gap for gap in portal.graph.views().gaps() if gap.sdg == number]
    status, html = ask(portal, f"/de/sdg/{number}")
    assert status == 200
    figures = [
        plain(f).strip() for f in re.findall(r'<span class="figure-value">(.*?)</span>', html)
    ]
    assert figures[:3] == [str(row.direct), str(row.indirect), str(row.conflicts)]
    assert html.count('<li class="target ') == len(targets)
    for state in ("direct", "indirect", "gap", "outside"):
        assert html.count(f"target-{state}") == sum(t.state == state for t in targets)
    # Each statement stands there once, those in conflict apart.
    assert html.count('class="statement"') == row.direct + row.indirect + row.conflicts
    assert html.count('<li class="gap">') == len(gaps)
    for gap in gaps:
        assert gap.reason.split(",")[0] in plain(html).replace("&#39;", "'")


def test_every_target_has_a_page_with_its_links_and_its_remit(portal: Portal) -> None:
    with speaking("de"):
        targets = portal.graph.coverage("target")
    for target in targets:
        status, html = ask(portal, f"/de/sdg/{target.target}")
        assert status == 200
        counted = target.direct + target.indirect + target.conflicts
        assert html.count('class="statement"') == counted, target.target
        assert f"badge-{target.state}" in html
        assert f"badge-{target.remit or 'none'}" in html or not target.remit


def test_figures_that_were_not_imported_are_said_to_be_missing(portal: Portal) -> None:
    """What data/ states itself is shown; what an import would bring is said to be missing."""
    pages = [ask(portal, f"/de/sdg/{number}")[1] for number in range(1, 18)]
    assert sum("Ohne Wert in diesem Graphen" in html for html in pages) > 10
    assert any("nicht enthalten" in html for html in pages)
    assert any('class="indicator-value"' in html for html in pages)


def test_the_start_page_counts_as_the_coverage_does(portal: Portal) -> None:
    with speaking("de"):
        summary = portal.graph.views().summary()
    _, html = ask(portal, "/de/")
    figures = [" ".join(plain(f).split()) for f in re.findall(r'figure-value">(.*?)</dd>', html)]
    assert figures[0] == "134"
    assert figures[1] == f"{summary.sdgs.part} von {summary.sdgs.whole}"
    assert figures[2].startswith(f"{summary.within.part} von {summary.within.whole} ")
    assert figures[3].startswith(str(summary.counted("supports", "accepted", "confirmed")))
    assert html.count('class="field-row"') == 14


def test_the_states_of_the_targets_add_up(portal: Portal) -> None:
    """Who adds the figures of the page up gets the remit, what lies outside, and all targets."""
    with speaking("de"):
        summary = portal.graph.views().summary()
    _, html = ask(portal, "/de/sdgs")
    shares = re.findall(r'figure-value">([\d.]+) <span class="of">von ([\d.]+)</span>', html)
    (_, sdgs), (within, remit), (gaps, of_gaps), (outside, of_outside) = shares
    assert int(sdgs) == summary.sdgs.whole
    assert remit == of_gaps
    assert int(within) + int(gaps) == int(remit)
    assert int(remit) + int(of_outside) == summary.targets.whole
    assert int(outside) == summary.states["outside"] <= int(of_outside)


def test_a_statement_of_an_earlier_paper_says_so(portal: Portal) -> None:
    """What the latest paper has no more names its own; the others need not."""
    _, html = ask(portal, "/de/sdg/1")
    shown = re.findall(r'<li class="statement">(.*?)</li>', html, re.DOTALL)
    of_2019 = [entry for entry in shown if "Gelingendes Aufwachsen“, 2019" in plain(entry)]
    assert 0 < len(of_2019) < len(shown)
    rows = portal.graph.query("statement-features")
    versions: dict[str, set[str]] = {}
    for row in rows:
        if str(row["feature"]) == "version":
            versions.setdefault(str(row["statement"]), set()).add(str(row["value"]))
    for entry in shown:
        address = re.search(r'href="\.\./id/([^"]+)"', entry)
        assert address is not None
        newest = any("2025" in v for v in versions[portal.addresses.base + address[1]])
        assert newest == (entry not in of_2019), address[1]


def test_a_figure_tells_what_it_rests_on(portal: Portal) -> None:
    """Judged is said beside the link; the start page says what nobody has confirmed, and drafts."""
    _, html = ask(portal, "/de/sdg/15")
    first = re.search(r'<ul class="links">.*?</ul>', html, re.DOTALL)
    assert first is not None
    assert "beurteilt" in plain(first[0])
    assert re.search(r"Sicherheit \d+\u00a0%", first[0])
    with speaking("de"):
        summary = portal.graph.views().summary()
    count = sum(summary.counted(p, "accepted", "confirmed") for p in ("supports", "conflicts"))
    start = " ".join(plain(ask(portal, "/de/")[1]).split())
    assert f"Die {count} geltenden Verknüpfungen hat bisher nur Software beurteilt" in start
    assert "Von der Kommune bestätigt ist noch keine." in start
    assert "Erst Entwurf ist: Strategische Ziele, 2. Entwurf" in start
    assert "zählen Aussagen aus 2 Papieren zusammen (Strategische Ziele" in start
    assert "has confirmed none of them yet" in " ".join(plain(ask(portal, "/en/")[1]).split())


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"by": "town"}, 400),
        ({"sort": "18"}, 400),
        ({"sort": "0"}, 400),
        ({"confidence": "61"}, 400),
        ({"confidence": "-1"}, 400),
        ({"actor": "coesfeld/actor/nobody"}, 400),
        ({"topic": "> } DELETE WHERE { ?s ?p ?o } #"}, 400),
        ({"actor": "x" * 100_000}, 400),
        ({"colour": "red"}, 400),
        ({"by": "", "sort": "", "actor": "", "topic": "", "confidence": ""}, 200),
        ({"by": "principle", "sort": "most"}, 200),
    ],
)
def test_parameters_are_checked(portal: Portal, query: dict[str, str], status: int) -> None:
    found, html = ask(portal, "/de/matrix", **query)
    assert found == status
    assert len(html) < 400_000
    assert "DELETE WHERE { ?s" not in html or "&gt; } DELETE" in html


@pytest.mark.parametrize(
    "path", ["0/" + FIELD, "18/" + FIELD, "011/" + FIELD, "11/coesfeld/x", "11/", "²/" + FIELD]
)
def test_cells_that_there_are_not(portal: Portal, path: str) -> None:
    assert ask(portal, f"/de/matrix/{path}")[0] == 404


def test_a_number_written_otherwise_leads_to_the_page(portal: Portal) -> None:
    answer = portal.respond(Request("/de/sdg/011.A", "de"))
    assert (answer.status, answer.location) == (301, "/de/sdg/11.a")


def test_the_view_is_taken_along_as_it_is_seen(portal: Portal) -> None:
    request = Request("/de/matrix.csv", "de", {"confidence": "80", "sort": "11"})
    found = portal.respond(request)
    assert found.media_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(found.body.decode("utf-8-sig"))))
    with speaking("de"):
        matrix = narrowed(portal, "field", Narrowing(confidence=80))
    by_row = {row.iri: row for row in matrix.rows}
    assert len(rows) == len(matrix.rows) * 17
    for row in rows:
        assert int(row["direct"]) == by_row[row["iri"]].cell(row["column"]).direct
    first = [row for row in rows if row["column"] == "11"]
    direct = [int(row["direct"]) for row in first]
    assert direct == sorted(direct, reverse=True)


def test_files_open(portal: Portal) -> None:
    sheet = portal.respond(Request("/en/matrix.xlsx", "en", {"by": "principle"}))
    with ZipFile(io.BytesIO(sheet.body)) as book:
        assert book.testzip() is None
    picture = portal.respond(Request("/de/matrix.svg", "de", {"confidence": "70"}))
    assert picture.media_type == "image/svg+xml"
    root = ElementTree.fromstring(picture.body)
    assert "70" in "".join(root.itertext())
    assert portal.respond(Request("/de/matrix.exe", "de")).status == 404


def test_a_static_page_asks_for_nothing_that_needs_a_server(portal: Portal) -> None:
    html = portal.respond(Request("/de/matrix", "de", static=True)).body.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert "<form" not in main
    assert "?" not in "".join(re.findall(r'href="([^"]*)"', main))
    assert f'href="matrix/11/{FIELD}.html"' in main


def test_every_static_path_answers(portal: Portal) -> None:
    """A few of each; all of them are made when the site is published."""
    paths = [path for path in portal.paths() if path.startswith(("/de/matrix", "/de/sdg"))]
    assert len(paths) > 400
    assert "/de/matrix.csv" in paths
    for path in paths[::37]:
        assert portal.respond(Request(path, "de", static=True)).status == 200, path


def test_many_statements_are_paged(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 20,000 goals a page stays one that a browser can show."""
    monkeypatch.setattr("zielgraph.portal.pages.matrix._LINES", 4)
    monkeypatch.setattr("zielgraph.portal.pages.sdgs._MOST", 2)
    place = Place(sdg=13, field=portal.addresses.iri(FIELD))
    with speaking("de"):
        wanted = [entry.title for entry in portal.graph.evidence(place)]
    pages = [ask(portal, f"/de/matrix/13/{FIELD}", page=str(n)) for n in (1, 2, 3, 4)]
    assert [status for status, _ in pages] == [200, 200, 200, 404]
    shown = [html.count('class="statement"') for _, html in pages]
    assert shown == [4, 4, 1, 0]
    text = plain(" ".join(html for _, html in pages))
    assert all(title in text for title in wanted)
    assert 'href="mobilitaet?page=2"' in pages[0][1]
    assert ask(portal, f"/de/matrix/13/{FIELD}", page="x")[0] == 400
    _, html = ask(portal, "/de/sdg/13")
    groups = re.findall(r'<section class="group">(.*?)</section>', html, re.DOTALL)
    assert max(group.count('class="statement"') for group in groups) == 2
    assert f'<a href="../matrix/13/{FIELD}">Alle 9 Aussagen ansehen</a>' in html
