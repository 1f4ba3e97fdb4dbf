# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Our server beside three others: the same triples, the same clients, in one run.

Run it with ``make bench-serving`` on a machine that does nothing else. All servers run at the
same time and are asked in turn, several rounds; each figure is the median of its rounds.
"unique" queries differ in a comment, so that no cache can answer; "repeated" ones do not.
At the end one client sends bombs to each server in turn while another asks for single
things. Nothing here is asserted: it is a measurement, not a test.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

import synthetic
from load import Figures
from peers import BIN, SERVERS, available
from zielgraph.model.names import ZG

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LOOK_UP = "SELECT ?p ?o WHERE { <%s> ?p ?o }"
MATRIX = """
PREFIX zg: <https://w3id.org/zielgraph/ontology#>
SELECT ?field ?sdg ?directness (COUNT(?goal) AS ?goals) WHERE {
  ?link zg:statement ?goal ; zg:sdgGoal ?sdg ; zg:directness ?directness .
  ?goal zg:topField ?field
} GROUP BY ?field ?sdg ?directness ORDER BY ?field ?sdg ?directness"""
ROWS = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 1000"
BOMB = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
WORKLOADS = {"look-up": LOOK_UP, "coverage matrix": MATRIX, "1,000 rows": ROWS}
SLOW = 1000.0
"""Milliseconds from which one round has to do."""


@dataclass(slots=True)
class Job:
    """What is asked, and how."""

    query: str
    clients: int
    names: list[str] = field(default_factory=list)
    unique: bool = True
    seconds: float = 1.5
    patience: float = 15.0


def ask(url: str, job: Job) -> Figures:
    """Run one job in a process of its own."""
    process = start(url, job)
    said, _ = process.communicate()
    return Figures(**json.loads(said))


def start(url: str, job: Job) -> subprocess.Popen[str]:
    """Start one job in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "load.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdin is not None:
        process.stdin.write(json.dumps({"url": url} | asdict(job)))
        process.stdin.close()
        process.stdin = None
    return process


def median(figures: list[Figures]) -> Figures:
    """Return the median of each figure, and the sum of answers and errors."""

    def middle(name: str) -> float:
        return float(statistics.median(getattr(one, name) for one in figures))

    return Figures(
        middle("rate"),
        middle("p50"),
        middle("p99"),
        middle("worst"),
        sum(one.answers for one in figures),
        sum(one.errors for one in figures),
    )


def compare(urls: dict[str, str], jobs: Job, rounds: int) -> dict[str, Figures]:
    """Ask all servers in turn, ``rounds`` times."""
    seen: dict[str, list[Figures]] = {name: [] for name in urls}
    for _ in range(rounds):
        for name, url in urls.items():
            if len(seen[name]) and seen[name][0].p50 > SLOW:
                continue
            seen[name].append(ask(url, jobs))
    return {name: median(found) for name, found in seen.items()}


def table(title: str, found: dict[str, Figures]) -> None:
    """Print one comparison."""
    ours = next(iter(found.values()))  # the first named, which is Zielgraph by default
    print(
        f"\n{title}\n{'':<18}{'a second':>10}{'p50 ms':>10}{'p99 ms':>10}{'ours ×':>9}{'errors':>8}"
    )
    for name, one in found.items():
        ratio = f"{ours.rate / one.rate:>9.2f}" if one.rate else f"{'–':>9}"
        print(f"{name:<18}{one.rate:>10.1f}{one.p50:>10.2f}{one.p99:>10.2f}{ratio}{one.errors:>8}")
    sys.stdout.flush()


def bombed(
    urls: dict[str, str],
    names: list[str],
    seconds: float,
    rounds: int,
    running: dict[str, ExitStack],
) -> None:
    """Print the latency of look-ups undisturbed and while bombs run.

    A server is ended as soon as it was measured: some go on with a bomb for hours.
    """
    print("\none client sends bombs and gives each up after a second, another looks up (p99 in ms)")
    print(
        f"{'':<18}{'undisturbed':>12}{'with bombs':>12}{'ratio':>8}{'of all rounds':>16}"
        f"{'answers':>10}{'errors':>8}"
    )
    for name, url in urls.items():
        job = Job(LOOK_UP, 1, names, seconds=seconds)
        quiet = [ask(url, job) for _ in range(rounds)]
        loud: list[Figures] = []
        while len(loud) < rounds and not (loud and loud[0].p50 > SLOW):
            bombs = start(url, Job(BOMB, 1, seconds=seconds + 5, patience=1.0))
            time.sleep(3)
            loud.append(ask(url, job))
            bombs.kill()
            bombs.wait()
        running[name].close()
        calm, hit = median(quiet), median(loud)
        ratios = sorted(one.p99 / calm.p99 for one in loud)
        print(
            f"{name:<18}{calm.p99:>12.2f}{hit.p99:>12.2f}{hit.p99 / calm.p99:>8.1f}"
            f"{f'{ratios[0]:.1f}–{ratios[-1]:.1f}':>16}{hit.answers:>10}{hit.errors:>8}"
        )
        sys.stdout.flush()


def data_of(size: str, folder: Path) -> tuple[Path, list[str]]:
    """Return a file of N-Triples and the names of things in it."""
    file = folder / f"{size}.nt"
    if size == "real":
        program = str(BIN / "zielgraph")
        subprocess.run([program, "build"], check=True, capture_output=True, cwd=ROOT)
        command = [program, "export", "--format", "ntriples", "--output", str(file)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        wanted = f"#type> <{ZG}Goal> .\n"
        with file.open(encoding="utf-8") as lines:
            return file, [line[1:].split(">")[0] for line in lines if line.endswith(wanted)]
    goals = synthetic.write(file, int(size))
    step = max(1, goals // 1000)
    return file, [synthetic.goal(number) for number in range(0, goals, step)]


def measure(
    size: str, wanted: list[str], rounds: int, bomb_seconds: float, *, bombs_only: bool
) -> None:
    """Start all servers with data of one size and print all comparisons."""
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as all_of_them:
        folder = Path(scratch)
        file, names = data_of(size, folder)
        with file.open("rb") as lines:
            print(f"\n## {size}: {sum(1 for _ in lines):,} triples")
        if not bombs_only:
            with ExitStack() as servers:
                urls, _ = start_all(wanted, file, folder / "compared", servers)
                compare_all(urls, names, rounds)
        # Some servers go on for long with what a client has given up: here is a fresh start.
        urls, running = start_all(wanted, file, folder / "bombed", all_of_them)
        bombed(urls, names, bomb_seconds, rounds, running)


def start_all(
    wanted: list[str], file: Path, folder: Path, servers: ExitStack
) -> tuple[dict[str, str], dict[str, ExitStack]]:
    """Start servers with a file; return their addresses and what ends each."""
    urls: dict[str, str] = {}
    running: dict[str, ExitStack] = {}
    for name in wanted:
        home = folder / name
        home.mkdir(parents=True)
        began = time.perf_counter()
        running[name] = servers.enter_context(ExitStack())
        urls[name] = running[name].enter_context(SERVERS[name](file, home))  # type: ignore[arg-type]
        print(f"{name} answers after {time.perf_counter() - began:.1f} s")
    return urls, running


def compare_all(urls: dict[str, str], names: list[str], rounds: int) -> None:
    """Print all comparisons of one size."""
    for kind, query in WORKLOADS.items():
        things = names if "%s" in query else []
        for clients in (1, 16):
            for unique in (True, False):
                how = "unique" if unique else "repeated"
                some = "one client" if clients == 1 else f"{clients} clients"
                found = compare(urls, Job(query, clients, things, unique), rounds)
                table(f"{kind}, {some}, {how}", found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="real,100000,1000000")
    parser.add_argument("--servers", default=",".join(available()))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bomb-seconds", type=float, default=10)
    parser.add_argument("--bombs-only", action="store_true")
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; medians of {chosen.rounds}")
    for size in chosen.sizes.split(","):
        measure(
            size,
            chosen.servers.split(","),
            chosen.rounds,
            chosen.bomb_seconds,
            bombs_only=chosen.bombs_only,
        )


if __name__ == "__main__":
    main()
