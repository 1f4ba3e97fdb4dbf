# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a version is read into: before somebody waits for it, once, and no longer than it lives."""

from __future__ import annotations

import asyncio
import gc
import time
import weakref
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from servers import serving
from zielgraph import open_graph
from zielgraph.isolation.question import Source
from zielgraph.model.errors import StoreError
from zielgraph.portal import asking
from zielgraph.portal.asking import library
from zielgraph.portal.content.asking import Asker
from zielgraph.portal.page import Request
from zielgraph.portal.portal import Portal
from zielgraph.server.memory import settle
from zielgraph.server.state import Served
from zielgraph.server.warming import Warming, one_of_each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zielgraph.model.project import Project


def version_of(folder: Path) -> tuple[Served, Portal]:
    """Return a version of a built project as the server holds it, and its portal."""
    portal = Portal(open_graph(folder), "test")
    return Served("test", datetime.now(UTC), Source(()), portal.addresses, portal), portal


def made_of(portal: Portal) -> set[object]:
    """Return what a portal has read once for all pages."""
    return set(vars(portal)["_made"])


def is_done(warming: Warming) -> bool:
    """Tell whether nothing is left to be made; it changes."""
    return warming.done


@pytest.fixture
def thawed() -> Iterator[None]:
    """Let Python look through all memory again after the test."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_after_warming_no_page_reads_what_all_share(pristine: Project) -> None:
    """Whatever is read once per version has been read, for both languages and every page."""
    served, portal = version_of(pristine.root)
    warming = Warming()
    asyncio.run(warming.warm(served))
    asyncio.run(warming.finish(served))
    assert warming.done
    made = made_of(portal)
    assert len(made) > 15
    for path in portal.paths():
        assert portal.respond(Request(path, path.split("/")[1])).status in {200, 301}
        fresh = made_of(portal) - made
        assert not fresh, (path, fresh)


def test_kinds_of_pages_are_few_and_cover_every_route(pristine: Project) -> None:
    """One page stands for many, yet no view is left out."""
    portal = version_of(pristine.root)[1]
    kinds = list(one_of_each(portal))
    assert len(kinds) == len(set(kinds)) < 120
    for route in portal.routes:
        every = ["x"] if route.every is None else list(route.every(portal))
        if every and not (route.every is None and "{" in route.pattern):
            assert any(route.match(path) is not None for path in kinds), route.pattern


@pytest.mark.usefixtures("thawed")
def test_warming_is_bounded_and_goes_on_later(pristine: Project) -> None:
    """Without time only the start pages are made; a newer version ends work for an older one."""
    (old, old_portal), (new, new_portal) = version_of(pristine.root), version_of(pristine.root)
    warming = Warming()
    asyncio.run(warming.warm(old, 0))
    begun = len(made_of(old_portal))
    asyncio.run(warming.warm(new, 0))
    assert not is_done(warming)
    asyncio.run(warming.finish(old))
    assert len(made_of(old_portal)) == begun == len(made_of(new_portal))
    asyncio.run(warming.finish(new))
    assert is_done(warming)
    assert len(made_of(new_portal)) > 2 * begun


def test_a_version_without_start_page_is_refused(
    pristine: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And warming is over then."""
    served, portal = version_of(pristine.root)
    monkeypatch.setattr(portal, "respond", lambda _: 1 / 0)
    warming = Warming()
    with pytest.raises(StoreError, match="division by zero"):
        asyncio.run(warming.warm(served))
    assert warming.done


@pytest.mark.usefixtures("thawed")
def test_an_old_version_goes_even_if_it_was_set_aside() -> None:
    """What nothing uses any more is freed at the next change of versions, circles included."""

    class Circle:
        """Something that holds itself."""

    old = Circle()
    old.me = old  # type: ignore[attr-defined]
    gone = weakref.ref(old)
    settle()
    assert gc.get_freeze_count() > 0
    del old
    gc.collect()
    assert gone() is not None, "set aside: nobody looks there"
    settle()
    assert gone() is None


def test_pages_read_claims_only_if_they_show_them(
    pristine: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editors are named by nearly all claims; their page lists them, but tells nothing of each."""
    portal = version_of(pristine.root)[1]
    asked: list[str] = []
    ask = Asker.ask

    def noted(self: Asker, name: str, /, **values: str) -> list[dict[str, str]]:
        asked.append(name)
        return ask(self, name, **values)

    monkeypatch.setattr(Asker, "ask", noted)
    things = [path for path in portal.paths() if path.startswith("/de/id/")]
    agent = next(path for path in things if "/agent/" in path or "/editor" in path)
    assert portal.respond(Request(agent, "de")).status == 200
    assert "thing-mentions" in asked
    assert "thing-claims" not in asked
    goal = next(path for path in things if "/goal" in path)
    assert portal.respond(Request(goal, "de")).status == 200
    assert "thing-claims" in asked


def test_results_that_are_kept_are_bounded_by_their_cells(
    pristine: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few very long results push the older ones out, as many short ones do not."""
    portal = version_of(pristine.root)[1]
    known = library(portal)

    def kept(name: str) -> bool:
        """Ask twice and tell whether the second answer is the first."""
        return known.result(known.queries[name], {}, "de") is first[name]

    first = {n: known.result(known.queries[n], {}, "de") for n in ("fields", "versions", "things")}
    assert all(map(kept, first))
    monkeypatch.setattr(asking, "_KEPT_CELLS", 50)
    known.result(known.queries["value-lists"], {}, "de")
    assert not any(map(kept, first)), "one result of more than 50 cells leaves no other"
    first["versions"] = known.result(known.queries["versions"], {}, "de")
    assert kept("versions")


def test_health_says_whether_the_pages_are_ready(bare: Project) -> None:
    """It answers at once; that first requests may take longer is said."""
    with serving("--project", bare.root) as server, httpx.Client(base_url=server.url) as client:
        first = client.get("health").json()["pages"]
        assert first in {"preparing", "ready"}
        for _ in range(2000):
            if client.get("health").json()["pages"] == "ready":
                break
            time.sleep(0.05)
        else:
            pytest.fail("the pages are never ready")
