# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Patience with the workers of the quick lane: one clock for all of them.

A clock for each query would cost a small one a tenth of what it costs at all.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zielgraph.isolation.nursery import Worker

_LOOKS = 8
"""How often it is looked at a worker before patience ends, roughly."""

_SHORTEST = 0.005


class Patience:
    """Tells those who wait for a worker when it has computed for too long.

    What counts is the time that it computes: on a machine that is busy with other things a
    small query may take long without being to blame.

    :param computing: seconds of processor time.
    :param waiting: seconds after which patience ends in any case.
    """

    def __init__(self, computing: float, waiting: float) -> None:
        """Watch nobody yet."""
        self._computing, self._waiting = computing, waiting
        self._since: dict[Worker, float] = {}
        self._next: asyncio.TimerHandle | None = None

    def begin(self, worker: Worker) -> None:
        """Watch a worker that is about to be asked."""
        self._since[worker] = time.monotonic()
        if self._next is None:
            self._look_later()

    def end(self, worker: Worker) -> None:
        """Watch a worker no more."""
        self._since.pop(worker, None)

    def _look_later(self) -> None:
        pause = max(_SHORTEST, self._computing / _LOOKS)
        self._next = asyncio.get_running_loop().call_later(pause, self._look)

    def _look(self) -> None:
        self._next = None
        now = time.monotonic()
        for worker, since in list(self._since.items()):
            if (worker.computed() or 0.0) >= self._computing or now - since > self._waiting:
                self.end(worker)
                worker.take_long()
        if self._since:
            self._look_later()
