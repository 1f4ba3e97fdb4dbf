# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The servers that are measured, each started with the same triples."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BIN = Path(sys.executable).parent
READY = 180.0
"""Seconds that a server may take until it answers."""

_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
DirsAllowed = .
NumberOfBuffers = 100000
MaxDirtyBuffers = 75000
MaxCheckpointRemap = 2000
ServerThreads = 40
[HTTPServer]
ServerPort = {port}
ServerThreads = 40
MaxClientConnections = 40
[SPARQL]
ResultSetMaxRows = 2000000
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(url_path: str, port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers a query.

    :raises RuntimeError: if it stops, or does not answer in time.
    """
    path = f"{url_path}?query={quote('ASK { ?s ?p ?o }')}"
    until = time.monotonic() + READY
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"server stopped: {process.args!r}")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status == 200:  # noqa: PLR2004 - OK
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.1)
    raise RuntimeError(f"server does not answer: {process.args!r}")


@contextmanager
def _running(command: list[str], port: int, path: str, folder: Path) -> Iterator[str]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            wait_for(path, port, process)
            yield f"http://127.0.0.1:{port}{path}"
        finally:
            process.kill()  # what it holds is scratch, and some do not listen any more
            process.wait()


@contextmanager
def zielgraph(file: Path, folder: Path) -> Iterator[str]:
    """Run our server."""
    port = free_port()
    command = [str(BIN / "zielgraph"), "serve", "--port", str(port), "--load", str(file)]
    # The others know no limits for one client; what is measured is the server, not its manners.
    with _running([*command, *UNLIMITED], port, "/sparql", folder) as url:
        yield url


UNLIMITED = ["--rate", "0", "--client-queries", "0"]


@contextmanager
def oxigraph(file: Path, folder: Path) -> Iterator[str]:
    """Run Oxigraph's own server."""
    program, port = str(BIN / "oxigraph"), free_port()
    location = str(folder / "oxigraph")
    subprocess.run(
        [program, "load", "--location", location, "--file", str(file)],
        check=True,
        capture_output=True,
    )
    command = [program, "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}"]
    with _running(command, port, "/query", folder) as url:
        yield url


@contextmanager
def rdflib_endpoint(file: Path, folder: Path) -> Iterator[str]:
    """Run rdflib-endpoint, a server in Python over rdflib."""
    port = free_port()
    command = [str(BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1"]
    with _running([*command, "--port", str(port), str(file)], port, "/", folder) as url:
        yield url


@contextmanager
def virtuoso(file: Path, folder: Path) -> Iterator[str]:
    """Run Virtuoso as Debian packages it."""
    port, sql = free_port(), free_port()
    home = folder / "virtuoso"
    home.mkdir()
    shutil.copy(file, home / "data.nt")
    (home / "virtuoso.ini").write_text(_VIRTUOSO.format(port=port, sql=sql), "utf-8")
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, port, "/sparql", home) as url:
        commands = "DB.DBA.TTLP_MT(file_to_string_output('data.nt'), '', 'x:data', 0);checkpoint;"
        subprocess.run(
            ["isql-vt", f"localhost:{sql}", "dba", "dba", f"EXEC={commands}"],
            check=True,
            capture_output=True,
        )
        yield url


SERVERS: dict[str, Callable[[Path, Path], object]] = {
    "zielgraph": zielgraph,
    "oxigraph": oxigraph,
    "rdflib-endpoint": rdflib_endpoint,
    "virtuoso": virtuoso,
}


def available() -> list[str]:
    """Return the names of the servers that this machine has."""
    needed = {
        "zielgraph": BIN / "zielgraph",
        "oxigraph": BIN / "oxigraph",
        "rdflib-endpoint": BIN / "rdflib-endpoint",
    }
    found = [name for name, path in needed.items() if path.exists()]
    return [*found, *(["virtuoso"] if shutil.which("virtuoso-t") else [])]
