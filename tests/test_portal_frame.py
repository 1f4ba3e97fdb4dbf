# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What stands around every page: head, navigation, languages, style sheets, what went wrong."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zielgraph import open_graph
from zielgraph.portal.assets import MEDIA_TYPES, Assets
from zielgraph.portal.frame import DARK_PAPER, colour_sheet
from zielgraph.portal.page import Request
from zielgraph.portal.portal import Portal
from zielgraph.reports.colours import LARGE, PAPER, contrast

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project

HOSTILE = '"><script>alert(1)</script>&{{7*7}}'
OWN = (
    "",
    "sdgs",
    "sdg/11",
    "sdg/14",
    "sdg/11.2",
    "sdg/14.1",
    "matrix",
    "matrix/11/coesfeld/field/mobilitaet",
    "no-such-page",
)


class Seen(HTMLParser):
    """What a page is made of, as far as these tests ask."""

    def __init__(self, html: str) -> None:
        """Read the page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self._in_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        """Notice where a script ends."""
        if tag == "script":
            self._in_script = False

    def handle_data(self, data: str) -> None:
        """Remember what a script holds."""
        if self._in_script and data.strip():
            self.scripts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    return Portal(open_graph(real_project), "0123456789abcdef")


def html(portal: Portal, path: str, query: dict[str, str] | None = None) -> str:
    return portal.respond(Request(path, path[1:3], query or {})).body.decode()


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("path", OWN)
def test_every_page_is_well_made(portal: Portal, lang: str, path: str) -> None:
    """One h1, no level skipped, no id twice, nothing inline that the policy refuses."""
    seen = Seen(html(portal, f"/{lang}/{path}"))
    assert seen.headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(seen.headings, seen.headings[1:], strict=False))
    ids = [a["id"] for _, a in seen.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert seen.scripts == []
    assert not [a for _, a in seen.tags if any(n == "style" or n.startswith("on") for n in a)]
    assert seen.all("html")[0]["lang"] == lang
    assert {a.get("href") for a in seen.all("a")} >= {"#content", "#site-q"}
    named = {
        i
        for _, a in seen.tags
        for n in ("aria-labelledby", "for", "aria-describedby")
        if n in a
        for i in str(a[n]).split()
    }
    assert named <= set(ids)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("path", OWN)
def test_links_lead_to_pages_that_there_are(portal: Portal, lang: str, path: str) -> None:
    """Neither the navigation nor a page leads to a kind of page that nobody has made."""
    here = f"/{lang}/{path}"
    known = ("/data/", "/ontology", "/assets/", "/de/search", "/en/search")
    for found in Seen(html(portal, here)).all("a"):
        target = str(found["href"])
        if target.startswith(("#", "https://")) or found.get("hreflang"):
            continue
        assert not target.startswith("/"), "a link that leaves the folder of the site"
        at = resolve(here, target)
        if not at.startswith(known):
            local = at.removeprefix("/de/").removeprefix("/en/")
            assert any(route.match(local) is not None for route in portal.routes), at


def resolve(here: str, target: str) -> str:
    return urlsplit(urljoin(f"http://site.example{here}", target)).path


def test_the_other_language_shows_the_same_page(portal: Portal) -> None:
    page = html(portal, "/de/matrix", {"sort": "11", "by": "principle"})
    found = next(a for a in Seen(page).all("a") if a.get("hreflang") == "en")
    assert found["href"] == "../en/matrix?sort=11&by=principle"
    assert found["lang"] == "en"


def test_the_navigation_says_where_one_is(portal: Portal) -> None:
    def current(path: str) -> list[tuple[str, str]]:
        links = Seen(html(portal, path)).all("a")
        return [(str(a["aria-current"]), str(a["href"])) for a in links if a.get("aria-current")]

    assert ("page", "matrix") in current("/de/matrix")
    assert ("true", "../sdgs") in current("/de/sdg/11")
    assert ("page", "./") in current("/de/")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_hostile_addresses_stay_text(portal: Portal, lang: str) -> None:
    for path in (
        HOSTILE,
        f"sdg/{HOSTILE}",
        f"matrix/11/{HOSTILE}",
        f"matrix/{HOSTILE}/x",
        "x" * 5000,
    ):
        answer = portal.respond(Request(f"/{lang}/{path}", lang, {"q": HOSTILE}))
        body = answer.body.decode()
        assert answer.status in {400, 404}
        assert "<script>alert" not in body
        assert "49" not in re.findall(r"&amp;(\{\{7\*7\}\}|49)", body)


@given(text=st.text(max_size=40))
def test_any_number_of_an_sdg_gets_an_answer(portal: Portal, text: str) -> None:
    assert portal.respond(Request(f"/de/sdg/{text}", "de")).status in {200, 301, 404}


@pytest.mark.parametrize("path", ["", "sdgs", "matrix", "nothing"])
def test_a_graph_without_sdgs_has_a_portal(bare: Project, path: str) -> None:
    """Who has not copied data/sdg sees an empty profile, not a crash."""
    portal = Portal(open_graph(bare.root), "x")
    assert portal.respond(Request(f"/de/{path}", "de")).status == (
        404 if path == "nothing" else 200
    )


def test_assets_have_one_address_as_long_as_they_stay_the_same(portal: Portal) -> None:
    assets = portal.assets
    path = assets.path("portal.css")
    assert re.fullmatch(r"/assets/[0-9a-f]{12}/portal\.css", path)
    found = assets.find(path)
    assert found is not None
    assert found.current
    assert found.media_type == MEDIA_TYPES["css"]
    old = assets.find("/assets/000000000000/portal.css")
    assert old is not None
    assert not old.current
    assert old.body == found.body
    assert Assets({"sdgs.css": b"other"}).digest != assets.digest
    assert dict(assets)[path] == found.body


@pytest.mark.parametrize(
    "path",
    [
        "/assets/portal.css",
        "/assets/0123456789ab/../page.py",
        "/assets/0123456789ab/",
        "/assets/0123456789ab/../../pyproject.toml",
        "/assets/0123456789AB/portal.css",
        "/assets/0123456789ab/PORTAL.CSS",
        "/assets/0123456789ab/portal.css\n",
        "",
    ],
)
def test_there_are_no_other_assets(portal: Portal, path: str) -> None:
    assert portal.assets.find(path) is None


def test_the_pages_name_only_assets_that_there_are(portal: Portal) -> None:
    seen = Seen(html(portal, "/de/"))
    named = [str(a["href"]) for a in seen.all("link") if "assets" in str(a.get("href"))]
    named += [str(a["src"]) for a in seen.all("script")]
    assert len(named) >= 4
    assert all(portal.assets.find(resolve("/de/", name)) is not None for name in named)


def test_style_sheets_ask_nobody_else(portal: Portal) -> None:
    for name, body in portal.assets.files.items():
        if name.endswith(".css"):
            for target in re.findall(r"url\(([^)]*)\)", body.decode()):
                assert "//" not in target, name
            assert b"@import" not in body, name


def test_colours_of_the_sdgs_stand_out(portal: Portal) -> None:
    """Lines reach 3 : 1 on the paper of their theme, numbers 4.5 : 1 on their colour."""
    sheet = colour_sheet(portal.graph).decode()
    light, *dark = sheet.splitlines()
    values = re.findall(r"--sdg:(#\w+);--sdg-ink:(#\w+);--sdg-line:(#\w+)", light)
    assert len(values) == 17
    for shade, ink, line in values:
        assert contrast(shade, ink) >= 4.5
        assert contrast(line, PAPER) >= LARGE
    lines = re.findall(r"--sdg-line:(#\w+)", "".join(dark))
    assert len(lines) == 34
    assert all(contrast(line, DARK_PAPER) >= LARGE for line in lines)


def test_the_dark_paper_is_that_of_the_style_sheet(portal: Portal) -> None:
    assert f"--paper: {DARK_PAPER};" in portal.assets.files["portal.css"].decode()


def _tokens(css: str, start: str) -> dict[str, str]:
    block = css[css.index(start) :]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[: block.index("}")]))


@pytest.mark.parametrize(
    "start", [":root {", '[data-theme="dark"] {', ':root:not([data-theme="light"]) {']
)
def test_text_can_be_read_on_every_ground(portal: Portal, start: str) -> None:
    """WCAG 2.2, 1.4.3: text 4.5 : 1; 1.4.11: what is operated, and its frame, 3 : 1."""
    found = _tokens(portal.assets.files["portal.css"].decode(), start)
    for ground in ("paper", "raised", "sunken"):
        for ink in ("ink", "ink-2", "ink-3", "accent", "good", "warn", "bad"):
            assert contrast(found[ink], found[ground]) >= 4.5, (ink, ground)
        assert contrast(found["rule-2"], found[ground]) >= LARGE, ground
    for ink in ("accent", "good", "warn", "bad"):
        assert contrast(found[ink], found[f"{ink}-soft"]) >= 4.5, ink
    assert contrast(found["accent-ink"], found["accent"]) >= 4.5
    assert contrast(found["ink"], found["mark"]) >= 4.5
