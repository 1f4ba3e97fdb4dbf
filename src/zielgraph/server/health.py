# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Whether the server is well, and its numbers."""

from __future__ import annotations

from dataclasses import asdict
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from zielgraph.server.metrics import counters, gauges
from zielgraph.server.problems import HttpError
from zielgraph.server.scopes import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.metrics_core import Metric
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from zielgraph.server.incoming import Incoming
    from zielgraph.server.state import State

_FRESH = {"Cache-Control": "no-store"}


async def health(request: Request) -> Response:
    """Tell how the server is: 200, or 503 while it starts or stops.

    ``degraded`` is 200 as well: no worker is there to answer queries, but pages are served,
    and another server may well have the same trouble with the same files.

    A new build that cannot be served is no reason to take a server out of service that
    serves the one before; ``reload`` tells, and to whom may read the numbers also why: the
    reason names folders of this machine.
    """
    state = state_of(request.scope)
    failure = state.watcher.failure if state.watcher else None
    workers = state.pool.figures().now.get("workers", 0)
    serving = state.watcher is not None and not state.stopping
    status = "ok" if workers else "degraded"
    if not serving:
        status = "stopping" if state.stopping else "starting"
    found = {
        "status": status,
        "version": state.served.version,
        "modified": state.served.modified.isoformat(),
        "started": state.started.isoformat(timespec="seconds"),
        "workers": workers,
        "pages": "ready" if state.warm else "preparing",
        "reload": "failed" if failure else "ok",
    }
    return JSONResponse(
        found | ({"reload_error": failure} if failure and _may_know(request) else {}),
        200 if serving else 503,
        headers=_FRESH,
    )


async def metrics(request: Request) -> Response:
    """Return the numbers for Prometheus, to this machine and to whom the settings allow."""
    state = state_of(request.scope)
    if not _may_know(request):
        raise HttpError(403, "operations.metrics")
    from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest  # noqa: PLC0415 - only when asked for

    registry = CollectorRegistry()
    registry.register(_Numbers(state))
    ProcessCollector(registry=registry)
    return Response(generate_latest(registry), headers=_FRESH, media_type=_TYPE)


_POOL = {
    "asked": "Queries that were put to the workers.",
    "answered": "Queries that were answered.",
    "refused": "Queries that were no SPARQL, wanted out, or in no format that there is.",
    "time": "Queries that took too long.",
    "memory": "Queries that took too much memory.",
    "size": "Queries whose answer was too large.",
    "busy": "Queries that were turned away because too many waited.",
    "left": "Queries whose client left.",
    "crashed": "Queries at which a worker crashed.",
    "forked": "Workers that were started.",
    "slowed": "Queries that went on at low priority.",
    "restarted": "Restarts of the helper that holds the data.",
}
_POOL_NOW = {
    "idle": "Workers that wait for a query.",
    "running": "Queries that run.",
    "slow": "Queries that run at low priority.",
    "waiting": "Queries that wait for a worker.",
    "workers": "Workers that there are.",
}

_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class _Numbers:
    """What Prometheus' library asks for the numbers."""

    def __init__(self, state: State) -> None:
        self._state = state

    def collect(self) -> Iterator[Metric]:
        """Return all of them."""
        from prometheus_client.metrics_core import (  # noqa: PLC0415 - only when asked for
            CounterMetricFamily,
            InfoMetricFamily,
        )

        state = self._state
        yield from state.metrics.collect()
        counts = state.counts
        yield from counters(
            {
                "cache_hits": ("Answers from the cache.", counts.hits),
                "cache_shared": ("Requests that shared the run of another.", counts.shared),
                "cache_misses": ("Requests that had to run.", counts.misses),
                "cache_evicted": ("Answers that were dropped for room.", counts.evicted),
            }
        )
        if state.watcher is not None:
            reloads = CounterMetricFamily(
                "zielgraph_reloads", "New builds, by what came of them.", labels=("outcome",)
            )
            reloads.add_metric(("served",), state.watcher.served)
            reloads.add_metric(("refused",), state.watcher.refused)
            yield reloads
        figures = asdict(state.pool.figures())
        now = figures.pop("now")
        yield from counters({f"pool_{name}": (text, figures[name]) for name, text in _POOL.items()})
        modified = state.served.modified.timestamp()
        yield from gauges(
            {f"pool_{name}": (text, now.get(name, 0)) for name, text in _POOL_NOW.items()}
            | {
                "dataset_quads": ("Statements that are served.", now.get("quads", 0)),
                "started_timestamp_seconds": ("Start.", state.started.timestamp()),
                "dataset_modified_timestamp_seconds": ("Build of the version.", modified),
            }
        )
        yield InfoMetricFamily(
            "zielgraph_dataset", "The version that is served.", {"version": state.served.version}
        )


def _may_know(request: Request) -> bool:
    asked: Incoming = request.scope["zielgraph.asked"]
    networks = state_of(request.scope).settings.metrics_from
    return asked.local or _allowed(asked.client, networks)


def _allowed(client: str, networks: tuple[str, ...]) -> bool:
    try:
        address = ip_address(client)
    except ValueError:
        return False
    return any(
        address.version == network.version and address in network
        for network in (ip_network(text, strict=False) for text in networks)
    )


def routes() -> list[BaseRoute]:
    """Return the routes for those who run the server."""
    return [Route("/health", health), Route("/metrics", metrics)]
