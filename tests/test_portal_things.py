# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pages about things: complete, in words, in both directions, and safe whatever the data say."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zielgraph import open_graph
from zielgraph.graph import StrategyGraph
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.project import Project
from zielgraph.model.terms import Iri, Literal
from zielgraph.portal.content.claims import Speaker, sdg_groups
from zielgraph.portal.content.items import items
from zielgraph.portal.content.things import Facts, Value, surroundings
from zielgraph.portal.page import Request
from zielgraph.portal.pages.things import every_thing
from zielgraph.portal.portal import Portal
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from zielgraph.model.terms import Quad, Term

ROOT = Path(__file__).parents[1]
GOAL = "id/coesfeld/goal/klimaneutrale-verwaltung-und-toechter"
HOSTILE = "\"><script>alert(1)</script>'&<img src=x onerror=alert(2)>"
BASE = "https://daten.auental.example/"


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    """Return the portal of the repository's own strategy."""
    return Portal(open_graph(real_project), "test")


@pytest.fixture(scope="module")
def town(pristine: Project) -> Portal:
    """Return the portal of the town of Lindental."""
    return Portal(open_graph(pristine.root), "test")


def page(portal: Portal, path: str, lang: str = "de", **query: str) -> tuple[int, str]:
    """Return the status and the text of a page."""
    found = portal.respond(Request(f"/{lang}/{path}", lang, query))
    return found.status, found.body.decode()


def words(body: str) -> str:
    """Return what people see of a page, without the code that shows its IRI."""
    content = body[body.index("<main") : body.index("</main>")]
    content = re.sub(
        r"<code>.*?</code>|<section class=\"cite\".*?</section>", "", content, flags=re.DOTALL
    )
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_thing_has_a_page_in_words(town: Portal, lang: str) -> None:
    """No thing of the graph is without a page, and none shows an IRI of ours for a name."""
    paths = list(every_thing(town))
    kinds = Counter(path.split("/")[1] for path in paths)
    assert kinds["lindental"] >= 60
    assert kinds["remit"] == 169
    for path in paths:
        status, body = page(town, path, lang)
        assert status == 200, path
        assert body.count("<h1") == 1, path
        assert "w3id.org/zielgraph" not in words(body), path
        assert not re.search(r"\b(None|Undefined|w3\.org)\b", words(body)), path


def test_every_link_of_a_page_leads_to_a_page(town: Portal) -> None:
    """What a page about a thing names, is there."""
    _, body = page(town, "id/lindental/goal-cycling")
    links = set(re.findall(r'href="((?:\.\./)*[^":?#]+)"', body))
    here = Path("/de/id/lindental")
    inside = {str((here / link).resolve()) for link in links}
    things = {path for path in inside if path.startswith("/de/id/")}
    assert len(things) > 8
    for path in things:
        assert town.respond(Request(path, "de")).status == 200, path


def test_goal_says_what_is_known_of_it(portal: Portal) -> None:
    """Place in the paper, SDGs with reasons, dependencies both ways, who takes part and why."""
    _, body = page(portal, GOAL)
    text = words(body)
    for part in (
        "Ziel B.VIII.2",
        "Verwaltung und Gesellschaften bis 2035 treibhausgasneutral machen",
        "Abschnitt B.VIII, Punkt 2",
        "Strategische Ziele, 2. Entwurf vom 18. März 2025",
        "13.2",
        "Wird unterstützt von",
        "Setzt voraus",
        "Ist Voraussetzung für",
        "Stärke 3 von 3",
        "im Text genannt",
        "beurteilt",
        "angenommen",
        "nicht gezählte Abhängigkeit",
        "2035",
        "Davor im Papier B.VIII.1",
        "Danach im Papier B.VIII.3",
    ):
        assert part in text, part
    assert "/data/coesfeld/goal/klimaneutrale-verwaltung-und-toechter.ttl" in body
    assert "In: Strategie" in html.unescape(body)
    _, english = page(portal, GOAL, "en")
    assert "stated" in words(english)
    assert "strength 3 of 3" in words(english)


def test_goal_says_at_once_who_carries_it_and_what_it_lacks(portal: Portal) -> None:
    """Each gap leads to the query that lists all such goals; the basis stands beside the name."""
    _, body = page(portal, "id/coesfeld/goal/radverkehrsnetz-ausbauen")
    top = words(body[: body.index('id="sdgs"')] + "</main>")
    assert "Verantwortlich Straßen- und Radwegebau (Kreisverwaltung), beurteilt" in top
    assert "Nicht erfasst Frist oder Schwellenwert" in top
    assert "Maßnahme Themen" not in top


@pytest.mark.parametrize("gap", ["measure", "milestone", "indicator"])
def test_every_gap_is_told_where_the_query_finds_it(portal: Portal, gap: str) -> None:
    """And nowhere else."""
    lacking = {str(row["goal"]) for row in portal.graph.query(f"goals-without-{gap}")}
    goals = [item.iri for item in items(portal).of("goal", "commitment")]
    assert lacking
    assert lacking < set(goals)
    for iri in goals[::9]:
        path = "id/" + iri.removeprefix(portal.addresses.base)
        _, body = page(portal, path, "en")
        assert (f'queries/goals-without-{gap}"' in body) == (iri in lacking), iri


def test_numbers_of_a_goal_are_those_of_the_data(portal: Portal) -> None:
    """Counted and set-aside claims together are all claims of the data."""
    found = surroundings(portal).around(portal.addresses.base + GOAL.removeprefix("id/"))
    assert found is not None
    claims = found.claims_of("Dependency")
    _, body = page(portal, GOAL)
    section = body[body.index('id="dependencies"') : body.index('id="measures"')]
    assert section.count('class="claim claim-plain"') == len(claims)
    assert sum(not claim.counts for claim in claims) >= 1


def claim(number: str, **values: str) -> Facts:
    """Return an SDG link."""
    facts = Facts(f"x:{number}")
    for name, value in {"status": "accepted", "polarity": "supports", **values}.items():
        facts.values[ZG + name].append(Value(ZG + value))
    facts.values[ZG + "sdgItem"].append(Value(PREFIXES["sdg"] + number))
    return facts


def test_links_are_grouped_by_what_they_mean(portal: Portal) -> None:
    """Conflicts stand apart; what is proposed or rejected counts nowhere, conflict or not."""
    links = [
        claim("11.2", directness="direct"),
        claim("2.4", directness="direct"),
        claim("13.2", directness="indirect", status="confirmed"),
        claim("15.1", directness="direct", polarity="conflicts"),
        claim("3.6", directness="direct", status="proposed"),
        claim("3.7", directness="direct", status="rejected", polarity="conflicts"),
    ]
    found = sdg_groups(Speaker(portal, "de"), links)
    assert [view.other.number for view in found.direct] == ["2.4", "11.2"]
    assert [view.other.number for view in found.indirect] == ["13.2"]
    assert [view.other.number for view in found.conflicts] == ["15.1"]
    assert [view.other.number for view in found.proposed] == ["3.6"]
    assert [view.other.number for view in found.rejected] == ["3.7"]


@pytest.mark.parametrize("kind", ["goal", "commitment"])
def test_before_and_after_lead_through_the_paper(portal: Portal, kind: str) -> None:
    """Who follows "after" from the first goal of a version passes each of its goals once."""
    assert items(portal).of(kind)
    row = [item for item in items(portal).of("goal", "commitment") if item.number]
    row.sort(key=lambda item: item.place)
    passed = [row[0].iri]
    while len(passed) <= len(row):
        path = portal.addresses.page(passed[-1], "de")
        assert path is not None
        body = portal.respond(Request(path, "de")).body.decode()
        after = re.search(r'rel="next" href="([^"]+)"', body)
        if after is None:
            break
        local = str((Path(path).parent / after[1]).resolve()).removeprefix("/de/id/")
        passed.append(portal.addresses.base + local)
    version = row[0].values("version")
    assert passed == [item.iri for item in row if item.values("version") == version]


def test_field_counts_its_sub_fields(portal: Portal) -> None:
    """A field with sub-fields shows their goals, and lists the fields it is tied to."""
    _, body = page(portal, "id/coesfeld/field/wirtschaft-arbeit")
    known = items(portal)
    goals = [
        item
        for item in known.of("goal", "commitment")
        if any(iri.endswith(("/wirtschaft", "/arbeit")) for iri in item.values("field"))
    ]
    assert f"Ziele {len(goals)} " in words(body)
    assert all(html.escape(goal.text("de")) in body for goal in goals)


def test_actor_shows_roles_and_bases(portal: Portal) -> None:
    """An actor's page says in which role, on what basis, and what belongs to it."""
    text = words(page(portal, "id/coesfeld/actor/kreis-coesfeld")[1])
    for part in ("Verantwortlich", "im Text genannt", "Dazu gehören", "SDGs, die sie mitträgt"):
        assert part in text


def test_history_of_a_claim_is_told(town: Portal) -> None:
    """A revision stands on the page of the claim, with what held before."""
    text = words(page(town, "id/lindental/link-plan")[1])
    assert "Verlauf" in text
    assert "vorgeschlagen" in text


def test_comment_stands_at_the_goal_that_it_is_about(portal: Portal) -> None:
    """A remark is found where people look for it, and says whether it is open."""
    text = words(page(portal, "id/coesfeld/goal/gleiche-karrierechancen-foerdern")[1])
    assert "THB2" in text
    assert "offen" in text


@pytest.mark.parametrize(
    "local",
    [
        "nichts",
        "coesfeld/goal/",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "a\x00b",
        "a b",
        '"><img src=x>',
        "x" * 5000,
        "coesfeld/goal/%2e%2e",
        "{{7*7}}",
        "ä\u202eö",
    ],
)
def test_wrong_address_gets_a_page_that_helps(portal: Portal, local: str) -> None:
    """Whatever somebody makes up: 404, in words, nothing of it as markup."""
    status, body = page(portal, f"id/{local}")
    assert status == 404
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "49" not in words(body) or "7*7" in words(body)


def test_similar_names_are_offered(portal: Portal) -> None:
    """A mistyped address names what was probably meant."""
    _, body = page(portal, "id/coesfeld/goal/radverkehrsnetz-ausbaun")
    assert "Radwege und Velorouten ausbauen" in html.unescape(body)


def test_what_a_release_had_is_gone(town: Portal, pristine: Project, tmp_path: Path) -> None:
    """A thing of an earlier release answers 410 and says where it still is."""
    from zielgraph.publication.releases import Releases  # noqa: PLC0415

    folder = tmp_path / "1.0"
    folder.mkdir()
    entry = {"name": "1.0", "date": "2026-01-01", "digest": "0", "previous": "", "notes": {}}
    more = {"base": town.addresses.base, "modified": "2026-01-01", "files": []}
    (folder / "release.json").write_text(json.dumps(entry | more), "utf-8")
    (folder / "iris.lst").write_text("lindental/goal-of-old\n", "utf-8")
    own = Portal(open_graph(pristine.root), "test")
    from zielgraph.portal.published import published  # noqa: PLC0415

    published(own).__dict__["releases"] = Releases(tmp_path)
    assert page(own, "id/lindental/goal-of-old")[0] == 410
    assert "1.0" in words(page(own, "id/lindental/goal-of-old")[1])
    assert page(own, "id/lindental/goal-of-nowhere")[0] == 404


def hostile_portal() -> Portal:
    """Return a portal whose data try to get into its pages."""
    zg, skos, rdf = ZG, PREFIXES["skos"], PREFIXES["rdf"] + "type"
    goal, topic, link = BASE + "z/goal", BASE + "z/topic", BASE + "z/link"
    triples: list[tuple[str, str, Term]] = [
        (goal, rdf, Iri(zg + "Goal")),
        (goal, rdf, Iri(zg + "Statement")),
        (goal, skos + "prefLabel", Literal(HOSTILE, "de")),
        (goal, skos + "prefLabel", Literal(HOSTILE, "en")),
        (goal, zg + "summary", Literal(HOSTILE, "de")),
        (goal, skos + "notation", Literal(HOSTILE)),
        (goal, PREFIXES["dcterms"] + "source", Iri("javascript:alert(3)")),
        (goal, PREFIXES["dcterms"] + "relation", Iri("data:text/html,<b>".replace("<b>", "x"))),
        (goal, zg + "wording", Literal(HOSTILE, "de")),
        (goal, zg + "topic", Iri(topic)),
        (topic, rdf, Iri(zg + "Topic")),
        (topic, skos + "prefLabel", Literal(HOSTILE, "de")),
        (link, rdf, Iri(zg + "SdgLink")),
        (link, zg + "statement", Iri(goal)),
        (link, zg + "sdgItem", Iri("javascript:alert(4)")),
        (link, zg + "justification", Literal(HOSTILE, "de")),
        (link, zg + "confidence", Literal("viel")),
        (link, zg + "directness", Iri(zg + "direct")),
        (link, zg + "status", Iri("javascript:alert(5)")),
    ]
    quads: list[Quad] = [(Iri(s), Iri(p), o, None) for s, p, o in triples]
    project = Project(ROOT, BASE)
    return Portal(StrategyGraph(project, EmbeddedStore.in_memory(quads)), "test")


@pytest.mark.parametrize("path", ["id/z/goal", "id/z/topic", "id/z/link", "goals", "topics"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_markup_in_data_stays_text(path: str, lang: str) -> None:
    """Titles, summaries, numbers, reasons and IRIs of the data get no say in the page."""
    status, body = page(hostile_portal(), path, lang)
    assert status == 200
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert not re.search(r'(?:href|src|action)="\s*(?:javascript|data|vbscript):', body)
    assert " style=" not in body
    assert "alert(1)" in words(body)


@pytest.mark.parametrize(("lang", "word"), [("de", "Sicherheit"), ("en", "onfidence")])
def test_how_sure_is_said_in_per_cent(town: Portal, lang: str, word: str) -> None:
    """Pages of claims, statements and SDGs write it alike, never as a bare decimal."""
    paths = [path for path in every_thing(town) if "/link/" in path or "/goal/" in path]
    seen = " ".join(words(page(town, path, lang)[1]) for path in [*paths, "sdg/11", "sdg/11.2"])
    found = re.findall(rf"{word} (\S+)", seen)
    numbers = [text for text in found if text[0].isdigit()]
    assert len(numbers) > len(paths) / 2
    assert not [text for text in numbers if not text.startswith(("100", *"123456789"))]
    assert not re.search(rf"{word} [01][.,]\d", seen)


def test_parts_of_a_field_stand_in_the_order_of_the_paper(portal: Portal) -> None:
    """Not in that of their identifiers."""
    _, body = page(portal, "id/coesfeld/field/wirtschaft-arbeit")
    parts = body[body.index('id="parts"') : body.index('id="aims"')]
    assert re.findall(r'class="notation">([^<]+)<', parts) == ["B.I.a", "B.I.b"]
