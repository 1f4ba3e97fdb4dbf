# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Work for which several wait: who asks for what is being done already waits for the same."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from zielgraph.server.leaving import ClientLeftError, until_left, while_there

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from starlette.types import Receive

T = TypeVar("T")

_MOMENT = 0.02
"""Seconds after which it matters whether the client is still there; to watch it costs as much
as a small query."""


class _AbandonedError(Exception):
    """Who did the work was stopped; somebody else must do it."""


@dataclass(slots=True, eq=False)
class _Flight(Generic[T]):
    """Work under way, done by whoever asked for it first.

    :ivar pilot: the task that does it.
    :ivar receive: tells when the pilot's client hangs up.
    :ivar young: whether that matters not yet.
    :ivar watching: what waits for that.
    :ivar left: that client has hung up.
    :ivar waiting: how many others wait.
    :ivar landed: what they wait for, as soon as there are any.
    :ivar over: the work has ended, well or not.
    :ivar stopped: it was stopped, because nobody waits for it any more.
    """

    pilot: asyncio.Task[object]
    receive: Receive | None
    young: bool = True
    watching: asyncio.Task[None] | None = None
    left: bool = False
    waiting: int = 0
    landed: asyncio.Future[T] | None = None
    over: bool = False
    stopped: bool = False

    async def follow(self, receive: Receive | None) -> T:
        if self.landed is None:
            self.landed = asyncio.get_running_loop().create_future()
        self.waiting += 1
        try:
            await while_there(self.landed, receive)
            return self.landed.result()
        finally:
            self.waiting -= 1
            self._stop_if_unwanted()

    def watch(self) -> None:
        """Look from now on whether the pilot's client is there."""
        if self.watching is None and self.receive is not None:
            self.watching = asyncio.ensure_future(self._watch(self.receive))

    async def _watch(self, receive: Receive) -> None:
        await until_left(receive)
        self.left = True
        self._stop_if_unwanted()

    def _stop_if_unwanted(self) -> None:
        if self.left and not self.waiting and not (self.over or self.stopped):
            self.stopped = True
            self.pilot.cancel()

    def land(self) -> asyncio.Future[T] | None:
        """End; return what others wait for."""
        self.over = True
        if self.watching is not None:
            self.watching.cancel()
        return self.landed if self.waiting else None


@dataclass(slots=True)
class Flights(Generic[T]):
    """Runs under way, each under a key."""

    _running: dict[Hashable, _Flight[T]] = field(default_factory=dict)
    _next: asyncio.TimerHandle | None = None

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether the work of this key is being done now."""
        return key in self._running

    async def join(
        self, key: Hashable, work: Callable[[], Awaitable[T]], receive: Receive | None = None
    ) -> T:
        """Do ``work``, or wait for the same work that runs already.

        Who comes first does it, and goes on as long as anybody waits for it. If his task is
        cancelled all the same, the next one begins anew.

        :param receive: tells when the client hangs up; without it nobody watches.
        :raises ClientLeftError: if the client has gone.
        """
        while (flight := self._running.get(key)) is not None:
            try:
                return await flight.follow(receive)
            except _AbandonedError:
                continue
        return await self._fly(key, work, receive)

    async def _fly(
        self, key: Hashable, work: Callable[[], Awaitable[T]], receive: Receive | None
    ) -> T:
        pilot = asyncio.current_task()
        assert pilot is not None  # noqa: S101 - whoever awaits is a task
        flight: _Flight[T] = _Flight(pilot, receive)
        self._running[key] = flight
        if receive is not None and self._next is None:
            self._look_later()
        try:
            result = await work()
        except BaseException as error:
            del self._running[key]
            cancelled = isinstance(error, asyncio.CancelledError)
            if landed := flight.land():
                landed.set_exception(_AbandonedError() if cancelled else error)
                landed.exception()  # all who wait may go in this very moment
            if flight.stopped and not pilot.uncancel() and cancelled:
                raise ClientLeftError from None
            raise
        del self._running[key]
        if landed := flight.land():
            landed.set_result(result)
        if flight.stopped:
            pilot.uncancel()
        if flight.left:
            raise ClientLeftError
        return result

    def _look_later(self) -> None:
        self._next = asyncio.get_running_loop().call_later(_MOMENT, self._look)

    def _look(self) -> None:
        """Watch the clients of all work that has taken a moment: one clock does for all."""
        self._next = None
        young = False
        for flight in self._running.values():
            if not flight.young:
                flight.watch()
            young |= flight.young and flight.receive is not None
            flight.young = False
        if young:
            self._look_later()
