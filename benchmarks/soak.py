# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Ten minutes of everything at once: pages, queries, data, bombs, and a new build every 30 s.

Run it with ``python benchmarks/soak.py``. It works on a copy of the project, so that the builds
change nothing. It prints every answer that should not have been, and what the
server's processes together hold of memory (proportional set size, which counts shared pages
once), and ends with exit code 1 if there was an error, or if memory grew.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from peers import BIN, free_port, wait_for
from serving import BOMB, MATRIX, ROWS

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("ontology", "data", "shapes", "queries")
GROWTH = 1.25
"""Memory of the last fifth of the time by that of the second fifth; more is growth."""

BASE = "/id/coesfeld"
CALM = (200, 303, 304)
OVER = (503, 504)
"""What a bomb may be answered with: a limit, or that there is no room for it."""


@dataclass(slots=True)
class Seen:
    """What the clients saw."""

    answers: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)

    def add(self, kind: str, status: int, took: float, good: tuple[int, ...]) -> None:
        """Note one answer."""
        self.answers[f"{kind} {status}"] += 1
        self.slowest[kind] = max(took, self.slowest.get(kind, 0.0))
        if status not in good:
            self.errors[f"{kind} {status}"] += 1


def requests_of(kind: str, goals: list[str], number: int) -> tuple[str, str]:
    """Return path and Accept of one request."""
    goal = goals[number % len(goals)]
    sparql = "/sparql?query="
    return {
        "page": (f"/de{goal}", "text/html"),
        "start": (("/de/", "/en/", "/de/matrix", "/en/sdg/13")[number % 4], "text/html"),
        "resolve": (goal, "text/turtle"),
        "data": (f"/data{goal.removeprefix('/id')}.jsonld", "*/*"),
        "look-up": (
            sparql + quote(f"SELECT * WHERE {{ ?s ?p {number} }}"),
            "application/sparql-results+json",
        ),
        "matrix": (sparql + quote(f"{MATRIX}\n# {number}"), "text/csv"),
        "rows": (sparql + quote(f"{ROWS}\n# {number}"), "application/sparql-results+xml"),
        "rest": ("/api/queries/gaps.csv", "*/*"),
        "health": ("/health", "*/*"),
        "bomb": (sparql + quote(f"{BOMB}\n# {number}"), "application/sparql-results+json"),
    }[kind]


async def client(port: int, kind: str, goals: list[str], until: float, seen: Seen) -> None:
    """Ask for one kind of thing again and again, on a new connection each time."""
    number = 0
    good = OVER if kind == "bomb" else CALM
    while time.monotonic() < until:
        number += 1
        path, accept = requests_of(kind, goals, number)
        begun = time.monotonic()
        try:
            status = await asyncio.wait_for(get(port, path, accept), 60)
        except (OSError, TimeoutError, EOFError, ValueError) as error:
            seen.errors[f"{kind} {type(error).__name__}"] += 1
            status = 0
        seen.add(kind, status, time.monotonic() - begun, (*good, 0))
        await asyncio.sleep(0.5 if kind in {"bomb", "matrix"} else 0.05)


async def get(port: int, path: str, accept: str) -> int:
    """Ask once and return the status; the whole body has to come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 26)
    try:
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        answer = await reader.read()
    finally:
        writer.close()
    headers, _, body = answer.partition(b"\r\n\r\n")
    for line in headers.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length" and int(value) != len(body):
            raise EOFError(path)
        if name.lower() == b"transfer-encoding" and not body.endswith(b"0\r\n\r\n"):
            raise EOFError(path)
    return int(headers[9:12])


def memory(process: int) -> float:
    """Return the megabytes that a process and its children hold, shared pages counted once."""
    found, waiting = 0, [process]
    while waiting:
        one = waiting.pop()
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text("ascii").split())
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
        except OSError:
            continue  # it has just ended
        found += next(int(x.split()[1]) for x in rollup.splitlines() if x.startswith("Pss:"))
    return found / 1024


async def rebuild(project: Path, until: float, every: float, built: list[float]) -> None:
    """Build the project anew, each time with other data."""
    file = next((project / "data").rglob("strategies.ttl"))
    text = file.read_text("utf-8")
    due, number = time.monotonic() + every, 0
    while due < until:
        await asyncio.sleep(due - time.monotonic())  # from start to start
        due, number = due + every, number + 1
        file.write_text(text.replace('"@de ,', f' ({number % 2})"@de ,', 1), "utf-8")
        build = await asyncio.create_subprocess_exec(
            str(BIN / "zielgraph"), "build", cwd=project, stdout=subprocess.DEVNULL
        )
        if await build.wait() != 0:
            raise RuntimeError("the build failed")
        built.append(time.monotonic())


async def watch(process: int, until: float, held: list[float]) -> None:
    """Note the memory every five seconds and say so every minute."""
    while time.monotonic() < until:
        held.append(memory(process))
        if len(held) % 12 == 1:
            print(f"{len(held) * 5:>5} s  {held[-1]:>7.0f} MB", flush=True)
        await asyncio.sleep(5)


async def soak(
    project: Path, process: subprocess.Popen[bytes], port: int, seconds: float, every: float
) -> bool:
    """Run everything against a server that has been started, and tell whether it went well."""
    goals = [
        line.split(">")[0].removeprefix("<").partition("/zielgraph")[2]
        for line in (project / "build/current/dataset.nq").read_text("utf-8").splitlines()
        if "ontology#Goal>" in line and BASE in line.split(">")[0]
    ]
    seen, held, built = Seen(), list[float](), list[float]()
    try:
        wait_for("/sparql", port, process)
        until = time.monotonic() + seconds
        kinds = ["page", "page", "start", "resolve", "data", "look-up", "look-up"]
        kinds += ["matrix", "rows", "rest", "health", "bomb"]
        await asyncio.gather(
            *(client(port, kind, goals, until, seen) for kind in kinds),
            rebuild(project, until, every, built),
            watch(process.pid, until, held),
        )
    finally:
        process.terminate()
        code = process.wait(60)
    print(f"{sum(seen.answers.values()):,} answers, {len(built)} builds, exit code {code}")
    for name, count in sorted(seen.answers.items()):
        print(f"  {name:<16}{count:>8,}   slowest {seen.slowest[name.rsplit(' ')[0]]:.2f} s")
    fifth = max(1, len(held) // 5)
    early, late = statistics.median(held[fifth : 2 * fifth]), statistics.median(held[-fifth:])
    print(f"memory: {early:.0f} MB in the second fifth, {late:.0f} MB in the last")
    for name, count in sorted(seen.errors.items()):
        print(f"ERROR {name}: {count}")
    return not seen.errors and code == 0 and late < early * GROWTH


def main() -> None:
    """Copy the project, build it, soak it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--every", type=float, default=30, help="seconds from build to build")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch)
        for part in PARTS:
            shutil.copytree(ROOT / part, project / part)
        subprocess.run([str(BIN / "zielgraph"), "build"], check=True, cwd=project)
        port = free_port()
        with (project / "server.log").open("wb") as log:
            process = subprocess.Popen(
                [str(BIN / "zielgraph"), "serve", "--port", str(port)],
                cwd=project,
                env=os.environ | {"ZIELGRAPH_QUERY_SECONDS": "3"},
                stdout=log,
                stderr=log,
            )
        well = asyncio.run(soak(project, process, port, chosen.seconds, chosen.every))
        if not well:
            print((project / "server.log").read_text("utf-8", "replace")[-2000:])
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
