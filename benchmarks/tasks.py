# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""How long the larger tasks take, and how much memory: import, report, workbook, comparison.

Run it with ``make bench``. Each line is one whole process on a copy of the project: seconds of
CPU and of wall clock (median of three), and the largest peak of memory. The values imported
are invented, as many and of the same form as INKAR's: ten indicators of all counties.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.executable).parent / "zielgraph"
PARTS = ("ontology", "data", "shapes", "queries")
RUNS = 3
YEARS = range(1990, 2005)  # before the figures that the data itself states
BUDGETS = {"import": "budget 20 s, 600 MB"}


def measure(command: list[str], project: Path) -> tuple[float, float, float]:
    """Run a command of the program; return CPU seconds, wall seconds and peak megabytes."""
    environment = os.environ | {"ZIELGRAPH_PROJECT": str(project)}
    start = time.perf_counter()
    child = subprocess.Popen(
        [str(PROGRAM), *command],
        env=environment,
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if child.returncode:
        raise SystemExit(f"zielgraph {' '.join(command)}: exit code {child.returncode}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def rows(project: Path, file: Path) -> int:
    """Write invented values of ten indicators for all counties to ``file``; return their number."""

    def column(query: str, name: str) -> list[str]:
        command = [str(PROGRAM), "query", query, "--project", str(project), "--format", "csv"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        head, *lines = done.stdout.splitlines()
        place = head.split(",").index(name)
        return list(dict.fromkeys(line.split(",")[place] for line in lines))

    dice = random.Random(1)  # noqa: S311 - invented values, the same each time
    lines = ["kennziffer,zeitbezug,kuerzel,raumbezug,wert"]
    codes = column("indicators", "code")[:10]
    for key in column("areas", "key"):
        if key.isdigit():  # a county; the whole country has a letter code
            lines += [
                f"{key}000,{year},{code},Kreise,{dice.uniform(1, 90):.2f}"
                for code in codes
                for year in YEARS
            ]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return len(lines) - 1


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "project"
        for part in PARTS:
            shutil.copytree(ROOT / part, project / part)
        measure(["build"], project)
        values = Path(scratch) / "values.csv"
        count = rows(project, values)
        print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; medians of {RUNS}")
        print(f"{'whole process':<46}{'CPU s':>8}{'wall s':>8}{'MB':>8}")
        tasks = {
            "report as PDF": ["coverage", "--output", "report.pdf"],
            "workbook export": ["workbook", "export", "book.xlsx", "--overwrite"],
            "workbook import, nothing edited": ["workbook", "import", "book.xlsx"],
            "page with all goals": ["picture", "goals", "--output", "goals.html"],
            "diff of two versions": ["diff", "leitbild-2019", "ziele-2025-entwurf-2"],
            f"import of {count:,} values": ["indicators", "import", str(values)],
            "cold query after the import": ["query", "goal-sdg-links", "--format", "csv"],
        }
        for name, command in tasks.items():
            figures = []
            for _ in range(RUNS):
                if name.startswith("import"):
                    shutil.rmtree(project / "imports", ignore_errors=True)
                figures.append(measure(command, project))
            cpu, wall, peak = (
                statistics.median(row[0] for row in figures),
                statistics.median(row[1] for row in figures),
                max(row[2] for row in figures),
            )
            note = BUDGETS.get(name.split(maxsplit=1)[0], "")
            print(f"{name:<46}{cpu:>8.2f}{wall:>8.2f}{peak:>8.0f}  {note}".rstrip())


if __name__ == "__main__":
    main()
