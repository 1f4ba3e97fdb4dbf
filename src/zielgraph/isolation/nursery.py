# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The web process's end of a helper and of its workers."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

from zielgraph.isolation.wire import LENGTHS, read_head, unpack_error
from zielgraph.model.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from zielgraph.isolation.question import Limits, Source

_MESSAGE = 1 << 16
_KEPT = ("PYTHONHOME", "LD_LIBRARY_PATH")
_LARGE_PAGES = "glibc.malloc.hugetlb=1"
"""The C library shall ask for memory in large pages: to fork a worker of a million triples, and
to bury it, takes a sixth of the time then. Other libraries do not know the word."""

_SECONDS_TO_TELL = 5.0
_PROCESS_CLOCK = 2
Reply: TypeAlias = tuple[dict[str, Any], bytes]
"""Head and body of what a worker replied."""

_NUMBERS = itertools.count(1)


class HelperLostError(Exception):
    """The helper has gone, and its workers with it; another one can be asked again."""


class WorkerLostError(Exception):
    """The worker died before it answered."""


class Worker(asyncio.Protocol):
    """A worker as the web process sees it: one question at a time.

    :ivar number: what helper and web process call it.
    :ivar busy: a question is open; it ends with the reply, or with the worker.
    :ivar worn: it has done its part and is not asked again.
    :ivar reply: with what the reply to the open question comes.
    :ivar process: its process id, 0 until the helper has told it.
    """

    def __init__(self, nursery: Nursery) -> None:
        """Give it a number that no other worker of this process has."""
        self.nursery = nursery
        self.number = next(_NUMBERS)
        self.busy = False
        self.worn = False
        self.alive = True
        self.process = 0
        self._before = 0.0
        self._transport: asyncio.Transport | None = None
        self.reply: asyncio.Future[Reply | None] = asyncio.get_running_loop().create_future()
        self._received = bytearray()
        self._wanted = LENGTHS.size

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the line to the worker."""
        self._transport = transport  # type: ignore[assignment]  # create_unix_connection's kind

    def ask(self, packed: bytes) -> asyncio.Future[Reply | None]:
        """Send a packed question; the reply, or :class:`WorkerLostError`, comes with the future.

        ``None`` comes if it takes long (see :meth:`take_long`).
        """
        self.reply = asyncio.get_running_loop().create_future()
        self._before = self._clock() or 0.0
        if self._transport is None or not self.alive:
            self.reply.set_exception(WorkerLostError())
        else:
            self.busy = True
            self._transport.write(packed)
        return self.reply

    def take_long(self) -> None:
        """Tell who waits that there is no reply yet; it comes with :attr:`reply` from now on."""
        waiting, self.reply = self.reply, asyncio.get_running_loop().create_future()
        if not waiting.done():
            waiting.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Collect a reply until it is complete."""
        self._received += data
        if len(self._received) < self._wanted:
            return
        head_length, body_length = LENGTHS.unpack_from(self._received)
        head_end = LENGTHS.size + head_length
        self._wanted = head_end + body_length
        if len(self._received) < self._wanted:
            return
        head = read_head(bytes(self._received[LENGTHS.size : head_end]))
        body = bytes(memoryview(self._received)[head_end : self._wanted])
        self._received, self._wanted = bytearray(), LENGTHS.size
        self.worn = self.worn or bool(head.get("worn", False))
        self.busy = False
        if not self.reply.done():
            self.reply.set_result((head, body))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - as inherited
        """Tell who waits that no reply will come."""
        self.alive = self.busy = False
        if not self.reply.done():
            self.reply.set_exception(WorkerLostError())
            self.reply.exception()  # who waited may have gone in the same moment

    def computed(self) -> float | None:
        """Return the seconds of processor time that its question has taken so far.

        ``None`` if the process is not known yet or gone.
        """
        now = self._clock()
        return None if now is None else now - self._before

    def _clock(self) -> float | None:
        """Return the kernel's clock of the process (``clock_getcpuclockid``)."""
        try:
            return (
                time.clock_gettime((~self.process << 3) | _PROCESS_CLOCK) if self.process else None
            )
        except OSError:
            return None

    def dismiss(self) -> None:
        """Hang up; an idle worker leaves then."""
        self.alive = False
        if self._transport is not None:
            self._transport.close()

    def kill(self) -> None:
        """End the worker at once, whatever it is doing."""
        self.nursery.order("kill", self)
        if self._transport is not None:
            self._transport.abort()
        self.alive = False

    def calm(self) -> None:
        """Let every other process go first from now on, and do not use it again."""
        self.worn = True
        self.nursery.order("calm", self)


class Nursery:
    """A running helper with its dataset in memory.

    :ivar quads: size of the dataset.
    :ivar workers: how many of its workers exist.
    """

    def __init__(self, on_lost: Callable[[Nursery], None]) -> None:
        """Prepare; :meth:`start` does the rest."""
        self.quads = 0
        self.workers = 0
        self.lost = False
        self._empty = asyncio.Event()
        self._on_lost = on_lost
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready: asyncio.Future[None] | None = None
        self._fates: dict[int, asyncio.Future[int]] = {}
        self._young: dict[int, Worker] = {}

    async def start(self, source: Source, limits: Limits) -> None:
        """Start the helper and wait until it has loaded the dataset.

        :raises SourceFileError: if a file cannot be read as RDF.
        :raises StoreError: if a file is missing or broken or holds something else than it should,
            or the helper does not start.
        """
        loop = asyncio.get_running_loop()
        self._ready = loop.create_future()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)  # noqa: FBT003 - the standard library's parameter
        self._control = ours
        with theirs:
            number = theirs.fileno()
            # Nothing else of the environment is needed, and secrets stay where they are.
            environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
            environment["GLIBC_TUNABLES"] = _LARGE_PAGES
            environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
            self._process = subprocess.Popen(  # noqa: ASYNC220, S603 - our own module
                [sys.executable, "-P", "-m", "zielgraph.isolation.helper", str(number)],
                pass_fds=(number,),
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
            )
        files = [str(path.resolve()) for path in source.files]
        first = {"files": files, "quads": source.quads, "limits": asdict(limits)}
        with contextlib.suppress(OSError):  # if it is gone already, that is noticed below
            ours.send(json.dumps(first).encode())
        loop.add_reader(ours.fileno(), self._listen)
        try:
            await self._ready
        except HelperLostError:
            process = self._process
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(process.wait, _SECONDS_TO_TELL)
            await self.close()
            raise StoreError("isolation.helper", ended=process.returncode) from None
        except BaseException:
            await self.close()
            raise

    async def fork(self) -> Worker:
        """Return a fresh worker; it may be asked at once.

        :raises HelperLostError: if the helper has gone.
        """
        if self._control is None or self.lost:
            raise HelperLostError
        worker = Worker(self)
        ours, theirs = socket.socketpair()
        ours.setblocking(False)  # noqa: FBT003 - the standard library's parameter
        with theirs:
            order = json.dumps({"do": "fork", "worker": worker.number}).encode()
            try:
                socket.send_fds(self._control, [order], [theirs.fileno()])
            except OSError as error:
                ours.close()
                self._lose()
                raise HelperLostError from error
        self._fates[worker.number] = asyncio.get_running_loop().create_future()
        self._young[worker.number] = worker
        self.workers += 1
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=ours)
        return worker

    def order(self, what: str, worker: Worker) -> None:
        """Tell the helper to kill or calm a worker."""
        if self._control is None or self.lost:
            return
        try:
            self._control.send(json.dumps({"do": what, "worker": worker.number}).encode())
        except OSError:
            self._lose()

    async def fate(self, worker: Worker) -> int:
        """Return how a dead worker ended: its exit code, or minus the signal.

        :raises HelperLostError: if nobody is there to tell.
        """
        future = self._fates.get(worker.number)
        if future is None:
            raise HelperLostError
        try:
            async with asyncio.timeout(_SECONDS_TO_TELL):
                return await asyncio.shield(future)
        except TimeoutError:
            self._lose()
            raise HelperLostError from None

    async def emptied(self) -> None:
        """Wait until the last worker has left, or the helper is lost."""
        if self.workers and not self.lost:
            self._empty.clear()
            await self._empty.wait()

    async def close(self) -> None:
        """End the helper and all its workers, and wait until they are gone."""
        self.lost = True
        control, self._control = self._control, None
        if control is not None:
            asyncio.get_running_loop().remove_reader(control.fileno())
            control.close()
        process, self._process = self._process, None
        if process is not None:
            process.kill()  # its workers go with it, by the kernel
            await asyncio.to_thread(process.wait)
        self._forget_fates()

    def _forget_fates(self) -> None:
        for fate in self._fates.values():
            if not fate.done():
                fate.set_exception(HelperLostError())
                fate.exception()  # nobody may be waiting
        self._fates.clear()

    def _listen(self) -> None:
        if self._control is None:
            return
        try:
            message = self._control.recv(_MESSAGE)
        except BlockingIOError:
            return
        except OSError:
            message = b""
        if not message:
            self._lose()
            return
        self._note(json.loads(message))

    def _note(self, told: dict[str, Any]) -> None:
        if told["is"] == "born":
            self._young.pop(told["worker"]).process = told["process"]
        elif told["is"] == "gone":
            self.workers -= 1
            if not self.workers:
                self._empty.set()
            fate = self._fates.get(told["worker"])
            if fate is not None and not fate.done():
                fate.set_result(told["ended"])
            # Who asks for it does so within the same moment; then it can be forgotten.
            asyncio.get_running_loop().call_later(
                _SECONDS_TO_TELL, self._fates.pop, told["worker"], None
            )
        elif self._ready is not None and not self._ready.done():
            self.quads = told.get("quads", 0)
            if told["is"] == "ready":
                self._ready.set_result(None)
            else:
                self._ready.set_exception(unpack_error(told))

    def _lose(self) -> None:
        if self.lost:
            return
        self.lost = True
        self._empty.set()
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control.fileno())
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
        self._forget_fates()
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(HelperLostError())
        else:
            self._on_lost(self)
