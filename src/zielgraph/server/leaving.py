# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Clients that hang up before their answer is there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import Receive


class ClientLeftError(Exception):
    """The client hung up; nobody waits for the answer."""


async def while_there(future: asyncio.Future[Any], receive: Receive | None) -> None:
    """Wait until ``future`` is done, as long as the client is there.

    Unlike awaiting it, this leaves the future alone if whoever waits is cancelled.

    :param receive: what gives the messages of the client; without it nobody watches.
    :raises ClientLeftError: if the client hangs up before.
    """
    if receive is None:
        await asyncio.wait((future,))
        return
    leaving = asyncio.ensure_future(until_left(receive))
    try:
        await asyncio.wait((future, leaving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
    if not future.done():
        raise ClientLeftError


async def until_left(receive: Receive) -> None:
    """Return when the client hangs up; what it still sends is of no interest."""
    while (await receive())["type"] != "http.disconnect":
        pass
