# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The parts of a static site: names of files, the folder, negotiation by expressions."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zielgraph.server.negotiation import best
from zielgraph.site.accepting import HTML, LANGUAGE_RANGES, RDF, RESULTS, choices
from zielgraph.site.apache import htaccess
from zielgraph.site.folder import MARK, SiteError, file_name, new_site, write_file
from zielgraph.site.nginx import locations, maps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMS = HTML | RDF
PARTS = {"/ontology/sdg": "/ontology", "/ontology/0.1.0": "/ontology"}
QUALITIES = ("", ";q=1", ";q=1.0", "; q=0.9", ";Q=0.9", ";q=0.5", ";q=.5", ";q=0.55", ";q=0.1")


def chosen(header: str, forms: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the form that the expressions choose."""
    found = choices(forms)
    return next((form for rule, form in found if re.search(rule, header, re.IGNORECASE)), None)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [types[0] for types in FORMS.values()] + ["text/*", "application/*", "*/*", "a/b"]
            ),
            st.sampled_from([*QUALITIES[:6], ";charset=utf-8;q=0.9", ";q=0", ";q=0.000"]),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda pair: pair[0],
    )
)
def test_expressions_choose_as_the_server_does(ranges: list[tuple[str, str]]) -> None:
    """A web server without a program finds the same form as ours."""
    header = ", ".join(name + quality for name, quality in ranges)
    offered = tuple((types[0], form) for form, types in FORMS.items())
    assert chosen(header, FORMS) == best(header, offered)


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/json", "jsonld"),
        ("application/x-turtle", "ttl"),
        ("text/turtle;q=0.85,application/rdf+xml;q=0.9", "rdf"),
        ("text/turtle;q=0.05, text/html;q=0", "ttl"),
        ("*/*;q=0", None),
        ("image/png", None),
        ("nonsense", None),
        ("x-text/turtle", None),
        ("text/turtlex", None),
    ],
)
def test_headers_of_clients(header: str, form: str | None) -> None:
    """What browsers and programs send is understood, what nobody sends harms nobody."""
    assert chosen(header, FORMS) == form


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("de-AT", "de"),
        ("fr, en;q=0.1", "en"),
        ("fr", None),
        ("*", "de"),
        ("deutsch", None),
        ("de;q=0.3, *;q=0.5", "en"),
    ],
)
def test_languages(header: str, lang: str | None) -> None:
    """Regions belong to their language."""
    assert chosen(header, LANGUAGE_RANGES) == lang


def test_results_have_all_their_formats() -> None:
    """Each format of an answer can be asked for by its media type."""
    assert {chosen(types[0], RESULTS) for types in RESULTS.values()} == set(RESULTS)


@given(st.text(max_size=40))
def test_no_name_leads_out_of_the_folder(text: str) -> None:
    """Whatever an IRI says, its file lies within the site, or there is none."""
    try:
        name = file_name("/data/" + text)
    except UnicodeDecodeError:
        return
    if name is not None:
        parts = PurePosixPath(name).parts
        assert parts[0] == "data"
        assert ".." not in parts
        assert not name.startswith("/")
        assert "\x00" not in name


@pytest.mark.parametrize("path", ["/a//b", "/../b", "/a/./b", "/%2e%2e/b", "/a%2Fb", "/%00", "/"])
def test_names_that_cannot_be(path: str) -> None:
    """Tricks with points and slashes, encoded or not, give no name."""
    assert file_name(path) is None


def test_two_things_with_one_name(tmp_path: Path) -> None:
    """Nothing is overwritten in silence."""
    write_file(tmp_path, "/a/b", b"1")
    for path in ("/a/b", "/a", "/a/b/c"):
        with pytest.raises(SiteError, match=path):
            write_file(tmp_path, path, b"2")
    assert (tmp_path / "a" / "b").read_bytes() == b"1"


def test_new_site_takes_its_place(tmp_path: Path) -> None:
    """A site replaces the one before as a whole, and nothing is left beside it."""
    target = tmp_path / "deep" / "site"
    for text in ("one", "two"):
        with new_site(target) as folder:
            (folder / text).write_text(text)
    assert sorted(path.name for path in target.iterdir()) == [MARK, "two"]
    assert list(target.parent.iterdir()) == [target]


def test_failure_leaves_the_old_site(tmp_path: Path) -> None:
    """After an error the last good site is there, and nothing beside it."""
    target = tmp_path / "site"
    with new_site(target) as folder:
        (folder / "old").write_text("old")

    def fail() -> None:
        with new_site(target) as folder:
            (folder / "new").write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (target / "old").is_file()
    assert not (target / "new").exists()
    assert list(tmp_path.iterdir()) == [target]


def test_foreign_folder_is_refused(tmp_path: Path) -> None:
    """Somebody's files are not ours to replace; an empty folder is fine."""
    target = tmp_path / "site"
    target.mkdir()
    with new_site(target):
        pass
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "file").write_text("file")
    for name in ("other", "link", "file"):
        with pytest.raises(SiteError, match=name), new_site(tmp_path / name):
            pytest.fail("nothing may be written")
    assert (tmp_path / "other" / "mine.txt").read_text() == "mine"
    assert (tmp_path / "file").read_text() == "file"


def test_rules_name_no_host_and_keep_their_marks_in_order() -> None:
    """Rules hold behind every name, below every path."""
    for text in (maps(), locations("/a.b", {"/ontology.html": "default-src 'none'"}, PARTS)):
        assert "127.0.0.1" not in text
        assert text.count("{") - text.count("\\{") == text.count("}") - text.count("\\}")
    text = locations("/a.b", {}, PARTS)
    assert "/a\\.b/id/" in text
    assert "$host" not in text + maps()
    assert "RewriteBase /a.b/\n" in htaccess("/a.b", {}, PARTS)


def test_parts_lead_to_their_document() -> None:
    """Each point of a version is a point in the rules, and no sign for any other."""
    for text in (locations("/a.b", {}, PARTS), htaccess("/a.b", {}, PARTS)):
        assert "ontology/0\\.1\\.0" in text
        assert "ontology/0.1.0" not in text
