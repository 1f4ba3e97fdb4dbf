# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A line per request, without what leads to a person.

The address is shortened and of the URL only the path is written: what people search for and
ask stays with them. Lines are written together a few times a second, so that logging costs
nothing that a client notices.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from datetime import UTC, datetime
from functools import lru_cache
from time import time
from typing import TYPE_CHECKING, TextIO

from zielgraph.server.clients import anonymous

if TYPE_CHECKING:
    from zielgraph.server.incoming import Incoming
    from zielgraph.server.settings import Settings

_SECONDS = 0.2
_LONGEST = 300
_UNSAFE = re.compile(r'[^\x20-\x7e]|["\\]')


class AccessLog:
    """Writes what was asked and answered.

    :param form: ``combined`` as Apache and nginx write it (size in bytes; then milliseconds
        and how the cache helped), or ``json``, an object per line.
    :param addresses: whether whole addresses are written.
    """

    def __init__(self, stream: TextIO, form: str = "combined", *, addresses: bool = False) -> None:
        """Write to ``stream``."""
        self._stream, self._form, self._addresses = stream, form, addresses
        self._lines: list[str] = []
        self._due: asyncio.TimerHandle | None = None

    def write(self, asked: Incoming, status: int, size: int, seconds: float, cached: str) -> None:
        """Note a request that was answered."""
        client = asked.client if self._addresses else anonymous(asked.client)
        moment = time()
        agent = asked.header(b"user-agent").decode("latin-1")[:_LONGEST]
        if self._form == "json":
            line = json.dumps(
                {
                    "time": datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds"),
                    "client": client,
                    "method": asked.method,
                    "path": asked.path[:_LONGEST],
                    "status": status,
                    "bytes": size,
                    "ms": round(seconds * 1000, 2),
                    "cache": cached,
                    "agent": agent,
                }
            )
        else:
            line = (
                f'{client} - - [{_second(int(moment))}] "{_safe(asked.method)} '
                f'{_safe(asked.path)} HTTP/1.1" {status} {size} "-" "{_safe(agent)}" '
                f"{seconds * 1000:.2f} {cached}"
            )
        self._lines.append(line)
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(_SECONDS, self.flush)

    def flush(self) -> None:
        """Write what was noted; a log that cannot be written stops nobody."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        lines, self._lines = self._lines, []
        if lines:
            try:
                self._stream.write("\n".join(lines) + "\n")
                self._stream.flush()
            except (OSError, ValueError):
                return


def access_log(settings: Settings) -> AccessLog | None:
    """Return the log that the settings want, on standard error, or none."""
    if settings.access_log == "off":
        return None
    return AccessLog(sys.stderr, settings.access_log, addresses=settings.log_addresses)


@lru_cache(maxsize=4)
def _second(moment: int) -> str:
    """Return a second since 1970 as Apache and nginx write it.

    >>> _second(0)
    '01/Jan/1970:00:00:00 +0000'
    """
    return f"{datetime.fromtimestamp(moment, UTC):%d/%b/%Y:%H:%M:%S +0000}"


def _safe(text: str) -> str:
    """Return text that can neither end a line nor a quotation.

    >>> _safe('a"b' + chr(13) + chr(10))
    'a%22b%0d%0a'
    """
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02x}", text[:_LONGEST])
