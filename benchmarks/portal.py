# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""How fast the portal's pages are: made by the server, seen in a browser, and with 20,000 goals.

Run it with ``python benchmarks/portal.py`` on a machine that does nothing else. Every page of
the static site is asked once, after the server has made one of each kind as it does after every
start, so that next to nothing comes from a cache; what a first page weighs and when its largest
part is painted is measured in Debian's Chromium. Nothing here is asserted: it is a measurement,
not a test.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from load import percentile
from peers import BIN, free_port, wait_for
from zielgraph.build.folders import current_content, put_in_use
from zielgraph.graph import open_graph
from zielgraph.model.project import Project
from zielgraph.portal.portal import Portal
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
PARTS = ("ontology", "data", "shapes", "queries")
BUDGET_PAGE = 50.0
BUDGET_WEIGHT = 100
BUDGET_PAINT = 1000.0
FIRST = ("de/", "en/", "de/matrix", "de/sdg/13", "de/goals", "de/explore", "de/editor")
LISTS = ("de/goals", "de/goals?page=200", "de/search?q=Radweg", "de/matrix", "de/quality", "de/")
WEIGHT = """performance.getEntriesByType("resource").concat(
performance.getEntriesByType("navigation")).reduce((sum, one) => sum + one.transferSize, 0)"""
PAINT = """new Promise(found => new PerformanceObserver(list =>
found(list.getEntries().at(-1).startTime)).observe(
{type: "largest-contentful-paint", buffered: true}))"""


@contextmanager
def served(project: Path, *, ready: bool = True) -> Iterator[int]:
    """Run our server over a built project and return its port, as soon as its pages are ready."""
    port = free_port()
    command = [str(BIN / "zielgraph"), "serve", "--port", str(port), "--rate", "0"]
    with (project / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=project, stdout=log, stderr=log)
    try:
        wait_for("/sparql", port, process)
        began = time.perf_counter()
        while ready and b'"ready"' not in asked(port, "/health"):
            time.sleep(0.2)
        if ready:
            print(f"pages ready {time.perf_counter() - began:.0f} s after the first answer")
        yield port
    finally:
        process.terminate()
        process.wait(60)


def asked(port: int, path: str) -> bytes:
    """Return what the server answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    return connection.getresponse().read()


def timed(connection: HTTPConnection, path: str) -> tuple[int, float, int]:
    """Ask for a page and return its status, its milliseconds and its compressed bytes."""
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    size = len(answer.read())
    return answer.status, (time.perf_counter() - begun) * 1000, size


def pages(project: Path) -> None:
    """Print the time of every page, by kind."""
    paths = list(Portal(open_graph(project), "benchmark").paths())
    took: dict[str, list[float]] = defaultdict(list)
    heaviest: dict[str, int] = defaultdict(int)
    slow: list[tuple[float, str]] = []
    with served(project) as port:
        connection = HTTPConnection("127.0.0.1", port)
        for path in paths:
            status, milliseconds, size = timed(connection, path)
            if status != 200:  # noqa: PLR2004 - OK
                print(f"{path}: {status}")
            if milliseconds > BUDGET_PAGE:
                slow.append((milliseconds, path))
            kind = re.sub(r"^/(?:de|en)/(?:id/)?(?:coesfeld/)?([^/]*).*", r"\1", path) or "start"
            took[kind].append(milliseconds)
            heaviest[kind] = max(heaviest[kind], size)
    print(
        f"\n{'made by the server':<24}{'pages':>7}{'median ms':>11}{'p99 ms':>9}{'largest kB':>12}"
    )
    for kind, found in sorted(took.items()):
        found.sort()
        row = f"{len(found):>7}{median(found):>11.1f}{percentile(found, 0.99):>9.1f}"
        print(f"{kind:<24}{row}{heaviest[kind] / 1000:>12.0f}")
    every = sorted(one for found in took.values() for one in found)
    row = f"{len(every):>7}{median(every):>11.1f}{percentile(every, 0.99):>9.1f}"
    print(f"{'all':<24}{row}  budget {BUDGET_PAGE:.0f} ms")
    for milliseconds, path in sorted(slow, reverse=True)[:20]:
        print(f"{milliseconds:>10.0f} ms  {path}")


def painted(project: Path) -> None:
    """Print what first visits weigh, and when their largest part is painted."""
    from browser import browser  # noqa: PLC0415 - lies beside the tests

    print(f"\n{'seen in Chromium':<24}{'kB':>7}{'painted ms':>12}   (median of 5 first visits)")
    with served(project) as port:
        for path in FIRST:
            weights, paints = [], []
            for _ in range(5):
                with tempfile.TemporaryDirectory() as scratch, browser(Path(scratch)) as chromium:
                    page = chromium.page()
                    page.visit(f"http://127.0.0.1:{port}/{path}")
                    paints.append(float(page.run(PAINT)))
                    page.run("new Promise(done => setTimeout(done, 300))")
                    weights.append(float(page.run(WEIGHT)) / 1000)
            print(f"{path:<24}{median(weights):>7.0f}{median(paints):>12.0f}")
    print(f"budgets: {BUDGET_WEIGHT} kB without the explorer, {BUDGET_PAINT:.0f} ms")


def crowd(project: Path, copies: int) -> int:
    """Give every goal ``copies`` twins with a place in the paper, and return how many there are.

    The twins have no SDG links of their own; the requirements are not checked.
    """
    home = Project(project)
    content = current_content(home)
    kept = content.dataset.splitlines(keepends=True)
    goals = {
        line.split(" ", 1)[0] for line in kept if "#type> <" in line and "ontology#Goal> " in line
    }
    own = [line for line in kept if line.split(" ", 1)[0] in goals]
    for number in range(copies):
        for line in own:
            subject, rest = line.split(" ", 1)
            kept.append(f"{subject[:-1]}-{number}> {rest}")
    text = "".join(sorted(set(kept)))
    twin = type(content)(text, content.report, content.base, content.findings)
    put_in_use(home, twin, EmbeddedStore.from_nquads(text), None)
    return len(goals) * (copies + 1)


def crowded(project: Path, copies: int) -> None:
    """Print the time of the lists with very many goals."""
    count = crowd(project, copies)
    print(f"\n{f'with {count:,} goals':<24}{'first ms':>10}{'again ms':>10}{'kB':>7}")
    with served(project, ready=False) as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        for path in LISTS:
            status, first, size = timed(connection, f"/{path}")
            mark = "&" if "?" in path else "?"
            # Another language, so that it is made anew from what has been read.
            _, again, _ = timed(connection, f"/{path}{mark}".replace("de/", "en/", 1)[:-1])
            print(f"{path:<24}{first:>10.0f}{again:>10.0f}{size / 1000:>7.0f}  {status}")


def main() -> None:
    """Copy the project, build it, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--goals", type=int, default=20_000)
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch)
        for part in PARTS:
            shutil.copytree(ROOT / part, project / part)
        subprocess.run([str(BIN / "zielgraph"), "build"], check=True, cwd=project)
        pages(project)
        painted(project)
        if chosen.goals:
            crowded(project, chosen.goals // 139)


if __name__ == "__main__":
    main()
