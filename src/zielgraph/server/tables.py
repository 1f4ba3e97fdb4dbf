# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Whole answers of named queries, kept so that paging does not ask again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.isolation.question import Question
from zielgraph.queries.shape import shape_of
from zielgraph.server.flights import Flights
from zielgraph.store.embedded import read_results, read_triples

if TYPE_CHECKING:
    from zielgraph.isolation.pool import WorkerPool
    from zielgraph.store.base import Result

_ROOM = 32 * 1024 * 1024
"""Bytes of answers, as the workers sent them, that are kept."""


@dataclass(slots=True)
class Tables:
    """The answers of one version of the data, the least used forgotten first.

    Whoever asks what is being asked already waits for the same answer; if all who wait
    leave, the query ends.

    :param pool: answers queries in a process of its own.
    :param room: bytes that are kept.
    """

    pool: WorkerPool
    room: int = _ROOM
    _kept: OrderedDict[str, tuple[Result, int]] = field(default_factory=OrderedDict)
    _running: Flights[Result] = field(default_factory=Flights)
    _size: int = 0

    async def ask(self, text: str) -> Result:
        """Return the whole answer of a query.

        :raises ZielgraphError: what the pool raises.
        """
        if text in self._kept:
            self._kept.move_to_end(text)
            return self._kept[text][0]
        return await self._running.join(text, lambda: self._fetch(text))

    async def _fetch(self, text: str) -> Result:
        graph = shape_of(text).form == "graph"
        answer = await self.pool.ask(
            Question(
                text,
                table=None if graph else "json",
                truth=None if graph else "json",
                graph="ntriples" if graph else None,
            )
        )
        read = read_triples if graph else read_results
        # Large answers take their time; meanwhile the loop serves others.
        if len(answer.body) > _SMALL:
            result: Result = await asyncio.to_thread(read, answer.body)
        else:
            result = read(answer.body)
        self._keep(text, result, len(answer.body) + len(text))
        return result

    def _keep(self, text: str, result: Result, size: int) -> None:
        if size > self.room:
            return
        self._kept[text] = (result, size)
        self._size += size
        while self._size > self.room:
            _, (_, gone) = self._kept.popitem(last=False)
            self._size -= gone


_SMALL = 100_000  # bytes that are read in about a millisecond
