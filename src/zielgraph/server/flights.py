# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Work for which several wait: who asks for what is being done already waits for the same."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from zielgraph.server.leaving import while_there

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from starlette.types import Receive

T = TypeVar("T")

_MOMENT = 0.02
"""Seconds after which it matters whether the client is still there; to watch it costs as much
as a small query."""


@dataclass(slots=True)
class _Flight(Generic[T]):
    task: asyncio.Task[T]
    waiting: int = 0


@dataclass(slots=True)
class Flights(Generic[T]):
    """Runs under way, each under a key."""

    _running: dict[Hashable, _Flight[T]] = field(default_factory=dict)

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether the work of this key is being done now."""
        return key in self._running

    async def join(
        self, key: Hashable, work: Callable[[], Awaitable[T]], receive: Receive | None = None
    ) -> T:
        """Do ``work``, or wait for the same work that runs already.

        The work stops only when nobody waits for it any more.

        :param receive: tells when the client hangs up; without it nobody watches.
        :raises ClientLeftError: if the client has gone.
        """
        flight = self._running.get(key)
        if flight is None:
            task = asyncio.ensure_future(work())
            flight = self._running[key] = _Flight(task)
            task.add_done_callback(lambda _: self._land(key, flight))
        task = flight.task
        flight.waiting += 1
        try:
            if receive is not None:
                await asyncio.wait((task,), timeout=_MOMENT)
            if not task.done():
                await while_there(task, receive)
            return task.result()
        finally:
            flight.waiting -= 1
            if not flight.waiting and not task.done():
                self._land(key, flight)  # who comes now must not wait for what is being ended
                task.cancel()

    def _land(self, key: Hashable, flight: _Flight[T] | None) -> None:
        if self._running.get(key) is flight:
            del self._running[key]
