# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Hostile queries take nothing down: others are answered while they run, and nothing is left."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from isolation_world import (
    ATTACKS,
    BOMB,
    children,
    gone,
    helpers,
    open_files,
    pool_over,
    run,
    seen,
    until,
)
from zielgraph.isolation.pool import WorkerPool
from zielgraph.isolation.question import Answer, Lanes, Limits, Question, Source
from zielgraph.model.errors import BusyError, LimitError, QueryError, StoreError, ZielgraphError

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = {"cross join", "paths", "group_concat", "regex", "values"}
LOOK_UP = Question("ASK { <x:1> <x:p> ?o }")
LIMITS = Limits(seconds=600, memory=256 << 20, size=4 << 20)


@pytest.fixture(scope="session")
def plenty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with some thousand triples, so that a product of them never ends."""
    path = tmp_path_factory.mktemp("attacks") / "plenty.nt"
    lines = [
        f'<x:{i}> <x:p> <x:{i * 7 % 2000}> .\n<x:{i}> <x:q> "{i} aaaaaaaa" .' for i in range(2000)
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.mark.parametrize("name", ATTACKS)
def test_others_are_answered_meanwhile(plenty: Path, name: str) -> None:
    """Twenty look-ups one after the other are done while the attack is on, or it was none."""

    async def work() -> None:
        async with pool_over(plenty, limits=LIMITS) as pool:
            attack = asyncio.ensure_future(pool.ask(Question(ATTACKS[name])))
            await asyncio.sleep(0)
            for _ in range(20):
                assert (await pool.ask(LOOK_UP)).body == b'{"head":{},"boolean":true}'
            if name in ENDLESS:
                assert not attack.done()
            await asyncio.wait((attack,), timeout=1.5)
            attack.cancel()  # no-one waits for the time limit; it has a test of its own
            (outcome,) = await asyncio.gather(attack, return_exceptions=True)
            assert isinstance(outcome, Answer | ZielgraphError | asyncio.CancelledError)
            assert isinstance(outcome, Answer | asyncio.CancelledError) or str(outcome)
            assert (await pool.ask(LOOK_UP)).body == b'{"head":{},"boolean":true}'

    run(work())


def test_bombs_leave_a_lane_free(plenty: Path) -> None:
    """More bombs than there are places: the rest waits or is turned away, look-ups are not."""

    async def work() -> None:
        lanes = Lanes(quick=2, slow=1, waiting=3, patience=0.3)
        async with pool_over(plenty, limits=LIMITS, lanes=lanes) as pool:
            bombs = [asyncio.ensure_future(pool.ask(Question(f"{BOMB} #{i}"))) for i in range(8)]
            await until(lambda: pool.figures().busy >= 4)  # one runs, three wait
            for _ in range(20):
                assert (await pool.ask(LOOK_UP)).kind == "truth"
            assert sum(bomb.done() for bomb in bombs) == 4
            for bomb in bombs:
                bomb.cancel()
            outcomes = await asyncio.gather(*bombs, return_exceptions=True)
            assert {type(outcome) for outcome in outcomes} == {asyncio.CancelledError, BusyError}
            assert pool.figures().now["slow"] == pool.figures().now["waiting"] == 0

    run(work())


def test_a_slow_query_that_ends_is_answered(plenty: Path) -> None:
    """Slow is no crime: a query that had to wait for a place is still answered."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a <x:p> ?b . ?c <x:q> ?d }"

    async def work() -> None:
        lanes = Lanes(quick=2, slow=1, waiting=9, patience=0.01)
        async with pool_over(plenty, limits=Limits(seconds=600), lanes=lanes) as pool:
            asked = [pool.ask(Question(f"{slow} #{i}", table="csv")) for i in range(4)]
            bodies = {answer.body for answer in await asyncio.gather(*asked)}
            assert bodies == {b"n\r\n4000000\r\n"}

    run(work())


def test_who_was_slow_does_not_enter_the_quick_lane_again(plenty: Path) -> None:
    """Neither with another comment, whether it was answered or given up."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a <x:p> ?b . ?c <x:q> ?d }"

    async def work() -> None:
        lanes = Lanes(quick=1, slow=1, patience=0.01, long=0)
        async with pool_over(plenty, limits=Limits(seconds=600), lanes=lanes) as pool:
            (helper,) = helpers()
            await pool.ask(Question(f"{slow} # once"))
            bomb = asyncio.ensure_future(pool.ask(Question(f"# once\n{BOMB}")))
            await until(lambda: pool.figures().now["slow"] == 1)
            bomb.cancel()
            await until(lambda: pool.figures().now["idle"] == len(children(helper)) == 1)
            quick = children(helper)
            await pool.ask(Question(f"{slow}\n# again"))
            bomb = asyncio.ensure_future(pool.ask(Question(f"{BOMB}   #again")))
            await until(lambda: pool.figures().now["slow"] == 1)
            assert pool.figures().now["idle"] == 1
            bomb.cancel()
            await until(lambda: len(children(helper)) == 1)
            assert children(helper) == quick
            assert pool.figures().slowed == 4

    run(work())


def test_a_client_that_leaves_takes_its_query_along(plenty: Path) -> None:
    """Nobody computes for somebody who has gone, neither in the quick nor in the slow lane."""

    async def work() -> None:
        lanes = Lanes(quick=1, slow=1, waiting=9, patience=0.2)
        async with pool_over(plenty, limits=Limits(seconds=600), lanes=lanes) as pool:
            for moment in (0.0, 0.05, 0.5):
                (helper,) = helpers()
                await until(lambda: pool.figures().now["idle"] == 1)
                before = set(children(helper))
                task = asyncio.ensure_future(pool.ask(Question(BOMB)))
                await asyncio.sleep(moment)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                await until(lambda: pool.figures().now["idle"] == 1)
                assert (await pool.ask(LOOK_UP)).kind == "truth"
                if moment:
                    await until(lambda: not before & set(children(helper)))  # noqa: B023
            assert pool.figures().left == 3
            assert pool.figures().now["running"] == pool.figures().now["slow"] == 0

    run(work())


def test_who_leaves_the_line_takes_nothing_along(plenty: Path) -> None:
    """A worker handed to somebody who leaves in the same moment is not lost."""

    async def work() -> None:
        async with pool_over(plenty, lanes=Lanes(quick=1)) as pool:
            for turn in range(60):
                tasks = [asyncio.ensure_future(pool.ask(LOOK_UP)) for _ in range(6)]
                for _ in range(turn % 12):
                    await asyncio.sleep(0)
                for task in tasks[turn % 3 :: 2]:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            assert (await pool.ask(LOOK_UP)).kind == "truth"
            await until(lambda: pool.figures().now["idle"] == 1)

    run(work())


def test_a_worker_that_is_killed_from_outside(plenty: Path) -> None:
    """The query that it had starts again once; the look-ups notice nothing."""

    async def work() -> None:
        async with pool_over(plenty, limits=Limits(seconds=600)) as pool:
            (helper,) = helpers()
            bomb = asyncio.ensure_future(pool.ask(Question(BOMB)))
            await until(lambda: pool.figures().now["slow"] == 1)
            for worker in children(helper):
                os.kill(worker, signal.SIGKILL)
            # It is tried once more: it may have been somebody else's fault.
            await until(lambda: pool.figures().slowed == 2)
            assert (await pool.ask(LOOK_UP)).kind == "truth"
            for worker in children(helper):
                os.kill(worker, signal.SIGKILL)
            with pytest.raises(LimitError):
                await bomb
            assert (await pool.ask(LOOK_UP)).kind == "truth"

    run(work())


def test_a_helper_that_dies_is_replaced(plenty: Path) -> None:
    """Look-ups in between wait for the new one; nobody sees an error."""

    async def work() -> None:
        async with pool_over(plenty) as pool:
            (helper,) = helpers()
            os.kill(helper, signal.SIGKILL)
            answers = await asyncio.gather(*(pool.ask(LOOK_UP) for _ in range(20)))
            assert {answer.kind for answer in answers} == {"truth"}
            await until(lambda: pool.figures().restarted == 1)
            assert helpers() != [helper]

    run(work())


def test_an_exchange_under_load_loses_nothing(plenty: Path) -> None:
    """Requests come without a pause while the dataset is exchanged five times."""

    async def work() -> None:
        async with pool_over(plenty) as pool:
            answered = 0

            async def client() -> None:
                nonlocal answered
                while True:
                    assert (await pool.ask(LOOK_UP)).kind == "truth"
                    answered += 1

            clients = [asyncio.ensure_future(client()) for _ in range(4)]
            for _ in range(5):
                await pool.swap(Source((plenty,)))
            assert not any(task.done() for task in clients)
            for task in clients:
                task.cancel()
            await asyncio.gather(*clients, return_exceptions=True)
            assert answered > 20
            await until(lambda: len(helpers()) == 1)

    run(work())


@pytest.mark.parametrize(
    ("name", "content"),
    [("broken.ttl", "<x:a> <x:b> ."), ("missing.nq", None), ("x.nq.gz", "no gzip"), ("a.doc", "")],
)
def test_a_broken_file_changes_nothing(
    plenty: Path, tmp_path: Path, name: str, content: str | None
) -> None:
    """What cannot be loaded is said with the file; the old dataset stays."""
    path = tmp_path / name
    if content is not None:
        path.write_text(content, "utf-8")

    async def work() -> None:
        async with pool_over(plenty) as pool:
            with pytest.raises(ZielgraphError, match=name.replace(".", r"\.")):
                await pool.swap(Source((path,)))
            assert (await pool.ask(LOOK_UP)).body == b'{"head":{},"boolean":true}'
            assert len(helpers()) == 1

    run(work())


def test_a_helper_that_does_not_start(plenty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an error that says so, not a wait without end."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(StoreError, match=r"\(.* 1\)"):
        run(WorkerPool(Source((plenty,))).start())


def test_secrets_stay_with_the_web_process(plenty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the environment of the web process is none of the workers' business."""
    monkeypatch.setenv("ZIELGRAPH_SECRET", "tree-house")

    async def work() -> None:
        async with pool_over(plenty):
            (helper,) = helpers()
            assert b"PYTHONPATH=" in seen(helper, "environ")
            assert b"tree-house" not in seen(helper, "environ")
            await until(lambda: len(children(helper)) == 2)
            for worker in children(helper):
                # And the socket to the web process; while it starts, it reads its own size.
                await until(lambda: len(open_files(worker)) == 4)  # noqa: B023
                assert open_files(worker)[:3] == ["/dev/null"] * 3

    run(work())


def test_a_graph_name_that_is_none(plenty: Path) -> None:
    """The protocol's graph names come from strangers, too."""

    async def work() -> None:
        async with pool_over(plenty) as pool:
            for name in ("no iri", "x:a> <x:b", ""):
                with pytest.raises(QueryError):
                    await pool.ask(Question("ASK { ?s ?p ?o }", default_graphs=(name,)))

    run(work())


def test_nothing_is_left_after_the_end(plenty: Path) -> None:
    """Stopping ends whatever runs, and tells those who wait."""

    async def work() -> None:
        tasks = []
        async with pool_over(plenty, limits=Limits(seconds=600)) as pool:
            (helper,) = helpers()
            tasks = [asyncio.ensure_future(pool.ask(Question(f"{BOMB}#{i}"))) for i in range(9)]
            await until(lambda: pool.figures().now["slow"] == 2)
            processes = [helper, *children(helper)]
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {BusyError}
        await until(lambda: all(map(gone, processes)))
        with pytest.raises(BusyError):
            await pool.ask(LOOK_UP)

    run(work())


_SERVING = """
import asyncio, sys
from pathlib import Path
from zielgraph.isolation.pool import WorkerPool
from zielgraph.isolation.question import Limits, Question, Source
async def main():
    pool = WorkerPool(Source((Path(sys.argv[1]),)), Limits(seconds=600))
    await pool.start()
    asyncio.ensure_future(pool.ask(Question(sys.argv[2])))
    while not pool.figures().now["slow"]:
        await asyncio.sleep(0.02)
    print("runs", flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


def test_nothing_survives_the_web_process(plenty: Path) -> None:
    """Even if it is killed and can tidy up nothing, helper and workers go with it."""
    command = [sys.executable, "-c", _SERVING, str(plenty), BOMB]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as web:
        assert web.stdout is not None
        assert web.stdout.readline() == b"runs\n"
        processes = children(web.pid)
        processes += [worker for helper in processes for worker in children(helper)]
        assert len(processes) >= 3
        web.kill()
    for _ in range(500):
        if all(map(gone, processes)):
            break
        time.sleep(0.02)
    assert [process for process in processes if not gone(process)] == []
