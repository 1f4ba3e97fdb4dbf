# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Who asks, and how much of it: addresses behind proxies, rate and concurrency per client.

A client that was told to wait knows for how long. What is answered from the cache, pages and
assets cost next to nothing and are not counted.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from contextlib import asynccontextmanager
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING

from zielgraph.server.leaving import while_there
from zielgraph.server.problems import HttpError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from ipaddress import IPv4Address, IPv4Network, IPv6Network

    from starlette.types import Receive

    from zielgraph.server.incoming import Incoming

_KNOWN = 20_000
"""Clients that are remembered; a botnet of more only makes the oldest count anew."""

_IPV6_CUSTOMER = 64
"""Bits of an IPv6 address that name a customer; the rest is for the customer's devices."""


class Clients:
    """Finds the address of the client behind the proxies that are trusted."""

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        """Trust these proxies.

        :param trusted: addresses or networks; only what they say in ``X-Forwarded-For``
            is believed.
        :raises ValueError: if one is no address.
        """
        self._trusted = [ip_network(text, strict=False) for text in trusted]
        self.misled = False

    def identify(self, asked: Incoming, peer: str) -> None:
        """Set the client of a request that came from the address ``peer``.

        A request from this very machine counts as local, unless a proxy says that it only
        passes it on. A proxy on this machine that is not trusted makes everyone one client;
        ``misled`` tells so, for the log.
        """
        said = asked.header(b"x-forwarded-for")
        address = _parsed(peer)
        if not self._trusted or address is None or not self._trusts(address):
            asked.client = _customer(address) if address else peer
            passed = bool(said) or bool(asked.header(b"forwarded"))
            asked.local = (address is None or address.is_loopback) and not passed
            if passed and address is not None and address.is_loopback and not self._trusted:
                self.misled = True
            return
        # From right to left: the first that is no proxy of ours was seen by one of ours.
        for text in reversed(said.decode("latin-1").split(",")):
            found = _parsed(text.strip())
            if found is None:
                break
            address = found
            if not self._trusts(found):
                break
        asked.client = _customer(address)
        asked.local = address.is_loopback and not said

    def crowding(self, peer: str) -> str:
        """Return who counts for the connections of the address ``peer``.

        Nothing for this machine and for trusted proxies: they stand for many.
        """
        address = _parsed(peer)
        if address is None or address.is_loopback or self._trusts(address):
            return ""
        return _customer(address)

    def _trusts(self, address: IPv4Address | IPv6Address) -> bool:
        return any(_within(address, network) for network in self._trusted)


class Rates:
    """A token bucket per client: so many at once, so many a second in the long run."""

    def __init__(self, rate: float, burst: int, now: Callable[[], float] = monotonic) -> None:
        """Allow ``rate`` a second, 0 for no limit, and ``burst`` after a pause."""
        self.rate, self.burst, self._now = rate, burst, now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def pay(self, client: str, price: float = 1.0) -> None:
        """Take a token, or a part of one.

        :raises HttpError: 429 with ``Retry-After``, if there is none.
        """
        if self.rate <= 0:
            return
        now = self._now()
        tokens, then = self._buckets.pop(client, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - then) * self.rate)
        paid = tokens >= price
        self._buckets[client] = (tokens - price if paid else tokens, now)
        if len(self._buckets) > _KNOWN:
            self._buckets.popitem(last=False)
        if not paid:
            seconds = max(1, ceil((price - tokens) / self.rate))
            raise too_many("operations.too_often", seconds)


class Turns:
    """Lets each client do a few things at once; a few more wait for their turn."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        """Let ``at_once`` run (0 for no limit) and ``waiting`` wait, for ``seconds``."""
        self.at_once, self.waiting, self.seconds = at_once, waiting, seconds
        self._running: dict[str, int] = {}
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, client: str, receive: Receive | None = None) -> AsyncIterator[None]:
        """Wait for a turn and hold it.

        :param receive: tells when the client hangs up; without it nobody watches.
        :raises HttpError: 429 with ``Retry-After``, if too many wait or it takes too long.
        :raises ClientLeftError: if the client has gone.
        """
        if self.at_once <= 0:
            yield
            return
        await self._enter(client, receive)
        try:
            yield
        finally:
            self._leave(client)

    async def _enter(self, client: str, receive: Receive | None) -> None:
        running = self._running.get(client, 0)
        if running < self.at_once:
            self._running[client] = running + 1
            return
        queue = self._queues.setdefault(client, deque())
        if len(queue) >= self.waiting:
            raise too_many("operations.too_many", 1)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            async with asyncio.timeout(self.seconds):
                await while_there(turn, receive)
        except BaseException as error:
            if turn.done():
                self._leave(client)  # the turn came while we gave up: the next one's
            else:
                queue.remove(turn)
            if isinstance(error, TimeoutError):
                raise too_many("operations.too_many", 1) from None
            raise

    def _leave(self, client: str) -> None:
        queue = self._queues.get(client)
        while queue:
            turn = queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._queues.pop(client, None)
        if self._running[client] == 1:
            del self._running[client]
        else:
            self._running[client] -= 1


def too_many(key: str, seconds: int) -> HttpError:
    """Return the error for a client that wants too much."""
    return HttpError(429, key, {"Retry-After": str(seconds)}, seconds=seconds)


@lru_cache(maxsize=4096)
def anonymous(client: str) -> str:
    """Return an address without the part that leads to a person.

    The last byte of IPv4 and all but the first 48 bits of IPv6 become zero.

    >>> anonymous("192.0.2.77"), anonymous("2001:db8:1:2::")
    ('192.0.2.0', '2001:db8:1::')
    """
    address = _parsed(client)
    if address is None:
        return "-"
    bits = 48 if isinstance(address, IPv6Address) else 24
    return str(ip_network((address, bits), strict=False).network_address)


@lru_cache(maxsize=4096)
def _customer(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv6Address) and not address.is_loopback:
        return str(ip_network((address, _IPV6_CUSTOMER), strict=False).network_address)
    return str(address)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    if text.startswith("["):  # with a port, as some proxies write it
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _within(address: IPv4Address | IPv6Address, network: IPv4Network | IPv6Network) -> bool:
    return address.version == network.version and address in network
