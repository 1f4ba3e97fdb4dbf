# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""How fast the program is, side by side with the same question in plain rdflib.

Run it with ``make bench``. Each line is the median of several whole processes: seconds of
CPU (user and system, as the operating system counts them for the child) and of wall clock.
What a start costs is split by importing the modules alone, so that the output says what
dominates. Nothing here is asserted: it is a measurement, not a test.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.executable).parent / "zielgraph"
BUDGET_QUERY = 0.35
BUDGET_BUILD = 15.0
BUDGET_LIBRARY = 1.0
PEER_QUERY = "milestones"
"""A query that plain rdflib finishes in seconds; for ``goal-sdg-links`` it takes minutes."""

RDFLIB_QUERY = """
import sys, rdflib
graph = rdflib.Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
rows = list(graph.query(open(sys.argv[2], encoding="utf-8").read()))
print(len(rows))
"""

READ_AND_INFER = """
from zielgraph.build.builder import assemble
from zielgraph.model.project import find_project
assemble(find_project())
"""

LIBRARY = """
import time
from zielgraph.build.builder import gather
from zielgraph.model.project import find_project
from zielgraph.queries.library import load_queries, run_query
from zielgraph.reasoning.rules import infer
project = find_project()
store, _ = gather(project)
def seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start
for query in load_queries(project.queries):
    print(query.name, seconds(lambda: run_query(store, query)))
print("rules", seconds(lambda: infer(store, project.queries / "rules")))
"""
"""What each query of the library takes alone, and all inference rules where nothing is new."""


def measure(command: list[str], runs: int) -> tuple[float, float, float]:
    """Return medians of CPU seconds and wall seconds, and the largest wall time."""
    cpu, wall = [], []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        wall.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(cpu), statistics.median(wall), max(wall)


def line(name: str, figures: tuple[float, float, float], note: str = "") -> None:
    """Print one row."""
    cpu, wall, worst = figures
    print(f"{name:<44}{cpu:>9.3f}{wall:>9.3f}{worst:>9.3f}  {note}")


def main() -> None:
    """Measure and print."""
    python = sys.executable
    query = [str(PROGRAM), "query", "goal-sdg-links", "--format", "csv"]
    dataset = str(ROOT / "build" / "current" / "dataset.nq")
    subprocess.run([str(PROGRAM), "build"], check=True, capture_output=True, cwd=ROOT)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; medians, seconds")
    print(f"{'whole process':<44}{'CPU':>9}{'wall':>9}{'worst':>9}")

    start = measure([python, "-c", "pass"], 15)
    line("python alone", start)
    imports = measure([python, "-c", "import zielgraph.cli.query, zielgraph.store.embedded"], 15)
    line("… with what a query imports", imports)
    cold = measure(query, 15)
    line("zielgraph query goal-sdg-links", cold, f"budget {BUDGET_QUERY} s CPU")
    small = measure([str(PROGRAM), "query", "versions", "--format", "csv"], 15)
    line("zielgraph query versions", small)
    ours = measure([str(PROGRAM), "query", PEER_QUERY, "--format", "csv"], 15)
    line(f"zielgraph query {PEER_QUERY}", ours)
    peer = measure(
        [python, "-c", RDFLIB_QUERY, dataset, str(ROOT / "queries" / f"{PEER_QUERY}.rq")], 3
    )
    line("the same query, rdflib on dataset.nq", peer, f"{peer[0] / ours[0]:.0f} times the CPU")
    answer = cold[0] - imports[0]
    parts = {
        "starting Python": start[0],
        "importing": imports[0] - start[0],
        "opening the store, asking, printing": answer,
    }
    print(f"a cold query is dominated by: {max(parts, key=lambda name: parts[name])}")
    print("  " + ", ".join(f"{name} {seconds:.3f} s" for name, seconds in parts.items()))

    done = subprocess.run(
        [python, "-c", LIBRARY], check=True, capture_output=True, text=True, cwd=ROOT
    )
    alone = {name: float(seconds) for name, seconds in map(str.split, done.stdout.splitlines())}
    rules = alone.pop("rules")
    slowest = sorted(alone, key=lambda name: -alone[name])[:3]
    print(f"{len(alone)} queries, one process, budget {BUDGET_LIBRARY} s CPU each; the slowest:")
    print("  " + ", ".join(f"{name} {alone[name]:.2f} s" for name in slowest))
    print(f"all rules once more, which find nothing new: {rules:.2f} s")

    build = measure([str(PROGRAM), "build"], 3)
    line("zielgraph build (all, and write)", build, f"budget {BUDGET_BUILD} s")
    read = measure([python, "-c", READ_AND_INFER], 3)
    line("… reading and inferring alone", read)
    validate = measure([str(PROGRAM), "validate", "--format", "csv"], 3)
    line("zielgraph validate (read, infer, validate)", validate)
    parts = {
        "reading and inferring": read[0],
        "validation": validate[0] - read[0],
        "writing": build[0] - validate[0],
    }
    print(f"a build is dominated by: {max(parts, key=lambda name: parts[name])}")
    print("  " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in parts.items()))


if __name__ == "__main__":
    main()
