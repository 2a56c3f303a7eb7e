"""How many requests this process has answered, and how fast: by route, never by path."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # when a series began says nothing here, and doubles the lines
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})  # others are made up by callers


class RequestCounts:
    """Each process of the web counts for itself and says which it is: a scrape reaches one of them, at random."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "dondoc_http_requests",
            "HTTP requests answered, by the pattern of the route.",
            ("process", "method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "dondoc_http_request_seconds",
            "How long HTTP requests took, by the pattern of the route.",
            ("process", "route"),
            buckets=BUCKETS,
            registry=self.registry,
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        process = str(os.getpid())
        known = method if method in METHODS else "OTHER"
        self._requests.labels(process, known, route, str(status)).inc()
        self._seconds.labels(process, route).observe(seconds)
