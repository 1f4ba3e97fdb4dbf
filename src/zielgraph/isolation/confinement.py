# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a worker gives up for good before it reads the first query of a stranger.

Each measure stands alone: a system that refuses one of them (an old kernel, a container)
still has the others.
"""

from __future__ import annotations

import contextlib
import ctypes
import resource
import signal
from pathlib import Path

from zielgraph.isolation.seccomp import allow_computing_only

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


def die_with_parent() -> None:
    """Ask the kernel to kill this process as soon as its parent is gone."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def leave_network() -> None:
    """Move to a network without any address, not even one's own, where the system lets us.

    The superuser may; others may where ordinary users can have namespaces of their own.
    Only before the process has threads.
    """
    library = ctypes.CDLL(None)
    with contextlib.suppress(AttributeError):
        if library.unshare(_CLONE_NEWNET):
            library.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def confine(memory: int) -> None:
    """Bound this process for good: memory, no new file or socket, no new powers.

    :param memory: bytes that it may use above what it uses now.
    """
    # The kernel shall choose a worker first when the whole machine runs out of memory.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "utf-8")
    pages = int(Path("/proc/self/statm").read_text("utf-8").split()[0])
    room = pages * resource.getpagesize() + memory
    _limit(resource.RLIMIT_AS, room)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    _prctl(_PR_SET_DUMPABLE, 0)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    # From here on no file, pipe or socket can be opened: the next free number is too high.
    _limit(resource.RLIMIT_NOFILE, 0)
    allow_computing_only()


def _limit(what: int, value: int) -> None:
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(what, (value, value))


def _prctl(option: int, value: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
