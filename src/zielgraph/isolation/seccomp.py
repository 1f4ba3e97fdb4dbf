# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A list of the system calls that a worker still needs; the kernel refuses it all others.

Computing takes memory and time, and an answer goes out on a socket that is open already. So
the list is short, and holds nothing that opens, connects, starts or changes anything. The
numbers are those of the kernel's tables for the two architectures (``asm/unistd_64.h`` and
``asm-generic/unistd.h``); elsewhere there is no list, and the other bounds of
:mod:`zielgraph.isolation.confinement` stand alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import platform
import struct

_PR_SET_SECCOMP = 22
_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4

_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_CALLS = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "nanosleep": (35, 101),
    "setitimer": (38, 103),
    "getpid": (39, 172),
    "sendto": (44, 206),
    "recvfrom": (45, 207),
    "exit": (60, 93),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "tgkill": (234, 131),
    "getrandom": (318, 278),
    "membarrier": (324, 283),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def allow_computing_only() -> None:
    """Have the kernel refuse all other calls from now on (as it does without rights: EPERM).

    Needs ``no_new_privs``, no privileges, and cannot be undone.
    """
    code = filter_for(platform.machine())
    if code is None:
        return
    program = _Program(len(code) // 8, code)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0)


def filter_for(machine: str) -> bytes | None:
    """Return the filter as the kernel's instructions, ``None`` for an unknown machine.

    >>> len(filter_for("x86_64")) % 8, filter_for("vax")
    (0, None)
    """
    known = _MACHINES.get(machine)
    if known is None:
        return None
    architecture, column = known
    numbers = [call[column] for call in _CALLS.values()]
    refuse = len(numbers)
    code = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_IF_EQUAL, 0, refuse + 1, architecture),
        (_LOAD, 0, 0, _NUMBER_AT),
        *((_JUMP_IF_EQUAL, refuse - place, 0, number) for place, number in enumerate(numbers)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
