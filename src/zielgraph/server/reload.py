# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A new build is served as soon as it is there, without a request noticing.

The version that requests began with stays until they are done; a build that cannot be served
changes nothing but what the log and ``/health`` say.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph.build.location import CURRENT, SUMMARY
from zielgraph.model.errors import ZielgraphError
from zielgraph.model.messages import message
from zielgraph.model.project import find_project
from zielgraph.server.memory import settle

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from zielgraph.server.settings import Settings

_TIDY_SECONDS = 5.0
"""Seconds after which hardly any request still answers from the old version."""

_log = logging.getLogger("zielgraph.server")


def seen(settings: Settings) -> tuple[Path, int] | None:
    """Return the folder of the build in use, and when it was written.

    A damaged build is built again into the same folder, so that its name alone says too little.

    :returns: ``None`` if files are served, or no build is there.

    :raises ProjectError: if there is no project any more.
    """
    if settings.load:
        return None
    project = find_project(Path(settings.project) if settings.project else None)
    link = project.build / CURRENT
    if not link.is_symlink():
        return None
    summary = link / SUMMARY
    return link.readlink(), summary.stat().st_mtime_ns if summary.exists() else 0


class Watcher:
    """Looks for a new build now and then, and at once on the signal SIGHUP.

    :param failure: why the last build that was found is not served.
    """

    def __init__(self, settings: Settings, reload: Callable[[], Awaitable[str]]) -> None:
        """Watch what the settings say.

        :param reload: puts what is there now in use and returns its version.
        """
        self._settings, self._reload = settings, reload
        self._last = self._look()
        self._signal = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.failure: str | None = None
        self.served = 0
        self.refused = 0

    def start(self) -> None:
        """Begin to watch."""
        with suppress(NotImplementedError, RuntimeError, ValueError):  # not the main thread
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._signal.set)
        self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Watch no longer; a reload that runs is given up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _watch(self) -> None:
        seconds = self._settings.reload_seconds or None
        while True:
            called = False
            with suppress(TimeoutError):
                called = await asyncio.wait_for(self._signal.wait(), seconds)
            self._signal.clear()
            now = self._look()
            if called or now != self._last:
                self._last = now
                await self._try()

    async def _try(self) -> None:
        try:
            version = await self._reload()
        except Exception as error:  # noqa: BLE001 - whatever it is, the old version is served on
            self.refused += 1
            self.failure = str(error) or type(error).__name__
            text = message("operations.not_reloaded", reason=self.failure)
            _log.log(logging.ERROR, text, exc_info=not isinstance(error, ZielgraphError))
        else:
            self.served += 1
            self.failure = None
            _log.info("%s", message("operations.reloaded", version=version))
            asyncio.get_running_loop().call_later(_TIDY_SECONDS, settle)

    def _look(self) -> tuple[Path, int] | None:
        try:
            return seen(self._settings)
        except (ZielgraphError, OSError):
            return None
