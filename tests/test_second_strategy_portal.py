# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The invented town's own portal and catalogue, under its own domain, without a line of Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from portal_pages import FILES, one_of_each_kind
from test_second_strategy import BASE, FOLDER, make_project
from zielgraph.build.builder import build
from zielgraph.build.location import find_built
from zielgraph.model.messages import LANGUAGES
from zielgraph.model.project import Project
from zielgraph.portal.opening import open_portal
from zielgraph.portal.page import Request
from zielgraph.portal.published import published
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from zielgraph.portal.portal import Portal

# What counties in general have to do stands in data that the town shares.
COUNTY = re.compile(r"Coesfeld|05558|DEA35", re.IGNORECASE)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """Return the portal of the town, whose IRIs begin at its own domain."""
    folder = make_project(tmp_path_factory.mktemp("portal") / "project", FOLDER).folder
    project = Project(folder, base=BASE)
    build(project)
    return open_portal(project, find_built(project))


def test_every_kind_of_page_speaks_of_the_town(portal: Portal) -> None:
    """Else a page needs what only the first county has, or names it."""
    paths = [path for path in one_of_each_kind(portal) if "?" not in path]
    assert paths.pop() == "no-such-page"
    kinds = {path.split("/")[1] for path in paths if path.startswith("id/")}
    assert {"ziel", "massnahme", "fassung", "topic"} <= kinds
    for lang in LANGUAGES:
        for path in paths:
            answer = portal.respond(Request(f"/{lang}/{path}", lang, {}))
            assert answer.status in {200, 301}, path
            if not path.endswith(FILES):
                assert COUNTY.search(answer.body.decode()) is None, path


def test_goals_lead_to_their_pages(portal: Portal) -> None:
    """Else the lists of the town are empty, or name goals that have no page."""
    subjects = {str(triple[0]) for triple in read_turtle(FOLDER / "ziele.ttl").triples}
    goals = {iri.removeprefix(BASE) for iri in subjects if iri.startswith(BASE + "ziel/")}
    assert len(goals) == 6
    listed = portal.respond(Request("/de/goals", "de", {})).body.decode()
    for goal in goals:
        assert f'href="id/{goal}"' in listed
        page = portal.respond(Request(f"/de/id/{goal}", "de", {}))
        assert page.status == 200
        assert f"{BASE}{goal}" in page.body.decode()


def test_catalogue_is_the_towns(portal: Portal) -> None:
    """Else a data portal harvests a county that publishes nothing here."""
    publication = published(portal)
    for text in (publication.catalogue("turtle"), publication.void("turtle")):
        assert f"<{BASE}dataset>" in text
        assert COUNTY.search(text) is None
        assert "w3id.org/zielgraph/id/" not in text
