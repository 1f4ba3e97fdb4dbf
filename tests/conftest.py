# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What many tests share: a small project, a built copy of it, and the program as a process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import settings

from servers import TRIPLES, Server, serving
from zielgraph.build.builder import build
from zielgraph.coverage.matrix import MatrixRow
from zielgraph.model.messages import speaking
from zielgraph.model.project import Project
from zielgraph.store.formats import write_triples
from zielgraph.store.turtle import canonical_turtle, read_turtle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zielgraph.coverage.matrix import Cell

ROOT = Path(__file__).parent.parent
# A server of another test may be writing there, or has left the files of the dataset.
_OF_SERVERS = shutil.ignore_patterns(".new-*", "dumps-*")
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
ZIELGRAPH = Path(sys.executable).with_name("zielgraph")
TOWN = "https://w3id.org/zielgraph/id/lindental/"
"""Base of the IRIs of the invented town of Lindental in ``shapes/valid.ttl``."""


def field_row(notation: str, label: str, cells: dict[int, Cell]) -> MatrixRow:
    """Return a field of a matrix with its cells by SDG."""
    return MatrixRow("", notation, label, 0, {str(sdg): cell for sdg, cell in cells.items()})


# The superuser may read and write everything. Tests of missing rights give up just that
# power (CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH) before they start the program.
_WITHOUT_POWER = """
import ctypes, os, sys
if os.getuid() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    for power in (1, 2):
        if libc.prctl(24, power, 0, 0, 0) != 0:
            sys.exit(99)
os.execv(sys.argv[1], sys.argv[1:])
"""

_WITHOUT_FOLDER = """
import os, sys
os.rmdir(os.getcwd())
os.execv(sys.argv[1], sys.argv[1:])
"""

# A busy machine is no failure; what counts is that the same examples come every time.
settings.register_profile("zielgraph", deadline=None, derandomize=True)
settings.load_profile("zielgraph")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


class Program:
    """The program as users start it: in a process of its own."""

    def __init__(self, folder: Path) -> None:
        """Work in ``folder``, as if the user had gone there."""
        self.folder = folder

    def __call__(
        self,
        *arguments: str | Path,
        lang: str = "de",
        stdin: bytes = b"",
        env: dict[str, str] | None = None,
        powerless: bool = False,
        vanish: bool = False,
    ) -> Outcome:
        """Run the program to its end.

        :param powerless: not as the superuser, who may read and write everything.
        :param vanish: in a working folder that is deleted before the program starts.
        """
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("ZIELGRAPH_")}
        before = [sys.executable, "-c", _WITHOUT_POWER] if powerless else []
        if vanish:
            before = [sys.executable, "-c", _WITHOUT_FOLDER]
        done = subprocess.run(
            [*before, str(ZIELGRAPH), *map(str, arguments)],
            cwd=self.folder,
            input=stdin,
            env=inherited | {"ZIELGRAPH_LANG": lang} | (env or {}),
            capture_output=True,
            check=False,
            timeout=120,
        )
        if powerless and done.returncode == 99:
            pytest.skip("the superuser cannot give up power here")
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


@contextmanager
def sparql_server(folder: Path, file: Path) -> Iterator[str]:
    """Run a SPARQL server over the data in ``file`` and yield the URL of its endpoint."""
    if not OXIGRAPH.exists():
        pytest.skip("the server from the package oxigraph is not installed")
    place = ["--location", str(folder / "served")]
    load = [str(OXIGRAPH), "load", *place, "--file", str(file)]
    subprocess.run(load, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [str(OXIGRAPH), "serve-read-only", *place, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(200):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    time.sleep(0.05)
            else:
                pytest.fail("the server does not start")
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.terminate()


def town_turtle() -> str:
    """Return the strategy of Lindental without the SDGs and their remit: ``data/sdg`` has both."""
    source = read_turtle(ROOT / "tests" / "shapes" / "valid.ttl")
    elsewhere = ("http://metadata.un.org/", TOWN + "remit-")
    kept = [triple for triple in source.triples if not str(triple[0]).startswith(elsewhere)]
    return canonical_turtle(f"PREFIX ex: <{TOWN}>\n" + write_triples(kept, "turtle"))


def write_project(folder: Path, parts: tuple[str, ...]) -> Project:
    """Make a small project in ``folder``: parts of the repository and a tiny strategy."""
    for part in parts:
        shutil.copytree(ROOT / part, folder / part)
    strategy = folder / "data" / "lindental"
    strategy.mkdir(parents=True)
    (strategy / "strategy.ttl").write_text(town_turtle(), "utf-8")
    return Project(folder)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the programs that tests start away from the cache of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a small project that was built once; read it, do not write to it."""
    parts = ("ontology", "shapes", "queries", "data/sdg", "data/vocabulary")
    project = write_project(tmp_path_factory.mktemp("pristine") / "project", parts)
    with speaking("de"):
        build(project)
    return project


@pytest.fixture
def project(pristine: Project, tmp_path: Path) -> Project:
    """Return a small project of the test's own, not built yet."""
    folder = tmp_path / "project"
    shutil.copytree(pristine.root, folder, ignore=shutil.ignore_patterns("build"))
    return Project(folder)


@pytest.fixture
def built(pristine: Project, tmp_path: Path) -> Project:
    """Return a small project of the test's own with a built graph."""
    folder = tmp_path / "project"
    shutil.copytree(pristine.root, folder, symlinks=True, ignore=_OF_SERVERS)
    return Project(folder)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a built project without shapes and SDGs, which builds in a moment."""
    folder = tmp_path_factory.mktemp("bare") / "project"
    project = write_project(folder, ("ontology", "queries"))
    project.shapes.mkdir()
    build(project)
    return project


@pytest.fixture
def quick(bare: Project, tmp_path: Path) -> Project:
    """Return a built project of the test's own that builds in a moment."""
    folder = tmp_path / "quick"
    shutil.copytree(bare.root, folder, symlinks=True, ignore=_OF_SERVERS)
    return Project(folder)


@pytest.fixture(scope="session")
def real_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the repository's own knowledge, copied and built once; tests only read it."""
    folder = tmp_path_factory.mktemp("real")
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / part, folder / part)
    build(Project(folder))
    return folder


def shared_folder() -> Path:
    """Return the folder with the papers, or skip the test, visibly, where it is missing."""
    folder = Path(os.environ.get("ZIELGRAPH_SHARED", ROOT.parent / "shared"))
    if not (folder / "seeds").is_dir():
        pytest.skip("the papers are not here (ZIELGRAPH_SHARED or ../shared)")
    return folder


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server over :data:`servers.TRIPLES`, with no limit to how often one asks."""
    file = tmp_path_factory.mktemp("endpoint") / "data.nq"
    file.write_text(TRIPLES, "utf-8")
    with serving("--load", file, "--rate", "0") as found:
        yield found


@pytest.fixture
def client(endpoint: Server) -> Iterator[httpx.Client]:
    """Return a client of ``endpoint`` that says nothing but what a test tells it to say."""
    with httpx.Client(base_url=endpoint.url) as found:
        for name in ("accept", "accept-encoding", "user-agent"):
            del found.headers[name]
        yield found
