# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The pool: lets strangers' queries run in workers, each within its limits, side by side.

There are two lanes. Every query starts in the quick one, whose workers are always kept free
for small look-ups: whoever is not done after :attr:`Lanes.patience` leaves it, and goes on at
the lowest priority if one of the places for slow queries is free. If none is, its worker is
ended and the query starts again when a place is; that is safe because it only reads.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zielgraph.isolation.line import Line
from zielgraph.isolation.nursery import HelperLostError, Nursery, Worker, WorkerLostError
from zielgraph.isolation.patience import Patience
from zielgraph.isolation.question import Figures, Lanes, Limits, counted, plain
from zielgraph.isolation.wire import pack_question, unpack_answer
from zielgraph.model.errors import BusyError, LimitError, QueryError, ZielgraphError

if TYPE_CHECKING:
    from zielgraph.isolation.nursery import Reply
    from zielgraph.isolation.question import Answer, Question, Source

_ATTEMPTS = 3
_REMEMBERED = 512
_LONGEST_PAUSE = 30.0


class _KilledError(Exception):
    """Somebody else killed the worker, perhaps for another query's sake."""


class WorkerPool:
    """Workers over one dataset.

    :param source: what the queries are asked of.
    :param limits: what one query may use up.
    :param lanes: how many run side by side; by default two quick and two slow ones.
    """

    def __init__(
        self, source: Source, limits: Limits | None = None, lanes: Lanes | None = None
    ) -> None:
        """Remember what to do; :meth:`start` does it."""
        self.limits = limits or Limits()
        self.lanes = lanes or Lanes()
        self._source = source
        self._figures = Figures()
        self._nursery: Nursery | None = None
        self._nurseries: set[Nursery] = set()
        self._idle: list[Worker] = []
        self._quick = 0
        self._slow = 0
        self._line: Line[Worker] = Line(self.lanes.waiting, self.limits.seconds)
        self._slow_line: Line[None] = Line(self.lanes.waiting, self.limits.seconds)
        self._patience = Patience(self.lanes.patience, self.limits.seconds)
        self._known_slow: OrderedDict[int, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = 0
        self._foreign: set[asyncio.Future[str]] = set()
        self._stopping = False
        self._swapping = asyncio.Lock()

    async def start(self) -> None:
        """Load the dataset and make workers ready.

        :raises SourceFileError: if a file cannot be read as RDF.
        :raises StoreError: if a file is missing or broken, or the helper does not start.
        """
        await self.swap(self._source)
        self._figures.swapped = 0

    async def swap(self, source: Source) -> None:
        """Answer from another dataset from now on; running queries end on the old one.

        :raises SourceFileError: if a file cannot be read as RDF; all stays as it was.
        :raises StoreError: if a file is missing or broken; all stays as it was.
        """
        async with self._swapping:
            nursery = Nursery(self._on_lost)
            await nursery.start(source, self.limits)
            if self._stopping:
                await nursery.close()
                return
            try:
                fresh = [await nursery.fork() for _ in range(self.lanes.quick)]
            except HelperLostError:
                await nursery.close()
                raise BusyError("isolation.busy") from None
            self._source = source
            self._known_slow.clear()
            old, self._nursery = self._nursery, nursery
            self._nurseries.add(nursery)
            retired, self._idle = self._idle, []
            self._quick = len(fresh)
            self._figures.forked += len(fresh)
            self._figures.swapped += 1
            for worker in retired:
                worker.dismiss()
            for worker in fresh:
                self._hand_out(worker)
            if old is not None:
                self._do(self._see_off(old))

    async def stop(self) -> None:
        """End all; whoever still waits is told that the service stops."""
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        self._line.close()
        self._slow_line.close()
        for worker in self._idle:
            worker.dismiss()
        self._idle.clear()
        for nursery in list(self._nurseries):
            await nursery.close()
        self._nurseries.clear()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def figures(self) -> Figures:
        """Return what the pool has done and does at the moment."""
        now = {
            "idle": len(self._idle),
            "running": self._running,
            "slow": self._slow,
            "waiting": len(self._line) + len(self._slow_line),
            "workers": sum(nursery.workers for nursery in self._nurseries),
            "quads": self._nursery.quads if self._nursery else 0,
        }
        return replace(self._figures, now=now)

    async def ask(self, question: Question) -> Answer:
        """Answer a query, all of it or not at all.

        Cancelling the task that waits here ends the query's worker at once.

        :raises QueryError: if the text is no SPARQL query, or fails while it is evaluated.
        :raises ForbiddenQueryError: if it wants to reach out or to change something.
        :raises NotAcceptableError: if the client takes no format for what the query gives.
        :raises LimitError: if it takes too long, too much memory, or its answer is too large.
        :raises BusyError: if too many queries wait already, or the pool stops.
        :raises EndpointError: if a listed endpoint that the query asks does not answer as one.
        """
        self._figures.asked += 1
        try:
            found = await self._ask(question)
        except LimitError as error:
            self._figures.count_limit(error.limit)
            raise
        except BusyError:
            self._figures.busy += 1
            raise
        except ZielgraphError:
            self._figures.refused += 1
            raise
        except asyncio.CancelledError:
            self._figures.left += 1
            raise
        self._figures.answered += 1
        return found

    async def _ask(self, question: Question) -> Answer:
        if question.services and "service" in question.text.lower():
            question = await self._federated(question)
        packed = pack_question(question)
        killed = False
        for _ in range(_ATTEMPTS):
            try:
                slow = killed or (self._known_slow and question.fingerprint() in self._known_slow)
                reply = None if slow else await self._ask_quickly(question, packed)
                return unpack_answer(*(reply or await self._ask_slowly(packed)))
            except HelperLostError:
                if self._stopping:
                    raise BusyError("isolation.stopping") from None
            except _KilledError:
                if killed:  # twice is no accident: the kernel ends who takes the most memory
                    raise self._too_large() from None
                killed = True
        self._figures.crashed += 1
        raise QueryError("isolation.crashed")

    async def _federated(self, question: Question) -> Question:
        if len(self._foreign) >= self.lanes.slow:
            raise BusyError("isolation.busy")
        from zielgraph.isolation.federation import federate  # noqa: PLC0415 - seldom allowed

        # Who leaves cannot call back what is asked elsewhere; until it ends, it counts.
        work = federate(question.text, question.services, self.limits.seconds)
        asking = asyncio.ensure_future(work)
        self._foreign.add(asking)
        asking.add_done_callback(self._foreign.discard)
        return replace(question, text=await asyncio.shield(asking), services=())

    async def _ask_quickly(self, question: Question, packed: bytes) -> Reply | None:
        """Return the reply, or ``None`` if the query is slow and there is no room for that."""
        worker = await self._take()
        slow = False
        self._running += 1
        self._patience.begin(worker)
        began = time.monotonic()
        try:
            reply = await worker.ask(packed)
            if reply is not None:
                return reply
            spent = time.monotonic() - began
            if self._slow >= self.lanes.slow or len(self._slow_line):
                self._remember(question)
                return None
            self._slow += 1
            slow = True
            self._leave_quick_lane(worker)
            worker.calm()
            self._figures.slowed += 1
            return await self._wait(worker, self.limits.seconds - spent)
        except WorkerLostError:
            raise await self._loss(worker) from None
        finally:
            self._running -= 1
            self._patience.end(worker)
            if slow and ((computed := worker.computed()) is None or computed >= self.lanes.long):
                self._remember(question)
            if worker.busy:
                worker.kill()
            if slow:
                worker.dismiss()
                self._free_slow_place()
            else:
                self._give_back(worker)

    async def _ask_slowly(self, packed: bytes) -> Reply:
        await self._take_slow_place()
        self._running += 1
        try:
            worker = await self._fork_slow()
            try:
                worker.ask(packed)
                worker.calm()
                self._figures.slowed += 1
                return await self._wait(worker, self.limits.seconds)
            except WorkerLostError:
                raise await self._loss(worker) from None
            finally:
                if worker.busy:
                    worker.kill()
                worker.dismiss()
        finally:
            self._running -= 1
            self._free_slow_place()

    async def _wait(self, worker: Worker, seconds: float) -> Reply:
        """Return the reply of a worker.

        :raises WorkerLostError: if it dies.
        :raises LimitError: if it takes too long.
        """
        await asyncio.wait((worker.reply,), timeout=max(0.0, seconds))
        reply = worker.reply.result() if worker.reply.done() else None
        if reply is None:
            raise self._too_late()
        return reply

    async def _loss(self, worker: Worker) -> Exception:
        """Return the error that says why a worker died."""
        ended = await worker.nursery.fate(worker)
        if self._stopping:
            return BusyError("isolation.stopping")
        if ended == -signal.SIGALRM:
            return self._too_late()
        if ended >= 0:
            return QueryError("isolation.crashed")
        if ended == -signal.SIGKILL:
            return _KilledError()
        # A worker that gets no more memory, or no more stack, ends itself.
        return self._too_large()

    def _too_late(self) -> LimitError:
        return LimitError("isolation.time", limit="time", seconds=counted(self.limits.seconds))

    def _too_large(self) -> LimitError:
        return LimitError("isolation.memory", limit="memory", size=plain(self.limits.memory / 1e6))

    # The quick lane

    async def _take(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._give_back(worker)
        return await self._line.wait(self._give_back)

    def _hand_out(self, worker: Worker) -> None:
        if not self._line.serve(worker):
            self._idle.append(worker)

    def _give_back(self, worker: Worker) -> None:
        if worker.alive and not worker.worn and worker.nursery is self._nursery:
            self._hand_out(worker)
            return
        worker.dismiss()
        self._leave_quick_lane(worker)

    def _leave_quick_lane(self, worker: Worker) -> None:
        if worker.nursery is not self._nursery:
            return
        self._quick -= 1
        self._replenish()

    def _replenish(self) -> None:
        nursery = self._nursery
        while nursery is not None and not self._stopping and self._quick < self.lanes.quick:
            self._quick += 1
            self._do(self._add_worker(nursery))

    async def _add_worker(self, nursery: Nursery) -> None:
        try:
            worker = await nursery.fork()
        except HelperLostError:
            return
        self._figures.forked += 1
        if nursery is self._nursery and not self._stopping:
            self._hand_out(worker)
        else:
            worker.dismiss()

    # The slow lane

    async def _take_slow_place(self) -> None:
        if self._slow < self.lanes.slow and not len(self._slow_line):
            self._slow += 1
        else:
            await self._slow_line.wait(lambda _: self._free_slow_place())

    def _free_slow_place(self) -> None:
        if not self._slow_line.serve(None):  # else the place passes on
            self._slow -= 1

    async def _fork_slow(self) -> Worker:
        if self._nursery is None:
            raise HelperLostError
        worker = await self._nursery.fork()
        self._figures.forked += 1
        return worker

    def _remember(self, question: Question) -> None:
        """Remember a slow query, so that who sends it again does not disturb the quick ones."""
        self._known_slow[question.fingerprint()] = None
        while len(self._known_slow) > _REMEMBERED:
            self._known_slow.popitem(last=False)

    # Helpers that come and go

    def _do(self, work: Any) -> None:  # noqa: ANN401 - a coroutine
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_off(self, nursery: Nursery) -> None:
        """Close a helper of an old dataset as soon as its last query has ended."""
        await nursery.emptied()
        self._nurseries.discard(nursery)
        await nursery.close()

    def _on_lost(self, nursery: Nursery) -> None:
        if nursery is not self._nursery or self._stopping:
            return
        self._nursery = None
        self._idle.clear()
        self._quick = 0
        self._do(self._restart(nursery))

    async def _restart(self, lost: Nursery) -> None:
        self._nurseries.discard(lost)
        await lost.close()
        pause = 0.0
        while not self._stopping and self._nursery is None:
            try:
                await self.swap(self._source)
            except ZielgraphError:
                pause = min(_LONGEST_PAUSE, 2 * pause + 0.5)
                await asyncio.sleep(pause)
        self._figures.restarted += 1
