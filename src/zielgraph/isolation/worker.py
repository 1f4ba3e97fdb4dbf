# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A worker: answers one question after the other until it is killed or its web process goes."""

from __future__ import annotations

import gc
import os
import resource
import signal
from typing import TYPE_CHECKING, Any

from zielgraph.isolation.answering import answer
from zielgraph.isolation.confinement import confine, die_with_parent
from zielgraph.isolation.guard import check
from zielgraph.isolation.question import Answer, Limits, Question, plain
from zielgraph.isolation.wire import frame, pack_answer, pack_error, receive
from zielgraph.model.errors import LimitError, QueryError, ZielgraphError

if TYPE_CHECKING:
    import socket

    from zielgraph.isolation.loading import Dataset

_GRACE = 2.0
_MOST_QUESTIONS = 2000
_MOST_GROWTH = 64 << 10
"""Kilobytes of memory that a worker may keep before it is replaced by a fresh one."""


def work(sock: socket.socket, data: Dataset, limits: Limits, parent: int) -> None:
    """Answer questions from ``sock`` for ever.

    :param parent: process id of the helper; a worker that lost it before it could ask the
        kernel to be killed with it leaves by itself.
    """
    die_with_parent()
    if os.getppid() != parent:
        return
    # The web process kills a worker that is late. Should it be stuck itself, this clock rings,
    # and as nobody listens for the signal, the kernel ends the worker.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    confine(limits.memory)
    gc.disable()
    at_first = _used()
    for count in range(_MOST_QUESTIONS):
        received = receive(sock)
        if received is None:
            return
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
        reply = _reply(data, *received, limits)
        signal.setitimer(signal.ITIMER_REAL, 0)
        worn = count + 1 == _MOST_QUESTIONS or _used() - at_first > _MOST_GROWTH
        if isinstance(reply, Answer):
            sock.sendall(pack_answer(reply, worn=worn))
        else:
            sock.sendall(frame(reply | {"worn": worn}, b""))
        del received, reply


def _used() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _reply(
    data: Dataset, head: dict[str, Any], text: bytes, limits: Limits
) -> Answer | dict[str, Any]:
    """Return the answer, or the error as it is packed: as an object it would hold memory."""
    try:
        question = Question(text.decode(), **head)
        check(question.text)
        return answer(data, question, limits.size)
    except ZielgraphError as error:
        return pack_error(error)
    except MemoryError:
        size = plain(limits.memory / 1e6)
        return pack_error(LimitError("isolation.memory", limit="memory", size=size))
    except RecursionError as error:
        return pack_error(QueryError("query.failed", reason=error))
