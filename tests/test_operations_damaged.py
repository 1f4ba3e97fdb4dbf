# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A running server when the new build cannot be served."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from servers import change, serving, version, wait_for
from sockets import LOOK_UP, ask
from zielgraph.build.builder import build

if TYPE_CHECKING:
    from collections.abc import Callable

    from servers import Server
    from zielgraph.model.project import Project


def shortened(file: Path) -> None:
    """Keep only the first lines of a file."""
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:2]))


def of_another_version(file: Path) -> None:
    """Say that another version of the program made the build."""
    said = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(said | {"zielgraph": "9.9.9"}), "utf-8")


DAMAGES = [
    ("build.json", shortened),
    ("build.json", of_another_version),
    ("dataset.nq", shortened),
]


@pytest.mark.parametrize(("name", "damage"), DAMAGES)
def test_a_broken_build_changes_nothing(
    quick: Project, name: str, damage: Callable[[Path], None]
) -> None:
    """The old version is served on, /health says why, and the next good build comes through."""
    with serving("--project", quick.root, "--reload-seconds", "0.1") as server:
        before = version(server)
        good = (quick.build / "current").readlink()
        broken = quick.build / "0123456789abcdef"
        shutil.copytree(quick.build / good, broken)
        damage(broken / name)
        put(quick, Path(broken.name))
        health = refused(server)
        assert health["version"] == before
        assert name in health["reload_error"]
        assert "zielgraph build" in health["reload_error"]
        elsewhere = httpx.get(server.url + "health", headers={"X-Forwarded-For": "192.0.2.1"})
        assert elsewhere.json()["reload"] == "failed"
        assert str(quick.root) not in elsewhere.text
        assert "reload_error" not in elsewhere.json()
        assert ask(server, LOOK_UP).status_code == 200
        said = [line for line in server.said if "new version is of no use" in line]
        assert said
        assert name in said[0]
        wait_for(server, change(quick, 7))
        assert httpx.get(server.url + "health").json()["reload"] == "ok"


@pytest.mark.parametrize(("name", "damage"), DAMAGES)
def test_a_broken_build_is_served_once_it_is_built_again(
    quick: Project, name: str, damage: Callable[[Path], None]
) -> None:
    """It comes into the same folder, whose name says nothing new; the server sees it still."""
    with serving("--project", quick.root, "--reload-seconds", "0.1") as server:
        before, good = version(server), (quick.build / "current").readlink()
        wanted = change(quick, 7)
        wait_for(server, wanted)
        new = (quick.build / "current").readlink()
        put(quick, good)
        wait_for(server, before)
        damage(quick.build / new / name)
        put(quick, new)
        assert refused(server)["version"] == before
        assert build(quick).folder.name == new.name
        wait_for(server, wanted)
        assert httpx.get(server.url + "health").json()["reload"] == "ok"


def put(project: Project, folder: Path) -> None:
    """Put a build in use as the build does it."""
    link = project.build / ".current-test"
    link.symlink_to(folder, target_is_directory=True)
    link.replace(project.build / "current")


def refused(server: Server) -> dict[str, Any]:
    """Wait until a new build is refused, and return what ``/health`` says, with 200."""
    for _ in range(400):
        health = httpx.get(server.url + "health")
        if health.json()["reload"] == "failed":
            assert health.status_code == 200
            return dict(health.json())
        time.sleep(0.05)
    pytest.fail("the broken build is not refused: " + "".join(server.said[-20:]))
