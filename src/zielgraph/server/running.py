# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Running the application: the socket, the signals, the end."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import resource
import signal
import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn
import uvloop
from anyio import to_thread

from zielgraph.model.errors import ZielgraphError
from zielgraph.server.connections import Patience, guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zielgraph.server.operations import Operations
    from zielgraph.server.state import State

_FILES = 65_536
_TURN = 0.001
"""Seconds that a page being made may keep other requests waiting; Python's own is 0.005."""

_LITTER = (2_000, 50, 100)
"""When Python looks for circles of objects that nothing uses. A page leaves about 700 of them:
many at once would cost one visitor in a hundred 0.1 s, and to look through all that is kept
(which :func:`zielgraph.server.memory.settle` takes out of sight) would cost everybody."""

_THREADS = 4

_STOPPING = (signal.SIGINT, signal.SIGTERM)


class AddressError(ZielgraphError):
    """The server cannot listen where it should."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address; port 0 takes a free one.

    :raises AddressError: if the port is taken or forbidden, or the host is not of this machine.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        bound = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise AddressError("server.host", host=host, reason=_reason(error)) from error
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(2048)
    except OSError as error:
        bound.close()
        key = "server.port_taken" if error.errno == errno.EADDRINUSE else "server.no_address"
        raise AddressError(key, host=host, port=port, reason=_reason(error)) from error
    bound.settimeout(0)
    return bound


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def address_of(bound: socket.socket) -> str:
    """Return the URL at which a bound socket is reached, ending in ``/``."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Server(uvicorn.Server):
    """A server that says when it is ready, and for which being told to stop is no failure."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at the first signal; at the second, at once."""
        before = {each: signal.signal(each, self.handle_exit) for each in _STOPPING}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def run(app: Operations, bound: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until a signal says stop, then finish what runs.

    :param ready: called once requests are answered.
    :raises ZielgraphError: if the data cannot be loaded.
    """
    settings, metrics = app.state.settings, app.state.metrics
    _log_to_stderr()
    _allow_files()
    sys.setswitchinterval(_TURN)
    gc.set_threshold(*_LITTER)
    config = uvicorn.Config(
        app,
        http=guarded(Patience.of(settings), metrics),
        ws="none",
        lifespan="off",  # what fails there is told with a traceback
        log_config=None,
        access_log=False,
        # Whom to believe what the headers say of the client is the matter of clients.py.
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=settings.keep_alive_seconds,
        timeout_graceful_shutdown=settings.stop_seconds,
        backlog=2048,
    )
    with bound, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(_Server(config, ready), app.state, bound))


async def _serve(server: _Server, state: State, bound: socket.socket) -> None:
    # More threads would make no page faster, only let the loop wait longer for its turn.
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    with server.capture_signals():
        await state.start()
        try:
            if not server.should_exit:
                await server.serve(sockets=[bound])
        finally:
            await state.stop()


def _log_to_stderr() -> None:
    """Write what happens beside the requests, such as new builds, to standard error."""
    log = logging.getLogger("zielgraph.server")
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False


def _allow_files() -> None:
    """Take as many open files, and so connections, as the system lets us."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
