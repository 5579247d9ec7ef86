"""Logs and metrics: one structured line per event, one counter and one histogram per request."""

import logging
import sys
from typing import Any, TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from structlog.typing import Processor

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


def configure_logging(
    log_format: str = "json", level: str = "info", stream: TextIO | None = None
) -> None:
    """Send structlog's and the standard library's events to ``stream`` (stderr) in one format.

    ``json`` is one object a line, ``console`` is for people. Times are UTC. Every event carries
    what is bound to the context: ``request_id`` inside a request.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(log_format),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _renderers(log_format: str) -> list[Processor]:
    # without local variables in either: they hold tokens and names of persons, and writing them
    # out holds the event loop for seconds
    if log_format == "console":
        plain_text = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain_text)]
    plain = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(plain),
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]


class Telemetry:
    """The metrics of one application; ``registry`` takes the service's own collectors too."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        self.registry.set_target_info({"service_name": service})
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "huiying_http_requests_total",
            "Answered HTTP requests.",
            ["path", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "huiying_http_request_seconds",
            "Seconds from the request's head to the end of its answer.",
            ["path"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._running = Gauge(
            "huiying_http_requests_running",
            "HTTP requests under way.",
            registry=self.registry,
        )

    def begun(self) -> None:
        """Count a request in."""
        self._running.inc()

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count a request out; ``path`` is one of the application's routes or ``other``."""
        self._running.dec()
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def gauge(self, name: str, what: str) -> Gauge:
        """Make a gauge of the service's own."""
        return Gauge(name, what, registry=self.registry)

    def page(self) -> tuple[bytes, dict[str, Any]]:
        """Return the metrics in the Prometheus text format and the headers that name it."""
        return generate_latest(self.registry), {"content-type": CONTENT_TYPE_LATEST}
