# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The helper: a small process that loads the dataset once and forks workers on demand.

A worker shares the helper's memory until one of them writes to it, so that a new one costs
milliseconds and little memory whatever the size of the dataset. The web process has threads
and must not fork; the helper has none.

Run as ``python -m zielgraph.isolation.helper FD`` with a socket (SOCK_SEQPACKET) as FD. The
first message names the files, how many statements they hold if that is known, and the limits;
then each message is an order.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zielgraph.isolation.confinement import die_with_parent, leave_network
from zielgraph.isolation.loading import load
from zielgraph.isolation.question import Limits
from zielgraph.isolation.wire import pack_error
from zielgraph.isolation.worker import work
from zielgraph.model.errors import ZielgraphError

if TYPE_CHECKING:
    from zielgraph.isolation.loading import Dataset

_MESSAGE = 1 << 16


class _Helper:
    """Forks, calms and kills workers as told, and tells how they ended."""

    def __init__(self, control: socket.socket, data: Dataset, limits: Limits) -> None:
        self._control = control
        self._data = data
        self._limits = limits
        self._workers: dict[int, int] = {}

    def run(self) -> None:
        """Follow orders until the web process goes."""
        wake, alarm = os.pipe()
        for end in (wake, alarm):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(wake, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fd == wake:
                        os.read(wake, _MESSAGE)
                        self._bury()
                    elif not self._obey():
                        return

    def _obey(self) -> bool:
        try:
            message, fds, _, _ = socket.recv_fds(self._control, _MESSAGE, 1)
        except ConnectionError:
            return False
        if not message:
            return False
        order = json.loads(message)
        number = order["worker"]
        if order["do"] == "fork":
            self._fork(number, socket.socket(fileno=fds[0]))
            return True
        process = next((pid for pid, known in self._workers.items() if known == number), None)
        if process is not None and order["do"] == "kill":
            os.kill(process, signal.SIGKILL)
        elif process is not None:
            _calm(process)
        return True

    def _fork(self, number: int, sock: socket.socket) -> None:
        parent = os.getpid()
        process = os.fork()
        if process:
            self._workers[process] = number
            tell(self._control, {"is": "born", "worker": number, "process": process})
            sock.close()
            return
        try:
            self._become_worker(sock, parent)
        finally:
            os._exit(0)

    def _become_worker(self, sock: socket.socket, parent: int) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        own = os.dup2(sock.fileno(), 3)
        sock.detach()
        null = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(null, standard)
        os.closerange(4, 1 << 16)
        self._control.detach()
        work(socket.socket(fileno=own), self._data, self._limits, parent)

    def _bury(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                process, status = os.waitpid(-1, os.WNOHANG)
                if not process:
                    return
                number = self._workers.pop(process, None)
                ended = os.waitstatus_to_exitcode(status)
                tell(self._control, {"is": "gone", "worker": number, "ended": ended})


def _calm(process: int) -> None:
    """Let everybody else go first: a process that is idle-scheduled runs in the gaps."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process, 19)
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setscheduler(process, os.SCHED_IDLE, os.sched_param(0))


def tell(control: socket.socket, what: dict[str, Any]) -> None:
    """Send a message to the web process, if it is still there."""
    with contextlib.suppress(BrokenPipeError, ConnectionError):
        control.send(json.dumps(what).encode())


def main() -> None:
    """Load what the first message names, say so, and follow orders."""
    die_with_parent()
    # Stopping is the web process's decision: a key press reaches the whole group.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    start = json.loads(control.recv(_MESSAGE))
    try:
        data = load([Path(file) for file in start["files"]], start["quads"])
    except ZielgraphError as error:
        tell(control, {"is": "failed"} | pack_error(error))
        return
    parent = os.getppid()
    leave_network()
    die_with_parent()  # the kernel forgets it with a new namespace
    if os.getppid() != parent:
        return
    gc.collect()
    gc.freeze()
    gc.disable()
    tell(control, {"is": "ready", "quads": data.quads})
    _Helper(control, data, Limits(**start["limits"])).run()


if __name__ == "__main__":
    main()
