# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A waiting line with an end: who comes when it is full is turned away at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

from zielgraph.model.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable

_Thing = TypeVar("_Thing")


class Line(Generic[_Thing]):
    """Tasks that wait for a thing, the first one first.

    :param room: how many may wait.
    :param seconds: how long one waits at most.
    """

    def __init__(self, room: int, seconds: float) -> None:
        """Open an empty line."""
        self._room = room
        self._seconds = seconds
        self._waiters: deque[asyncio.Future[_Thing]] = deque()
        self._closed = False

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiters)

    async def wait(self, give_back: Callable[[_Thing], None]) -> _Thing:
        """Wait for a thing.

        :param give_back: called with the thing if it comes in the moment of leaving.
        :raises BusyError: if the line is full or closed, or it takes too long.
        """
        if self._closed:
            raise BusyError("isolation.stopping")
        if len(self._waiters) >= self._room:
            raise BusyError("isolation.busy")
        waiter: asyncio.Future[_Thing] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(self._seconds):
                return await waiter
        except BaseException as error:
            with contextlib.suppress(ValueError):
                self._waiters.remove(waiter)
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                give_back(waiter.result())
            if isinstance(error, TimeoutError):
                raise BusyError("isolation.busy") from None
            raise

    def serve(self, thing: _Thing) -> bool:
        """Give a thing to the first one that waits, and tell whether anybody did."""
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(thing)
                return True
        return False

    def close(self) -> None:
        """Turn everybody away, now and later."""
        self._closed = True
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_exception(BusyError("isolation.stopping"))
