# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the tests of isolation share: pools, bombs and a look at processes."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph.isolation.pool import WorkerPool
from zielgraph.isolation.question import Lanes, Limits, Source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

MANY = 100_000
BOMB = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(12)) + " }"
MEMORY_BOMB = BOMB.replace("(COUNT(*) AS ?n)", "*") + " ORDER BY ?o0 ?o1 ?o2"

_ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_BOTH_WAYS = "(!<x:z>|^(!<x:z>))*"
_NUMBERS = " ".join(map(str, range(999)))
_DOUBLING = " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(40))
_DEEPER = "FILTER EXISTS { ?x ?y ?a . ?z ?w ?q FILTER(?q > ?i) }"
_INNER = f"?d ?e ?f FILTER EXISTS {{ ?g ?h ?i . ?j ?k ?c {_DEEPER} }}"

# Each may end in any way but by hurting others: an answer, or an error that says why not.
ATTACKS = {
    "cross join": BOMB,
    "paths": f"SELECT (COUNT(*) AS ?n) {{ ?a {_BOTH_WAYS} ?b . ?b {_BOTH_WAYS} ?c }}",
    "order of everything": f"SELECT * {{ {_ALL} }} ORDER BY ?f ?c ?i",
    "distinct everything": f"SELECT DISTINCT * {{ {_ALL} }}",
    "group_concat": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?x) {{ {_ALL} }}",
    "regex": f"ASK {{ {_ALL} FILTER REGEX(CONCAT(STR(?c), ?f), '(a?){{30}}a{{30}}(.*.*)*$') }}",
    "regex of regexes": "ASK { FILTER REGEX('x', '(((((a{1,99}){1,99}){1,99}){1,99}){1,99})') }",
    "doubling": f"SELECT (STRLEN(?a40) AS ?n) {{ BIND('{'x' * 999}' AS ?a0) {_DOUBLING} }}",
    "replace": f"ASK {{ FILTER(STRLEN(REPLACE('{'x' * MANY}', 'x', '{'y' * MANY}')) > 1) }}",
    "values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{j} {{ {_NUMBERS} }}" for j in range(7))
    + " }",
    "nested exists": f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . {_INNER} }}",
    "construct": f"CONSTRUCT {{ ?a ?b ?f . ?d ?e ?c }} WHERE {{ {_ALL} }}",
    "describe": f"DESCRIBE * {{ {_ALL} }}",
    "exclamation marks": "ASK { FILTER(" + "!" * MANY + "true) }",
    "plus signs": "ASK { FILTER(1" + "+1" * MANY + ") }",
    "or signs": "ASK { FILTER(1" + "||1" * MANY + ") }",
    "alternatives": "ASK { ?s <x:a>" + "|<x:a>" * MANY + " ?o }",
    "steps": "ASK { ?s <x:a>" + "/<x:a>" * MANY + " ?o }",
    "unions": "ASK { {}" + " UNION {}" * MANY + " }",
    "optionals": "ASK { " + "OPTIONAL { ?s ?p ?o } " * 2000 + "}",
    "brackets": "ASK { FILTER(" + "(" * MANY + "1" + ")" * MANY + ") }",
    "groups": "ASK " + "{" * MANY + "}" * MANY,
    "ten megabytes": "ASK { ?s ?p '" + "x" * 10_000_000 + "' }",
    "ten megabytes of triples": "ASK { " + "?s ?p 1 . " * 1_000_000 + "}",
    "ten megabytes to guard": "# service\nASK { " + "?s ?p 1 . " * 1_000_000 + "}",
    "open string": "ASK { ?s ?p '''" + "'' " * 1_000_000,
    "nothing": "",
    "no text": "\0\x01\ufffe",
    "half a character": "ASK { ?s ?p '\ud800' }",
}
"""Hostile queries by what they do."""


@asynccontextmanager
async def pool_over(
    *files: Path, limits: Limits | None = None, lanes: Lanes | None = None
) -> AsyncIterator[WorkerPool]:
    """Run a pool over ``files`` and stop it."""
    pool = WorkerPool(Source(files), limits, lanes)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.stop()


def run(work: Coroutine[object, object, None]) -> None:
    asyncio.run(work)


def children(process: int) -> list[int]:
    """Return the processes whose parent is ``process``; those that have died do not count.

    A dead one is Z until its parent has asked for its fate, and X for an instant after that.
    """
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, parent = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()[:2]
            except (OSError, ValueError):
                continue
            if int(parent) == process and state not in "ZX":
                found.append(int(folder.name))
    return found


def helpers() -> list[int]:
    """Return the helpers of this process."""
    return [
        child
        for child in children(os.getpid())
        if b"zielgraph.isolation.helper" in (Path("/proc") / str(child) / "cmdline").read_bytes()
    ]


def gone(process: int) -> bool:
    """Tell whether a process has ended (a parent elsewhere may not have collected it yet)."""
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def seen(process: int, name: str) -> bytes:
    """Return what the kernel says of a process."""
    return Path(f"/proc/{process}/{name}").read_bytes()


def open_files(process: int) -> list[str]:
    """Return what a process has open, by the number of the file."""
    links = sorted(Path(f"/proc/{process}/fd").iterdir(), key=lambda link: int(link.name))
    return [str(link.readlink()) for link in links]


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that must come about."""
    async with asyncio.timeout(120):
        while not true():  # noqa: ASYNC110 - what is waited for knows no events
            await asyncio.sleep(0.02)
