# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Numbers about the running server in the format of Prometheus.

Counting happens in plain dictionaries on the event loop; the library is asked for its
format only when somebody reads the numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prometheus_client.metrics_core import Metric

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of durations in seconds."""

_LONGEST = 200
"""Characters of a path that tell its kind; it is remembered, and strangers choose it."""

_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_LANGUAGES = frozenset({"de", "en"})
_ALONE = frozenset(
    {"sparql", "health", "metrics", "robots.txt", "sitemap.xml", "ontology", "shapes", "catalog"}
)
_WITH_REST = frozenset({"id", "data", "assets", "dumps", "api", "release", "scheme", ".well-known"})
_SECTIONS = frozenset(
    {
        "accessibility", "actors", "api", "changes", "data", "editor", "explore", "fields",
        "goals", "id", "imprint", "matrix", "measures", "method", "principles", "privacy",
        "quality", "queries", "sdg", "sdgs", "search", "topics",
    }
)  # fmt: skip


@lru_cache(maxsize=4096)
def template(path: str) -> str:
    """Return the kind of a path: few, whatever strangers ask for.

    >>> template("/de/sdg/11.2"), template("/de/sdgs"), template("/data/town/goal/x.ttl")
    ('/{lang}/sdg/{…}', '/{lang}/sdgs', '/data/{…}')
    >>> template("/wp-login.php"), template("/de/wp-admin/x"), template("/catalog.ttl")
    ('other', 'other', '/catalog')
    """
    first, slash, rest = path.removeprefix("/").partition("/")
    if first in _LANGUAGES and slash:
        section, deeper, _ = rest.partition("/")
        known = not rest or section in _SECTIONS
        return f"/{{lang}}/{section}{'/{…}' if deeper else ''}" if known else "other"
    if first in _WITH_REST:
        return f"/{first}/{{…}}"
    name = first if first in _ALONE else first.partition(".")[0]
    return f"/{name}" if not slash and name in {"", *_ALONE, *_LANGUAGES} else "other"


@dataclass(slots=True)
class Metrics:
    """What was counted since the start."""

    requests: dict[tuple[str, str, int], int] = field(default_factory=dict)
    durations: dict[str, list[float]] = field(default_factory=dict)
    sent: int = 0
    running: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    def done(self, path: str, method: str, status: int, size: int, seconds: float) -> None:
        """Count a request that was answered.

        :param size: bytes of the body.
        """
        kind = template(path[:_LONGEST])
        key = (kind, method if method in _METHODS else "other", status)
        self.requests[key] = self.requests.get(key, 0) + 1
        self.sent += size
        found = self.durations.get(kind)
        if found is None:
            found = self.durations[kind] = [0.0] * (len(BUCKETS) + 2)
        found[bisect_left(BUCKETS, seconds)] += 1
        found[-1] += seconds

    def refuse(self, reason: str) -> None:
        """Count a request that was refused: too often, too large, too slow and so on."""
        self.refused[reason] = self.refused.get(reason, 0) + 1

    def collect(self) -> Iterator[Metric]:
        """Return the numbers as Prometheus names them."""
        from prometheus_client.metrics_core import (  # noqa: PLC0415 - only when asked for
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        requests = CounterMetricFamily(
            "zielgraph_http_requests",
            "Requests answered, by kind of path.",
            labels=("route", "method", "status"),
        )
        for (kind, method, status), count in sorted(self.requests.items()):
            requests.add_metric((kind, method, str(status)), count)
        yield requests
        times = HistogramMetricFamily(
            "zielgraph_http_request_duration_seconds",
            "Time from the request's headers to the end of the answer.",
            labels=("route",),
        )
        for kind, found in sorted(self.durations.items()):
            total = 0.0
            buckets: list[tuple[str, float]] = []
            for bound, many in zip((*map(str, BUCKETS), "+Inf"), found, strict=False):
                total += many
                buckets.append((bound, total))
            times.add_metric((kind,), buckets, found[-1])
        yield times
        yield CounterMetricFamily(
            "zielgraph_http_sent_bytes", "Bytes of bodies sent.", value=self.sent
        )
        yield GaugeMetricFamily(
            "zielgraph_http_running", "Requests being answered.", value=self.running
        )
        refused = CounterMetricFamily(
            "zielgraph_http_refused", "Requests refused, by reason.", labels=("reason",)
        )
        for reason, count in sorted(self.refused.items()):
            refused.add_metric((reason,), count)
        yield refused


def gauges(values: Mapping[str, tuple[str, float]]) -> Iterator[Metric]:
    """Return gauges from names, explanations and values."""
    from prometheus_client.metrics_core import GaugeMetricFamily  # noqa: PLC0415

    for name, (explanation, value) in values.items():
        yield GaugeMetricFamily(f"zielgraph_{name}", explanation, value=value)


def counters(values: Mapping[str, tuple[str, float]]) -> Iterator[Metric]:
    """Return counters from names, explanations and values."""
    from prometheus_client.metrics_core import CounterMetricFamily  # noqa: PLC0415

    for name, (explanation, value) in values.items():
        yield CounterMetricFamily(f"zielgraph_{name}", explanation, value=value)
