# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""One run for all who ask the same, whoever of them leaves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from around import run
from zielgraph.server.flights import Flights
from zielgraph.server.leaving import ClientLeftError

if TYPE_CHECKING:
    from starlette.types import Message


class Work:
    """Work that waits for its gate, and tells how often it was begun and given up."""

    def __init__(self, result: str = "") -> None:
        """Wait at a gate that is closed, then return ``result`` or fail without one."""
        self.result = result
        self.begun = self.ended = 0
        self.gate = asyncio.Event()

    async def __call__(self) -> str:
        """Do it."""
        self.begun += 1
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.ended += 1
            raise
        if not self.result:
            raise ValueError("landed")
        return self.result


async def leave() -> Message:
    """Be a client that has hung up."""
    return {"type": "http.disconnect"}


async def stay() -> Message:
    """Be a client that waits for its answer."""
    await asyncio.get_running_loop().create_future()
    raise AssertionError


def test_one_run_for_all_who_ask() -> None:
    """It goes on while somebody waits, and fails for all alike."""

    async def work() -> None:
        flights: Flights[str] = Flights()
        fly = Work()
        clients = (leave, stay, stay, None)
        asked = [asyncio.ensure_future(flights.join("x", fly, client)) for client in clients]
        await asyncio.sleep(0)
        with pytest.raises(ClientLeftError):
            await flights.join("x", fly, leave)
        asked[1].cancel()
        await asyncio.sleep(0.1)  # until the first client is seen to have gone
        assert ("x" in flights, fly.begun, fly.ended) == (True, 1, 0)
        fly.gate.set()
        found = await asyncio.gather(*asked, return_exceptions=True)
        kinds = [ValueError, asyncio.CancelledError, ValueError, ValueError]
        assert [type(error) for error in found] == kinds
        assert "x" not in flights
        assert asked[0].cancelling() == 0

    run(work())


@pytest.mark.parametrize("others", [0, 2])
def test_a_run_ends_with_the_last_who_leaves(others: int) -> None:
    """Whether that is who came first or another; and the next one begins anew."""

    async def work() -> None:
        flights: Flights[str] = Flights()
        fly = Work()
        first = asyncio.ensure_future(flights.join("x", fly, leave))
        rest = [asyncio.ensure_future(flights.join("x", fly, stay)) for _ in range(others)]
        if others:
            await asyncio.sleep(0.1)
            assert not first.done()
        for each in rest:
            each.cancel()
        with pytest.raises(ClientLeftError):
            await first
        assert ("x" in flights, fly.begun, fly.ended) == (False, 1, 1)
        assert first.cancelling() == 0
        fly.gate.set()
        with pytest.raises(ValueError, match="landed"):
            await flights.join("x", fly, stay)
        assert fly.begun == 2

    run(work())


def test_who_has_left_gets_nothing_of_what_others_wait_for() -> None:
    """So that the log tells it; the others have their answer from the one run."""

    async def work() -> None:
        flights: Flights[str] = Flights()
        fly = Work("answer")
        first = asyncio.ensure_future(flights.join("x", fly, leave))
        second = asyncio.ensure_future(flights.join("x", fly, stay))
        await asyncio.sleep(0.1)
        fly.gate.set()
        with pytest.raises(ClientLeftError):
            await first
        assert (await second, fly.begun, fly.ended) == ("answer", 1, 0)

    run(work())


def test_who_waits_takes_over_what_is_cancelled() -> None:
    """A stop of the task that does the work is no answer for others."""

    async def work() -> None:
        flights: Flights[str] = Flights()
        fly = Work()
        one, two, three = (asyncio.ensure_future(flights.join("x", fly, stay)) for _ in range(3))
        await asyncio.sleep(0)
        one.cancel()
        with pytest.raises(asyncio.CancelledError):
            await one
        await asyncio.sleep(0.01)
        assert ("x" in flights, fly.begun, fly.ended) == (True, 2, 1)
        fly.gate.set()
        found = await asyncio.gather(two, three, return_exceptions=True)
        assert [type(error) for error in found] == [ValueError, ValueError]
        assert fly.begun == 2

    run(work())
