# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a screen reader steps through: title, landmarks, headings, tables, language of parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from portal_pages import one_of_each_kind, portal_of
from zielgraph.portal.page import Request

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.portal.portal import Portal

_EMPTY = frozenset({"meta", "link", "input", "br", "img", "hr", "col", "source", "wbr"})


@dataclass
class Tables:
    """A table: whether it says what it is, and what its columns are."""

    caption: str = ""
    headers: int = 0
    rowheaders: int = 0


@dataclass
class Outline(HTMLParser):
    """What stands in a page, in its order.

    :ivar said: texts with the language that holds for them.
    """

    stack: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    landmarks: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Tables] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""

    def __post_init__(self) -> None:
        """Begin."""
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        given = dict(attrs)
        if tag not in _EMPTY:
            self.stack.append((tag, given))
        if tag in {"main", "nav", "aside"}:
            self.landmarks.append(
                (tag, given.get("aria-label") or given.get("aria-labelledby") or "")
            )
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append((int(tag[1]), ""))
        if tag == "table":
            self.tables.append(Tables())
        if tag == "th":
            if given.get("scope") == "col":
                self.tables[-1].headers += 1
            elif given.get("scope") == "row":
                self.tables[-1].rowheaders += 1

    def handle_endtag(self, tag: str) -> None:
        """Go back to what surrounds it."""
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note a text where it belongs."""
        around = [tag for tag, _ in self.stack]
        if "script" in around or "style" in around:
            return
        if around[-1:] == ["title"] and "svg" not in around:
            self.title += data
        if any(len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() for tag in around):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)
        if "caption" in around:
            self.tables[-1].caption += data
        langs = [given["lang"] for _, given in self.stack if given.get("lang")]
        if data.strip():
            self.said.append((str(langs[-1]) if langs else "", " ".join(data.split())))


def outline(portal: Portal, lang: str, path: str) -> Outline | None:
    """Return the outline of a page, ``None`` if the path only leads elsewhere."""
    path, _, asked = path.partition("?")
    query = dict(pair.split("=") for pair in asked.split("&")) if asked else {}
    answer = portal.respond(Request(f"/{lang}/{path}", lang, query))
    if 300 <= answer.status < 400:
        return None
    found = Outline()
    found.feed(answer.body.decode())
    return found


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    """Return the portal of the real data."""
    return portal_of(real_project)


@pytest.fixture(scope="module", params=["de", "en"])
def outlines(request: pytest.FixtureRequest, portal: Portal) -> dict[str, Outline]:
    """Return the outlines of one page of every kind, by language and path."""
    lang = request.param
    found = {f"{lang}/{path}": outline(portal, lang, path) for path in one_of_each_kind(portal)}
    return {path: page for path, page in found.items() if page is not None}


def test_every_page_has_one_heading_and_skips_no_level(outlines: dict[str, Outline]) -> None:
    """One ``h1`` that comes first; a heading is at most one level below the one before."""
    bad: list[tuple[str, object]] = []
    for path, page in outlines.items():
        levels = [level for level, _ in page.headings]
        steps = all(after - before <= 1 for before, after in pairwise(levels))
        if levels[:1] != [1] or levels.count(1) != 1 or not steps:
            bad.append((path, levels))
        bad += [(path, "empty") for _, text in page.headings if not text.strip()]
    assert bad == []


def test_titles_tell_pages_apart(outlines: dict[str, Outline]) -> None:
    """No two pages share a title; it names what the first heading names."""
    titles: dict[str, str] = {}
    for path, page in outlines.items():
        narrowed = "?" in path and "page=" not in path
        if narrowed and titles.get(page.title) == path.partition("?")[0]:
            continue  # the same page, with less in it
        assert page.title not in titles, (path, titles[page.title])
        titles[page.title] = path
        assert " – " in page.title, path


def test_landmarks_have_names_of_their_own(outlines: dict[str, Outline]) -> None:
    for path, page in outlines.items():
        kinds = [kind for kind, _ in page.landmarks]
        assert kinds.count("main") == 1, path
        navigation = [name for kind, name in page.landmarks if kind == "nav"]
        assert len(navigation) >= 2, path
        assert len(set(navigation)) == len(navigation), (path, navigation)
        assert all(navigation), path
        asides = [name for kind, name in page.landmarks if kind == "aside"]
        assert all(asides), path


def test_tables_say_what_they_are(outlines: dict[str, Outline]) -> None:
    """Each has a caption, and its columns have headings."""
    seen = 0
    for path, page in outlines.items():
        for table in page.tables:
            seen += 1
            assert table.caption.strip(), path
            assert table.headers >= 2, path
    assert seen > 10


def test_words_in_the_other_language_say_so(outlines: dict[str, Outline]) -> None:
    """The switch of every page is written in the language to which it leads, and marked so."""
    for path, page in outlines.items():
        here = path[:2]
        assert here in {lang for lang, _ in page.said}, path
        other, words = (
            ("en", "This page in English") if here == "de" else ("de", "Diese Seite auf Deutsch")
        )
        assert (other, words) in page.said, path
