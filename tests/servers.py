# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Our own server as a process, for tests that speak HTTP to it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from zielgraph.build.builder import build
from zielgraph.model.messages import speaking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zielgraph.model.project import Project

TRIPLES = """
<x:a> <x:name> "Ä \\u20AC" <x:one> .
<x:b> <x:name> "plain" <x:one> .
<x:a> <x:knows> <x:b> <x:two> .
<x:c> <x:name> "nowhere" .
"""
"""What the fixture ``endpoint`` serves: two named graphs, and a triple in none."""

SELECT = "SELECT ?s ?name WHERE { ?s <x:name> ?name } ORDER BY ?s"
ASK = "ASK { <x:a> <x:knows> <x:b> }"
CONSTRUCT = "CONSTRUCT { ?s <x:is> ?name } WHERE { ?s <x:name> ?name }"
DESCRIBE = "DESCRIBE <x:a>"

ZIELGRAPH = Path(sys.executable).with_name("zielgraph")


@dataclass
class Server:
    """A server that runs.

    :param url: its address, ending in ``/``.
    :param said: what it has printed so far, line by line.
    """

    url: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Return the port on which it listens at 127.0.0.1."""
        return int(self.url.rstrip("/").rpartition(":")[2])

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """Stop it and return its exit code."""
        self.process.send_signal(with_signal)
        return self.process.wait(60)


@contextmanager
def serving(
    *arguments: str | Path, folder: Path | None = None, env: dict[str, str] | None = None
) -> Iterator[Server]:
    """Run ``zielgraph serve`` on a free port until the block ends.

    :param arguments: further flags, such as ``--load FILE`` or ``--project FOLDER``.
    :param folder: its working folder.
    :param env: further environment variables.
    """
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("ZIELGRAPH_")}
    with subprocess.Popen(
        [str(ZIELGRAPH), "serve", "--port", "0", *map(str, arguments)],
        cwd=folder,
        # Most tests see few pages; making all beforehand would keep a core busy for each server.
        env=inherited | {"ZIELGRAPH_LANG": "en", "ZIELGRAPH_PREPARE": "false"} | (env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        said: list[str] = []
        url = ""
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if found := re.match(r"Ready: (http\S+)", line):
                url = found[1]
                break
        if not url:
            pytest.fail("the server does not start:\n" + "".join(said))
        # Somebody must read what it says further, or it would wait for a reader some day.
        reader = threading.Thread(target=said.extend, args=(process.stdout,), daemon=True)
        reader.start()
        try:
            assert httpx.get(url + "health").status_code == 200
            yield Server(url, process, said)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(60)
                except subprocess.TimeoutExpired:
                    process.kill()
            reader.join(10)


def ask(client: httpx.Client, query: str, accept: str | None = None, **more: str) -> httpx.Response:
    """Ask a query by GET."""
    headers = {} if accept is None else {"Accept": accept}
    return client.get("sparql", params={"query": query, **more}, headers=headers)


def version(server: Server) -> str:
    """Return the version that a server says it serves."""
    return str(httpx.get(server.url + "health").json()["version"])


def change(project: Project, place: int) -> str:
    """Change the data, build, and return the version of it."""
    path = project.data / "lindental" / f"remark-{place}.ttl"
    about = "<https://w3id.org/zielgraph/id/lindental/marker>"
    path.write_text(
        f'{about} <http://purl.org/dc/terms/title> "Version {place}"@de .\n'
        f"{about} <http://purl.org/dc/terms/hasPart> {place} .\n",
        "utf-8",
    )
    with speaking("en"):
        return build(project).digest


def wait_for(server: Server, wanted: str) -> None:
    """Wait until a version is served."""
    for _ in range(400):
        if version(server) == wanted:
            return
        time.sleep(0.05)
    pytest.fail("the new build is not served: " + "".join(server.said[-20:]))
