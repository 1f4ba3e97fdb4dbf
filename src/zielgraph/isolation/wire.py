# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""How the web process and a worker talk: frames with a short head in JSON and a body.

JSON and plain bytes only, because what comes from a worker may have been made by a hostile query.
"""

from __future__ import annotations

import json
import struct
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from zielgraph.isolation.question import Answer
from zielgraph.model import errors
from zielgraph.model.errors import QueryError, ZielgraphError

if TYPE_CHECKING:
    import socket

    from zielgraph.isolation.question import Question

_ASKED = (
    "table",
    "truth",
    "graph",
    "default_graphs",
    "named_graphs",
    "services",
    "base",
)
"""What the head of a question says, in this order."""

LENGTHS = struct.Struct(">IQ")
"""Lengths of head and body in bytes, in front of each frame."""

_PIECE = 1 << 16
"""Bytes that are read at once; for more, memory would be asked of the kernel each time."""

_SHORT = 300
"""Bytes of a head that is remembered once read: most are the same few, none of them large."""

_ERRORS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, ZielgraphError)
}


def frame(head: dict[str, Any], body: bytes) -> bytes:
    """Return one frame.

    >>> frame({}, b"x")
    b'\\x00\\x00\\x00\\x02\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01{}x'
    """
    return _join(json.dumps(head).encode(), body)


def _join(head: bytes, body: bytes) -> bytes:
    return LENGTHS.pack(len(head), len(body)) + head + body


def read_head(packed: bytes) -> dict[str, Any]:
    """Return the head of a frame; nobody may change it, because others may get the same.

    >>> read_head(b'{"worn": true}')
    {'worn': True}
    """
    return _known_head(packed) if len(packed) <= _SHORT else json.loads(packed)


@lru_cache(maxsize=64)
def _known_head(packed: bytes) -> dict[str, Any]:
    return dict(json.loads(packed))


def receive(sock: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    """Read one frame from a blocking socket; ``None`` if the other side has gone.

    Nobody sends a second frame before the first is answered, so a frame is what has come.
    """
    received, wanted = bytearray(), LENGTHS.size
    head_end = 0
    while len(received) < wanted:
        try:
            piece = sock.recv(_PIECE)
        except ConnectionError:
            return None
        if not piece:
            return None
        received += piece
        if not head_end and len(received) >= LENGTHS.size:
            head_length, body_length = LENGTHS.unpack_from(received)
            head_end = LENGTHS.size + head_length
            wanted = head_end + body_length
    return read_head(bytes(received[LENGTHS.size : head_end])), bytes(received[head_end:wanted])


def pack_error(error: ZielgraphError) -> dict[str, Any]:
    """Return an error as the head of a frame; the wording is chosen where it is read."""
    plain = {k: v if isinstance(v, int | float) else str(v) for k, v in error.data.items()}
    return {"error": type(error).__name__, "key": error.key, "data": plain}


def unpack_error(head: dict[str, Any]) -> ZielgraphError:
    """Return the error that :func:`pack_error` packed.

    >>> unpack_error(pack_error(QueryError("query.failed", reason="x"))).data
    {'reason': 'x'}
    """
    kind = _ERRORS.get(str(head.get("error")), QueryError)
    return kind(str(head.get("key")), **head.get("data", {}))


def pack_question(question: Question) -> bytes:
    """Return a question as a frame.

    :raises QueryError: if its text cannot be written as UTF-8.
    """
    try:
        text = question.text.encode()
    except UnicodeEncodeError as error:
        raise QueryError("isolation.text", place=error.start + 1) from error
    graphs = question.default_graphs, question.named_graphs
    # Graphs are chosen by strangers, at any length; what else there is, is soon known.
    pack = _known_question if graphs == (None, None) else _pack_head
    return _join(
        pack(
            question.table,
            question.truth,
            question.graph,
            *graphs,
            question.services,
            question.base,
        ),
        text,
    )


def _pack_head(*values: Any) -> bytes:  # noqa: ANN401 - what questions are made of
    return json.dumps(dict(zip(_ASKED, values, strict=True))).encode()


_known_question = lru_cache(maxsize=64)(_pack_head)


def pack_answer(answer: Answer, *, worn: bool) -> bytes:
    """Return an answer as a frame.

    :param worn: whether the worker has done its part and is not to be asked again.
    """
    return _join(_answer_head(answer.kind, answer.format, worn), answer.body)


@lru_cache(maxsize=64)
def _answer_head(kind: str, form: str, worn: bool) -> bytes:  # noqa: FBT001 - a key
    return json.dumps({"kind": kind, "format": form, "worn": worn}).encode()


def unpack_answer(head: dict[str, Any], body: bytes) -> Answer:
    """Return the answer that a worker sent.

    :raises ZielgraphError: if it sent an error instead.
    """
    if "error" in head:
        raise unpack_error(head)
    return Answer(head["kind"], head["format"], body)
